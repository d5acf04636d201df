import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const attendance: Resource = {
	name: 'Attendance',
	value: 'attendance',
	operations: [getAll],
};
