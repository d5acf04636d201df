import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const user: Resource = { name: 'User', value: 'user', operations: [getAll, create] };
