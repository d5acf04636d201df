import { z } from 'zod';

import { asId } from '../../../shared/answers';
import { operation } from '../../../shared/operation';
import { checkSendOnly, wholeRecords } from '../../../shared/writing/wholeRecords';
import { limits } from '../../contract';
import { projectId, projectLocator } from '../../locators';
import { calls, type projectRow } from './contract';
import { projectPage } from '../../lists/projects';
import {
	additionalFields,
	codeField,
	datesInOrder,
	nameField,
	optionalCode,
	options,
	shape,
	whole,
	write,
	type Listed,
} from './record';
import { changedRow, simplifyChanged } from './simplify';

type Changes = z.infer<typeof projectRow>;

/** 6.18 with an ID: changes a project. 50 items per call, each complete as read by 6.16 or 6.17. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update project',
		description: 'Update a project. AKASHI requires its name with every update.',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } },
		nameField,
		additionalFields(codeField),
		options,
	],
	input: (zones, client) =>
		z
			.object({ project_id: projectId(client), ...shape(zones), project_code: optionalCode })
			.superRefine(datesInOrder),
	key: ({ project_id }) => String(project_id),
	check: checkSendOnly,
	execute: wholeRecords<Changes, Listed>(
		{
			page: async (client, _, number) => await projectPage(client, {}, number),
			size: limits.page,
			single: async (client, { project_id }) =>
				(await client.call(calls.getProject, { project_id })) as Listed,
			id: { sent: ({ project_id }) => project_id!, listed: ({ project_id }) => asId(project_id) },
			whole,
		},
		write,
	),
	simplify: simplifyChanged,
	writes: true,
	output: changedRow,
});
