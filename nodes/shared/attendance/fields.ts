import type { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Zones } from '../dates';
import { optionsField } from '../fields';
import { day, decimal, oneOf, optional, wholeNumber } from '../inputs';
import type { Days } from './period';
import type { Status } from './status';
import type { SummaryOptions } from './summary';

/** Fields of Attendance that all systems share, and what they send. */

const send = (property: string): INodeProperties['routing'] => ({
	send: { type: 'query', property },
});

/** The hour at which a working day begins. With 5, a night shift that ends before 5:00 belongs to the day on which it began. */
export const dayStartsAtField: INodeProperties = {
	displayName: 'Day Starts At',
	name: 'dayStartsAt',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 23 },
	default: 5,
	description:
		'Hour (0 to 23) at which a working day begins in Japan. Stamps before it, such as a clock-out after midnight, belong to the day before.',
	routing: send('day_starts_at'),
};

export const dayStartsAt = wholeNumber(0, 23).default(5);

/** The day of a status. */
export const dateField: INodeProperties = {
	displayName: 'Date',
	name: 'date',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. 2026-04-01',
	description: 'Day to look at. Leave empty for today.',
	routing: send('date'),
};

export const dateInput = (zones: Zones): z.ZodType<DateTime | undefined, z.ZodTypeDef, unknown> =>
	optional(day(zones));

const statuses: Record<Status, string> = {
	dayOff: 'Day Off',
	left: 'Left',
	notIn: 'Not In',
	onBreak: 'On Break',
	working: 'Working',
};

/** Which rows of a daily status to return. */
export const statusFiltersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: Object.entries(statuses).map(([value, name]) => ({ name, value })),
			default: [],
			description: 'Return only people with one of these statuses, such as Not In',
			routing: send('statuses'),
		},
	],
};

/** A list of statuses, also as text with commas; empty means all. */
export const statusesInput = z
	.preprocess(
		(value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : (value ?? [])),
		z.array(oneOf(Object.keys(statuses) as Status[])),
	)
	.default([]);

/** The weekdays as ISO 8601 counts them. */
export const weekdayOptions = [
	{ name: 'Friday', value: 5 },
	{ name: 'Monday', value: 1 },
	{ name: 'Saturday', value: 6 },
	{ name: 'Sunday', value: 7 },
	{ name: 'Thursday', value: 4 },
	{ name: 'Tuesday', value: 2 },
	{ name: 'Wednesday', value: 3 },
];

const time = (displayName: string, name: string, property: string, description: string) => ({
	displayName,
	name,
	type: 'string' as const,
	default: '',
	placeholder: 'e.g. 09:00',
	description,
	routing: send(property),
});
const hours = (displayName: string, name: string, property: string, standard: number) => ({
	displayName,
	name,
	type: 'number' as const,
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: standard,
	routing: send(property),
});

/** The options of a summary; a system adds its own. */
export const summaryOptionsField = (...more: INodeProperties[]): INodeProperties =>
	optionsField(
		...[
			...more,
			{ ...dayStartsAtField },
			{
				...hours('Hours per Day', 'hoursPerDay', 'hours_per_day', 8),
				description: 'Minutes beyond these hours of a day are overtime',
			},
			{
				...hours('Hours per Week', 'hoursPerWeek', 'hours_per_week', 40),
				description:
					'Minutes beyond these hours of a week are overtime, unless they are overtime of their day already',
			},
			{
				displayName: 'Week Starts On',
				name: 'weekStartsOn',
				type: 'options' as const,
				options: weekdayOptions,
				default: 7,
				description:
					'First day of a week for Hours per Week. By law it is Sunday unless your work rules (就業規則) say otherwise.',
				routing: send('week_starts_on'),
			},
			time(
				'Work Ends At',
				'workEndsAt',
				'work_ends_at',
				'Time before which an end counts as early. Without it, early days are not counted.',
			),
			time(
				'Work Starts At',
				'workStartsAt',
				'work_starts_at',
				'Time after which a start counts as late. Without it, late days are not counted.',
			),
		].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	);

const timeOfDay = optional(
	z
		.string({ invalid_type_error: 'must be a time such as 09:00' })
		.trim()
		.regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
		.transform((text) => text.padStart(5, '0')),
);

/** What `summaryOptionsField` sends. */
export const summaryInput = {
	day_starts_at: dayStartsAt,
	hours_per_day: decimal(0, 24).default(8),
	hours_per_week: decimal(0, 168).default(40),
	week_starts_on: wholeNumber(1, 7).default(7),
	work_starts_at: timeOfDay,
	work_ends_at: timeOfDay,
};

/** What a summary depends on, from these values and the days of its period. */
export const summaryOptionsOf = (
	values: z.output<z.ZodObject<typeof summaryInput>>,
	period: Days,
	zone: string,
): SummaryOptions => ({
	period,
	zone,
	now: Date.now(),
	dayStartsAt: values.day_starts_at,
	hoursPerDay: values.hours_per_day,
	hoursPerWeek: values.hours_per_week,
	weekStartsOn: values.week_starts_on,
	startsAt: values.work_starts_at,
	endsAt: values.work_ends_at,
});
