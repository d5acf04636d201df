import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { AttendanceDay } from '../../servers/amServer.cts';

/**
 * What rows of Attendance have to say, from the texts that the stand-in holds. Reckoned here with minutes since 1970 on
 * a clock in Japan, one by one, and with nothing of the node's own.
 */

const dayMinutes = 24 * 60;
const midnight = (date: string) => Date.parse(date) / 60_000;
export const dateOf = (minute: number) => new Date(minute * 60_000).toISOString().slice(0, 10);
export const after = (date: string, days = 1) => dateOf(midnight(date) + days * dayMinutes);
const iso = (minute: number | null) =>
	minute === null ? null : `${new Date(minute * 60_000).toISOString().slice(0, 19)}+09:00`;
const clock = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 16);
const weekday = (date: string) => new Date(date).getUTCDay() || 7;

/** Now, as minutes on a clock in Japan. */
export const nowInJapan = () => Math.floor(Date.now() / 60_000) + 9 * 60;
export const todayInJapan = () => dateOf(nowInJapan());

export interface Shift {
	date: string;
	start: number | null;
	end: number | null;
}

/** The shifts that rows of a user tell, as the rules say it: each question asks for the day before it. */
export function shiftsOf(rows: AttendanceDay[], dayStartsAt = 5): Map<string, Shift> {
	const byDate = new Map(rows.map((row) => [row.workday, row]));
	const at = (date: string, time: string | null | undefined) =>
		time ? midnight(date) + Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) : null;
	const startOf = (date: string) => at(date, byDate.get(date)?.starttime);
	const written = (date: string) => at(date, byDate.get(date)?.endtime);
	const early = (date: string) => {
		const end = written(date);
		return end !== null && end < (startOf(date) ?? midnight(date) + dayStartsAt * 60);
	};
	const closes = (date: string): boolean => early(date) && open(after(date, -1));
	const own = (date: string): number | null =>
		closes(date)
			? null
			: early(date) && startOf(date) !== null
				? written(date)! + dayMinutes
				: written(date);
	const open = (date: string): boolean => startOf(date) !== null && own(date) === null;
	const shifts = new Map<string, Shift>();
	for (const { workday: date } of rows) {
		const next = after(date);
		const end = open(date) && closes(next) ? written(next) : own(date);
		// An end in the small hours that nothing before it explains is the day before's.
		const stray = early(date) && !closes(date) && startOf(date) === null;
		if (stray && !byDate.has(after(date, -1))) {
			shifts.set(after(date, -1), { date: after(date, -1), start: null, end });
			shifts.set(date, { date, start: null, end: null });
		} else shifts.set(date, { date, start: startOf(date), end });
	}
	return shifts;
}

/** Whether a row has an end before its start, or before the hour at which a day begins. */
const isEarly = ({ starttime, endtime }: AttendanceDay, dayStartsAt: number) =>
	endtime !== null && endtime < (starttime ?? `${String(dayStartsAt).padStart(2, '0')}:00`);

/**
 * The rows of a user in the months of a period, and what the node reads besides: the month before if there are only
 * early ends up to the first day, the first day of the month after if the last day has a start without an end.
 */
function rowsOf({ amServer }: All, userid: string, from: string, to: string, dayStartsAt: number) {
	const rows: AttendanceDay[] = [];
	const add = (date: string) => {
		const [year, month] = date.split('-').map(Number);
		rows.push(...(amServer.attendanceOf(userid, year, month) ?? []));
	};
	const first = (date: string) => `${date.slice(0, 7)}-01`;
	for (let month = first(from); month <= to; month = first(after(month, 31))) add(month);
	const early = rows.filter((row) => row.workday <= from && isEarly(row, dayStartsAt));
	if (early.length === Number(from.slice(8))) add(after(first(from), -1));
	rows.sort((a, b) => (a.workday < b.workday ? -1 : 1));
	const { start = null, end = null } = shiftsOf(rows, dayStartsAt).get(to) ?? {};
	const next = after(to);
	if (next === first(next) && start !== null && end === null) {
		const length = rows.length;
		add(next);
		rows.push(...rows.splice(length).filter(({ workday }) => workday === next));
	}
	return rows.sort((a, b) => (a.workday < b.workday ? -1 : 1));
}

