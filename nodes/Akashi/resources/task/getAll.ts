import { z } from 'zod';

import { limitFields } from '../../../shared/fields';
import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { projectLocator } from '../../locators';
import { task } from './contract';
import { readTasks } from '../../lists/tasks';

/** 6.20: the tasks of a project. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many tasks',
		description: 'Get the tasks of a project',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } },
		...limitFields,
	],
	input: () => z.object({ project_id: id }),
	execute: reads(readTasks),
	output: task,
});
