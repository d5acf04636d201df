import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const worklog: Resource = {
	name: 'Worklog',
	value: 'worklog',
	operations: [getAll, create],
};
