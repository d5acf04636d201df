import type {
	Break,
	DayCategory,
	DayRecord,
	Span,
	Stamp,
	StampKind,
} from '../../../nodes/shared/attendance/model.ts';
import { clockOf, datesOf, monthsAfter, nextDate, weekdayOf, type Clock } from './clock.cts';

/**
 * A second reckoning of the attendance rows, made from the rules and not from the module: stamps as words
 * over an alphabet, nights by the minutes of a day, sums day by day on a calendar of plain numbers.
 */

const minute = 60_000;
const letters: Record<StampKind, string> = {
	clockIn: 'i',
	breakStart: 'b',
	breakEnd: 'e',
	clockOut: 'o',
};

const inOrder = (stamps: Stamp[]) =>
	stamps
		.map((stamp, place) => ({ stamp, place }))
		.sort((a, b) => a.stamp.at - b.stamp.at || a.place - b.place)
		.map(({ stamp }) => stamp);

type Known = Stamp & { kind: StampKind };

/** Stamps of a known kind, a double press once. */
function pressed(stamps: Stamp[]): Known[] {
	const kept: Known[] = [];
	for (const stamp of inOrder(stamps)) {
		if (stamp.kind === null) continue;
		const last = kept[kept.length - 1];
		const again = last?.kind === stamp.kind && stamp.at - last.at <= 5 * minute;
		if (!again) kept.push(stamp as Known);
	}
	return kept;
}
const wordOf = (stamps: Known[]) => stamps.map(({ kind }) => letters[kind]).join('');

/** A working day. */
export function reckonedDay(date: string, startsAt: number, zone: string): Span {
	const { momentOf } = clockOf(zone);
	return { from: momentOf(date, startsAt * 60), to: momentOf(nextDate(date), startsAt * 60) };
}

/** The daily status of a person. */
export function reckonedStatus(stamps: Stamp[], day: Span, now: number, isDayOff: boolean) {
	const all = inOrder(stamps.filter(({ at }) => at >= day.from && at < day.to));
	const known = all.filter(({ kind }) => kind !== null);
	const of = (kind: StampKind) => known.filter((one) => one.kind === kind).map(({ at }) => at);
	const last = all.at(-1);
	const states = {
		i: 'working',
		e: 'working',
		b: 'onBreak',
		o: 'left',
		'': isDayOff ? 'dayOff' : 'notIn',
	} as const;

	let [workedMinutes, breakMinutes]: Array<number | null> = [null, null];
	const kept = pressed(all);
	const word = wordOf(kept);
	const whole = /^(i(be)*o)+$/.test(word);
	const open = /^(i(be)*o)*i(be)*b?$/.test(word) && now < day.to;
	if (whole || open) {
		// Every way in counts against the time, every way out for it; what is open ends now.
		const sum = (leads: string, ends: string) => {
			let total = 0;
			for (const { kind, at } of kept) {
				if (leads.includes(letters[kind])) total -= at;
				if (ends.includes(letters[kind])) total += at;
			}
			const tail = kept[kept.length - 1];
			if (leads.includes(letters[tail.kind])) total += Math.max(now, tail.at);
			return Math.floor(total / minute);
		};
		workedMinutes = sum('ie', 'bo');
		breakMinutes = sum('b', 'e');
	}
	return {
		status: states[(wordOf(known as Known[]).at(-1) ?? '') as keyof typeof states],
		firstIn: of('clockIn').at(0) ?? null,
		lastOut: of('clockOut').at(-1) ?? null,
		lastStampAt: last?.at ?? null,
		lastStampTypeName: last?.typeName ?? null,
		workedMinutes,
		breakMinutes,
	};
}

/** What is missing between two stamps that follow each other; `^` and `$` are the ends of the day. */
const between: Record<string, string> = {
	...{ '^o': 'i', '^b': 'i', '^e': 'i b' },
	...{ oo: 'i', ob: 'i', oe: 'i b' },
	...{ ii: 'o', ie: 'b', i$: 'o' },
	...{ ei: 'o', ee: 'b', e$: 'o' },
	...{ bi: 'e o', bb: 'e', bo: 'e', b$: 'e o' },
};

