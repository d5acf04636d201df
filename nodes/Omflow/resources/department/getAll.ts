import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import { limitFields, outputFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { organizationDirectory } from '../../lists/organizations';
import { flattened, type Placed } from './tree';

const text = z.string().nullable();

const row = z.object({
	organizationId: z.number(),
	organizationCode: text,
	organizationName: text,
	path: z.string(),
	depth: z.number(),
	parentOrganizationId: z.number().nullable(),
	parentOrganizationCode: text,
	parentOrganizationName: text,
	description: text,
});

/** group/list: all departments, in one answer. Their fields have the names that rows of users have for them. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many departments',
		description:
			'Get the departments (部署), which OMFLOW also calls organizations: each is followed by those below it',
	},
	fields: [...limitFields, ...outputFields(row)],
	input: () => z.object({}),
	execute: reads(async (client, { settings, simplified, shape }) => {
		const list = await organizationDirectory.rows(client);
		return (simplified ? flattened(list) : list).slice(0, settings.limit).map(shape);
	}),
	simplify: ({ place: { path, depth, parent }, ...one }: Placed): z.infer<typeof row> => ({
		organizationId: asId(one.id),
		organizationCode: asText(one.group_no),
		organizationName: asText(one.display_name),
		path,
		depth,
		parentOrganizationId: parent ? asId(parent.id) : null,
		parentOrganizationCode: asText(parent?.group_no),
		parentOrganizationName: asText(parent?.display_name),
		description: asText(one.description),
	}),
	output: row,
});
