import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import { operation } from '../../../shared/operation';
import { upserts } from '../../../shared/writing/upserts';
import { checkSendOnly, sendsOnly } from '../../../shared/writing/wholeRecords';
import type { projectRow } from './contract';
import { allProjects } from '../../lists/projects';
import {
	additionalFields,
	codeField,
	datesInOrder,
	nameField,
	options,
	requiredCode,
	shape,
	whole,
	write,
	type Listed,
} from './record';
import { changedRow, simplifyChanged } from './simplify';

/** 6.16 and 6.18: changes the project that has the code, or creates it. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update project',
		description: 'Create a new project, or update the current one if it already exists (upsert)',
	},
	fields: [
		{
			...codeField,
			required: true,
			description: 'Code of the project to update. If no project has this code, one is created.',
		},
		nameField,
		additionalFields(),
		options,
	],
	input: (zones) =>
		z.object({ ...shape(zones), project_code: requiredCode }).superRefine(datesInOrder),
	key: ({ project_code }) => project_code,
	check: checkSendOnly,
	execute: upserts<z.infer<typeof projectRow>, Listed>(
		{
			key: ({ project_code }) => project_code!,
			existing: async (client) =>
				(await allProjects(client)).flatMap((record) => {
					const code = asText(record.project_code);
					return code ? [{ key: code, id: asId(record.project_id), record }] : [];
				}),
			withId: (values, project_id, record, settings) => {
				const changes = { ...values, project_id };
				return record && !sendsOnly(settings) ? whole(changes, record) : changes;
			},
		},
		write,
	),
	simplify: simplifyChanged,
	writes: true,
	output: changedRow.extend({ upserted: z.enum(['created', 'updated']) }),
});
