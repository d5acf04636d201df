import { IANAZone } from 'luxon';

/**
 * A calendar of plain numbers and the clock on the wall of a zone, for the reckoning: of luxon only the
 * offset of a zone at a moment is asked for.
 */

const minute = 60_000;
const day = 24 * 60 * minute;
// Globals are slow to reach within jest.
const { floor } = Math;
const pad = (value: number) => String(value).padStart(2, '0');

const daysOfMonth = (year: number, month: number) =>
	month === 2
		? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
			? 29
			: 28
		: [4, 6, 9, 11].includes(month)
			? 30
			: 31;

const parts = (date: string) => date.split('-').map(Number) as [number, number, number];

function dayAfter(date: string): string {
	let [year, month, day] = parts(date);
	if (++day > daysOfMonth(year, month)) [day, month] = [1, month + 1];
	if (month > 12) [month, year] = [1, year + 1];
	return `${year}-${pad(month)}-${pad(day)}`;
}

/** All days that are asked for, and more; the first one is a Monday. */
const calendar: string[] = [];
for (let date = '2018-01-01'; date < '2030'; date = dayAfter(date)) calendar.push(date);
const places = new Map(calendar.map((date, place) => [date, place]));

/** So many days later. */
export const daysAfter = (date: string, days: number) => calendar[places.get(date)! + days];
export const nextDate = (date: string) => daysAfter(date, 1);

/** ISO weekday, 7 for Sunday. */
export const weekdayOf = (date: string) => (places.get(date)! % 7) + 1;

/** All days from one to another, both included. */
export const datesOf = (from: string, to: string) =>
	calendar.slice(places.get(from), places.get(to)! + 1);

/** The same day some months later, or the last day of a month that is shorter. */
export function monthsAfter(date: string, months: number): string {
	let [year, month, day] = parts(date);
	for (let count = 0; count < months; count++) {
		if (++month > 12) [month, year] = [1, year + 1];
	}
	day = Math.min(day, daysOfMonth(year, month));
	return `${year}-${pad(month)}-${pad(day)}`;
}

/** The clock on the wall of a zone. */
export interface Clock {
	/** Minutes since midnight as the wall shows them at a moment. */
	minuteAt(at: number): number;
	/** The first moment at which the wall shows this time of this day, or a later one if it is left out. */
	momentOf(date: string, minutes: number): number;
	/** The first moment of a day. */
	midnightOf(date: string): number;
}

const clocks = new Map<string, Clock>();

/** The clock of a zone. */
export function clockOf(zone: string): Clock {
	const known = clocks.get(zone);
	if (known) return known;
	const iana = IANAZone.create(zone);
	const cached = (unit: number, offsetOf: (at: number) => number | undefined) => {
		const offsets = new Map<number, number | undefined>();
		return (at: number) => {
			const place = floor(at / unit);
			if (!offsets.has(place)) offsets.set(place, offsetOf(place * unit));
			return offsets.get(place);
		};
	};
	/** The offset of a day on which clocks do not change; no zone changes them twice a day. */
	const daily = cached(day, (at) =>
		iana.offset(at) === iana.offset(at + day) ? iana.offset(at) : undefined,
	);
	/** Zones change their clocks on quarters of an hour only. */
	const quarterly = cached(15 * minute, (at) => iana.offset(at));
	const offsetAt = (at: number) => daily(at) ?? quarterly(at)!;
	/** What the wall shows, as if it were UTC. */
	const shown = (at: number) => at + offsetAt(at) * minute;
	const moments = new Map<string, number>();
	const momentOf = (date: string, minutes: number) => {
		const key = `${date} ${minutes}`;
		let at = moments.get(key);
		if (at === undefined) {
			const [year, month, day] = parts(date);
			const wanted = Date.UTC(year, month - 1, day) + minutes * minute;
			// From before any zone shows it, in quarters of an hour and then minute by minute.
			at = wanted - 15 * 60 * minute;
			while (shown(at + 15 * minute) < wanted) at += 15 * minute;
			while (shown(at) < wanted) at += minute;
			moments.set(key, at);
		}
		return at;
	};
	/** The minutes that the wall shows on a day of UTC. */
	const tableOf = (at: number) =>
		Uint16Array.from({ length: 1440 }, (_, one) => floor(shown(at + one * minute) / minute) % 1440);
	const tables = new Map<number, Uint16Array>();
	let latest = NaN;
	let table: Uint16Array = tableOf(0);
	const minuteAt = (at: number) => {
		const place = floor(at / day);
		if (place !== latest) {
			[latest, table] = [place, tables.get(place) ?? tableOf(place * day)];
			tables.set(place, table);
		}
		return table[floor((at - place * day) / minute)];
	};
	const clock: Clock = { minuteAt, momentOf, midnightOf: (date) => momentOf(date, 0) };
	clocks.set(zone, clock);
	return clock;
}
