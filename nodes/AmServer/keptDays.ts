import { DateTime } from 'luxon';

import { asText } from '../shared/answers';
import { clockOf, dayAfter, midnightOf } from '../shared/attendance/days';
import type { DayCategory, DayRecord, Stamp } from '../shared/attendance/model';
import type { Days } from '../shared/attendance/period';
import type { Client } from '../shared/client/client';
import { Problem } from '../shared/errors';
import { allOf } from '../shared/reading/pagination';
import { readDays, type Day } from './months';

/**
 * am-server's days as stamps and records. The server writes every time under the date of its own clock (seen), so that
 * a clock-out after midnight stands on the next day.
 */

/** A day of a user, with a clock-out after midnight on the day on which the work began. */
export interface KeptDay {
	/** `yyyy-mm-dd`. */
	date: string;
	start: number | null;
	end: number | null;
}

/** A day of an answer. @throws Problem when a date or a time cannot be read: it must not count as missing */
function read({ userid, ...day }: Day, zone: string): KeptDay {
	const date = asText(day.workday) ?? '';
	const at = (given: unknown): number | null => {
		const time = asText(given);
		return time === null || time === '' ? null : clockOf(date, time, zone);
	};
	const kept = { date, start: at(day.starttime), end: at(day.endtime) };
	const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && DateTime.fromISO(date).isValid;
	if (isDate && !Number.isNaN(kept.start) && !Number.isNaN(kept.end)) return kept;
	throw new Problem(`am-server sent a day of user ${userid} that cannot be read`, {
		kind: 'refused',
		advice: 'Correct the times of this user in am-server, or leave this user out.',
	});
}

/** Whether an end may be that of the day before: it is before the start, or before the hour at which a day begins. */
const isEarly = ({ date, start, end }: KeptDay, dayStartsAt: number, zone: string): boolean =>
	end !== null &&
	end < (start ?? clockOf(date, `${String(dayStartsAt).padStart(2, '0')}:00`, zone));

/**
 * The days of one user, by date. An early end closes the day before, if that has a start and no end. Otherwise an end
 * before its start is after midnight of its own day, unless that is still to come.
 */
function closed(days: KeptDay[], dayStartsAt: number, zone: string, now: number): KeptDay[] {
	const kept: KeptDay[] = [];
	for (const one of days) {
		const day = { ...one };
		const before = kept.at(-1);
		const yesterday = before?.date === dayAfter(day.date, -1) ? before : undefined;
		kept.push(day);
		if (!isEarly(day, dayStartsAt, zone)) continue;
		if (yesterday && yesterday.start !== null && yesterday.end === null) {
			yesterday.end = day.end;
			day.end = null;
			continue;
		}
		const time = DateTime.fromMillis(day.end!, { zone }).toFormat('HH:mm:ss');
		const later = clockOf(dayAfter(day.date), time, zone);
		if (day.start !== null && later <= now) {
			day.end = later;
		} else if (day.start !== null || !yesterday) {
			// An end of this morning, without a start: its working day is that of the day before.
			kept.splice(-1, 0, { date: dayAfter(day.date, -1), start: null, end: day.end });
			day.end = null;
		}
	}
	return kept;
}

const month = (date: string) => date.slice(0, 7);

/**
 * The days of one user in the months that a period touches, by date, each time under the date on which it was written.
 * @throws Problem when a day cannot be read
 */
export async function monthsOf(
	client: Client,
	userid: string,
	{ from, to }: Days,
): Promise<KeptDay[]> {
	const { zone } = client.connection;
	const at = (date: string) => DateTime.fromISO(date, { zone });
	const whole = { from: at(from).startOf('month'), to: at(to).endOf('month').startOf('day') };
	const rows = await allOf(readDays)(client, { users: [userid], ...whole });
	return rows.map((row) => read(row as unknown as Day, zone));
}

/**
 * The days of one user in a period. A neighbouring month is read only where it matters: the following one if the last
 * day has a start without an end, the one before if ends up to the first day may be those of days before.
 * @throws Problem when a day cannot be read
 */
export async function keptDaysOf(
	client: Client,
	userid: string,
	period: Days,
	dayStartsAt: number,
): Promise<KeptDay[]> {
	const { zone } = client.connection;
	const now = Date.now();
	const months = async (from: string, to: string) => await monthsOf(client, userid, { from, to });
	let days = await months(period.from, period.to);
	const on = (date: string) => days.find((day) => day.date === date);
	let first = period.from;
	for (let day = on(first); day && isEarly(day, dayStartsAt, zone); day = on(first)) {
		first = dayAfter(first, -1);
	}
	if (month(first) !== month(period.from)) days = [...(await months(first, first)), ...days];
	const next = dayAfter(period.to);
	const isOpen = closed(days, dayStartsAt, zone, now).some(
		({ date, start, end }) => date === period.to && start !== null && end === null,
	);
	if (isOpen && month(next) !== month(period.to) && midnightOf(next, zone) <= now) {
		days = [...days, ...(await months(next, next)).filter(({ date }) => date === next)];
	}
	return closed(days, dayStartsAt, zone, now);
}

/** What was stamped on some days. */
export const stampsOf = (days: KeptDay[]): Stamp[] =>
	days.flatMap(({ start, end }) => [
		...(start === null ? [] : [{ at: start, kind: 'clockIn' as const, typeName: '出勤' }]),
		...(end === null ? [] : [{ at: end, kind: 'clockOut' as const, typeName: '退勤' }]),
	]);

/** A day as a record. The server knows no breaks, and rounds nothing. */
export const recordOf = (
	date: string,
	day: KeptDay | undefined,
	category: DayCategory | null,
): DayRecord => ({
	date,
	category,
	start: day?.start ?? null,
	end: day?.end ?? null,
	roundedStart: null,
	roundedEnd: null,
	worked: null,
	breaks: [],
});
