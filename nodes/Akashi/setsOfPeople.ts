import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asText } from '../shared/answers';
import type { Client } from '../shared/client/client';
import type { Call } from '../shared/contract';
import { dayOf } from '../shared/dates';
import { adding } from '../shared/items';
import type { Executor, ItemRequest } from '../shared/operation';
import type { Values } from '../shared/system';
import { batches } from '../shared/writing/batches';
import { limits, zone } from './contract';
import type { Person } from './person';

/** The array calls of 6.12 to 6.15, which set something for people. */

/**
 * A list as AKASHI takes it: `name`, `name2`, `name3`, …
 * @param first what the first name ends with
 */
export const numbered = (name: string, list: string[], first: '' | '1') =>
	Object.fromEntries(list.map((value, at) => [`${name}${at === 0 ? first : at + 1}`, value]));

/** The key of a record: a person, and what else identifies it; names that are not given are empty. */
export const keyOf = ({ staff_code, staff_email }: Person, ...names: unknown[]): string =>
	JSON.stringify([staff_code, staff_email?.toLowerCase(), ...names]);

/** What 6.12 to 6.15 answer about a person, and the days that were sent for them. */
interface Changed {
	staff_id?: unknown;
	staff_code?: unknown;
	email?: unknown;
	days: IDataObject;
}

/** A simplified row of 6.12 to 6.15, before its days. */
export const changedPerson = {
	staffId: z.number(),
	staffCode: z.string().nullable(),
	email: z.string().nullable(),
};

export const simplifyChanged = ({ staff_id, staff_code, email, days }: Changed) => ({
	staffId: asId(staff_id),
	staffCode: asText(staff_code),
	email: asText(email),
	...days,
});

/** Days as `yyyy-mm-dd`, without those that were not sent. */
const isoDays = (days: Record<string, unknown>): IDataObject =>
	Object.fromEntries(
		Object.entries(days).flatMap(([name, day]) => {
			const iso = dayOf(day, { workflow: zone, system: zone })?.toISODate();
			return iso ? [[name, iso]] : [];
		}),
	);

/**
 * The array calls of 6.12 to 6.15. They set a state, so sending a row again changes nothing. The answer only lists
 * the people of the rows. Sent in order, since rows about one person may depend on each other.
 * @param body the body of some items
 * @param days the days of an item, under their names in the output
 */
export function setsOfPeople<V extends Person>(
	call: Call,
	body: (values: V[]) => Values,
	days: (values: V) => Record<string, unknown>,
): Executor<V> {
	const send = batches<V>({
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
	return Object.assign(
		async (client: Client, requests: Array<ItemRequest<V>>) =>
			await send(
				client,
				requests.map((one) => adding(one, () => ({ days: isoDays(days(one.values)) }))),
			),
		{ records: send.records },
	);
}
