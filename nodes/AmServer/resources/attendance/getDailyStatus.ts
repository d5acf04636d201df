import { z } from 'zod';

import { workingDateOf, workingDay } from '../../../shared/attendance/days';
import {
	dateField,
	dateInput,
	dayStartsAt,
	dayStartsAtField,
	statusesInput,
	statusFiltersField,
} from '../../../shared/attendance/fields';
import { statusRow, statusRowOf } from '../../../shared/attendance/rows';
import { statusOf } from '../../../shared/attendance/status';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { optionsField, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { keptDaysOf, stampsOf } from '../../keptDays';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { calendarInput, calendarOf, calendarOptions } from './calendar';
import { forEachUser } from './people';

type Row = z.infer<typeof statusRow>;

const input = (zones: Zones) =>
	z.object({
		...peopleInput,
		...calendarInput(zones),
		date: dateInput(zones),
		day_starts_at: dayStartsAt,
		statuses: statusesInput,
	});
type Values = ValuesOf<typeof input>;

async function statuses(client: Client, values: Values): Promise<Row[]> {
	const now = Date.now();
	const { zone } = client.connection;
	const { day_starts_at: startsAt, statuses: wanted } = values;
	const date = values.date?.toISODate() ?? workingDateOf(now, startsAt, zone);
	const day = workingDay(date, startsAt, zone);
	const category = calendarOf(values)(date);
	const isDayOff = category !== null && category !== 'working';
	return await forEachUser(client, values, async (user) => {
		const days = await keptDaysOf(client, user.staffId, { from: date, to: date }, startsAt);
		const status = statusOf(stampsOf(days), day, now, isDayOff);
		const isWanted = wanted.length === 0 || wanted.includes(status.status);
		return isWanted ? [statusRowOf(user, date, status, zone)] : [];
	});
}

/** Who is in, gone or missing, by the times of a working day. */
export const getDailyStatus = operation({
	entry: {
		name: 'Get Daily Status',
		value: 'getDailyStatus',
		action: 'Get daily status',
		description: 'Get who is in, gone or not in on a day, one row per person, by the latest stamp',
	},
	fields: [
		...peopleFields,
		dateField,
		dayStartsAtField,
		statusFiltersField,
		...outputFields(statusRow),
		optionsField(...calendarOptions),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await statuses(client, values)).map(shape)),
	simplify: (row: Row) => row,
	output: statusRow,
});
