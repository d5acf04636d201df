import { z } from 'zod';

import { asId, asNumber, asText } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { actAsFields, actingAs } from '../../actAs';
import { zone } from '../../contract';
import { personFields, personOf, withNames, type OfPerson } from '../../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../../people';
import { readStamps, type StaffStamp } from '../../reads/stamps';
import { stampTypes } from './contract';

export type NamedStamp = StaffStamp & OfPerson;

/** A stamp. */
export const row = z.object({
	staffId: z.number(),
	...personFields,
	date: z.string().nullable(),
	stampedAt: z.string().nullable(),
	type: z.number().nullable(),
	typeName: z.string().nullable(),
	method: z.number().nullable(),
	workplaceId: z.number().nullable(),
	localTime: z.string().nullable(),
	timezone: z.string().nullable(),
	organizationId: z.number().nullable(),
	latitude: z.number().nullable(),
	longitude: z.number().nullable(),
	ip: z.string().nullable(),
});

export function simplify(stamp: NamedStamp): z.infer<typeof row> {
	const stampedAt = isoOf(stamp.stamped_at, zone);
	const type = asNumber(stamp.type);
	const { attributes } = stamp;
	return {
		staffId: asId(stamp.staff_id),
		...personOf(stamp),
		date: stampedAt?.slice(0, 10) ?? null,
		stampedAt,
		type,
		typeName: stampTypes[type as keyof typeof stampTypes] ?? null,
		method: asNumber(attributes?.method),
		workplaceId: asNumber(attributes?.workplace_id),
		localTime: isoOf(stamp.local_time, zone),
		timezone: asText(stamp.timezone),
		organizationId: asNumber(attributes?.org_id),
		latitude: asNumber(attributes?.latitude),
		longitude: asNumber(attributes?.longitude),
		ip: asText(attributes?.ip),
	};
}

const input = (zones: Zones, client: Client) => periodInput(zones, peopleInput(client), true);
type Values = ValuesOf<typeof input>;

/** 6.7 and 6.10: stamps of all staff whom the token's owner manages, in as few calls as possible. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many stamps',
		description: 'Get the stamps of a period',
	},
	fields: [
		...actAsFields,
		...peopleFields('me'),
		...periodFields('today', true),
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'staff code, name and organization to each row. The lists with the names are read once per run unless they are read anyway.',
			),
		),
	],
	input,
	check: checkPeople,
	person: actingAs,
	execute: reads(
		withNames<Values>(
			async (client, request) => {
				const { values } = request;
				const span = { from: values.from, to: values.to.plus({ seconds: 1 }) };
				const people = values.staff === 'me' ? undefined : await staffIdsOf(client, values);
				return await readStamps(client, { ...request, values: { ...span, people } });
			},
			(values) => values,
		),
	),
	simplify,
	output: row,
});
