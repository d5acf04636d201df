import fc from 'fast-check';

import type {
	Break,
	DayCategory,
	DayRecord,
	Stamp,
	StampKind,
} from '../../../nodes/shared/attendance/model.ts';
import { clockOf, datesOf, daysAfter, monthsAfter, weekdayOf } from './clock.cts';
import { reckonedDay, type Options } from './reckoning.cts';

/** Months of people as attendance systems hold them, with all that people and systems do wrong. */

const minute = 60_000;
const hour = 60 * minute;

/** A person's habits and a question about them, from which the days are drawn. */
const habits = fc.record({
	seed: fc.nat(),
	dayStartsAt: fc.integer({ min: 0, max: 23 }),
	/** Days from 2023-10-01 on, moved to a day of the month if one is given. */
	firstDay: fc.nat(365),
	dayOfMonth: fc.constantFrom(undefined, 1, 1, 16, 21, 31),
	length: fc.oneof(
		{
			weight: 2,
			arbitrary: fc.record({ months: fc.constant(0), days: fc.integer({ min: 1, max: 20 }) }),
		},
		{ weight: 5, arbitrary: fc.constant({ months: 1, days: 0 }) },
		{
			weight: 2,
			arbitrary: fc.record({ months: fc.integer({ min: 1, max: 6 }), days: fc.nat(27) }),
		},
		{
			weight: 1,
			arbitrary: fc.record({ months: fc.integer({ min: 2, max: 7 }), days: fc.constant(0) }),
		},
	),
	now: fc.constantFrom('after', 'after', 'after', 'edge', 'within'),
	/** Hours after the start of the working day at which the person starts, and for how long. */
	begins: fc.constantFrom(4, 4, 1, 8, 13, 17, 20),
	hours: fc.constantFrom(8, 8, 5, 7.5, 9, 10, 11, 11.5, 12, 13, 15),
	jitter: fc.constantFrom(0, 2, 20, 90),
	seconds: fc.boolean(),
	breaks: fc.constantFrom(0, 1, 1, 2, 3),
	secondShift: fc.constantFrom(0, 0, 0.2),
	holidayWork: fc.constantFrom(0, 0.2, 0.9),
	/** How often something goes wrong. */
	faults: fc.constantFrom(0, 0, 0, 0.01, 0.05, 0.3),
	corrected: fc.constantFrom(0, 0.5, 1),
	told: fc.constantFrom('all', 'all', 'none', 'some'),
	worked: fc.constantFrom('exact', 'about', 'none', 'some'),
	rounded: fc.constantFrom('all', 'all', 'some'),
	categories: fc.constantFrom('all', 'all', 'all', 'none', 'some'),
	hiredMeanwhile: fc.constantFrom(false, false, false, true),
	hoursPerDay: fc.constantFrom(8, 8, 7.5, 7.75, 10),
	hoursPerWeek: fc.constantFrom(40, 40, 37.5, 44, 20),
	weekStartsOn: fc.constantFrom(1, 2, 3, 4, 5, 6, 7) as fc.Arbitrary<Options['weekStartsOn']>,
	startsAt: fc.constantFrom(undefined, 'plan', '09:00', '21:30'),
	endsAt: fc.constantFrom(undefined, 'plan', '18:00', '06:15', '21:30'),
	shuffled: fc.boolean(),
});
type Habits = typeof habits extends fc.Arbitrary<infer T> ? T : never;

/** A question about the state of a person. */
export interface Asked {
	date: string;
	now: number;
	isDayOff: boolean;
}

/** What a system holds of a person, and what is asked about it. */
export interface Month {
	days: DayRecord[];
	/** Stamps by the day to which they belong. */
	stamps: Map<string, Stamp[]>;
	options: Options;
	asked: Asked[];
}

