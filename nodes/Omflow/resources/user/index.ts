import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';
import { getByOrganization } from './getByOrganization';

export const user: Resource = {
	name: 'User',
	value: 'user',
	operations: [getAll, getByOrganization],
};
