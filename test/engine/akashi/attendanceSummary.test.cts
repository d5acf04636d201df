import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isWork } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored, type Job } from '../engine.cts';

/** Sums of a period, reckoned here second by second, and what each operation of Attendance costs. */

let servers: All;
let ids: number[];
const start = async (akashi: NonNullable<Parameters<typeof startAll>[0]>['akashi']) => {
	servers = await startAll({ akashi });
	ids = servers.akashi.staff.map(({ staffId }) => staffId);
};
afterEach(async () => {
	jest.useRealTimers();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const run = async (operation: string, parameters: INodeParameters, more: Partial<Job> = {}) => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: { resource: 'attendance', operation, simplify: false, ...parameters },
		...more,
	});
};
const march: INodeParameters = { period: 'custom', startDate: '2026-03-01', endDate: '2026-03-31' };
const sums = async (parameters: INodeParameters, more?: Partial<Job>) =>
	await run('summarize', { ...march, ...parameters }, more);
const calls = () => {
	const routes: Record<string, number> = {};
	for (const { route } of servers.akashi.calls.filter(isWork)) {
		routes[route] = (routes[route] ?? 0) + 1;
	}
	return routes;
};
const stopAt = (time: string) => {
	const now = new Date(`${time}+09:00`);
	const doNotFake = ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'] as const;
	const others = ['clearImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'] as const;
	jest.useFakeTimers({ now, doNotFake: [...doNotFake, ...others, 'performance', 'hrtime'] });
	servers.akashi.clock.set(now.toISOString());
};

const second = (local: string) =>
	Date.parse(`${local.replaceAll('/', '-').replace(' ', 'T')}Z`) / 1_000;
const hourOf = (at: number) => Math.floor(at / 3_600) % 24;
type Told = 'all' | 'none';

/**
 * A person's row of March 2026, a second at a time.
 * @param told whose breaks AKASHI tells
 */
function reckoned(staffId: number, told: (day: string) => Told = () => 'all'): IDataObject {
	const figures = {
		daysWorked: 0,
		daysAbsent: 0,
		workedMinutes: 0 as number | null,
		roundedMinutes: 0 as number | null,
		breakMinutes: 0 as number | null,
		scheduledHolidayMinutes: 0 as number | null,
		legalHolidayMinutes: 0 as number | null,
		nightMinutes: 0 as number | null,
		overtimeDailyMinutes: 0 as number | null,
		overtimeWeeklyMinutes: 0 as number | null,
		lateDays: 0 as number | null,
		lateMinutes: 0 as number | null,
		missingStamps: 0,
		unknownDays: 0,
	};
	type Name = {
		[N in keyof typeof figures]: null extends (typeof figures)[N] ? N : never;
	}[keyof typeof figures];
	const add = (name: Name, more: number | null) => {
		const sum = figures[name];
		figures[name] = sum === null || more === null ? null : sum + more;
	};
	const week = new Map<number, number>();
	const include = { breaks: true, minutes: true };
	for (const one of servers.akashi.workingRecordsOf(staffId, '20260301', '20260331', include)) {
		const [from, to] = [one.start_time, one.end_time].map((time) => (time ? second(time) : null));
		const category = one.working_day_category!;
		const day = second(`${one.date} 00:00:00`) / 86_400;
		if (from === null && to === null) {
			if (category === 0) figures.daysAbsent++;
			continue;
		}
		figures.daysWorked++;
		if (category === 0) {
			const late = from === null ? null : Math.max(0, Math.floor((from - day * 86_400) / 60) - 540);
			add('lateMinutes', late);
			add('lateDays', late === null ? null : late > 0 ? 1 : 0);
		}
		const ofHoliday = ([null, 'scheduledHolidayMinutes', 'legalHolidayMinutes'] as const)[category];
		if (from === null || to === null) {
			figures.missingStamps++;
			figures.unknownDays++;
			add('workedMinutes', null);
			add('roundedMinutes', null);
			add('nightMinutes', null);
			add('breakMinutes', told(one.date) === 'all' ? 0 : null);
			if (ofHoliday) add(ofHoliday, null);
			if (category !== 2) add('overtimeDailyMinutes', null);
			if (category !== 2) add('overtimeWeeklyMinutes', null);
			continue;
		}
		const breaks = one.break_time_results!.map((rest) => [
			second(rest.result_break_time_start_time!),
			second(rest.result_break_time_end_time!),
		]);
		let [night, nightPause, pause] = [0, 0, 0];
		for (let at = from; at < to; at++) {
			const rests = breaks.some(([begin, end]) => at >= begin && at < end);
			const atNight = hourOf(at) >= 22 || hourOf(at) < 5;
			pause += rests ? 1 : 0;
			night += atNight && !rests ? 1 : 0;
			nightPause += atNight && rests ? 1 : 0;
		}
		const worked = one.actual_working_hours_no_rounding!;
		const isTold = told(one.date) === 'all';
		const span = Math.floor((to - from) / 60);
		add('workedMinutes', worked);
		if (ofHoliday) add(ofHoliday, worked);
		add('breakMinutes', isTold ? Math.floor(pause / 60) : Math.max(0, span - worked));
		const isKnown = isTold || night + nightPause === 0 || span <= worked;
		add('nightMinutes', isKnown ? Math.floor(night / 60) : null);
		const rounded = one.break_time_results!.reduce(
			(sum, rest) =>
				sum -
				second(rest.rounded_break_time_end_time!) +
				second(rest.rounded_break_time_start_time!),
			second(one.rounded_end_time!) - second(one.rounded_start_time!),
		);
		add('roundedMinutes', isTold ? Math.floor(rounded / 60) : null);
		if (category === 2) continue;
		add('overtimeDailyMinutes', Math.max(0, worked - 480));
		// 1 January 1970 was a Thursday: weeks that begin on Sunday.
		const number = Math.floor((day + 4) / 7);
		const before = week.get(number) ?? 0;
		week.set(number, before + Math.min(480, worked));
		add(
			'overtimeWeeklyMinutes',
			Math.max(0, week.get(number)! - 2_400) - Math.max(0, before - 2_400),
		);
	}
	return { staffId, ...figures };
}
const named = (row: IDataObject, like: IDataObject) =>
	Object.fromEntries(Object.keys(like).map((name) => [name, row[name]]));

