import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { task } from '../../contract';
import { taskLocator } from '../../locators';
import {
	additionalFields,
	codeField,
	nameField,
	optionalCode,
	projectField,
	shape,
	write,
} from './record';

/** 6.22 with a task ID: changes a task. Items of one project go out 50 a call. */
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
	],
	input: () => z.object({ ...shape, task_id: id, code: optionalCode }),
	key: ({ project_id, task_id }) => `${project_id}|${task_id}`,
	way: write,
	writes: true,
	output: task,
});
