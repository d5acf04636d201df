import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import { operation } from '../../../shared/operation';
import { upserts } from '../../../shared/writing/upserts';
import { checkSendOnly, sendsOnly } from '../../../shared/writing/wholeRecords';
import { allTasks } from '../../lists/tasks';
import {
	additionalFields,
	codeField,
	nameField,
	options,
	projectField,
	requiredCode,
	shape,
	whole,
	write,
	type Listed,
	type Task,
} from './record';
import { row, simplifyTask } from './simplify';

/** The name of a task in messages: codes are unique in a project. */
const nameOf = (project: number, code: string) => `${code} in project ${project}`;

/** 6.20 and 6.22: changes the task of the project that has the code, or creates it. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update task',
		description: 'Create a new task, or update the current one if it already exists (upsert)',
	},
	fields: [
		projectField,
		{
			...codeField,
			required: true,
			description:
				'Code of the task to update. If no task of the project has this code, one is created.',
		},
		nameField,
		additionalFields(),
		options,
	],
	input: (_, client) => z.object({ ...shape(client), code: requiredCode }),
	key: ({ project_id, code }) => nameOf(project_id, code),
	check: checkSendOnly,
	execute: upserts<Task, Listed>(
		{
			key: ({ project_id, code }) => nameOf(project_id, code!),
			together: ({ project_id }) => String(project_id),
			existing: async (client, [{ project_id }]) =>
				(await allTasks(client, project_id)).flatMap((record) => {
					const code = asText(record.code);
					return code ? [{ key: nameOf(project_id, code), id: asId(record.task_id), record }] : [];
				}),
			withId: (values, task_id, record, settings) => {
				const changes = { ...values, task_id };
				return record && !sendsOnly(settings) ? whole(changes, record) : changes;
			},
		},
		write,
	),
	simplify: simplifyTask,
	writes: true,
	output: row.extend({ upserted: z.enum(['created', 'updated']) }),
});
