import { DateTime } from 'luxon';

import { asList, type Answered, type Loose } from '../shared/answers';
import type { Period } from '../shared/period';
import { byMonths } from '../shared/reading/spans';
import { windows } from '../shared/reading/windows';
import { calls, type AttendanceDay } from './resources/attendance/contract';

/** Attendance as am-server keeps it: months of one user. */

/** A day of a user. `name` is there where names are wanted, and null where nobody knows it. */
export type Day = Loose<AttendanceDay> & { userid: string; name?: string | null };

/** The days of a user's month that a period contains. */
interface Month extends Period {
	userid: string;
}

/** Whose days to read, and of which period. */
export interface DaysOf extends Period {
	users: string[];
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

/** attendance: the days of users in a period, in the order of the users, a call per user and month. */
export const readDays = windows<DaysOf, Month>(
	(_, { values: { users, ...period } }) => {
		const months = monthsOf(period);
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
