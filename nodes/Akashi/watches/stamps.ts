import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { alphabetical } from '../../shared/alphabetical';
import { asId } from '../../shared/answers';
import type { Span } from '../../shared/attendance/model';
import type { Client } from '../../shared/client/client';
import { commasOrBlanks, listOf, oneOf } from '../../shared/inputs';
import type { Zones } from '../../shared/dates';
import { allOf } from '../../shared/reading/pagination';
import { watch } from '../../shared/triggers/event';
import { zone } from '../contract';
import { peopleById } from '../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../people';
import { readStamps } from '../reads/stamps';
import { stampTypes } from '../resources/stamp/contract';
import { simplify, type NamedStamp, type row } from '../resources/stamp/getAll';
import { withKeptStaff } from './people';

/** A stamp as "Get Many" puts it out, with names. */
export type StampRow = z.infer<typeof row>;

const typesField: INodeProperties = {
	displayName: 'Stamp Types',
	name: 'stampTypes',
	type: 'multiOptions',
	options: alphabetical(
		Object.entries(stampTypes).map(([value, name]) => ({ name, value: Number(value) })),
		({ name }) => name,
	),
	default: [],
	description: 'Only stamps of these types (打刻種別). Choose none for all of them.',
	routing: { send: { type: 'query', property: 'stamp_types' } },
};

const input = (_: Zones, client: Client) =>
	z.object({
		...peopleInput(client),
		stamp_types: listOf(oneOf(Object.keys(stampTypes).map(Number)), commasOrBlanks).default([]),
	});
type Values = z.output<ReturnType<typeof input>>;

/** AKASHI takes whole seconds. */
const second = (at: number) => DateTime.fromMillis(at, { zone }).startOf('second');

const read = async (client: Client, values: Values, { from, to }: Span): Promise<StampRow[]> => {
	const people = values.staff === 'me' ? undefined : await staffIdsOf(client, values);
	const names = await peopleById(client, values);
	const wanted = new Set<number>(values.stamp_types);
	const rows = await allOf(readStamps, (stamp: NamedStamp) =>
		simplify({ ...stamp, person: names.get(asId(stamp.staff_id)) ?? null }),
	)(client, { people, from: second(from), to: second(to) });
	return wanted.size === 0 ? rows : rows.filter(({ type }) => wanted.has(type!));
};

/** When it was stamped; text that is no time comes without an offset. */
const momentOf = ({ stampedAt }: StampRow): number =>
	/[+-]\d\d:\d\d$/.test(stampedAt ?? '') ? Date.parse(stampedAt!) : NaN;

/** Stamps of a span (6.10, 6.7). AKASHI shows no ID of a stamp. */
export const stamps = watch<StampRow, ReturnType<typeof input>>({
	name: 'stamps',
	fields: [...peopleFields('all'), typesField],
	input,
	check: checkPeople,
	read: async (client, values, span, isFirst) =>
		await withKeptStaff(client, values, async () => await read(client, values, span), isFirst),
	key: ({ staffId, stampedAt, type }) => `${staffId} ${stampedAt} ${type}`,
	// Terminals that were offline send their stamps later, and their clocks may be some minutes ahead.
	time: { of: momentOf, lookBack: 24, ahead: 600_000, inParts: true },
});