/** The stamps that are missing on a working day that is over. */
export function reckonedMissing(stamps: Stamp[], record: DayRecord | undefined): string[] {
	const word = wordOf(pressed(stamps));
	if (word === '') {
		const there = `${record?.start != null ? 'start' : ''}${record?.end != null ? 'end' : ''}`;
		if (!record || there === 'startend') return [];
		if (there === '') return record.category === 'working' ? ['all'] : [];
		return there === 'start' ? ['clockOut'] : ['clockIn'];
	}
	let found = '';
	const ends = `^${word}$`;
	for (let at = 0; at + 1 < ends.length; at++) {
		let missing = between[ends.slice(at, at + 2)] ?? '';
		if (at === 0 && record && record.start !== null) missing = missing.replace('i', '');
		if (at + 2 === ends.length && record && record.end !== null) missing = missing.replace('o', '');
		found += missing;
	}
	return (['clockIn', 'breakStart', 'breakEnd', 'clockOut'] as const).filter((kind) =>
		found.includes(letters[kind]),
	);
}

/** What the sums of a person are reckoned by. */
export interface Options {
	period: { from: string; to: string };
	zone: string;
	now: number;
	dayStartsAt: number;
	hoursPerDay: number;
	hoursPerWeek: number;
	weekStartsOn: 1 | 2 | 3 | 4 | 5 | 6 | 7;
	startsAt?: string;
	endsAt?: string;
}

const there = (value: number | null): value is number => value !== null;
const isComplete = (one: Break) => there(one.start) && there(one.end);

/** Minutes of a day's breaks, null if not told or not complete. */
function toldBreaks({ breaks }: DayRecord): number | null {
	if (!breaks?.every(isComplete)) return null;
	return Math.floor(breaks.reduce((sum, { start, end }) => sum + end! - start!, 0) / minute);
}

const lengthOf = ({ start, end }: DayRecord) => Math.floor((end! - start!) / minute);

/** Minutes worked on a day, null if unknown. */
function workedOf(day: DayRecord): number | null {
	if (there(day.start) && there(day.end)) {
		if (day.worked !== null) return day.worked;
		const breaks = toldBreaks(day);
		return breaks === null ? null : lengthOf(day) - breaks;
	}
	if (there(day.start) || there(day.end)) return null;
	return day.worked !== null && day.worked > 0 ? day.worked : 0;
}

function breaksOf(day: DayRecord): number | null {
	const told = toldBreaks(day);
	if (told !== null) return told;
	if (day.start === null || day.end === null || day.worked === null) return null;
	return Math.max(0, lengthOf(day) - day.worked);
}

function roundedOf({ roundedStart, roundedEnd, breaks }: DayRecord): number | null {
	if (roundedStart === null || roundedEnd === null || breaks === null) return null;
	let time = roundedEnd - roundedStart;
	for (const one of breaks) {
		if (one.roundedStart === null || one.roundedEnd === null) return null;
		time -= one.roundedEnd - one.roundedStart;
	}
	return Math.floor(time / minute);
}

/** Minutes of [start, end) in the night, minute by minute; a minute with an end in it second by second. */
function atNight(start: number, end: number, breaks: Array<[number, number]>, clock: Clock) {
	const ends = new Set([[start, end], ...breaks].flat().map((at) => Math.floor(at / minute)));
	const isWorked = (at: number) =>
		at >= start && at < end && !breaks.some(([from, to]) => at >= from && at < to);
	let seconds = 0;
	const { minuteAt } = clock;
	for (let at = Math.floor(start / minute) * minute; at < end; at += minute) {
		const shown = minuteAt(at);
		if (shown >= 5 * 60 && shown < 22 * 60) continue;
		if (ends.has(at / minute)) {
			for (let second = 0; second < 60; second++) if (isWorked(at + second * 1000)) seconds++;
		} else if (isWorked(at)) seconds += 60;
	}
	return { minutes: Math.floor(seconds / 60), any: seconds > 0 };
}

