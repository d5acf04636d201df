import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { getAll } from './getAll';

export const organization: Resource = {
	name: 'Organization',
	value: 'organization',
	operations: [getAll, create],
};
