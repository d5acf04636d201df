import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { asId } from '../../shared/answers';
import { Problem } from '../../shared/errors';
import { id } from '../../shared/inputs';
import { picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allTasks } from '../resources/task/pages';

/** The project chosen in the same node. */
function projectOf(context: ILoadOptionsFunctions): number {
	const project = id.safeParse(
		context.getCurrentNodeParameter('projectId', { extractValue: true }),
	);
	if (project.success) return project.data;
	throw new Problem('Tasks cannot be listed until a project is chosen', {
		kind: 'input',
		advice: 'Choose the project first. If an expression gives the project, enter the task by ID.',
	});
}

/** Every task of the project chosen in the same node, as "name (code)". */
export const searchTasks = picker(
	akashi,
	async (client, project) =>
		(await allTasks(client, project)).map(({ task_id, name, code }) => ({
			name: `${name ?? ''}${code ? ` (${code})` : ''}`.trim(),
			value: asId(task_id),
		})),
	projectOf,
);
