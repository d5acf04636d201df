import fc from 'fast-check';
import { DateTime } from 'luxon';

import { daysOf, type PeriodName } from '../../nodes/shared/period.ts';

/**
 * Periods against a second reckoning: counted day by day on a calendar of plain numbers, without luxon's units.
 */

const zone = 'Asia/Tokyo';
const at = (day: number) =>
	DateTime.fromMillis(Date.UTC(2000, 0, 1) + day * 86_400_000, { zone: 'UTC' }).setZone(zone, {
		keepLocalTime: true,
	});

/** Days since 2000-01-01, as the calendar numbers them. */
const calendar = Array.from({ length: 366 * 40 }, (_, day) => {
	const date = new Date(Date.UTC(2000, 0, 1 + day));
	return {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		// 2000-01-01 was a Saturday.
		weekday: (day + 5) % 7,
	};
});
const lastOfMonth = (day: number) => calendar[day + 1].month !== calendar[day].month;

/** Whether a closing period ends on a day. */
const closes = (day: number, closingDay: number) =>
	calendar[day].day === closingDay || (lastOfMonth(day) && calendar[day].day < closingDay);

/** The days of the stretch around a day, where `ends` says on which days one ends. */
function stretch(day: number, ends: (day: number) => boolean): [number, number] {
	let [first, last] = [day, day];
	while (!ends(first - 1)) first--;
	while (!ends(last)) last++;
	return [first, last];
}

const reckoned: Record<
	Exclude<PeriodName, 'anyTime' | 'custom'>,
	(day: number, closingDay: number) => [number, number]
> = {
	today: (day) => [day, day],
	yesterday: (day) => [day - 1, day - 1],
	thisWeek: (day) => stretch(day, (one) => calendar[one].weekday === 6),
	lastWeek: (day) => reckoned.thisWeek(reckoned.thisWeek(day, 0)[0] - 1, 0),
	thisMonth: (day) => stretch(day, lastOfMonth),
	lastMonth: (day) => reckoned.thisMonth(reckoned.thisMonth(day, 0)[0] - 1, 0),
	thisClosingPeriod: (day, closing) => stretch(day, (one) => closes(one, closing)),
	lastClosingPeriod: (day, closing) =>
		reckoned.thisClosingPeriod(reckoned.thisClosingPeriod(day, closing)[0] - 1, closing),
};

test.each(Object.keys(reckoned) as Array<keyof typeof reckoned>)('%s', (period) => {
	fc.assert(
		fc.property(
			fc.integer({ min: 400, max: 366 * 39 }),
			fc.integer({ min: 1, max: 31 }),
			(day, closingDay) => {
				const { from, to } = daysOf(period, at(day), closingDay);
				const [first, last] = reckoned[period](day, closingDay);
				expect([from.toISODate(), to.toISODate()]).toEqual([
					at(first).toISODate(),
					at(last).toISODate(),
				]);
				expect([from, to].map((one) => one.toFormat('HH:mm:ss.SSS'))).toEqual([
					'00:00:00.000',
					'00:00:00.000',
				]);
				expect([from, to].map((one) => one.zoneName)).toEqual([zone, zone]);
			},
		),
		{ numRuns: 2_000 },
	);
});

test.each([
	['2026-02-28', 31, 'thisClosingPeriod', '2026-02-01', '2026-02-28'],
	['2026-03-01', 31, 'lastClosingPeriod', '2026-02-01', '2026-02-28'],
	['2026-03-01', 30, 'thisClosingPeriod', '2026-03-01', '2026-03-30'],
	['2026-03-31', 30, 'thisClosingPeriod', '2026-03-31', '2026-04-30'],
	['2026-03-15', 15, 'thisClosingPeriod', '2026-02-16', '2026-03-15'],
	['2026-03-16', 15, 'thisClosingPeriod', '2026-03-16', '2026-04-15'],
	['2026-01-10', 20, 'lastClosingPeriod', '2025-11-21', '2025-12-20'],
	['2024-02-29', 29, 'thisClosingPeriod', '2024-01-30', '2024-02-29'],
] as const)('on %s, closing on the %sth: %s', (today, closingDay, period, from, to) => {
	const days = daysOf(period, DateTime.fromISO(today, { zone }), closingDay);
	expect([days.from.toISODate(), days.to.toISODate()]).toEqual([from, to]);
});
