import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const department: Resource = {
	name: 'Department',
	value: 'department',
	operations: [getAll],
};
