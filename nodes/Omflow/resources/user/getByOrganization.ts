import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asText, type Answered, type Loose } from '../../../shared/answers';
import { badInput, problemOf } from '../../../shared/errors';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { listOf, someText } from '../../../shared/inputs';
import type { Client } from '../../../shared/client/client';
import { addsNames, operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { organizationDirectory, organizationNames } from '../../lists/organizations';
import { lacksField } from '../../words';
import { calls, type member } from './contract';

type Members = Answered<typeof calls.listByOrganization>;
type Row = Loose<z.infer<typeof member>> & {
	organization: string;
	organizationName?: string | null;
};

const picked = 'Organization Names or IDs';
const typed = 'Organization Codes or Names';

const organizations = listOf(someText, /\s*[,、，]\s*/).optional();
const input = () => z.object({ organization_codes: organizations, organizations });
type Values = ValuesOf<typeof input>;

const row = z.object({
	organizationCode: z.string(),
	organizationName: z.string().nullable().optional(),
	userId: z.number(),
	userName: z.string().nullable(),
	name: z.string().nullable(),
	employeeNumber: z.string().nullable(),
});

/** @throws Problem when there is no such organization */
async function codesCalled(client: Client, name: string, field: string, modes: string[]) {
	const found = await organizationDirectory.matching(client, name, modes);
	if (found.length > 0) return found.map(({ group_no }) => asText(group_no)!);
	throw badInput(
		field,
		`contains "${name}", but there is no organization with this ${modes.join(' or ')} in OMFLOW`,
	);
}

/** The codes of the organizations. A name can mean several. */
async function codesOf(client: Client, values: Values, known: boolean): Promise<string[]> {
	const { organization_codes: given = [], organizations: names = [] } = values;
	const codes: string[] = [];
	for (const code of given) {
		codes.push(...(known ? await codesCalled(client, code, picked, ['code']) : [code]));
	}
	for (const name of names)
		codes.push(...(await codesCalled(client, name, typed, ['code', 'name'])));
	return [...new Set(codes)];
}

/** The runs whose server only knows `group_no`, the older name of the codes. */
const older = new WeakSet<Client>();

/** The members by organization code, requested in the form that the server's version knows. */
async function membersOf(client: Client, codes: string[]): Promise<Members> {
	const ask = async (body: IDataObject) =>
		(await client.call(calls.listByOrganization, body)) as Members;
	if (!older.has(client)) {
		try {
			return await ask({ org_no: codes });
		} catch (error) {
			const problem = problemOf(error);
			if (!lacksField(problem, 'group_no')) throw problem;
			older.add(client);
		}
	}
	return await ask({ group_no: codes });
}

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
			displayName: picked,
			name: 'organizationCodes',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getOrganizations' },
			default: [],
			description:
				'Organizations to get the users of. Their IDs are their codes. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			routing: { send: { type: 'body', property: 'organization_codes' } },
		},
		{
			displayName: typed,
			name: 'organizations',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1010, 営業部',
			description: 'Further organizations, separated by commas: codes and names may be mixed',
			routing: { send: { type: 'body', property: 'organizations' } },
		},
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'the name of the organization to each row, and to refuse codes that no organization has. The list of organizations is read once per run.',
			),
		),
	],
	input,
	check: ({ organization_codes = [], organizations: names = [] }) =>
		organization_codes.length + names.length > 0
			? undefined
			: [picked, `must not be empty if "${typed}" is empty as well`],
	execute: reads<Values>(async (client, { values, settings, simplified, shape }) => {
		const named = simplified && addsNames(settings);
		const codes = await codesOf(client, values, named);
		const names = named ? (await organizationNames(client)).byCode : undefined;
		return Object.entries((await membersOf(client, codes)) ?? {})
			.flatMap(([organization, users]) => {
				const organizationName = names && (names.get(organization) ?? null);
				return asList(users).map((user) =>
					simplified ? { organization, organizationName, ...user } : { organization, ...user },
				);
			})
			.slice(0, settings.limit)
			.map(shape);
	}),
	simplify: (one: Row): z.infer<typeof row> => ({
		organizationCode: one.organization,
		...(one.organizationName === undefined ? {} : { organizationName: one.organizationName }),
		userId: asId(one.user),
		userName: asText(one.user__username),
		name: asText(one.user__nick_name),
		employeeNumber: asText(one.user__ad_no),
	}),
	output: row,
});
