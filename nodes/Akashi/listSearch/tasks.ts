import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { asId } from '../../shared/answers';
import { Problem } from '../../shared/errors';
import { id } from '../../shared/inputs';
import { labelled, picker } from '../../shared/listSearch';
import { isLocated, type Located } from '../../shared/located';
import { akashi } from '../akashi';
import { allTasks } from '../lists/tasks';

/** The project chosen in the same node. */
function projectOf(context: ILoadOptionsFunctions): number {
	const given = context.getCurrentNodeParameter('projectId') as unknown;
	const { mode, value }: Located = isLocated(given) ? given : { value: given };
	const project = id.safeParse(value);
	if (mode !== 'code' && project.success) return project.data;
	throw new Problem('Tasks cannot be listed until a project is chosen', {
		kind: 'input',
		advice:
			'Choose the project from the list or by ID first. If an expression or a code gives the project, enter the task by code or ID.',
	});
}

/** Every task of the project chosen in the same node, as "name (code)". */
export const taskPicker = picker(
	akashi,
	async (client, project) =>
		(await allTasks(client, project)).map(({ task_id, name, code }) => ({
			name: labelled(name, code),
			value: asId(task_id),
		})),
	projectOf,
);
