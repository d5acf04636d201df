import { cached, clockOf, dayAfter, minutesOf } from './days';
import type { Break, DayRecord } from './model';

/** Minutes of one day, each null where the record of the day does not tell. */

/** Whether somebody worked on a day. */
export const isWorked = ({ start, end, worked }: DayRecord): boolean =>
	start !== null || end !== null || (worked ?? 0) > 0;

/** Whether exactly one of start and end is there. */
export const isHalf = ({ start, end }: DayRecord): boolean => (start === null) !== (end === null);

/** The length of two times; null if one is missing. */
const between = (start: number | null, end: number | null): number | null =>
	start === null || end === null ? null : end - start;

/** The sum; null if a part is unknown. */
export const sumOf = (parts: Array<number | null>): number | null =>
	parts.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);

const lengthsOf = (breaks: Break[] | null, rounded = false): number | null =>
	breaks &&
	sumOf(
		breaks.map((one) =>
			rounded ? between(one.roundedStart, one.roundedEnd) : between(one.start, one.end),
		),
	);

/** Minutes in a time in milliseconds, or null. */
const inMinutes = (ms: number | null) => (ms === null ? null : minutesOf(ms));

/** Minutes worked, without breaks: the system's own, otherwise from the times. */
export function workedOf(day: DayRecord): number | null {
	const { start, end, worked, breaks } = day;
	if (!isWorked(day)) return 0;
	if (isHalf(day)) return null;
	if (worked !== null) return worked;
	const [span, pauses] = [inMinutes(between(start, end)), inMinutes(lengthsOf(breaks))];
	return span === null || pauses === null ? null : span - pauses;
}

/** Minutes between rounded start and rounded end, without rounded breaks. */
export function roundedOf({ roundedStart, roundedEnd, breaks }: DayRecord): number | null {
	const [span, pauses] = [between(roundedStart, roundedEnd), lengthsOf(breaks, true)];
	return span === null || pauses === null ? null : minutesOf(span - pauses);
}

/** Minutes of breaks; if they were not told, what is left of the day beside the system's minutes. */
export function breakOf({ start, end, worked, breaks }: DayRecord): number | null {
	const told = lengthsOf(breaks);
	if (told !== null) return minutesOf(told);
	const span = inMinutes(between(start, end));
	return span === null || worked === null ? null : Math.max(0, span - worked);
}

/** The nights (22:00 to 5:00) that a day's work can touch: work may go on until the day after the next. */
const nightsOf = cached((date: string, zone: string) =>
	[-1, 0, 1].map((shift) => ({
		from: clockOf(dayAfter(date, shift), '22:00', zone),
		to: clockOf(dayAfter(date, shift + 1), '05:00', zone),
	})),
);

/** Minutes worked at night. */
export function nightOf(day: DayRecord, zone: string): number | null {
	const { start, end, worked, breaks } = day;
	if (start === null || end === null) return null;
	const nights = nightsOf(day.date, zone);
	const atNight = (from: number, to: number) =>
		nights.reduce(
			(sum, night) =>
				sum + Math.max(0, Math.min(to, night.to, end) - Math.max(from, night.from, start)),
			0,
		);
	const whole = atNight(start, end);
	if (whole === 0) return 0;
	if (breaks === null) {
		const nobreak = worked !== null && minutesOf(end - start) <= worked;
		return nobreak ? minutesOf(whole) : null;
	}
	const pauses = sumOf(
		breaks.map((one) =>
			between(one.start, one.end) === null ? null : atNight(one.start!, one.end!),
		),
	);
	return pauses === null ? null : minutesOf(whole - pauses);
}
