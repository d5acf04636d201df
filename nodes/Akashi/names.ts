import { z } from 'zod';

import { asId, asText } from '../shared/answers';
import type { Client } from '../shared/client/client';
import { adding, type Read } from '../shared/items';
import { addsNames } from '../shared/operation';
import { nameOf, owner, someStaff, staffDirectory } from './lists/staff';
import type { AnsweredStaff } from './resources/staff/contract';
import { staffIdsOf, type People } from './people';

/** Names in rows that AKASHI answers with IDs alone. */

/** The fields of a row that name a person. */
export const personFields = {
	staffCode: z.string().nullable().optional(),
	name: z.string().nullable().optional(),
	organizationName: z.string().nullable().optional(),
};

/** A row with the person whom it is about: null if nobody knows them, absent if names are not wanted. */
export interface OfPerson {
	person?: AnsweredStaff | null;
}

/** The same for a row; without `person` there are no such fields. */
export const personOf = ({
	person,
}: OfPerson): { [name in keyof typeof personFields]?: string | null } =>
	person === undefined
		? {}
		: {
				staffCode: asText(person?.staffNum),
				name: person ? nameOf(person) : null,
				organizationName: asText(person?.organization?.name),
			};

/** The people whose rows are read, and perhaps others, by ID. */
export async function peopleById(
	client: Client,
	whose: People,
): Promise<Map<number, AnsweredStaff>> {
	if (whose.staff === 'selected') return await someStaff(client, await staffIdsOf(client, whose));
	const list = whose.staff === 'me' ? await owner(client) : await staffDirectory.rows(client);
	return new Map(list.map((one) => [asId(one.staffId), one]));
}

/** A read whose rows (with `staff_id`) get their `person` where names are wanted. */
export const withNames =
	<V>(read: Read<V>, whose: (values: V) => People): Read<V> =>
	async (client, request) => {
		if (!request.simplified || !addsNames(request.settings)) return await read(client, request);
		const people = await peopleById(client, whose(request.values));
		const person = ({ staff_id }: { staff_id?: unknown }): OfPerson => ({
			person: people.get(asId(staff_id)) ?? null,
		});
		return await read(client, adding(request, person));
	};
