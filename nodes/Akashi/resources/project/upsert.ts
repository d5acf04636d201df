import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import { operation } from '../../../shared/operation';
import { upserts } from '../../../shared/ways';
import { changedProject, type projectRow } from '../../contract';
import { allProjects } from './pages';
import {
	additionalFields,
	codeField,
	datesInOrder,
	nameField,
	requiredCode,
	shape,
	write,
} from './record';

/** 6.16 and 6.18: changes the project that has the code, or creates it. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a project',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [
		{
			...codeField,
			required: true,
			description: 'The project with this code is updated; if there is none, it is created',
		},
		nameField,
		additionalFields(),
	],
	input: (zones) =>
		z.object({ ...shape(zones), project_code: requiredCode }).superRefine(datesInOrder),
	key: ({ project_code }) => project_code,
	way: upserts<z.infer<typeof projectRow>>(
		{
			key: ({ project_code }) => project_code!,
			existing: async (link) =>
				(await allProjects(link)).flatMap(({ project_id, project_code }) =>
					project_code ? [{ key: asText(project_code)!, id: asId(project_id) }] : [],
				),
			withId: (project, project_id) => ({ ...project, project_id }),
		},
		write,
	),
	writes: true,
	output: changedProject.extend({ upserted: z.enum(['created', 'updated']) }),
});
