import type { INodeProperties } from 'n8n-workflow';

import { asId } from '../shared/answers';
import type { Client } from '../shared/client/client';
import { idOf, idWords, wordOf } from '../shared/inputs';
import { located, type Ways } from '../shared/located';
import { locator } from '../shared/locators';
import { fields } from './contract';
import { organizationDirectory } from './lists/organizations';
import { projectDirectory } from './lists/projects';
import { staffDirectory } from './lists/staff';
import { taskDirectory } from './lists/tasks';

/** Fields that pick a person, an organization, a project or a task, and the IDs that they stand for. */

/** Picks one person. The staff ID is not the staff code. */
export const staffLocator = locator(
	{ displayName: 'Staff Member', name: 'staffId' },
	'searchStaff',
	{ staffCode: 's001', email: 'name@email.com', id: '123' },
);

/** Picks one organization. */
export const organizationLocator = locator(
	{ displayName: 'Organization', name: 'organizationId' },
	'searchOrganizations',
	{ code: 'org002', id: '12' },
);

/** Picks one project. */
export const projectLocator = locator(
	{ displayName: 'Project', name: 'projectId' },
	'searchProjects',
	{ code: 'P-100', id: '100' },
);

/** Picks one task of the project chosen in `projectLocator`. */
export const taskLocator: INodeProperties = {
	...locator({ displayName: 'Task', name: 'taskId' }, 'searchTasks', { code: 'T-150', id: '150' }),
	typeOptions: { loadOptionsDependsOn: ['projectId.value'] },
};

/** The path of an organization, from the list or typed. */
export const pathLocator = (
	field: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
) => locator(field, 'searchOrganizationPaths', { path: '第一事業本部/営業部' });

/** The same, or the code of the organization, where AKASHI takes both. */
export const placeLocator = (
	field: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
) => locator(field, 'searchOrganizationPaths', { code: 'org002', path: '第一事業本部/営業部' });

/** The ID of a person. */
export const staffId = (client: Client) =>
	located<number>(
		{
			id: idOf,
			code: async (code) => asId((await staffDirectory.find(client, code, 'code')).staffId),
			email: async (email) => asId((await staffDirectory.find(client, email, 'email')).staffId),
		},
		idWords,
	);

/** The ID of an organization. */
export const organizationId = (client: Client) =>
	located<number>(
		{
			id: idOf,
			code: async (code) =>
				asId((await organizationDirectory.find(client, code, 'code')).organizationId),
		},
		idWords,
	);

/** The ID of a project. */
export const projectId = (client: Client) =>
	located<number>(
		{
			id: idOf,
			code: async (code) => asId((await projectDirectory.find(client, code, 'code')).project_id),
		},
		idWords,
	);

/** The ID of a task, for values that name its project (see `locatedBy`). */
export const taskOfProject =
	<V>(client: Client) =>
	({ project_id }: V & { project_id: number }): Ways<number> => ({
		id: idOf,
		code: async (code) =>
			asId((await taskDirectory.find(client, code, 'code', project_id)).task_id),
	});

const pathWords = 'must be a path such as 第一事業本部/営業部';

/** The path of an organization, as it is sent. */
export const organizationPath = located<string>({ id: wordOf, path: wordOf }, pathWords).pipe(
	fields.organizationPath,
);

/** What `placeLocator` sends: the path or the code of an organization. */
export interface Place {
	path?: string;
	code?: string;
}
const placeBy =
	(name: keyof Place, schema: (typeof fields)[keyof typeof fields]) =>
	(value: unknown): Place | undefined => {
		const { data } = schema.safeParse(wordOf(value));
		return data === undefined ? undefined : { [name]: data };
	};
export const place = located<Place>(
	{
		id: placeBy('path', fields.organizationPath),
		code: placeBy('code', fields.existingOrganizationCode),
	},
	{
		id: 'must be a path of 1 to 1000 characters, such as 第一事業本部/営業部',
		code: 'must be the code of an organization: 1 to 1000 characters',
	},
);
