import { DateTime } from 'luxon';

import { cached, dayAfter } from './days';

/** One day's minutes, as overtime counts them. */
export interface CountedDay {
	/** `yyyy-mm-dd`. */
	date: string;
	/** Minutes worked; null if unknown. */
	minutes: number | null;
	/** Work on a 法定休日 is no overtime, but counts against the limits of 80 and 100 hours. */
	legalHoliday: boolean;
}

/** How the limits of the 36協定 stand: the highest that is exceeded. */
export type OvertimeLevel = 'over100' | 'over45' | 'over80' | 'within';

/** A month's limits in minutes (労働基準法 36条): 45 hours of overtime; with legal holidays 80 on average, 100 at most. */
const limits = { month: 45 * 60, average: 80 * 60, most: 100 * 60 };

/** A day's overtime: beyond the hours of a day, and beyond those of the week. */
export interface DayOvertime {
	date: string;
	daily: number;
	weekly: number;
	/** Minutes on a 法定休日. */
	legalHoliday: number;
}

/** The weekday of a date: 1 Monday to 7 Sunday (ISO 8601). */
export const weekdayOf = (date: string): number => new Date(Date.parse(date)).getUTCDay() || 7;

/** The first day of the week of a day. */
const weekOf = cached((date: string, weekStartsOn: number): string =>
	dayAfter(date, -((weekdayOf(date) - weekStartsOn + 7) % 7)),
);

/**
 * The overtime of each day, by date. Unknown days count as none. What exceeds the hours of a week falls on the days by
 * which they are exceeded; hours that count for a day already do not count for the week.
 * @param perDay minutes of a day
 * @param perWeek minutes of a week
 * @param weekStartsOn 1 Monday to 7 Sunday
 */
export function overtimeOf(
	days: CountedDay[],
	perDay: number,
	perWeek: number,
	weekStartsOn: number,
): DayOvertime[] {
	const weeks = new Map<string, number>();
	return [...days]
		.sort((a, b) => (a.date < b.date ? -1 : 1))
		.map(({ date, minutes, legalHoliday }) => {
			const worked = minutes ?? 0;
			if (legalHoliday) return { date, daily: 0, weekly: 0, legalHoliday: worked };
			const week = weekOf(date, weekStartsOn);
			const before = weeks.get(week) ?? 0;
			const after = before + Math.min(worked, perDay);
			weeks.set(week, after);
			const weekly = Math.max(0, after - perWeek) - Math.max(0, before - perWeek);
			return { date, daily: Math.max(0, worked - perDay), weekly, legalHoliday: 0 };
		});
}

/** The months of a period, from its first day on: their first days, and whether they end within the period. */
function monthsOf({ from, to }: { from: string; to: string }) {
	const first = DateTime.fromISO(from, { zone: 'UTC' });
	const day = (months: number) => first.plus({ months }).toISODate()!;
	const months: Array<{ from: string; before: string; whole: boolean }> = [];
	while (day(months.length) <= to) {
		const before = day(months.length + 1);
		months.push({ from: day(months.length), before, whole: before <= dayAfter(to) });
	}
	return months;
}

/**
 * The highest limit that the overtime of a period exceeds, by its months counted from its first day.
 * @param complete whether the minutes of all days are known: otherwise no limit can be said to be kept
 */
export function levelOf(
	days: DayOvertime[],
	period: { from: string; to: string },
	complete: boolean,
): OvertimeLevel | null {
	const months = monthsOf(period).map(({ from, before, whole }) => {
		const own = days.filter(({ date }) => date >= from && date < before);
		const overtime = own.reduce((sum, { daily, weekly }) => sum + daily + weekly, 0);
		return { whole, overtime, all: own.reduce((sum, one) => sum + one.legalHoliday, overtime) };
	});
	if (months.some(({ all }) => all >= limits.most)) return 'over100';
	const runs = months.flatMap((_, start) =>
		[2, 3, 4, 5, 6].map((count) => months.slice(start, start + count)),
	);
	const isOver = (run: typeof months) =>
		run.length > 1 &&
		run.every(({ whole }) => whole) &&
		run.reduce((sum, { all }) => sum + all, 0) > limits.average * run.length;
	if (runs.some(isOver)) return 'over80';
	if (months.some(({ overtime }) => overtime > limits.month)) return 'over45';
	return complete ? 'within' : null;
}
