import type { z } from 'zod';

import {
	summaryInput,
	summaryOptionsField,
	summaryOptionsOf,
} from '../../../shared/attendance/fields';
import { daysIn, daysOver, eachDay } from '../../../shared/attendance/period';
import { summaryRow, summaryRowOf } from '../../../shared/attendance/rows';
import { summaryOf } from '../../../shared/attendance/summary';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { keptDaysOf, recordOf } from '../../keptDays';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { calendarInput, calendarOf, calendarOptions } from './calendar';
import { forEachUser } from './people';

type Row = z.infer<typeof summaryRow>;

const input = (zones: Zones) =>
	periodInput(zones, { ...peopleInput, ...calendarInput(zones), ...summaryInput });
type Values = ValuesOf<typeof input>;

async function summaries(client: Client, values: Values): Promise<Row[]> {
	const { zone } = client.connection;
	const period = daysIn(values);
	const options = summaryOptionsOf(values, period, zone);
	const over = daysOver(period, options.now, options.dayStartsAt, zone);
	const categoryOf = calendarOf(values);
	return await forEachUser(client, values, async (user) => {
		const days = over && (await keptDaysOf(client, user.staffId, over, options.dayStartsAt));
		// The first of a date is the one that counts; a stray end may follow it.
		const byDate = new Map([...(days ?? [])].reverse().map((day) => [day.date, day]));
		const records = over
			? eachDay(over).map((date) => recordOf(date, byDate.get(date), categoryOf(date)))
			: [];
		return [summaryRowOf(user, summaryOf(records, options), period)];
	});
}

/** The hours of each user over a period. */
export const summarize = operation({
	entry: {
		name: 'Summarize',
		value: 'summarize',
		action: 'Summarize attendance',
		description:
			'Get the hours of a period, overtime and days absent or late, one row per person. Days that are not over yet are left out, and breaks are unknown to the server: they count as work.',
	},
	fields: [
		...peopleFields,
		...periodFields('lastMonth'),
		...outputFields(summaryRow),
		summaryOptionsField(...calendarOptions),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await summaries(client, values)).map(shape)),
	simplify: (row: Row) => row,
	output: summaryRow,
});