/** Complete days, half days, days without breaks, work on days off. */
const mixed = (staffId: number, day: string) => {
	const isWeekend = [0, 6].includes(new Date(day.replaceAll('/', '-')).getUTCDay());
	const luck = (staffId + Number(day.slice(8))) % 9;
	if (isWeekend) return luck === 0 ? 4 : luck === 1 ? 2 : 0;
	if (staffId % 4 === 0 && luck === 5) return 1;
	return luck === 3 ? 0 : luck === 4 ? 2 : 4;
};

test.each([
	['all', 'all'],
	['none', 'none'],
	['refused', 'none'],
	['firstDay', 'first'],
] as const)('every figure, if AKASHI answers breaks of a span: %s', async (breaksOfSpan, told) => {
	await start({ staff: 7, stampsPerDay: mixed, breaksOfSpan });
	const { akashi } = servers;
	// A night shift with a break over midnight, and a clock-out that is only in the record.
	for (const id of ids.slice(0, 3)) {
		akashi.corrections.set(`${id} 2026/03/12`, {
			start_time: '2026/03/12 20:30:20',
			end_time: '2026/03/13 06:10:00',
			rounded_start_time: '2026/03/12 20:45:00',
			rounded_end_time: '2026/03/13 06:00:00',
			actual_working_hours_no_rounding: 517,
			break_time_results: [
				{
					result_break_time_start_time: '2026/03/12 23:40:00',
					result_break_time_end_time: '2026/03/13 00:42:00',
					rounded_break_time_start_time: '2026/03/12 23:30:00',
					rounded_break_time_end_time: '2026/03/13 00:45:00',
				},
			],
		});
	}
	const expected = ids.map((id) =>
		reckoned(id, (day) =>
			told === 'all' || (told === 'first' && day === '2026/03/01') ? 'all' : 'none',
		),
	);
	expect(expected.some(({ workedMinutes }) => workedMinutes === null)).toBe(true);
	for (const punchNames of ['table', 'example'] as const) {
		for (const recordsShape of ['array', 'object'] as const) {
			Object.assign(akashi.options, { punchNames, recordsShape });
			const { json, error } = await sums({ options: { workStartsAt: '9:00' } });
			expect(error).toBeUndefined();
			expect(json.map((row, index) => named(row, expected[index]))).toEqual(expected);
		}
	}
});

test('hired in the middle of the month, and no record at all', async () => {
	await start({ staff: 4, stampsPerDay: 4 });
	const { corrections } = servers.akashi;
	const days = Array.from(
		{ length: 31 },
		(_, day) => `2026/03/${String(day + 1).padStart(2, '0')}`,
	);
	for (const day of days.slice(0, 15)) corrections.set(`${ids[1]} ${day}`, null);
	for (const day of days) corrections.set(`${ids[2]} ${day}`, null);
	const { json } = await sums({});
	expect(json.map(({ daysWorked, daysAbsent }) => [daysWorked, daysAbsent])).toEqual([
		[31, 0],
		[16, 0],
		[null, null],
		[31, 0],
	]);
	expect(json[2]).toMatchObject({
		staffId: ids[2],
		workedMinutes: null,
		unknownDays: null,
		overtimeLevel: null,
		startDate: '2026-03-01',
		endDate: '2026-03-31',
	});
	servers.akashi.reset();
	// Alone, the days before look as if AKASHI had left them out: they are asked for once more.
	const alone = await sums({ staff: 'selected', staffIds: [ids[1]] });
	expect(named(alone.json[0], json[1])).toEqual(json[1]);
	expect(calls().listWorkingRecords).toBe(2);
});

