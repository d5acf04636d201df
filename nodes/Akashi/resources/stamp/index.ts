import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const stamp: Resource = { name: 'Stamp', value: 'stamp', operations: [getAll, create] };
