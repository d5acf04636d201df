import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectLocator } from '../../locators';
import { calls } from './contract';

/** 6.19: deletes a project. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete project',
		description: 'Delete a project permanently',
	},
	fields: [{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } }],
	input: () => z.object({ project_id: id }),
	execute: writesInOrder(
		single(calls.deleteProject, (payload: object, values) => [
			{ deleted: true, ...values, ...payload },
		]),
	),
	writes: true,
	output: calls.deleteProject.response.extend({ deleted: z.literal(true) }),
});
