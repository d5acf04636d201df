import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { projectId, projectLocator } from '../../locators';
import { calls } from './contract';
import { row, simplifyProject } from './simplify';

const input = (_: Zones, client: Client) => z.object({ project_id: projectId(client) });

/** 6.17: one project. */
export const get = operation({
	entry: { name: 'Get', value: 'get', action: 'Get project', description: 'Get a project' },
	fields: [
		{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } },
		...outputFields(row),
	],
	input,
	execute: reads<ValuesOf<typeof input>>(single(calls.getProject, (payload) => [payload])),
	simplify: simplifyProject,
	output: row,
});
