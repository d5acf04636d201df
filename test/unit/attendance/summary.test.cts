import type { DayRecord } from '../../../nodes/shared/attendance/model.ts';
import {
	summaryOf,
	type Summary,
	type SummaryOptions,
} from '../../../nodes/shared/attendance/summary.ts';
import { daysAfter } from './clock.cts';
import { at, recordOf, zone } from './japan.cts';

const options: SummaryOptions = {
	period: { from: '2026-04-01', to: '2026-04-30' },
	...{ zone, now: at('2027-01-01', '0:00'), dayStartsAt: 5 },
	...{ hoursPerDay: 8, hoursPerWeek: 40, weekStartsOn: 7 },
};
type More = Partial<SummaryOptions>;

/** The 1st of April 2026 is a Wednesday. */
const first = '2026-04-01';
const on = (times: string | null, breaks: string | null, more: Partial<DayRecord> = {}) =>
	recordOf(first, times, breaks, more);
/** So many days in a row, of so many minutes each. */
const row = (from: string, days: number, minutes: number, more: Partial<DayRecord> = {}) =>
	Array.from({ length: days }, (_, day) =>
		recordOf(daysAfter(from, day), '9:00-18:00', '12:00-13:00', { worked: minutes, ...more }),
	);

test.each<[string, DayRecord[], Partial<Summary>, More?]>([
	['8 hours', [on('9:00-18:00', '12:00-13:00')], { workedMinutes: 480, breakMinutes: 60 }],
	[
		"the system's minutes first",
		[on('9:00-18:00', '12:00-13:00', { worked: 479 })],
		{ workedMinutes: 479 },
	],
	['seconds are cut off', [on('9:00:01-18:00', '')], { workedMinutes: 539 }],
	[
		'breaks not told',
		[on('9:00-18:00', null)],
		{ workedMinutes: null, unknownDays: 1, breakMinutes: null },
	],
	[
		'breaks not told, minutes told',
		[on('9:00-18:00', null, { worked: 470 })],
		{ workedMinutes: 470, breakMinutes: 70 },
	],
	[
		'a break without an end',
		[on('9:00-18:00', '12:00-?')],
		{ workedMinutes: null, unknownDays: 1, breakMinutes: null },
	],
	[
		'two breaks with seconds',
		[on('9:00-18:00', '12:00-12:30:40, 15:00-15:10:40')],
		{ breakMinutes: 41, workedMinutes: 499 },
	],
	[
		'no end',
		[on('9:00-?', '')],
		{ daysWorked: 1, missingStamps: 1, unknownDays: 1, workedMinutes: null, nightMinutes: null },
	],
	[
		'no start',
		[on('?-18:00', '', { worked: 300 })],
		{ missingStamps: 1, unknownDays: 1, workedMinutes: null },
	],
	[
		'minutes alone',
		[on(null, '', { worked: 300 })],
		{ daysWorked: 1, workedMinutes: 300, missingStamps: 0, nightMinutes: null },
	],
	[
		'absent',
		[on(null, '')],
		{ daysWorked: 0, daysAbsent: 1, workedMinutes: 0, unknownDays: 0, overtimeLevel: 'within' },
	],
	['absent, 0 minutes', [on(null, '', { worked: 0 })], { daysWorked: 0, daysAbsent: 1 }],
	['a day off', [on(null, '', { category: 'legalHoliday' })], { daysWorked: 0, daysAbsent: 0 }],
	[
		'a free day of no category',
		[on(null, '', { category: null })],
		{ daysWorked: 0, daysAbsent: null },
	],
	[
		'rounded',
		[
			on('8:58-18:04', '12:00-13:00', {
				roundedStart: at(first, '9:00'),
				roundedEnd: at(first, '18:00'),
			}),
		],
		{ roundedMinutes: 480, workedMinutes: 486 },
	],
	[
		'rounded, a time missing',
		[on('9:00-18:00', '', { roundedEnd: null })],
		{ roundedMinutes: null },
	],
	['rounded, breaks not told', [on('9:00-18:00', null)], { roundedMinutes: null }],
	[
		'scheduled holiday',
		[on('9:00-12:00', '', { category: 'scheduledHoliday' })],
		{ scheduledHolidayMinutes: 180, legalHolidayMinutes: 0 },
	],
	[
		'legal holiday',
		[on('9:00-12:00', '', { category: 'legalHoliday' })],
		{ scheduledHolidayMinutes: 0, legalHolidayMinutes: 180 },
	],
	[
		'no category',
		[on('9:00-12:00', '', { category: null })],
		{ scheduledHolidayMinutes: null, legalHolidayMinutes: null },
	],
	[
		'a holiday of unknown length',
		[on('9:00-?', '', { category: 'legalHoliday' })],
		{ legalHolidayMinutes: null, scheduledHolidayMinutes: 0, overtimeMinutes: 0 },
	],
	// Nights.
	['no night', [on('9:00-22:00', '')], { nightMinutes: 0 }],
	['a minute of the night', [on('9:00-22:01', '')], { nightMinutes: 1 }],
	['a whole night', [on('20:00-30:00', '')], { nightMinutes: 420 }],
	['a break over midnight', [on('22:00-29:00', '23:30-24:30')], { nightMinutes: 360 }],
	[
		'a break that begins before the night',
		[on('20:00-24:00', '21:30-22:30')],
		{ nightMinutes: 90 },
	],
	['a break after the end', [on('20:00-23:00', '22:30-23:30')], { nightMinutes: 30 }],
	['before 5:00', [on('4:00-12:00', '')], { nightMinutes: 60 }],
	['breaks not told, by day', [on('9:00-18:00', null)], { nightMinutes: 0 }],
	['breaks not told, by night', [on('18:00-23:00', null)], { nightMinutes: null }],
	['breaks not told, but none', [on('18:00-23:00', null, { worked: 300 })], { nightMinutes: 60 }],
	['breaks not told, but some', [on('18:00-23:00', null, { worked: 299 })], { nightMinutes: null }],
	[
		'a break without an end, by night',
		[on('18:00-23:00', '20:00-?', { worked: 300 })],
		{ nightMinutes: null },
	],
	// Late and early.
	[
		'in time',
		[on('9:00:59-18:00', '')],
		{ lateDays: 0, lateMinutes: 0, earlyDays: null },
		{ startsAt: '09:00' },
	],
	['a minute late', [on('9:01-18:00', '')], { lateDays: 1, lateMinutes: 1 }, { startsAt: '09:00' }],
	[
		'early',
		[on('9:00-17:30', '')],
		{ earlyDays: 1, earlyMinutes: 30, lateDays: null },
		{ endsAt: '18:00' },
	],
	['not early', [on('9:00-17:59:01', '')], { earlyDays: 0, earlyMinutes: 0 }, { endsAt: '18:00' }],
	[
		'a night shift',
		[on('22:10-28:00', '')],
		{ lateDays: 1, lateMinutes: 10, earlyDays: 1, earlyMinutes: 60 },
		{ startsAt: '22:00', endsAt: '05:00' },
	],
	[
		'the same hour a day later',
		[on('9:00-32:00', '')],
		{ earlyDays: 1, earlyMinutes: 60 },
		{ startsAt: '09:00', endsAt: '09:00' },
	],
	[
		'late on a holiday',
		[on('10:00-18:00', '', { category: 'scheduledHoliday' })],
		{ lateDays: 0, lateMinutes: 0 },
		{ startsAt: '09:00' },
	],
	[
		'late without a category',
		[on('10:00-18:00', '', { category: null })],
		{ lateDays: 1, lateMinutes: 60 },
		{ startsAt: '09:00' },
	],
	[
		'no start to be late',
		[on('?-18:00', '')],
		{ lateDays: null, lateMinutes: null, earlyDays: 0 },
		{ startsAt: '09:00', endsAt: '18:00' },
	],
	// Overtime of days and weeks; the week is from Sunday 5th to Saturday 11th.
	[
		'beyond a day',
		row(first, 1, 600),
		{ overtimeDailyMinutes: 120, overtimeWeeklyMinutes: 0, overtimeMinutes: 120 },
	],
	['7.5 hours', row(first, 1, 480), { overtimeDailyMinutes: 30 }, { hoursPerDay: 7.5 }],
	[
		'8.2 hours are 492 minutes',
		row(first, 1, 492),
		{ overtimeDailyMinutes: 0 },
		{ hoursPerDay: 8.2 },
	],
	['six days', row('2026-04-05', 6, 480), { overtimeDailyMinutes: 0, overtimeWeeklyMinutes: 480 }],
	[
		'six long days',
		row('2026-04-05', 6, 500),
		{ overtimeDailyMinutes: 120, overtimeWeeklyMinutes: 480, overtimeMinutes: 600 },
	],
	['two weeks', row('2026-04-08', 6, 480), { overtimeWeeklyMinutes: 0 }],
	[
		'the same, weeks from Wednesday',
		row('2026-04-08', 6, 480),
		{ overtimeWeeklyMinutes: 480 },
		{ weekStartsOn: 3 },
	],
	[
		'legal holidays are apart',
		row('2026-04-05', 6, 600, { category: 'legalHoliday' }),
		{ overtimeMinutes: 0, legalHolidayMinutes: 3600 },
	],
	[
		'a week cut by the period',
		row('2026-03-29', 6, 480),
		{ overtimeWeeklyMinutes: 0, daysWorked: 3 },
	],
	[
		'an unknown day',
		[...row('2026-04-05', 5, 600), recordOf('2026-04-10', '9:00-?', '')],
		{
			overtimeDailyMinutes: null,
			overtimeWeeklyMinutes: null,
			overtimeMinutes: null,
			overtimeLevel: null,
		},
	],
	// Limits. Three days in a row, so that no week is beyond its hours.
	['45 hours', row(first, 3, 480 + 900), { overtimeMinutes: 2700, overtimeLevel: 'within' }],
	[
		'more than 45 hours',
		row(first, 3, 480 + 901),
		{ overtimeMinutes: 2703, overtimeLevel: 'over45' },
	],
	[
		'just less than 100 hours',
		row(first, 3, 480 + 1999),
		{ overtimeMinutes: 5997, overtimeLevel: 'over45' },
	],
	['100 hours', row(first, 3, 480 + 2000), { overtimeMinutes: 6000, overtimeLevel: 'over100' }],
	[
		'100 hours with legal holidays',
		[...row(first, 3, 480 + 900), ...row('2026-04-05', 2, 1650, { category: 'legalHoliday' })],
		{ overtimeMinutes: 2700, overtimeLevel: 'over100' },
	],
	[
		'an unknown day more',
		[...row(first, 3, 480 + 2000), recordOf('2026-04-10', '9:00-?', '')],
		{ overtimeMinutes: null, overtimeLevel: 'over100' },
	],
	// What is not counted.
	[
		'a day that is not over',
		row('2026-04-01', 3, 480),
		{ daysWorked: 2 },
		{ now: at('2026-04-03', '28:59:59') },
	],
	[
		'a day that has just ended',
		row('2026-04-01', 3, 480),
		{ daysWorked: 3 },
		{ now: at('2026-04-03', '29:00') },
	],
	['days beyond the period', row('2026-03-30', 40, 480), { daysWorked: 30 }],
	[
		'no day at all',
		[],
		{
			daysWorked: null,
			daysAbsent: null,
			unknownDays: null,
			missingStamps: null,
			overtimeLevel: null,
			workedMinutes: null,
			lateDays: null,
		},
		{ startsAt: '09:00' },
	],
])('%s', (...[, days, expected, more]) => {
	expect(summaryOf(days, { ...options, ...more })).toMatchObject(expected);
	expect(summaryOf([...days].reverse(), { ...options, ...more })).toMatchObject(expected);
});

