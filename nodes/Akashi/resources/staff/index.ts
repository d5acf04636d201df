import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { retire } from './retire';
import { update } from './update';
import { upsert } from './upsert';

export const staff: Resource = {
	name: 'Staff',
	value: 'staff',
	operations: [getAll, get, create, update, upsert, retire, remove],
};
