import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { alphabetical } from './alphabetical';
import { dayOf, endOf, startOf, type Zones } from './dates';
import { dateWords, holdsTime, inOrder, oneOf, wholeNumber } from './inputs';

/**
 * "Period": the days that a read is about, in words or as two dates. Days are days of the system's zone, and weeks
 * begin on Monday (ISO 8601).
 */

const names = {
	anyTime: 'Any Time',
	custom: 'Custom',
	lastClosingPeriod: 'Last Closing Period',
	lastMonth: 'Last Month',
	lastWeek: 'Last Week',
	thisClosingPeriod: 'This Closing Period',
	thisMonth: 'This Month',
	thisWeek: 'This Week',
	today: 'Today',
	yesterday: 'Yesterday',
} as const;
export type PeriodName = keyof typeof names;

/** First and last day of a period, or its first moment and its last second. */
export interface Period {
	from: DateTime;
	to: DateTime;
}

/** The day on which a closing period ends in a month: the closing day, or the month's end if it is shorter. */
const closingOf = (month: DateTime, closingDay: number) =>
	month.set({ day: Math.min(closingDay, month.daysInMonth!) });

/** The closing period that ends in a month. */
function closingPeriod(month: DateTime, closingDay: number): Period {
	const before = closingOf(month.minus({ months: 1 }), closingDay);
	return { from: before.plus({ days: 1 }), to: closingOf(month, closingDay) };
}

/**
 * First and last day of a period.
 * @param today the first moment of today in the system's zone
 * @param closingDay the last day of a closing period, 1 to 31; a month with fewer days closes on its last one
 */
export function daysOf(
	period: Exclude<PeriodName, 'custom'>,
	today: DateTime,
	closingDay: number,
): Period {
	const whole = (unit: 'week' | 'month', back: number): Period => {
		const from = today.minus({ [unit]: back }).startOf(unit);
		return { from, to: from.endOf(unit).startOf('day') };
	};
	const month = today.startOf('month');
	const isAfter = today > closingOf(month, closingDay);
	const closing = (back: number) =>
		closingPeriod(month.plus({ months: (isAfter ? 1 : 0) - back }), closingDay);
	switch (period) {
		case 'anyTime':
			return { from: today.set({ year: 1 }), to: today.set({ year: 9999 }) };
		case 'today':
			return { from: today, to: today };
		case 'yesterday':
			return { from: today.minus({ days: 1 }), to: today.minus({ days: 1 }) };
		case 'thisWeek':
			return whole('week', 0);
		case 'lastWeek':
			return whole('week', 1);
		case 'thisMonth':
			return whole('month', 0);
		case 'lastMonth':
			return whole('month', 1);
		case 'thisClosingPeriod':
			return closing(0);
		case 'lastClosingPeriod':
			return closing(1);
	}
}

/** The periods to choose from: "Any Time" is only for reads that are not bounded by days. */
const choices = (anyTime: boolean) =>
	(Object.keys(names) as PeriodName[]).filter((name) => anyTime || name !== 'anyTime');

/**
 * The fields of a period.
 * @param standard the period before somebody chooses; "Any Time" can only be chosen where it is the standard
 * @param moments whether two dates may have times
 */
export function periodFields(standard: PeriodName, moments = false): INodeProperties[] {
	const send = (property: string): INodeProperties['routing'] => ({
		send: { type: 'query', property },
	});
	const date = (displayName: string, name: string, property: string, description: string) => ({
		displayName,
		name,
		type: 'dateTime' as const,
		required: true,
		displayOptions: { show: { period: ['custom'] } },
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description,
		routing: send(property),
	});
	return [
		{
			displayName: 'Period',
			name: 'period',
			type: 'options',
			options: alphabetical(
				choices(standard === 'anyTime').map((value) => ({ name: names[value], value })),
				({ name }) => name,
			),
			default: standard,
			description: 'Days to get. Days are days in Japan, and weeks begin on Monday.',
			routing: send('period'),
		},
		{
			displayName: 'Closing Day',
			name: 'closingDay',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 31 },
			displayOptions: { show: { period: ['lastClosingPeriod', 'thisClosingPeriod'] } },
			default: 31,
			description:
				'Last day of a closing period (締め日), 1 to 31. A month with fewer days closes on its last day, so 31 is the end of each month.',
			routing: send('closing_day'),
		},
		date(
			'Start Date',
			'startDate',
			'start_date',
			moments ? 'First day, or first moment if a time is given' : 'First day',
		),
		date(
			'End Date',
			'endDate',
			'end_date',
			moments ? 'Last day (included), or last moment if a time is given' : 'Last day, included',
		),
	];
}

/** What `periodFields` send. */
const shape = (anyTime: boolean) => ({
	period: oneOf(choices(anyTime)),
	closing_day: wholeNumber(1, 31).optional(),
	start_date: z.unknown(),
	end_date: z.unknown(),
});

/**
 * The input of a read over a period: `more` is what it takes besides. The values get `from` and `to`, which are
 * the first and last day, or with `moments` the first moment and the last second.
 */
export function periodInput<More extends z.ZodRawShape>(
	zones: Zones,
	more: More,
	moments = false,
	anyTime = false,
) {
	const today = DateTime.now().setZone(zones.system).startOf('day');
	const [startOfIt, endOfIt] = moments ? [startOf, endOf] : [dayOf, dayOf];
	return z.object({ ...shape(anyTime), ...more }).transform((values, context) => {
		const { period, closing_day, start_date, end_date, ...rest } = values as {
			period: PeriodName;
			closing_day?: number;
			start_date: unknown;
			end_date: unknown;
		} & z.output<z.ZodObject<More>>;
		if (period !== 'custom') {
			const { from, to } = daysOf(period, today, closing_day ?? 31);
			return { ...rest, from, to: moments ? to.endOf('day').startOf('second') : to };
		}
		const read = (value: unknown, path: string, of: typeof startOf) => {
			const at = of(value, zones);
			if (!at) context.addIssue({ code: z.ZodIssueCode.custom, path: [path], message: dateWords });
			return at as DateTime;
		};
		const from = read(start_date, 'start_date', startOfIt);
		const to = read(end_date, 'end_date', endOfIt);
		(moments ? holdsTime : inOrder)('start_date', 'end_date')(
			{ start_date: from, end_date: to },
			context,
		);
		return { ...rest, from, to };
	});
}
