import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { badInput } from '../../../shared/errors';
import { oneOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { upserts } from '../../../shared/writing/upserts';
import { allStaff } from '../../lists/staff';
import { changes, type MatchOn } from './changes';
import {
	additionalFields,
	emailField,
	nameFields,
	organizationField,
	staffCodeField,
	staffValues,
} from './fields';
import { changedRow, simplifyChanged } from './simplify';

/** The key by which a person is looked up. Email addresses are case-insensitive. */
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
			const message = 'must be given, since "Match On" uses it to find the person';
			context.addIssue({ code: z.ZodIssueCode.custom, path: [values.matchOn], message });
		});
type Values = ValuesOf<typeof input>;

/** The field by which people are found is above the others, and the other one is optional. */
const matchFields: Array<[MatchOn, INodeProperties]> = [
	['staff_code', staffCodeField],
	['email', emailField],
];
const otherFields: INodeProperties = {
	...additionalFields,
	options: (additionalFields.options as INodeProperties[]).map((field) => {
		const [of] = matchFields.find(([, one]) => one === field) ?? [];
		return of ? { ...field, displayOptions: { hide: { '/matchOn': [of] } } } : field;
	}),
};

const key = (values: Values) => nameOf(values.matchOn, values[values.matchOn]!);

/** 6.3, with the IDs that 6.4 lists: read once per run, page by page. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update staff member',
		description:
			'Create a new staff member, or update the current one if it already exists (upsert)',
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
				"Field that identifies an existing staff member, among those that the token's owner manages",
			// Not sent to AKASHI: it selects the field that identifies the person.
			routing: { send: { type: 'body', property: 'matchOn' } },
		},
		...matchFields.map(
			([matchOn, field]): INodeProperties => ({
				...field,
				required: true,
				displayOptions: { show: { matchOn: [matchOn] } },
			}),
		),
		...nameFields,
		{
			...organizationField,
			required: false,
			description: `Required for a new staff member. An existing one is moved to it. ${organizationField.description}`,
		},
		otherFields,
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
			// Required for new people in the table of 6.3.
			lacking: ({ organization }) =>
				organization === undefined
					? badInput(
							organizationField.displayName,
							'must be given: this person does not exist yet and would be created',
						)
					: undefined,
		},
		changes,
	),
	simplify: simplifyChanged,
	writes: true,
	output: changedRow.extend({ upserted: z.enum(['created', 'updated']) }),
});
