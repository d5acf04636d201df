import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const workingRecord: Resource = {
	name: 'Working Record',
	value: 'workingRecord',
	operations: [getAll],
};
