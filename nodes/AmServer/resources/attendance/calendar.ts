import type { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { weekdayOptions } from '../../../shared/attendance/fields';
import { weekdayOf } from '../../../shared/attendance/overtime';
import type { DayCategory } from '../../../shared/attendance/model';
import type { Zones } from '../../../shared/dates';
import { commasOrBlanks, day, listOf, wholeNumber } from '../../../shared/inputs';

/** Which days are working days: am-server has no calendar, so that only the user can tell. */

const send = (property: string): INodeProperties['routing'] => ({
	send: { type: 'query', property },
});

export const calendarOptions: INodeProperties[] = [
	{
		displayName: 'Holidays',
		name: 'holidays',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-04-29, 2026-05-04',
		description:
			'Dates that are no working days whatever their weekday, separated by commas, or an expression that returns a list. Used with Working Weekdays.',
		routing: send('holidays'),
	},
	{
		displayName: 'Working Weekdays',
		name: 'workingWeekdays',
		type: 'multiOptions',
		options: weekdayOptions,
		default: [],
		description:
			'Weekdays on which people work. The server knows no days off: without these, nobody is known to be off or absent.',
		routing: send('working_weekdays'),
	},
];

/** What `calendarOptions` send. */
export const calendarInput = (zones: Zones) => ({
	holidays: listOf(day(zones), commasOrBlanks).default([]),
	working_weekdays: listOf(wholeNumber(1, 7), commasOrBlanks).default([]),
});

/** The category of a day (`yyyy-mm-dd`); null if no weekdays were given. */
export function calendarOf({
	holidays,
	working_weekdays: weekdays,
}: {
	holidays: DateTime[];
	working_weekdays: number[];
}): (date: string) => DayCategory | null {
	const off = new Set(holidays.map((one) => one.toISODate()));
	return (date) =>
		weekdays.length === 0
			? null
			: weekdays.includes(weekdayOf(date)) && !off.has(date)
				? 'working'
				: 'scheduledHoliday';
}
