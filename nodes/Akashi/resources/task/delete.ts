import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { taskLocator } from '../../locators';
import { calls } from './contract';
import { oneTask, type OneTask } from './one';
import { projectField } from './record';
import { deletedRow, simplifyDeleted } from './simplify';

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
	input: oneTask,
	execute: writesInOrder<OneTask>(
		single(calls.deleteTask, (payload: object, values) => [{ ...values, ...payload }]),
	),
	simplify: (row: never) => ({ deleted: true, ...simplifyDeleted(row) }),
	writes: true,
	output: z.object({ deleted: z.literal(true) }).merge(deletedRow),
});
