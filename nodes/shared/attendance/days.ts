import { DateTime } from 'luxon';

import type { Span } from './model';

/** The day after, or so many days after, a day. */
export const dayAfter = (date: string, days = 1): string =>
	new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Far more days than a run needs; beyond that a cache starts anew. */
const most = 20_000;

/** A function of a day that is cached: calendars take longer than all else that is reckoned for a day. */
export function cached<Of extends Array<number | string>, T>(of: (...args: Of) => T): typeof of {
	const known = new Map<string, T>();
	return (...args) => {
		const name = args.join(' ');
		let value = known.get(name);
		if (value === undefined) {
			if (known.size >= most) known.clear();
			known.set(name, (value = of(...args)));
		}
		return value;
	};
}

/** A time of a day, `HH:MM`, as a moment. */
export const clockOf = cached((date: string, time: string, zone: string): number =>
	DateTime.fromISO(`${date}T${time}`, { zone }).toMillis(),
);

/** The first moment of a day (`yyyy-mm-dd`) in a zone. */
export const midnightOf = (date: string, zone: string): number => clockOf(date, '00:00', zone);

/**
 * A working day: from an hour (0 to 23) of a day to the same hour of the next one, so that a clock-out after midnight
 * belongs to the day on which the work began.
 */
export const workingDay = cached((date: string, startsAt: number, zone: string): Span => {
	const time = `${String(startsAt).padStart(2, '0')}:00`;
	return { from: clockOf(date, time, zone), to: clockOf(dayAfter(date), time, zone) };
});

/** The working day (`yyyy-mm-dd`) that a moment belongs to. */
export const workingDateOf = (at: number, startsAt: number, zone: string): string =>
	DateTime.fromMillis(at, { zone }).minus({ hours: startsAt }).toISODate()!;

/** Whole minutes of a time in milliseconds. */
export const minutesOf = (ms: number): number => Math.floor(ms / 60_000);
