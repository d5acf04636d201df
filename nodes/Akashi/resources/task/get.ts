import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { projectLocator, taskLocator } from '../../locators';
import { calls, task } from './contract';

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
	],
	input: () => z.object({ project_id: id, task_id: id }),
	execute: reads(single(calls.getTask, (payload) => [payload])),
	output: task,
});
