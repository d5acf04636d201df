import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asId } from '../shared/answers';
import type { Client } from '../shared/client/client';
import { folded, ofField, ofList } from '../shared/directory';
import {
	commasOrBlanks,
	idList,
	id,
	listOf,
	oneOf,
	optional,
	someText,
	yesNo,
} from '../shared/inputs';
import { lookedUp } from '../shared/located';
import { organizationDirectory, withSuborganizations } from './lists/organizations';
import { owner, staffDirectory } from './lists/staff';
import { organizationId, organizationLocator } from './locators';
import type { AnsweredStaff } from './resources/staff/contract';

/** Whose data to read: the token's owner's, everybody's, an organization's, or selected people's. */

const selected = { show: { staff: ['selected'] } };
const ofOrganization = { show: { staff: ['organization'] } };
const send = (property: string): INodeProperties['routing'] => ({
	send: { type: 'query', property },
});

type Whose = 'all' | 'me' | 'organization' | 'selected';

/** The fields that say whose data to read. */
export const peopleFields = (standard: Whose): INodeProperties[] => [
	{
		displayName: 'Staff',
		name: 'staff',
		type: 'options',
		options: [
			{ name: 'All Managed Staff', value: 'all' },
			{ name: 'By Organization', value: 'organization' },
			{ name: 'Me', value: 'me' },
			{ name: 'Selected Staff', value: 'selected' },
		],
		default: standard,
		description: "Whose data to get. Me is the token's owner.",
		routing: send('staff'),
	},
	{
		displayName: 'Staff Names or IDs',
		name: 'staffIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getStaff' },
		displayOptions: selected,
		default: [],
		description:
			'Staff members to get data of. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		routing: send('staff_ids'),
	},
	{
		displayName: 'Staff Codes, Emails or IDs',
		name: 'people',
		type: 'string',
		displayOptions: selected,
		default: '',
		placeholder: 'e.g. s001, suzuki@example.com, 103',
		description:
			'Further staff members, separated by commas: staff codes (従業員番号), email addresses and IDs may be mixed',
		routing: send('people'),
	},
	{ ...organizationLocator, displayOptions: ofOrganization, routing: send('organization') },
	{
		displayName: 'Include Suborganizations',
		name: 'includeSuborganizations',
		type: 'boolean',
		displayOptions: ofOrganization,
		default: true,
		description: 'Whether to include the staff of all organizations below this one',
		routing: send('suborganizations'),
	},
];

/** What `peopleFields` send. */
export const peopleInput = (client: Client) => ({
	staff: oneOf<Whose>(['all', 'me', 'organization', 'selected']),
	staff_ids: z.preprocess(
		(value) => (Array.isArray(value) && value.length === 0 ? '' : value),
		optional(idList),
	),
	people: listOf(someText, commasOrBlanks).optional(),
	organization: organizationId(client).optional(),
	suborganizations: yesNo.optional(),
});
export type People = z.output<z.ZodObject<ReturnType<typeof peopleInput>>>;

/** Refuses a selection of nobody. */
export function checkPeople({
	staff,
	staff_ids,
	people = [],
}: People): [string, string] | undefined {
	if (staff !== 'selected' || staff_ids || people.length > 0) return undefined;
	return [
		'Staff Names or IDs',
		'must not be empty if "Staff Codes, Emails or IDs" is empty as well',
	];
}

const idsOf = (list: AnsweredStaff[]) => list.map(({ staffId }) => asId(staffId));

/**
 * The IDs of the people, in the order given or listed. Lists are read once per run, and only where IDs are not enough.
 * @throws Problem when a code, email address or ID means nobody or several people
 */
export async function staffIdsOf(client: Client, whose: People): Promise<number[]> {
	const { staff, staff_ids = [], people = [] } = whose;
	if (staff === 'me') return idsOf(await owner(client));
	if (staff === 'all') return idsOf(await staffDirectory.rows(client));
	if (staff === 'organization') return idsOf(await staffOfOrganization(client, whose));
	const typed = Promise.all(people.map(async (one) => await personCalled(client, one)));
	const found = await typed.catch((error) => {
		throw ofField('Staff Codes, Emails or IDs', error);
	});
	return [...new Set([...staff_ids, ...idsOf(found)])];
}

/** The people whose main organization it is; sub-organizations (サブグループ) of a person do not count. */
async function staffOfOrganization(client: Client, { organization, suborganizations }: People) {
	const [staff, organizations] = await Promise.all([
		staffDirectory.rows(client),
		suborganizations === false ? [] : organizationDirectory.rows(client),
	]);
	const among = withSuborganizations(organizations, organization!).add(organization!);
	return staff.filter((one) => among.has(asId(one.organization?.organizationId)));
}

/** Whether a name consists of digits alone: it may be an ID as well as a code. */
export const mayBeId = (name: string) => /^\d+$/.test(folded(name, 'id'));

/**
 * The person with this code, email address or ID. A number may be a code or an ID.
 * @throws NotFound in the words of a list that contains the name
 */
export async function personCalled(client: Client, name: string): Promise<AnsweredStaff> {
	const modes = name.includes('@') ? ['email'] : mayBeId(name) ? ['code', 'id'] : ['code'];
	return await staffDirectory.find(client, name, modes).catch((error) => {
		throw ofList(error);
	});
}

/**
 * The input of a field that picks several people: a list, or text with commas. Numbers, as the editor's list gives
 * them, are IDs. Text may be a staff code, an email address or an ID, and is looked up.
 */
export const staffIdList = (client: Client) =>
	listOf(
		z.union([z.string(), id], {
			errorMap: () => ({ message: 'must be a staff code, an email address or an ID' }),
		}),
		commasOrBlanks,
	).transform((list, context): number[] => {
		const given = [...new Set(list)];
		if (given.every((one) => typeof one === 'number')) return given as number[];
		const found = given.map(async (one) =>
			typeof one === 'number' ? one : asId((await personCalled(client, one)).staffId),
		);
		const ids = Promise.all(found).then((all) => [...new Set(all)]);
		// zod takes a promise here, too.
		return lookedUp(ids, context) as never;
	});
