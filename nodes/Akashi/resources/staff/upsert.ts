import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { badInput, Problem } from '../../../shared/errors';
import { oneOf } from '../../../shared/inputs';
import type { Client } from '../../../shared/client/client';
import {
	operation,
	type ItemRequest,
	type Outcome,
	type ValuesOf,
	type Executor,
} from '../../../shared/operation';
import { upserts } from '../../../shared/writing/upserts';
import { allStaff } from '../../staffList';
import { changedStaffRow, changes, type MatchOn, type StaffRow } from './changes';
import {
	additionalFields,
	emailField,
	nameFields,
	organizationField,
	staffCodeField,
	staffValues,
} from './fields';

/** The name by which a person is looked up. E-mail addresses are one whatever their case. */
const nameOf = (matchOn: MatchOn, name: string) =>
	`${matchOn} ${matchOn === 'email' ? name.toLowerCase() : name}`;

const input = (zones: Zones) =>
	z
		.object({
			matchOn: oneOf<MatchOn>(['email', 'staff_code']),
			...staffValues(zones),
		})
		.superRefine((values, context) => {
			if (values[values.matchOn] !== undefined) return;
			const message = 'must be given: "Match On" says that it tells who the person is';
			context.addIssue({ code: z.ZodIssueCode.custom, path: [values.matchOn], message });
		});
type Values = ValuesOf<typeof input>;

const key = (values: Values) => nameOf(values.matchOn, values[values.matchOn]!);

/** What becomes of the others in "Stop" mode: a run with a wrong item writes nothing. */
const notTried = new Problem('Nothing was sent for this item', {
	kind: 'refused',
	untried: true,
	advice: 'Another item is at fault.',
});

const lacksOrganization = ({ values: { staff_id, organization } }: ItemRequest<StaffRow>) =>
	staff_id === undefined && organization === undefined;

/** 6.3 for people who are there already and for new ones, who need an organization (required in its table). */
const whereCreating: Executor<StaffRow> = Object.assign(
	async (client: Client, requests: Array<ItemRequest<StaffRow>>): Promise<Outcome[]> => {
		const wrong = badInput(
			organizationField.displayName,
			'must be given: the person is not there yet, and would be created',
		);
		const good = requests.filter((one) => !lacksOrganization(one));
		const stops = client.stopOnFailure && good.length < requests.length;
		const outcomes = stops ? good.map(() => ({ problem: notTried })) : await changes(client, good);
		const inOrder = outcomes.values();
		return requests.map((one) =>
			lacksOrganization(one) ? { problem: wrong } : (inOrder.next().value as Outcome),
		);
	},
	{ records: changes.records },
);

/** 6.3, with the ID of those whom 6.4 lists: read once a run, page by page. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a staff member',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [
		{
			displayName: 'Match On',
			name: 'matchOn',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'Staff Code', value: 'staff_code' },
			],
			default: 'staff_code',
			description:
				"What tells whether a person is there already, among those whom the token's owner manages",
			// Not sent to AKASHI: it says which value finds the ID.
			routing: { send: { type: 'body', property: 'matchOn' } },
		},
		staffCodeField,
		emailField,
		...nameFields,
		{
			...organizationField,
			description: `Needed for a person who is not there yet; given for one who is, it moves them. ${organizationField.description}`,
		},
		additionalFields(staffCodeField, emailField, organizationField),
	],
	input,
	key,
	execute: upserts<Values>(
		{
			key,
			existing: async (client) =>
				(await allStaff(client)).flatMap(({ staffId, staffNum, email }) =>
					[
						{ by: 'staff_code' as const, name: asText(staffNum) },
						{ by: 'email' as const, name: asText(email) },
					].flatMap(({ by, name }) => (name ? [{ key: nameOf(by, name), id: asId(staffId) }] : [])),
				),
			withId: (values, staff_id) => ({ ...values, staff_id }),
		},
		whereCreating,
	),
	writes: true,
	output: changedStaffRow.extend({ upserted: z.enum(['created', 'updated']) }),
});
