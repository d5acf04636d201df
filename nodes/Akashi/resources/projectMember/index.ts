import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';
import { getProjects } from './getProjects';
import { update } from './update';

export const projectMember: Resource = {
	name: 'Project Member',
	value: 'projectMember',
	operations: [getAll, getProjects, update],
};
