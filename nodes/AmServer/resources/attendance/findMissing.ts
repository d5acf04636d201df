import type { z } from 'zod';

import { workingDay } from '../../../shared/attendance/days';
import { dayStartsAt, dayStartsAtField } from '../../../shared/attendance/fields';
import { missingOf } from '../../../shared/attendance/missing';
import { daysIn, daysOver, eachDay } from '../../../shared/attendance/period';
import { missingRow, missingRowOf } from '../../../shared/attendance/rows';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { optionsField, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { keptDaysOf, recordOf, stampsOf } from '../../keptDays';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { calendarInput, calendarOf, calendarOptions } from './calendar';
import { leaveOutField, leaveOutInput } from './leaveOut';
import { forEachUser } from './people';

type Row = z.infer<typeof missingRow>;

const input = (zones: Zones) =>
	periodInput(zones, {
		...peopleInput,
		...calendarInput(zones),
		day_starts_at: dayStartsAt,
		leave_out: leaveOutInput,
	});
type Values = ValuesOf<typeof input>;

async function missing(client: Client, values: Values): Promise<Row[]> {
	const { zone } = client.connection;
	const { day_starts_at: startsAt } = values;
	const days = daysOver(daysIn(values), Date.now(), startsAt, zone);
	if (!days) return [];
	const categoryOf = calendarOf(values);
	const missingOn = (user: Parameters<typeof missingRowOf>[0], date: string, all: Stamps) => {
		const { from, to } = workingDay(date, startsAt, zone);
		const stamps = all.filter(({ at }) => at >= from && at < to);
		// All times are stamps here: the record only adds what kind of day it is.
		const found = missingOf(stamps, recordOf(date, undefined, categoryOf(date)));
		const day = { date, missing: found, stamps, categoryName: null, sheetUrl: null };
		return found.length > 0 ? [missingRowOf(user, day, zone)] : [];
	};
	return await forEachUser(
		client,
		values,
		async (user) => {
			const stamps = stampsOf(await keptDaysOf(client, user.staffId, days, startsAt));
			return eachDay(days).flatMap((date) => missingOn(user, date, stamps));
		},
		values.leave_out,
	);
}
type Stamps = ReturnType<typeof stampsOf>;

/** Days on which a start or an end is missing. */
export const findMissing = operation({
	entry: {
		name: 'Find Missing Stamps',
		value: 'findMissing',
		action: 'Find missing stamps',
		description:
			'Find out who forgot to stamp, one row per person and day. Days that are not over yet are left out.',
	},
	fields: [
		...peopleFields,
		...periodFields('yesterday'),
		dayStartsAtField,
		leaveOutField,
		...outputFields(missingRow),
		optionsField(...calendarOptions),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await missing(client, values)).map(shape)),
	simplify: (row: Row) => row,
	output: missingRow,
});
