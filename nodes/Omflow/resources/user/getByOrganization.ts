import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asText, type Answered, type Loose } from '../../../shared/answers';
import { Problem, problemOf } from '../../../shared/errors';
import { limitFields, outputFields } from '../../../shared/fields';
import { listOf, someText } from '../../../shared/inputs';
import type { Client } from '../../../shared/client/client';
import { operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { lacksField } from '../../omflow';
import { calls, type member } from './contract';

type Members = Answered<typeof calls.listByOrganization>;
type Row = Loose<z.infer<typeof member>> & { organization: string };

const input = () =>
	z.object({
		organizations: listOf(someText, /\s*[,、，]\s*/)
			.transform((list) => [...new Set(list)])
			.refine((list) => list.length > 0, 'must name at least one organization'),
	});

const row = z.object({
	organizationCode: z.string(),
	userId: z.number(),
	username: z.string().nullable(),
	name: z.string().nullable(),
	staffCode: z.string().nullable(),
});

/** The runs whose server only knows `group_no`, the older name of the codes. */
const older = new WeakSet<Client>();

/** The members by organization code, requested in the form that the server's version knows. */
async function membersOf(
	client: Client,
	organizations: string[],
	{ organizationIdentifiedBy }: Settings,
): Promise<Members> {
	const byName = organizationIdentifiedBy === 'name';
	const ask = async (body: IDataObject) =>
		(await client.call(calls.listByOrganization, body)) as Members;
	if (!older.has(client)) {
		try {
			return await ask(byName ? { org_name: organizations } : { org_no: organizations });
		} catch (error) {
			const problem = problemOf(error);
			if (!lacksField(problem, 'group_no')) throw problem;
			older.add(client);
		}
	}
	if (byName) throw onlyCodes();
	return await ask({ group_no: organizations });
}

const onlyCodes = () =>
	new Problem('This version of OMFLOW accepts organizations only by code', {
		kind: 'refused',
		advice: 'Set Organization Identified By to Code and enter the codes, or update OMFLOW.',
	});

/** user/list-by-group: the users of organizations, one row per user and organization. */
export const getByOrganization = operation({
	entry: {
		name: 'Get Many by Organization',
		value: 'getByOrganization',
		action: 'Get many users by organization',
		description:
			'Get the users of organizations. A user who belongs to several is returned once for each.',
	},
	fields: [
		{
			displayName: 'Organization Identified By',
			name: 'organizationIdentifiedBy',
			type: 'options',
			options: [
				{ name: 'Code', value: 'code' },
				{ name: 'Name', value: 'name' },
			],
			default: 'code',
			description: 'How to identify the organizations. Older versions of OMFLOW accept only codes.',
		},
		{
			displayName: 'Organizations',
			name: 'organizations',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1010, 1020',
			description:
				'Codes or names of organizations, separated by commas. An expression can return a list.',
			routing: { send: { type: 'body', property: 'organizations' } },
		},
		...limitFields,
		...outputFields(row),
	],
	input,
	check: (_, { organizationIdentifiedBy }) =>
		['code', 'name'].includes(String(organizationIdentifiedBy))
			? undefined
			: ['Organization Identified By', 'must be one of code, name'],
	execute: reads<ValuesOf<typeof input>>(async (client, { values, settings, shape }) => {
		const members = await membersOf(client, values.organizations, settings);
		return Object.entries(members ?? {})
			.flatMap(([organization, users]) =>
				asList(users).map((user): Row => ({ organization, ...user })),
			)
			.slice(0, settings.limit)
			.map(shape);
	}),
	simplify: (one: Row): z.infer<typeof row> => ({
		organizationCode: one.organization,
		userId: asId(one.user),
		username: asText(one.user__username),
		name: asText(one.user__nick_name),
		staffCode: asText(one.user__ad_no),
	}),
	output: row,
});
