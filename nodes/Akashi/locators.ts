import type { INodeProperties } from 'n8n-workflow';

/** A resource locator: a searchable list, filled by a method of `listSearch`, or an ID. */
const locator = (
	displayName: string,
	name: string,
	searchListMethod: string,
	placeholder: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: `The ${displayName.toLowerCase()}, chosen from the list or by ID`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
	],
});

/** Picks one person. The staff ID is not the staff code. */
export const staffLocator = locator('Staff Member', 'staffId', 'searchStaff', 'e.g. 123');

/** Picks one organization. */
export const organizationLocator = locator(
	'Organization',
	'organizationId',
	'searchOrganizations',
	'e.g. 12',
);

/** Picks one project. */
export const projectLocator = locator('Project', 'projectId', 'searchProjects', 'e.g. 100');

/** Picks one task of the project chosen in `projectLocator`. */
export const taskLocator: INodeProperties = {
	...locator('Task', 'taskId', 'searchTasks', 'e.g. 150'),
	typeOptions: { loadOptionsDependsOn: ['projectId.value'] },
};
