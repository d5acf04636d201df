import type { Resource } from '../../../shared/operation';
import { advance } from './advance';
import { getAll } from './getAll';

export const mission: Resource = {
	name: 'Mission',
	value: 'mission',
	operations: [getAll, advance],
};
