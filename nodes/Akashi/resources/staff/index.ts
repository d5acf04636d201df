import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getAll } from './getAll';

export const staff: Resource = { name: 'Staff', value: 'staff', operations: [get, getAll] };
