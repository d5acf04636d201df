import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Zones } from '../shared/dates';
import { asList, asText } from '../shared/answers';
import type { Call } from '../shared/contract';
import { day, optional, textOf } from '../shared/inputs';
import type { Executor } from '../shared/operation';
import type { Values } from '../shared/system';
import { batches } from '../shared/writing/batches';
import { fields, limits } from './contract';

/** The person whom a row of 6.13 to 6.15 is about: one of the two fields. */
export const personFields: INodeProperties[] = [
	{
		displayName: 'Staff Code',
		name: 'staffCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. s001',
		description: 'Staff code (従業員番号) of the person. Leave empty if an email address is given.',
		routing: { send: { type: 'body', property: 'staff_code' } },
	},
	{
		displayName: 'Staff Email',
		name: 'staffEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. name@email.com',
		description: 'Email address of the person. Leave empty if a staff code is given.',
		routing: { send: { type: 'body', property: 'staff_email' } },
	},
];

/** What `personFields` send. */
export const person = {
	staff_code: optional(textOf(fields.staffCode)),
	staff_email: optional(textOf(fields.email)),
};
interface Person {
	staff_code?: string;
	staff_email?: string;
}

/** Refuses a row without a person, or with possibly two people. */
export function onePerson({ staff_code, staff_email }: Person, context: z.RefinementCtx): void {
	const refuse = (name: string, message: string) =>
		context.addIssue({ code: z.ZodIssueCode.custom, path: [name], message });
	if (!staff_code && !staff_email) refuse('staff_code', 'must be given if "Staff Email" is empty');
	if (staff_code && staff_email) {
		refuse(
			'staff_email',
			'must be empty if "Staff Code" is given: only one of them may identify the person',
		);
	}
}

/** A day as chapters 6.3, 6.5 and 6.12 to 6.15 take it. */
export const slashedDay = (zones: Zones) => day(zones).transform((at) => at.toFormat('yyyy/MM/dd'));

/**
 * A list as AKASHI takes it: `name`, `name2`, `name3`, …
 * @param first what the first name ends with
 */
export const numbered = (name: string, list: string[], first: '' | '1') =>
	Object.fromEntries(list.map((value, at) => [`${name}${at === 0 ? first : at + 1}`, value]));

/** Text for the keys of a record; names that are not given are empty. */
export const joinedKey = (...names: unknown[]): string => JSON.stringify(names);

/** A person as 6.12 to 6.15 answer them. */
export const changedPerson = z.object({
	staff_id: z.number(),
	staff_code: z.string().nullable(),
	email: z.string().nullable(),
});

/**
 * The array calls of 6.12 to 6.15. They set a state, so sending a row again changes nothing. The answer only lists
 * the people of the rows. Sent in order, since rows about one person may depend on each other.
 * @param body the body of some items
 */
export const setsOfPeople = <V extends Person>(
	call: Call,
	body: (values: V[]) => Values,
): Executor<V> =>
	batches<V>({
		call,
		size: limits.records,
		body,
		rows: (payload: { staffs?: IDataObject[] } | null) => asList(payload?.staffs),
		names: {
			sent: ({ staff_code, staff_email }) => [staff_code, staff_email?.toLowerCase()],
			answered: ({ staff_code, email }) => [asText(staff_code), asText(email)?.toLowerCase()],
		},
		// 6.12 identifies a row by `staff_code`, the others by `target`, which is the code or the email address.
		blames: ({ staff_code, staff_email }, { target, staff_code: code }) =>
			[staff_code, staff_email].some((name) => name !== undefined && [target, code].includes(name)),
		echoes: true,
		inOrder: true,
	});