const personOf = ({ amServer }: All, userid: string) => ({
	staffId: userid,
	staffCode: userid,
	name: amServer.users.find((user) => user.userid === userid)!.username,
});

/** Moments of a working day, each with its word. */
const momentsOf = (shifts: Map<string, Shift>, date: string, dayStartsAt: number) => {
	const from = midnight(date) + dayStartsAt * 60;
	return [...shifts.values()]
		.flatMap(({ start, end }) => [
			{ at: start, word: '出勤' },
			{ at: end, word: '退勤' },
		])
		.filter((one): one is { at: number; word: string } => one.at !== null)
		.filter(({ at }) => at >= from && at < from + dayMinutes)
		.sort((a, b) => a.at - b.at);
};

/** The same without those that repeat the one before within five minutes. */
const withoutRepeats = (moments: ReturnType<typeof momentsOf>) =>
	moments.reduce<typeof moments>((kept, one) => {
		const last = kept.at(-1);
		return last?.word === one.word && one.at - last.at <= 5 ? kept : [...kept, one];
	}, []);

/** Kind of a day: undefined where no weekdays were given. */
export type Calendar = (date: string) => boolean | undefined;
export const weekdays = (date: string) => weekday(date) < 6;
const unknown: Calendar = () => undefined;

/** The whole row of a daily status on a day that is over. */
export function statusRow(
	servers: All,
	userid: string,
	date: string,
	{ dayStartsAt = 5, works = unknown }: { dayStartsAt?: number; works?: Calendar } = {},
): IDataObject {
	const shifts = shiftsOf(rowsOf(servers, userid, date, date, dayStartsAt), dayStartsAt);
	const moments = momentsOf(shifts, date, dayStartsAt);
	const last = moments.at(-1);
	// Minutes are known where ins and outs take turns.
	const walked = withoutRepeats(moments);
	const turns =
		walked.length > 0 &&
		walked.length % 2 === 0 &&
		walked.every(({ word }, index) => word === (index % 2 ? '退勤' : '出勤'));
	const worked = walked.reduce((sum, { at }, index) => sum + (index % 2 ? at : -at), 0);
	const none = works(date) === false ? 'dayOff' : 'notIn';
	return {
		...personOf(servers, userid),
		organizationName: null,
		status: !last ? none : last.word === '出勤' ? 'working' : 'left',
		firstIn: iso(moments.find(({ word }) => word === '出勤')?.at ?? null),
		lastOut: iso(moments.filter(({ word }) => word === '退勤').at(-1)?.at ?? null),
		lastStampAt: iso(last?.at ?? null),
		lastStampTypeName: last?.word ?? null,
		workedMinutes: turns ? worked : null,
		date,
		breakMinutes: turns ? 0 : null,
		email: null,
		organizationId: null,
	};
}

