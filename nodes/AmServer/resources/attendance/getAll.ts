import { DateTime } from 'luxon';
import { z } from 'zod';

import { howMany, simplifyField } from '../../../shared/fields';
import { textOf, wholeNumber } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, single } from '../../../shared/ways';
import { calls, userId, type AttendanceDay } from '../../contract';

const row = z.object({
	userId: z.string(),
	date: z.string(),
	startTime: z.string().nullable(),
	endTime: z.string().nullable(),
	workedMinutes: z.number().nullable(),
});

const input = () =>
	z.object({
		userid: textOf(userId),
		year: wholeNumber(2000, 2100),
		// The server wants two digits and refuses one without saying so (seen).
		month: wholeNumber(1, 12).transform((month) => String(month).padStart(2, '0')),
	});

type Day = AttendanceDay & { userid: string };

/** A day as a flat row; an end before its start lies after midnight. */
function simplify({ userid, workday, starttime, endtime }: Day, zone: string): z.infer<typeof row> {
	const at = (time: string | null) =>
		time ? DateTime.fromISO(`${workday}T${time}`, { zone }) : undefined;
	const start = at(starttime);
	let end = at(endtime);
	if (start && end && end < start) end = end.plus({ days: 1 });
	const iso = (moment?: DateTime) => moment?.toISO({ suppressMilliseconds: true }) ?? null;
	return {
		userId: userid,
		date: workday,
		startTime: iso(start),
		endTime: iso(end),
		workedMinutes: start && end ? Math.round(end.diff(start, 'minutes').minutes) : null,
	};
}

/** attendance: a month of one user, by day. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many attendance days',
		description: 'Get the attendance of a user in a month, one row a day',
	},
	fields: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. user01',
			description: 'Whose attendance to get. An unknown user has none.',
			routing: { send: { type: 'query', property: 'userid' } },
		},
		{
			displayName: 'Year',
			name: 'year',
			type: 'number',
			required: true,
			default: 2026,
			description: 'The year of the month to get',
			routing: { send: { type: 'query', property: 'year' } },
		},
		{
			displayName: 'Month',
			name: 'month',
			type: 'number',
			required: true,
			typeOptions: { minValue: 1, maxValue: 12 },
			default: 1,
			description: 'The month to get, 1 to 12',
			routing: { send: { type: 'query', property: 'month' } },
		},
		...howMany,
		simplifyField,
	],
	input,
	way: reads(
		single(
			calls.getAttendance,
			// No list at all for an empty month and for an unknown user; rows can come unsorted (seen).
			({ list }: z.infer<typeof calls.getAttendance.response>, { userid }): Day[] =>
				[...(list ?? [])]
					.sort((a, b) => (a.workday < b.workday ? -1 : 1))
					.map((day) => ({ userid, ...day })),
			(values: ValuesOf<typeof input>) => values,
		),
	),
	simplify,
	output: row,
});
