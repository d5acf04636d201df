import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upsert } from './upsert';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	operations: [getAll, get, create, update, upsert, remove],
};
