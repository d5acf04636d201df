import { z } from 'zod';

import { idWords } from '../../../shared/inputs';
import { locatedBy } from '../../../shared/located';
import { operation } from '../../../shared/operation';
import { checkSendOnly, wholeRecords } from '../../../shared/writing/wholeRecords';
import { limits } from '../../contract';
import { taskLocator, taskOfProject } from '../../locators';
import type { task } from './contract';
import { taskPage } from '../../lists/tasks';
import {
	additionalFields,
	codeField,
	nameField,
	optionalCode,
	options,
	projectField,
	shape,
	whole,
	write,
	type Task,
} from './record';
import { row, simplifyTask } from './simplify';

/** 6.22 with a task ID: changes a task. 50 items of one project per call, each complete as read by 6.20. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update task',
		description: 'Update a task. AKASHI requires its name with every update.',
	},
	fields: [
		projectField,
		{ ...taskLocator, routing: { send: { type: 'body', property: 'task_id' } } },
		nameField,
		additionalFields(codeField),
		options,
	],
	input: (_, client) =>
		z
			.object({ ...shape(client), task_id: z.unknown(), code: optionalCode })
			.transform(locatedBy('task_id', taskOfProject(client), idWords)),
	key: ({ project_id, task_id }) => `${project_id}|${task_id}`,
	check: checkSendOnly,
	// Not one by one: 6.21 does not return the position of a task.
	execute: wholeRecords<Task, z.infer<typeof task>>(
		{
			together: ({ project_id }) => String(project_id),
			page: taskPage,
			size: limits.page,
			id: { sent: ({ task_id }) => task_id!, listed: ({ task_id }) => task_id },
			whole,
		},
		write,
	),
	simplify: simplifyTask,
	writes: true,
	output: row,
});