/** Overtime in minutes of the months from 2026-01 on, done on three days from the 5th of each. */
const ofMonths = (...overtime: number[]) =>
	overtime.flatMap((minutes, month) => row(`2026-0${month + 1}-05`, 3, 480 + minutes / 3));

test.each<[string, number[], string, string]>([
	['80 hours on average', [4800, 4800], '2026-02-28', 'over45'],
	['a little more', [4803, 4800], '2026-02-28', 'over80'],
	['one month alone', [5400], '2026-01-31', 'over45'],
	['two of three', [0, 4803, 4803], '2026-03-31', 'over80'],
	['not one after the other', [5400, 0, 5400], '2026-03-31', 'over45'],
	['the second month is cut', [5400, 5400], '2026-02-27', 'over45'],
	['more than 100 in a month that is cut', [0, 6000], '2026-02-20', 'over100'],
	['six months', [5700, 3900, 5700, 3900, 5700, 3903], '2026-06-30', 'over80'],
	['six months at the limit', [5100, 4500, 5100, 4500, 5100, 4500], '2026-06-30', 'over80'],
	['rising', [2000, 4000, 5000, 4599], '2026-04-30', 'over45'],
])('overtime level, %s', (_, overtime, to, level) => {
	const period = { from: '2026-01-01', to };
	expect(summaryOf(ofMonths(...overtime), { ...options, period }).overtimeLevel).toBe(level);
});

test('minutes are whole whatever the hours', () => {
	for (const hoursPerDay of [7.33, 8.2, 7.67]) {
		const summary = summaryOf(row('2026-04-05', 6, 491), { ...options, hoursPerDay });
		for (const value of Object.values(summary)) {
			if (typeof value === 'number') expect([hoursPerDay, value % 1]).toEqual([hoursPerDay, 0]);
		}
	}
});
