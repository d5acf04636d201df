import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectId, projectLocator } from '../../locators';
import { calls } from './contract';
import { deletedRow, simplifyDeleted } from './simplify';

const input = (_: Zones, client: Client) => z.object({ project_id: projectId(client) });

/** 6.19: deletes a project. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete project',
		description: 'Delete a project permanently',
	},
	fields: [{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } }],
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(
		single(calls.deleteProject, (payload: object, values) => [{ ...values, ...payload }]),
	),
	simplify: (row: never) => ({ deleted: true, ...simplifyDeleted(row) }),
	writes: true,
	output: z.object({ deleted: z.literal(true) }).merge(deletedRow),
});
