import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { checkSendOnly, wholeRecords } from '../../../shared/writing/wholeRecords';
import { limits } from '../../contract';
import { taskLocator } from '../../locators';
import { task } from './contract';
import { taskPage } from './pages';
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

/** 6.22 with a task ID: changes a task. Items of one project go out 50 a call, each whole as 6.20 has it. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update a task',
		description: 'Change a task. AKASHI asks for the name with every change.',
	},
	fields: [
		projectField,
		{ ...taskLocator, routing: { send: { type: 'body', property: 'task_id' } } },
		nameField,
		additionalFields(codeField),
		options,
	],
	input: () => z.object({ ...shape, task_id: id, code: optionalCode }),
	key: ({ project_id, task_id }) => `${project_id}|${task_id}`,
	check: checkSendOnly,
	// Not one by one: 6.21 leaves out the place of a task among the others.
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
	writes: true,
	output: task,
});
