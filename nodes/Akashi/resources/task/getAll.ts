import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { projectId, projectLocator } from '../../locators';
import { readTasks } from '../../lists/tasks';
import { ofProject, row, simplifyTask } from './simplify';

const input = (_: Zones, client: Client) => z.object({ project_id: projectId(client) });

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
		...outputFields(row),
	],
	input,
	execute: reads<ValuesOf<typeof input>>(
		async (client, request) => await readTasks(client, ofProject(request)),
	),
	simplify: simplifyTask,
	output: row,
});