function nightOf(day: DayRecord, clock: Clock): number | null {
	if (day.start === null || day.end === null) return null;
	if (day.breaks?.every(isComplete)) {
		const breaks = day.breaks.map(({ start, end }): [number, number] => [start!, end!]);
		return atNight(day.start, day.end, breaks, clock).minutes;
	}
	const whole = atNight(day.start, day.end, [], clock);
	if (!whole.any) return 0;
	if (day.breaks === null && day.worked !== null && lengthOf(day) - day.worked <= 0)
		return whole.minutes;
	return null;
}

/** A sum that is unknown if one of its parts is. */
const sumOf = (values: Array<number | null>) =>
	values.includes(null) ? null : values.reduce<number>((sum, value) => sum + value!, 0);

const nothing = {
	...{ daysWorked: null, daysAbsent: null, unknownDays: null, missingStamps: null },
	...{ workedMinutes: null, roundedMinutes: null, breakMinutes: null },
	...{ scheduledHolidayMinutes: null, legalHolidayMinutes: null, nightMinutes: null },
	...{ overtimeDailyMinutes: null, overtimeWeeklyMinutes: null, overtimeMinutes: null },
	...{ lateDays: null, lateMinutes: null, earlyDays: null, earlyMinutes: null },
	overtimeLevel: null,
};
export type Reckoned = Record<Exclude<keyof typeof nothing, 'overtimeLevel'>, number | null> & {
	overtimeLevel: string | null;
};

/** The sums of a person. */
export function reckonedSummary(days: DayRecord[], options: Options): Reckoned {
	const { period, zone, now } = options;
	const clock = clockOf(zone);
	const records = new Map(days.map((day) => [day.date, day]));
	const dates = datesOf(period.from, period.to);
	const over = dates.flatMap((date) => {
		const record = records.get(date);
		return record && reckonedDay(date, options.dayStartsAt, zone).to <= now ? [record] : [];
	});
	if (over.length === 0) return nothing as Reckoned;

	const isWorked = ({ start, end, worked }: DayRecord) =>
		start !== null || end !== null || (worked !== null && worked > 0);
	const worked = over.filter(isWorked);
	const idle = over.filter((day) => !isWorked(day));
	const unknownDays = over.filter((day) => workedOf(day) === null).length;
	const uncategorized = worked.some(({ category }) => category === null);
	const on = (category: DayCategory) =>
		uncategorized
			? null
			: sumOf(over.filter((day) => day.category === category).map((day) => workedOf(day)));

	const overtime = overtimeOf(over, options);
	const daily = [...overtime.values()].map((day) => day.daily);
	const weekly = [...overtime.values()].map((day) => day.weekly);
	const known = over.every((day) => day.category === 'legalHoliday' || workedOf(day) !== null);
	const [overtimeDailyMinutes, overtimeWeeklyMinutes] = known
		? [sumOf(daily), sumOf(weekly)]
		: [null, null];

	const regular = worked.filter(({ category }) => category === 'working' || category === null);
	const late = offTimes(options.startsAt, regular, ({ date, start }, given) =>
		start === null ? null : start - clock.momentOf(date, given),
	);
	const early = offTimes(options.endsAt, regular, ({ date, end }, given) => {
		const nextDay = options.startsAt !== undefined && options.endsAt! <= options.startsAt;
		return end === null ? null : clock.momentOf(nextDay ? nextDate(date) : date, given) - end;
	});

	return {
		daysWorked: worked.length,
		daysAbsent: idle.some(({ category }) => category === null)
			? null
			: idle.filter(({ category }) => category === 'working').length,
		unknownDays,
		missingStamps: over.filter(({ start, end }) => (start === null) !== (end === null)).length,
		workedMinutes: sumOf(over.map(workedOf)),
		roundedMinutes: sumOf(worked.map(roundedOf)),
		breakMinutes: sumOf(worked.map(breaksOf)),
		scheduledHolidayMinutes: on('scheduledHoliday'),
		legalHolidayMinutes: on('legalHoliday'),
		nightMinutes: sumOf(worked.map((day) => nightOf(day, clock))),
		overtimeDailyMinutes,
		overtimeWeeklyMinutes,
		overtimeMinutes: known ? overtimeDailyMinutes! + overtimeWeeklyMinutes! : null,
		lateDays: late && late.length,
		lateMinutes: late && sumOf(late),
		earlyDays: early && early.length,
		earlyMinutes: early && sumOf(early),
		overtimeLevel: levelOf(over, overtime, unknownDays, period),
	};
}

