import type { Resource } from '../../../shared/operation';
import { cancel } from './cancel';
import { create } from './create';
import { remove } from './delete';
import { getAll } from './getAll';
import { update } from './update';

export const leaveRecord: Resource = {
	name: 'Leave Record',
	value: 'leaveRecord',
	operations: [getAll, create, update, cancel, remove],
};
