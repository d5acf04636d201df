import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const mission: Resource = { name: 'Mission', value: 'mission', operations: [getAll] };