/** Minutes by which people were late or early on each day on which they were; null if not known. */
function offTimes(
	given: string | undefined,
	days: DayRecord[],
	by: (day: DayRecord, minutes: number) => number | null,
): number[] | null {
	if (given === undefined) return null;
	const [hours, minutes] = given.split(':').map(Number);
	const off = days.map((day) => by(day, hours * 60 + minutes));
	if (off.includes(null)) return null;
	return off.map((time) => Math.floor(time! / minute)).filter((count) => count >= 1);
}

/** Overtime of each day beyond the hours of a day, and beyond those of its week so far. */
function overtimeOf(
	over: DayRecord[],
	{ hoursPerDay, hoursPerWeek, weekStartsOn }: Options,
): Map<string, { daily: number; weekly: number }> {
	const perDay = hoursPerDay * 60;
	const found = new Map<string, { daily: number; weekly: number }>();
	let regular = 0;
	const byDate = new Map(over.map((day) => [day.date, day]));
	for (const date of datesOf(over[0].date, over[over.length - 1].date)) {
		if (weekdayOf(date) === weekStartsOn) regular = 0;
		const day = byDate.get(date);
		if (!day || day.category === 'legalHoliday') continue;
		const worked = workedOf(day) ?? 0;
		const before = regular;
		regular += worked > perDay ? perDay : worked;
		const beyond = (total: number) => (total > hoursPerWeek * 60 ? total - hoursPerWeek * 60 : 0);
		found.set(date, {
			daily: worked > perDay ? worked - perDay : 0,
			weekly: beyond(regular) - beyond(before),
		});
	}
	return found;
}

function levelOf(
	over: DayRecord[],
	overtime: Map<string, { daily: number; weekly: number }>,
	unknownDays: number,
	{ from, to }: Options['period'],
): string | null {
	const months: Array<{ O: number; L: number; whole: boolean }> = [];
	for (let count = 0; monthsAfter(from, count) <= to; count++) {
		const [first, next] = [monthsAfter(from, count), monthsAfter(from, count + 1)];
		let [O, holiday] = [0, 0];
		for (const day of over) {
			if (day.date < first || day.date >= next) continue;
			if (day.category === 'legalHoliday') holiday += workedOf(day) ?? 0;
			const { daily, weekly } = overtime.get(day.date) ?? { daily: 0, weekly: 0 };
			O += daily + weekly;
		}
		months.push({ O, L: O + holiday, whole: next <= nextDate(to) });
	}
	if (months.some(({ L }) => L >= 100 * 60)) return 'over100';
	const whole = months.filter((month) => month.whole);
	for (let size = 2; size <= 6; size++) {
		for (let at = 0; at + size <= whole.length; at++) {
			const total = whole.slice(at, at + size).reduce((sum, { L }) => sum + L, 0);
			if (total > size * 80 * 60) return 'over80';
		}
	}
	if (months.some(({ O }) => O > 45 * 60)) return 'over45';
	return unknownDays > 0 ? null : 'within';
}