/** The whole rows of missing stamps, for days that are over. */
export function missingRows(
	servers: All,
	userid: string,
	from: string,
	to: string,
	{ dayStartsAt = 5, works = unknown }: { dayStartsAt?: number; works?: Calendar } = {},
): IDataObject[] {
	const shifts = shiftsOf(rowsOf(servers, userid, from, to, dayStartsAt), dayStartsAt);
	const rows: IDataObject[] = [];
	for (let date = from; date <= to; date = after(date)) {
		const moments = momentsOf(shifts, date, dayStartsAt);
		const missing = new Set<string>();
		let isIn = false;
		for (const { word } of withoutRepeats(moments)) {
			if (word === '出勤' && isIn) missing.add('clockOut');
			if (word === '退勤' && !isIn) missing.add('clockIn');
			isIn = word === '出勤';
		}
		if (isIn) missing.add('clockOut');
		if (moments.length === 0 && works(date)) missing.add('all');
		if (missing.size === 0) continue;
		const named = { all: 'すべての打刻', clockIn: '出勤', clockOut: '退勤' } as Record<
			string,
			string
		>;
		const list = ['all', 'clockIn', 'clockOut'].filter((one) => missing.has(one));
		rows.push({
			...personOf(servers, userid),
			email: null,
			organizationName: null,
			date,
			missing: list.join(', '),
			missingNames: list.map((one) => named[one]).join(', '),
			stamps: moments.map(({ at, word }) => `${word} ${clock(at)}`).join(', '),
			sheetUrl: null,
			workingDayCategoryName: null,
			firstIn: iso(moments.find(({ word }) => word === '出勤')?.at ?? null),
			lastOut: iso(moments.filter(({ word }) => word === '退勤').at(-1)?.at ?? null),
			organizationId: null,
		});
	}
	return rows;
}

/** The whole row of a summary with the standard hours, for a period of at most a month that is over. */
export function sumRow(
	servers: All,
	userid: string,
	from: string,
	to: string,
	{ dayStartsAt = 5, works = unknown }: { dayStartsAt?: number; works?: Calendar } = {},
): IDataObject {
	const shifts = shiftsOf(rowsOf(servers, userid, from, to, dayStartsAt), dayStartsAt);
	let [days, half, absent, minutes, night, daily, weekly, off] = [0, 0, 0, 0, 0, 0, 0, 0];
	let week = 0;
	for (let date = from; date <= to; date = after(date)) {
		if (weekday(date) === 7) week = 0;
		const { start = null, end = null } = shifts.get(date) ?? {};
		if (start === null && end === null) {
			if (works(date)) absent++;
			continue;
		}
		days++;
		if (start === null || end === null) {
			half++;
			continue;
		}
		let worked = 0;
		for (let minute = start; minute < end; minute++) {
			worked++;
			const hour = Math.floor((minute % dayMinutes) / 60);
			if (hour >= 22 || hour < 5) night++;
		}
		minutes += worked;
		if (works(date) === false) off += worked;
		daily += Math.max(0, worked - 480);
		for (let one = 0; one < Math.min(worked, 480); one++) if (++week > 2400) weekly++;
	}
	const whole = (figure: number) => (half > 0 ? null : figure);
	const hasCalendar = works(from) !== undefined;
	const overtime = daily + weekly;
	return {
		...personOf(servers, userid),
		organizationName: null,
		daysWorked: days,
		daysAbsent: hasCalendar || days === length(from, to) ? absent : null,
		workedMinutes: whole(minutes),
		overtimeMinutes: whole(overtime),
		missingStamps: half,
		overtimeLevel:
			overtime >= 6000 ? 'over100' : overtime > 2700 ? 'over45' : half > 0 ? null : 'within',
		startDate: from,
		endDate: to,
		roundedMinutes: days === 0 ? 0 : null,
		breakMinutes: 0,
		scheduledHolidayMinutes: hasCalendar || days === 0 ? offOf() : null,
		legalHolidayMinutes: hasCalendar || days === 0 ? 0 : null,
		nightMinutes: whole(night),
		overtimeDailyMinutes: whole(daily),
		overtimeWeeklyMinutes: whole(weekly),
		lateDays: null,
		lateMinutes: null,
		earlyDays: null,
		earlyMinutes: null,
		unknownDays: half,
		email: null,
		organizationId: null,
	};

	function offOf(): number | null {
		for (const { date, start, end } of shifts.values()) {
			const isHalf = (start === null) !== (end === null);
			if (date >= from && date <= to && isHalf && works(date) === false) return null;
		}
		return off;
	}
}
const length = (from: string, to: string) => (midnight(to) - midnight(from)) / dayMinutes + 1;