/** Numbers from 0 up to 1 (mulberry32), the same ones for a seed. */
function numbersFrom(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const kinds: StampKind[] = ['clockIn', 'breakStart', 'breakEnd', 'clockOut'];
/** Seconds between two presses that are one, or just not. */
const pauses = [1, 59, 240, 299, 300, 301, 420];

function monthOf(by: Habits, zone: string): Month {
	const random = numbersFrom(by.seed);
	const chance = (share: number) => random() < share;
	const upTo = (most: number) => Math.floor(random() * (most + 1));
	const pick = <T,>(list: T[]) => list[upTo(list.length - 1)];
	const { faults } = by;
	// Where clocks change, such an hour may occur twice or not at all.
	const isOdd = (hours: number) =>
		zone !== 'Asia/Tokyo' && Math.floor(hours) % 24 >= 1 && Math.floor(hours) % 24 < 3;
	const dayStartsAt = isOdd(by.dayStartsAt) ? 3 : by.dayStartsAt;
	const clock = clockOf(zone);

	const from = firstDateOf(by);
	const { months, days } = by.length;
	const dates = datesOf(from, daysAfter(monthsAfter(from, months), days - 1));
	const period = { from, to: dates[dates.length - 1] };
	const around = datesOf(daysAfter(from, -2), daysAfter(period.to, 2));
	const hiredFrom = by.hiredMeanwhile ? pick(dates) : '';

	const said = (share: 'all' | 'none' | 'some') =>
		share === 'all' || (share === 'some' && chance(0.8));
	const quarters = (at: number | null, round: (value: number) => number) =>
		at === null || (by.rounded === 'some' && chance(0.05))
			? null
			: round(at / (15 * minute)) * 15 * minute;

	/** The times of a day's shifts, in turn clock-in, breaks and clock-out. */
	const shiftsOf = (date: string): Stamp[] => {
		const stamps: Stamp[] = [];
		const add = (kind: StampKind, at: number) => stamps.push({ at, kind, typeName: kind });
		const moved = () =>
			(by.jitter === 0 ? 0 : upTo(2 * by.jitter) - by.jitter) * minute +
			(by.seconds ? upTo(59) * 1000 : 0);
		let at = clock.momentOf(date, dayStartsAt * 60) + by.begins * hour + moved();
		const shifts = chance(by.secondShift) ? 2 : 1;
		for (let shift = 0; shift < shifts; shift++) {
			add('clockIn', at);
			const slot = (by.hours * hour) / shifts / (by.breaks + 1);
			for (let one = 1; one <= by.breaks; one++) {
				const begun = at + one * slot - Math.floor(slot / 4 / 1000) * 1000;
				add('breakStart', begun);
				add(
					'breakEnd',
					begun + upTo(Math.floor(slot / 3 / minute)) * minute + (by.seconds ? upTo(59) * 1000 : 0),
				);
			}
			const last = stamps[stamps.length - 1].at;
			at = Math.max(last, at + (by.hours * hour) / shifts + moved());
			add('clockOut', at);
			at += (2 + upTo(2)) * hour;
		}
		return stamps;
	};

	/** A day as the system keeps it, from the stamps that are there and those that were. */
	const recordOf = (date: string, category: DayCategory | null, was: Stamp[], lost: Set<Stamp>) => {
		const kept = (stamp: Stamp | undefined) =>
			!stamp || (lost.has(stamp) && !chance(by.corrected)) ? null : stamp.at;
		const start = kept(was.at(0));
		const end = kept(was.at(-1));
		let worked = 0;
		const breaks: Break[] = [];
		for (const [place, { kind, at }] of was.entries()) {
			worked += (kind === 'clockIn' || kind === 'breakEnd' ? -at : at) / 1000;
			if (kind !== 'breakStart') continue;
			const [begun, ended] = [kept(was[place]), kept(was[place + 1])];
			const roundedStart = quarters(begun, Math.floor);
			breaks.push({
				start: begun,
				end: ended,
				roundedStart,
				roundedEnd: quarters(ended, Math.ceil),
			});
		}
		let minutes: number | null = Math.floor(worked / 60);
		if (by.worked === 'about' && was.length > 0) minutes = Math.max(0, minutes + upTo(2) - 1);
		if (by.worked === 'none' || (by.worked === 'some' && chance(0.3))) minutes = null;
		if ((start === null || end === null) && minutes !== null) minutes = chance(0.5) ? 0 : null;
		// Added by hand, without times.
		if (was.length === 0 && chance(faults / 4)) minutes = 240 + upTo(300);
		return {
			...{ date, category, start, end, worked: minutes },
			roundedStart: quarters(start, Math.ceil),
			roundedEnd: quarters(end, Math.floor),
			breaks: said(by.told) ? breaks : null,
		};
	};

	/** What was pressed instead of what should have been. */
	const pressedOf = (was: Stamp[], lost: Set<Stamp>): Stamp[] =>
		was.flatMap((stamp) => {
			const pressed = lost.has(stamp) ? [] : [{ ...stamp }];
			if (chance(faults / 4)) for (const one of pressed) one.kind = pick(kinds);
			while (chance(0.02 + faults / 2))
				pressed.push({ ...stamp, at: (pressed.at(-1) ?? stamp).at + pick(pauses) * 1000 });
			if (chance(0.02))
				pressed.push({
					at: stamp.at + upTo(60) * minute,
					kind: null,
					typeName: pick(['直行', null]),
				});
			return pressed;
		});

	const records: DayRecord[] = [];
	const stamps = new Map<string, Stamp[]>();
	for (const date of around) {
		if (date < hiredFrom) continue;
		const category = [6, 7].includes(weekdayOf(date))
			? (['scheduledHoliday', 'legalHoliday'] as const)[weekdayOf(date) - 6]
			: 'working';
		const works = chance(category === 'working' ? 0.95 : by.holidayWork);
		const was = works ? shiftsOf(date) : [];
		const lost = new Set(was.filter(() => chance(faults)));
		if (works && chance(faults / 4)) for (const stamp of was) lost.add(stamp);
		if (!chance(faults / 4))
			records.push(recordOf(date, said(by.categories) ? category : null, was, lost));
		stamps.set(date, pressedOf(was, lost));
	}
	if (by.shuffled) {
		records.sort(() => random() - 0.5);
		for (const list of stamps.values()) list.sort(() => random() - 0.5);
	}

	const span = (date: string) => reckonedDay(date, dayStartsAt, zone);
	const nows = {
		after: () => span(period.to).to + upTo(10 * 24) * hour,
		edge: () => span(pick(dates)).to - upTo(1),
		within: () => span(from).from + Math.floor(random() * (span(period.to).to - span(from).from)),
	};
	const clockTime = (hours: number) =>
		`${String(Math.floor(hours) % 24).padStart(2, '0')}:${hours % 1 ? '30' : '00'}`;
	const begins = dayStartsAt + by.begins;
	const planned = (given: string | undefined, hours: number) =>
		given === 'plan' ? (isOdd(hours) ? '04:30' : clockTime(hours)) : given;
	return {
		days: records,
		stamps,
		options: {
			...{ period, zone, now: nows[by.now](), dayStartsAt },
			...{ hoursPerDay: by.hoursPerDay, hoursPerWeek: by.hoursPerWeek },
			weekStartsOn: by.weekStartsOn,
			startsAt: planned(by.startsAt, begins),
			endsAt: planned(by.endsAt, begins + by.hours),
		},
		asked: Array.from({ length: 4 }, () => {
			const date = pick(dates);
			const day = span(date);
			const moments = [day.from, day.to - 1, day.to, day.from + upTo(24 * 60) * minute];
			return { date, now: chance(0.4) ? pick(moments) : moments[3], isDayOff: chance(0.5) };
		}),
	};
}

function firstDateOf({ firstDay, dayOfMonth }: Habits): string {
	const day = daysAfter('2023-10-01', firstDay);
	if (dayOfMonth === undefined) return day;
	const [year, month] = day.split('-');
	return monthsAfter(
		`2022-12-${String(dayOfMonth).padStart(2, '0')}`,
		(Number(year) - 2023) * 12 + Number(month),
	);
}

/** Months of people in a zone. */
export const monthsIn = (zone: string) => habits.map((by) => monthOf(by, zone));
