import type { Resource } from '../../../shared/operation';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { upsert } from './upsert';

export const manHour: Resource = {
	name: 'Man-Hour',
	value: 'manHour',
	operations: [getAll, get, upsert, remove],
};