test('hours, weeks and given times', async () => {
	await start({ staff: 1, stampsPerDay: 0 });
	const day = (date: string, from: string, to: string, worked: number) =>
		servers.akashi.corrections.set(`${ids[0]} 2026/03/${date}`, {
			start_time: `2026/03/${date} ${from}:00`,
			end_time: `2026/03/${date} ${to}:00`,
			actual_working_hours_no_rounding: worked,
			break_time_results: [],
		});
	// Sunday to Saturday; work on Sunday, a legal holiday, is no overtime.
	day('01', '09:00', '12:00', 180);
	for (const date of ['02', '03', '04', '05', '06']) day(date, '08:59', '17:00', 480);
	day('04', '09:01', '16:30', 600);
	day('07', '09:00', '10:00', 60);
	const row = async (options: INodeParameters) => (await sums({ options })).json[0];
	expect(await row({})).toMatchObject({
		overtimeDailyMinutes: 120,
		overtimeWeeklyMinutes: 60,
		overtimeMinutes: 180,
		scheduledHolidayMinutes: 60,
		legalHolidayMinutes: 180,
		lateDays: null,
		earlyDays: null,
		overtimeLevel: 'within',
	});
	expect(
		await row({ weekStartsOn: 5, hoursPerDay: 7.5, workStartsAt: '09:00', workEndsAt: '17:00' }),
	).toMatchObject({
		overtimeDailyMinutes: 4 * 30 + 150,
		overtimeWeeklyMinutes: 0,
		lateDays: 1,
		lateMinutes: 1,
		earlyDays: 1,
		earlyMinutes: 30,
	});
	expect((await row({ hoursPerDay: 0, hoursPerWeek: 0 })).overtimeMinutes).toBe(5 * 480 + 120 + 60);
});

test('days that are not over do not count, and are not asked for', async () => {
	await start({ staff: 2, stampsPerDay: 4 });
	stopAt('2026-03-11T04:00:00');
	const { json } = await sums({ period: 'thisMonth' });
	expect(json.map(({ daysWorked }) => daysWorked)).toEqual([9, 9]);
	expect(json[0]).toMatchObject({ startDate: '2026-03-01', endDate: '2026-03-31' });
	const [{ query }] = servers.akashi.calls.filter(({ route }) => route === 'listWorkingRecords');
	expect(query).toMatchObject({ start_date: '20260301', end_date: '20260309' });
	servers.akashi.reset();
	const later = await sums({ startDate: '2026-03-10', endDate: '2026-04-10' });
	expect(later.json.map(({ daysWorked }) => daysWorked)).toEqual([null, null]);
	expect(calls()).toEqual({ listStaff: 1 });
});

describe('calls', () => {
	test('137 people', async () => {
		await start({ staff: 137, stampsPerDay: 4 });
		const { akashi } = servers;
		const status = await run('getDailyStatus', { date: '2026-03-03' });
		expect(status.json.map(({ staffId }) => staffId)).toEqual(ids);
		expect(calls()).toEqual({ listStaff: 7, listStampsOfMany: 3 });
		akashi.reset();
		await run('findMissing', { period: 'custom', startDate: '2026-03-03', endDate: '2026-03-03' });
		expect(calls()).toEqual({ listStaff: 7, listStampsOfMany: 3, listWorkingRecords: 3 });
		akashi.reset();
		expect((await sums({})).json).toHaveLength(137);
		expect(calls()).toEqual({ listStaff: 7, listWorkingRecords: 3 });
		akashi.reset();
		akashi.options.breaksOfSpan = 'refused';
		await sums({});
		expect(calls().listWorkingRecords).toBeLessThanOrEqual(3 + 3);
		akashi.reset();
		await run('findMissing', march);
		expect(calls()).toEqual({ listStaff: 7, listStampsOfMany: 3 * 31, listWorkingRecords: 3 });
	});

	test('2,000 people', async () => {
		const absent = new Set<number>();
		await start({ staff: 2_000, stampsPerDay: (staffId) => (absent.has(staffId) ? 0 : 4) });
		ids.forEach((id, at) => at % 40 === 0 && absent.add(id));
		const status = await run('getDailyStatus', { date: '2026-03-03' });
		expect(status.json.filter((row) => row.status === 'notIn')).toHaveLength(50);
		expect(calls()).toEqual({ listStaff: 100, listStampsOfMany: 40, listWorkingRecords: 1 });
		for (const [breaksOfSpan, most] of [
			['all', 40],
			['refused', 44],
		] as const) {
			servers.akashi.reset();
			servers.akashi.options.breaksOfSpan = breaksOfSpan;
			// A week costs as many calls as a month.
			const { json } = await sums({ endDate: '2026-03-07' });
			expect(json.map(({ staffId }) => staffId)).toEqual(ids);
			const { listStaff, listWorkingRecords } = calls();
			expect(listStaff).toBe(100);
			expect(listWorkingRecords).toBeLessThanOrEqual(most);
		}
	}, 60_000);
});
