import { DateTime } from 'luxon';
import { z } from 'zod';

import { asList, asText, type Answered, type Loose } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput, type Period } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { byMonths } from '../../../shared/reading/spans';
import { windows } from '../../../shared/reading/windows';
import { isNamed, withNames } from '../../names';
import { checkPeople, peopleFields, peopleInput, userIdsOf } from '../../people';
import { calls, type AttendanceDay } from './contract';

const row = z.object({
	userId: z.string(),
	name: z.string().nullable().optional(),
	date: z.string(),
	startTime: z.string().nullable(),
	endTime: z.string().nullable(),
	workedMinutes: z.number().nullable(),
});

/** The days of a user's month that the period contains. */
interface Month extends Period {
	userid: string;
}

/** `name` is there where names are wanted, and null where nobody knows it. */
type Day = Loose<AttendanceDay> & { userid: string; name?: string | null };

/** A day as a flat row; an end before its start is after midnight. */
function simplify({ userid, name, ...day }: Day, zone: string): z.infer<typeof row> {
	const [workday, starttime, endtime] = [day.workday, day.starttime, day.endtime].map(asText);
	const at = (time: string | null) => DateTime.fromISO(`${workday}T${time}`, { zone });
	const start = at(starttime);
	let end = at(endtime);
	if (end < start) end = end.plus({ days: 1 });
	const both = start.isValid && end.isValid;
	return {
		userId: userid,
		...(name === undefined ? {} : { name }),
		date: workday!,
		// A value that is not a time is output unchanged.
		startTime: start.toISO({ suppressMilliseconds: true }) ?? starttime,
		endTime: end.toISO({ suppressMilliseconds: true }) ?? endtime,
		workedMinutes: both ? Math.round(end.diff(start, 'minutes').minutes) : null,
	};
}

/** Whether a day is in a month's part of the period; one that cannot be read is not left out. */
const isIn =
	({ from, to }: Period) =>
	({ workday }: Day): boolean => {
		const day = DateTime.fromISO(String(workday), { zone: from.zone });
		return !day.isValid || (day >= from && day <= to);
	};

/** The whole months that a period touches, each with its days in the period. */
const monthsOf = ({ from, to }: Period): Period[] =>
	byMonths({ from: from.startOf('month'), to: to.plus({ days: 1 }) }, 1).map((month) => ({
		from: month.from < from ? from : month.from,
		to: month.to.minus({ days: 1 }),
	}));

const input = (zones: Zones) => periodInput(zones, peopleInput);
type Values = ValuesOf<typeof input>;

/** The months of the users, in their order. */
const read = windows<Values, Month>(
	async (client, request) => {
		const months = monthsOf(request.values);
		const users = await userIdsOf(client, request.values, isNamed(request));
		return users.flatMap((userid) => months.map((month) => ({ ...month, userid })));
	},
	{
		call: () => calls.getAttendance,
		// The server wants two digits and refuses one without saying so (seen).
		values: ({ userid, from }) => ({
			userid,
			year: from.toFormat('yyyy'),
			month: from.toFormat('MM'),
		}),
		// No list at all for an empty month and for an unknown user; rows can come unsorted (seen).
		rows: ({ list }: Answered<typeof calls.getAttendance>, { userid }): Day[] =>
			[...asList(list)]
				.sort((a, b) => String(a.workday).localeCompare(String(b.workday)))
				.map((day) => ({ userid, ...day })),
		own: isIn,
		// The server has no maximum number of rows.
		cap: Infinity,
		split: () => undefined,
		name: ({ userid, from }) => `${userid} in ${from.toFormat('yyyy-MM')}`,
	},
);

/** attendance: the months that a period touches, by user and day. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many attendance days',
		description: 'Get the attendance of a period, one row per user and day',
	},
	fields: [
		...peopleFields,
		...periodFields('thisMonth'),
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'the name of the user to each row, and to refuse IDs that no user has. The list of users is read once per run.',
			),
		),
	],
	input,
	check: checkPeople,
	execute: reads(withNames(read)),
	simplify,
	output: row,
});
