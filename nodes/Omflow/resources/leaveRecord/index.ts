import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const leaveRecord: Resource = {
	name: 'Leave Record',
	value: 'leaveRecord',
	operations: [create, getAll],
};
