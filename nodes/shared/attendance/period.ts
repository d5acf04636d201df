import type { DateTime } from 'luxon';

import { dayAfter, workingDateOf } from './days';

/** First and last day, `yyyy-mm-dd`. */
export interface Days {
	from: string;
	to: string;
}

/** A period as text. */
export const daysIn = ({ from, to }: { from: DateTime; to: DateTime }): Days => ({
	from: from.toISODate()!,
	to: to.toISODate()!,
});

/** The days of a period whose working days are over at a moment; undefined if there is none. */
export function daysOver(
	{ from, to }: Days,
	now: number,
	dayStartsAt: number,
	zone: string,
): Days | undefined {
	const last = dayAfter(workingDateOf(now, dayStartsAt, zone), -1);
	const end = to < last ? to : last;
	return end < from ? undefined : { from, to: end };
}

/** Every day of a period. */
export function eachDay({ from, to }: Days): string[] {
	const days: string[] = [];
	for (let date = from; date <= to; date = dayAfter(date)) days.push(date);
	return days;
}
