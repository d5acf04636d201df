import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { taskLocator } from '../../locators';
import { calls } from './contract';
import { projectField } from './record';

/** 6.23: deletes a task of a project. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete task',
		description: 'Delete a task permanently',
	},
	fields: [
		projectField,
		{ ...taskLocator, routing: { send: { type: 'body', property: 'task_id' } } },
	],
	input: () => z.object({ project_id: id, task_id: id }),
	execute: writesInOrder(
		single(calls.deleteTask, (payload: object, values) => [
			{ deleted: true, ...values, ...payload },
		]),
	),
	writes: true,
	output: calls.deleteTask.response.extend({
		deleted: z.literal(true),
		project_id: z.number(),
	}),
});
