import { DateTime } from 'luxon';
import { z } from 'zod';

import { asList, asText, type Answered, type Loose } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { month, textOf, wholeNumber } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { userId } from '../../contract';
import { calls, type AttendanceDay } from './contract';

const row = z.object({
	userId: z.string(),
	date: z.string(),
	startTime: z.string().nullable(),
	endTime: z.string().nullable(),
	workedMinutes: z.number().nullable(),
});

/** A date in "Month" includes the year; "Year" is then ignored. */
const input = (zones: Zones) =>
	z
		.object({ userid: textOf(userId), year: z.unknown(), month: month(zones) })
		.transform(({ userid, year, month: given }) => ({
			userid,
			year: given.year ?? year,
			// The server wants two digits and refuses one without saying so (seen).
			month: String(given.month).padStart(2, '0'),
		}))
		.pipe(z.object({ userid: z.string(), year: wholeNumber(2000, 2100), month: z.string() }));

type Day = Loose<AttendanceDay> & { userid: string };

/** A day as a flat row; an end before its start is after midnight. */
function simplify({ userid, ...day }: Day, zone: string): z.infer<typeof row> {
	const [workday, starttime, endtime] = [day.workday, day.starttime, day.endtime].map(asText);
	const at = (time: string | null) => DateTime.fromISO(`${workday}T${time}`, { zone });
	const start = at(starttime);
	let end = at(endtime);
	if (end < start) end = end.plus({ days: 1 });
	const both = start.isValid && end.isValid;
	return {
		userId: userid,
		date: workday!,
		// A value that is not a time is output unchanged.
		startTime: start.toISO({ suppressMilliseconds: true }) ?? starttime,
		endTime: end.toISO({ suppressMilliseconds: true }) ?? endtime,
		workedMinutes: both ? Math.round(end.diff(start, 'minutes').minutes) : null,
	};
}

/** attendance: a month of one user, by day. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many attendance days',
		description: 'Get the attendance of a user in a month, one row per day',
	},
	fields: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. user01',
			description: 'ID of the user. An unknown ID returns no rows.',
			routing: { send: { type: 'query', property: 'userid' } },
		},
		{
			displayName: 'Year',
			name: 'year',
			// Text, since a number may not have an expression as its default.
			type: 'string',
			default: '={{ $now.year }}',
			placeholder: 'e.g. 2026',
			description: 'Year of the month to get. It is ignored if "Month" is a date.',
			routing: { send: { type: 'query', property: 'year' } },
		},
		{
			displayName: 'Month',
			name: 'month',
			type: 'string',
			required: true,
			default: '={{ $now.month }}',
			placeholder: 'e.g. 2026-03',
			description: 'Month to get: a number from 1 to 12, or a date such as 2026-03',
			routing: { send: { type: 'query', property: 'month' } },
		},
		...limitFields,
		...outputFields(row),
	],
	input,
	execute: reads(
		single(
			calls.getAttendance,
			// No list at all for an empty month and for an unknown user; rows can come unsorted (seen).
			({ list }: Answered<typeof calls.getAttendance>, { userid }): Day[] =>
				[...asList(list)]
					.sort((a, b) => String(a.workday).localeCompare(String(b.workday)))
					.map((day) => ({ userid, ...day })),
			(values: ValuesOf<typeof input>) => values,
		),
	),
	simplify,
	output: row,
});
