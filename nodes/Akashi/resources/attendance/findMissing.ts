import type { z } from 'zod';

import { workingDay } from '../../../shared/attendance/days';
import { dayStartsAt, dayStartsAtField } from '../../../shared/attendance/fields';
import { missingOf } from '../../../shared/attendance/missing';
import type { DayRecord, Stamp } from '../../../shared/attendance/model';
import { daysIn, daysOver, eachDay, type Days } from '../../../shared/attendance/period';
import { missingRow, missingRowOf } from '../../../shared/attendance/rows';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { zone } from '../../contract';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { categoryNameOf } from './convert';
import { leaveOutField, leaveOutInput, without } from './leaveOut';
import { readPeople, type Staff } from './people';
import { inGroups, recordsById, stampsById } from './reads';

type Row = z.infer<typeof missingRow>;

const input = (zones: Zones, client: Client) =>
	periodInput(zones, {
		...peopleInput(client),
		day_starts_at: dayStartsAt,
		leave_out: leaveOutInput,
	});
type Values = ValuesOf<typeof input>;

/** The hosts of AKASHI, by the domain that people see after they log in (chapter 3). */
const hosts = ['atnd.ak4.jp', 'atnd-awj.ak4.jp'];

/** The sheet of a person and a month on AKASHI's site; null if the endpoint is not AKASHI's own. */
export function sheetUrlOf(baseUrl: string, staffId: number, date: string): string | null {
	const { host } = new URL(baseUrl);
	const month = date.slice(0, 7).replace('-', '');
	return hosts.includes(host) ? `https://${host}/manager/attendance/${staffId}/${month}` : null;
}

/** The days of a person on which stamps are missing. */
function rowsOf(
	client: Client,
	whose: Staff,
	days: Days,
	startsAt: number,
	stamps: Stamp[],
	records: DayRecord[],
): Row[] {
	const rows: Row[] = [];
	const recordOn = new Map(records.map((one) => [one.date, one]));
	const inOrder = stamps.sort((one, other) => one.at - other.at);
	let next = 0;
	for (const date of eachDay(days)) {
		const { to } = workingDay(date, startsAt, zone);
		const first = next;
		while (next < inOrder.length && inOrder[next].at < to) next++;
		const own = inOrder.slice(first, next);
		const record = recordOn.get(date);
		const missing = missingOf(own, record);
		if (missing.length === 0) continue;
		const categoryName = categoryNameOf(record?.category);
		const sheetUrl = sheetUrlOf(client.connection.baseUrl, whose.staffId, date);
		const day = { date, missing, stamps: own, categoryName, sheetUrl };
		rows.push(missingRowOf(whose, day, zone));
	}
	return rows;
}

async function missing(client: Client, values: Values): Promise<Row[]> {
	const { day_starts_at: startsAt } = values;
	const days = daysOver(daysIn(values), Date.now(), startsAt, zone);
	if (!days) return [];
	const people = without(await readPeople(client, values), values.leave_out);
	const span = {
		from: workingDay(days.from, startsAt, zone).from,
		to: workingDay(days.to, startsAt, zone).to,
	};
	return await inGroups(client, people, async (group) => {
		const [stamps, records] = await Promise.all([
			stampsById(client, group, span, values.staff === 'me'),
			recordsById(client, group, days),
		]);
		return group.flatMap((whose) => {
			const own = <T>(map: Map<number, T[]>) => map.get(whose.staffId) ?? [];
			return rowsOf(client, whose, days, startsAt, own(stamps), own(records));
		});
	});
}

/** Days on which stamps are missing, by the stamps (6.10 or 6.7) and the working records (6.11). */
export const findMissing = operation({
	entry: {
		name: 'Find Missing Stamps',
		value: 'findMissing',
		action: 'Find missing stamps',
		description:
			'Find out who forgot to stamp, one row per person and day. Days that are not over yet are left out.',
	},
	fields: [
		...peopleFields('all'),
		...periodFields('yesterday'),
		dayStartsAtField,
		leaveOutField,
		...outputFields(missingRow),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await missing(client, values)).map(shape)),
	simplify: (row: Row) => row,
	output: missingRow,
});
