import { clockOf, dayAfter, minutesOf, workingDay } from './days';
import { breakOf, isHalf, isWorked, nightOf, roundedOf, sumOf, workedOf } from './minutes';
import type { DayRecord } from './model';
import { levelOf, overtimeOf, type OvertimeLevel } from './overtime';

/** What a summary depends on. */
export interface SummaryOptions {
	/** First and last day, `yyyy-mm-dd`. */
	period: { from: string; to: string };
	zone: string;
	/** The current moment: days that are not over yet are left out. */
	now: number;
	/** The hour at which a working day begins, 0 to 23. */
	dayStartsAt: number;
	hoursPerDay: number;
	hoursPerWeek: number;
	/** 1 Monday to 7 Sunday. */
	weekStartsOn: number;
	/** Given hours, `HH:MM`; without them nobody is late or early. */
	startsAt?: string;
	endsAt?: string;
}

const figures = [
	'daysWorked',
	'daysAbsent',
	'workedMinutes',
	'roundedMinutes',
	'breakMinutes',
	'scheduledHolidayMinutes',
	'legalHolidayMinutes',
	'nightMinutes',
	'overtimeMinutes',
	'overtimeDailyMinutes',
	'overtimeWeeklyMinutes',
	'lateDays',
	'lateMinutes',
	'earlyDays',
	'earlyMinutes',
	'missingStamps',
	'unknownDays',
] as const;

/** The sums of a person over a period; null where the records do not tell. */
export type Summary = Record<(typeof figures)[number], number | null> & {
	overtimeLevel: OvertimeLevel | null;
};

const nothing = Object.fromEntries([...figures, 'overtimeLevel'].map((name) => [name, null]));

/** A day with its minutes worked. */
type Day = DayRecord & { minutes: number | null };

/** Minutes on days of a category; null if one of them, or the category of a day of work, is unknown. */
function onDays(days: Day[], category: DayRecord['category']): number | null {
	const worked = days.filter(isWorked);
	if (worked.some((day) => day.category === null)) return null;
	return sumOf(worked.filter((day) => day.category === category).map(({ minutes }) => minutes));
}

/** Days and minutes beyond a given time; null if it is not given, or if a time is missing. */
function beyond(
	days: Day[],
	given: string | undefined,
	msBeyond: (day: Day) => number | null,
): [number | null, number | null] {
	if (given === undefined) return [null, null];
	const each = days
		.filter((day) => isWorked(day) && (day.category === 'working' || day.category === null))
		.map((day) => {
			const ms = msBeyond(day);
			return ms === null ? null : Math.max(0, minutesOf(ms));
		});
	const minutes = sumOf(each);
	return [minutes === null ? null : each.filter((one) => one! > 0).length, minutes];
}

/**
 * The sums of one person, from the days of the period that are over.
 * @param days the person's records, in any order
 */
export function summaryOf(days: DayRecord[], options: SummaryOptions): Summary {
	const { period, zone, now, dayStartsAt, startsAt, endsAt } = options;
	const isCounted = ({ date }: DayRecord) =>
		date >= period.from && date <= period.to && workingDay(date, dayStartsAt, zone).to <= now;
	const over: Day[] = days.filter(isCounted).map((day) => ({ ...day, minutes: workedOf(day) }));
	if (over.length === 0) return nothing as Summary;
	const worked = over.filter(isWorked);
	const idle = over.filter((day) => !isWorked(day));
	const unknownDays = over.filter(({ minutes }) => minutes === null).length;

	const counted = over.map(({ date, minutes, category }) => ({
		date,
		minutes,
		legalHoliday: category === 'legalHoliday',
	}));
	const perDay = options.hoursPerDay * 60;
	const overtime = overtimeOf(counted, perDay, options.hoursPerWeek * 60, options.weekStartsOn);
	const known = counted.every(({ minutes, legalHoliday }) => minutes !== null || legalHoliday);
	const total = (of: 'daily' | 'weekly') =>
		known ? overtime.reduce((sum, day) => sum + day[of], 0) : null;
	const [daily, weekly] = [total('daily'), total('weekly')];

	const [lateDays, lateMinutes] = beyond(over, startsAt, ({ date, start }) =>
		start === null ? null : start - clockOf(date, startsAt!, zone),
	);
	const isNextDay = startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt;
	const [earlyDays, earlyMinutes] = beyond(over, endsAt, ({ date, end }) =>
		end === null ? null : clockOf(isNextDay ? dayAfter(date) : date, endsAt!, zone) - end,
	);
	return {
		daysWorked: worked.length,
		daysAbsent: idle.some(({ category }) => category === null)
			? null
			: idle.filter(({ category }) => category === 'working').length,
		workedMinutes: sumOf(over.map(({ minutes }) => minutes)),
		roundedMinutes: sumOf(worked.map(roundedOf)),
		breakMinutes: sumOf(worked.map(breakOf)),
		scheduledHolidayMinutes: onDays(over, 'scheduledHoliday'),
		legalHolidayMinutes: onDays(over, 'legalHoliday'),
		nightMinutes: sumOf(worked.map((day) => nightOf(day, zone))),
		overtimeMinutes: sumOf([daily, weekly]),
		overtimeDailyMinutes: daily,
		overtimeWeeklyMinutes: weekly,
		lateDays,
		lateMinutes,
		earlyDays,
		earlyMinutes,
		missingStamps: over.filter(isHalf).length,
		unknownDays,
		overtimeLevel: levelOf(overtime, period, unknownDays === 0),
	};
}
