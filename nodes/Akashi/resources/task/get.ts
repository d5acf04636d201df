import { outputFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { projectLocator, taskLocator } from '../../locators';
import { calls } from './contract';
import { oneTask, type OneTask } from './one';
import { ofProject, row, simplifyTask } from './simplify';

const read = single<OneTask>(calls.getTask, (payload) => [payload]);

/** 6.21: one task. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get task',
		description: 'Get a task of a project',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } },
		{ ...taskLocator, routing: { send: { type: 'query', property: 'task_id' } } },
		...outputFields(row),
	],
	input: oneTask,
	execute: reads<OneTask>(async (client, request) => await read(client, ofProject(request))),
	simplify: simplifyTask,
	output: row,
});
