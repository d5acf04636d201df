import type { Resource } from '../../../shared/operation';
import { assign } from './assign';
import { reserve } from './reserve';

export const permission: Resource = {
	name: 'Permission',
	value: 'permission',
	operations: [assign, reserve],
};
