import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	after,
	dateOf,
	missingRows,
	statusRow,
	sumRow,
	weekdays,
	type Calendar,
} from '../../cases/amServer/kept.cts';
import { firstTen } from '../../cases/case.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { AttendanceDay } from '../../servers/amServer.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Status, missing stamps and sums, from times that stand under the date of the server's clock. */

let servers: All;
const user = 'u00001';
beforeAll(async () => {
	servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 1 }, amServer: { users: 3 } });
});
beforeEach(() => {
	servers.amServer.reset();
	servers.amServer.attendance.clear();
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await servers.close());

async function run(
	operation: string,
	parameters: INodeParameters,
	more: Partial<Job> = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).amServer;
	const done = await runNode({
		node: 'amServer',
		credential: stored(type, { ...data }),
		parameters: {
			resource: 'attendance',
			operation,
			whose: 'selected',
			users: user,
			simplify: false,
			...parameters,
		},
		...more,
	});
	expect(servers.amServer.violations).toEqual([]);
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	return done;
}

/** Puts days of a user into the stand-in; months without days have none. */
function keep(rows: AttendanceDay[], months: string[], userid = user): void {
	for (const month of months) {
		const own = rows.filter(({ workday }) => workday.startsWith(month));
		servers.amServer.attendance.set(
			`${userid}/${month.replace('-', '/')}`,
			own.length ? own : null,
		);
	}
}
const row = (workday: string, starttime: string | null, endtime: string | null) => ({
	workday,
	starttime,
	endtime,
});
const asked = () =>
	servers.amServer.calls
		.filter(({ route }) => route === 'getAttendance')
		.map(({ path }) => path.split('/attendance/')[1]);
const custom = (startDate: string, endDate: string) => ({ period: 'custom', startDate, endDate });

describe.each(engines)('a clock-out after midnight (%s)', (_, routing) => {
	const months = ['2025-03', '2025-04', '2025-05'];

	test('a week of nights is seven whole shifts, over the end of a month', async () => {
		const nights = Array.from({ length: 8 }, (__, index) => {
			const date = after('2025-04-27', index);
			return row(date, index < 7 ? '22:00' : null, index > 0 ? '06:00' : null);
		});
		keep(nights, months);
		const options = { dayStartsAt: 12 };
		const sums = await run(
			'summarize',
			{ ...custom('2025-04-27', '2025-05-03'), options },
			{ routing },
		);
		expect(sums.json).toMatchObject([
			{
				daysWorked: 7,
				workedMinutes: 7 * 480,
				nightMinutes: 7 * 420,
				missingStamps: 0,
				overtimeWeeklyMinutes: 960,
			},
		]);
		const missing = await run(
			'findMissing',
			{ ...custom('2025-04-27', '2025-05-03'), dayStartsAt: 12 },
			{ routing },
		);
		expect(missing.json).toEqual([]);
	});

	test('the month after is read for those whose last day is open, and the one before for ends that may be of it', async () => {
		keep([row('2025-04-30', '20:00', null), row('2025-05-01', null, '02:00')], months);
		const status = await run('getDailyStatus', { date: '2025-04-30' }, { routing });
		expect(status.json).toMatchObject([
			{ status: 'left', lastOut: '2025-05-01T02:00:00+09:00', workedMinutes: 360 },
		]);
		expect(asked()).toEqual([`${user}/2025/04`, `${user}/2025/05`]);

		servers.amServer.reset();
		keep([row('2025-03-31', '20:00', null), row('2025-04-01', '20:00', '02:00')], months);
		const sums = await run('summarize', custom('2025-04-01', '2025-04-02'), { routing });
		// The end of the 1st is that of the night before.
		expect(sums.json).toMatchObject([{ daysWorked: 1, missingStamps: 1, workedMinutes: null }]);
		expect(asked()).toEqual([`${user}/2025/04`, `${user}/2025/03`]);

		servers.amServer.reset();
		keep([row('2025-04-01', '09:00', '18:00'), row('2025-04-30', '09:00', '18:00')], months);
		await run('summarize', custom('2025-04-01', '2025-04-30'), { routing });
		expect(asked()).toEqual([`${user}/2025/04`]);
	});
});

describe('today', () => {
	/** Sets the clock to a moment in Japan. */
	const at = (text: string) => {
		const shift = Date.parse(`${text}+09:00`) - Date.now();
		const real = Date.now.bind(Date);
		jest.spyOn(Date, 'now').mockImplementation(() => real() + shift);
	};

	test.each<[string, string, AttendanceDay[], IDataObject]>([
		[
			'in',
			'2025-04-10T15:00:30',
			[row('2025-04-10', '09:00', null)],
			{ status: 'working', workedMinutes: 360 },
		],
		[
			'gone',
			'2025-04-10T23:00:00',
			[row('2025-04-10', '09:00', '18:00')],
			{ status: 'left', workedMinutes: 540 },
		],
		[
			'not in',
			'2025-04-10T23:00:00',
			[row('2025-04-09', '09:00', '18:00')],
			{ status: 'notIn', firstIn: null },
		],
		[
			'in again after a night that nobody began',
			'2025-04-10T23:00:00',
			[row('2025-04-10', '22:00', '04:00')],
			{ status: 'working', firstIn: '2025-04-10T22:00:00+09:00', lastOut: null },
		],
		[
			'in before the working day ends, after midnight',
			'2025-04-11T02:00:00',
			[row('2025-04-10', '20:00', null)],
			{ status: 'working', date: '2025-04-10', workedMinutes: 360 },
		],
		[
			'gone after midnight',
			'2025-04-11T02:00:00',
			[row('2025-04-10', '20:00', null), row('2025-04-11', null, '01:30')],
			{ status: 'left', date: '2025-04-10', lastOut: '2025-04-11T01:30:00+09:00' },
		],
	])('%s', async (_, now, rows, expected) => {
		keep(rows, ['2025-03', '2025-04', '2025-05']);
		at(now);
		const done = await run('getDailyStatus', {});
		expect(done.error).toBeUndefined();
		expect(done.json).toMatchObject([expected]);
		expect(asked()).toEqual([`${user}/2025/04`]);
	});

	test('is not over: neither missing nor summed', async () => {
		keep([row('2025-04-09', '09:00', null), row('2025-04-10', '09:00', null)], ['2025-04']);
		at('2025-04-10T23:00:00');
		const missing = await run('findMissing', { period: 'thisMonth' });
		expect(missing.json).toMatchObject([{ date: '2025-04-09', missing: 'clockOut' }]);
		const sums = await run('summarize', { period: 'thisMonth' });
		expect(sums.json).toMatchObject([{ daysWorked: 1, missingStamps: 1, endDate: '2025-04-30' }]);
		expect(await run('findMissing', { period: 'today' })).toMatchObject({ json: [] });
	});
});

describe('any months', () => {
	const time = fc.oneof(
		fc.constant(null),
		fc
			.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
			.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
	);
	const night = fc.constantFrom<Array<[string | null, string | null]>>(
		['22:00', null],
		['22:00', '06:00'],
		[null, '06:00'],
		['21:30', '02:10'],
		[null, '03:00'],
	);
	const days = fc.array(fc.oneof(fc.constant([null, null] as const), fc.tuple(time, time), night), {
		minLength: 92,
		maxLength: 92,
	});
	const start = Date.parse('2025-03-01') / 60_000;
	const span = fc
		.tuple(fc.integer({ min: 31, max: 60 }), fc.integer({ min: 0, max: 29 }))
		.map(([from, length]) => [from, Math.min(60, from + length)])
		.map((ends) => ends.map((day) => dateOf(start + day * 1440)) as [string, string]);

	test('are told as a reckoning of its own tells them', async () => {
		await fc.assert(
			fc.asyncProperty(
				days,
				span,
				fc.constantFrom(0, 5, 12),
				fc.boolean(),
				fc.boolean(),
				async (times, [from, to], dayStartsAt, hasCalendar, routing) => {
					servers.amServer.reset();
					const rows = times.flatMap(([starttime, endtime], index) =>
						starttime || endtime ? [row(dateOf(start + index * 1440), starttime, endtime)] : [],
					);
					keep(rows, ['2025-02', '2025-03', '2025-04', '2025-05']);
					const works: Calendar | undefined = hasCalendar
						? (date) => weekdays(date) && date !== '2025-04-29'
						: undefined;
					const calendar = hasCalendar
						? { workingWeekdays: [1, 2, 3, 4, 5], holidays: ['2025-04-29'] }
						: {};
					const how = { dayStartsAt, works };
					const missing = await run(
						'findMissing',
						{ ...custom(from, to), dayStartsAt, options: calendar },
						{ routing },
					);
					expect(missing.json).toEqual(missingRows(servers, user, from, to, how));
					const sums = await run(
						'summarize',
						{ ...custom(from, to), options: { ...calendar, dayStartsAt } },
						{ routing },
					);
					expect(sums.json).toEqual([sumRow(servers, user, from, to, how)]);
					const status = await run(
						'getDailyStatus',
						{ date: to, dayStartsAt, options: calendar },
						{ routing },
					);
					expect(status.json).toEqual([statusRow(servers, user, to, how)]);
				},
			),
			{ numRuns: 300 },
		);
	}, 120_000);
});

describe.each(engines)('who is asked about (%s)', (_, routing) => {
	test('everybody, a call each, filtered by status', async () => {
		const rows = (id: string) => statusRow(servers, id, '2025-04-10');
		const all = servers.amServer.users.map(({ userid }) => rows(userid));
		const parameters = { whose: 'all', date: '2025-04-10', simplify: true };
		const done = await run('getDailyStatus', parameters, { routing });
		expect(done.json).toEqual(all.map(firstTen));
		expect([servers.amServer.count('listUsers'), asked().length]).toEqual([1, 4]);
		const wanted = await run(
			'getDailyStatus',
			{ ...parameters, filters: { status: ['notIn', 'working'] } },
			{ routing },
		);
		expect(wanted.json).toEqual(
			all.filter(({ status }) => status === 'notIn' || status === 'working').map(firstTen),
		);
	});

	test.each<[string, unknown]>([
		['text', 'u00001、u00002, nobody'],
		['a list', ['u00001', 'u00002']],
		['rows', [{ userId: 'u00001' }, { staffId: 'u00002' }, {}]],
		[
			'items of an earlier node',
			[{ json: { employeeNumber: 'u00001' } }, { json: { staffCode: 'u00002' } }],
		],
	])('people are left out by %s', async (__, list) => {
		const done = await run(
			'findMissing',
			{
				...custom('2025-04-12', '2025-04-14'),
				users: 'u00001, u00002, admin',
				leaveOut: '={{ $json.list }}',
				options: { workingWeekdays: '={{ "1,2" }}' },
			},
			{ routing, items: [{ list } as IDataObject] },
		);
		expect(done.json).toMatchObject([{ staffId: 'admin', date: '2025-04-14', missing: 'all' }]);
		expect(asked()).toEqual(['admin/2025/04']);
	});

	test.each<[string, INodeParameters, RegExp]>([
		[
			'leaves out an item that names nobody',
			{ leaveOut: '={{ [{ when: 1 }] }}' },
			/"People to Leave Out" contains an item that names nobody/,
		],
		[
			'leaves out objects as text',
			{ leaveOut: 'x{{ "" }}[object Object]' },
			/contains an object as text/,
		],
		[
			'has no such weekday',
			{ options: { workingWeekdays: '={{ [8] }}' } },
			/"Working Weekdays \(entry 1\)" must be/,
		],
		[
			'has no such holiday',
			{ options: { holidays: 'New Year' } },
			/"Holidays \(entry 1\)" must be a date/,
		],
		['begins at no hour', { dayStartsAt: 24 }, /"Day Starts At" must be a whole number/],
		['selects nobody', { users: '' }, /"User Names or IDs" must not be empty/],
	])('refuses an item that %s', async (__, parameters, message) => {
		const done = await run('findMissing', parameters, { routing });
		expect(done.error?.message).toMatch(message);
		expect(servers.amServer.calls).toEqual([]);
	});

	test.each<[string, AttendanceDay]>([
		['a time', row('2025-04-10', '9 o’clock', '18:00')],
		['a date', row('10 April', '09:00', '18:00')],
	])('%s that cannot be read is an error, not a missing stamp', async (__, bad) => {
		const day = [bad];
		servers.amServer.mutate = (route, body) =>
			route === 'getAttendance'
				? { ...(body as IDataObject), body: { year: 2025, month: 4, list: day } }
				: body;
		const done = await run('findMissing', custom('2025-04-10', '2025-04-10'), { routing });
		servers.amServer.mutate = undefined;
		expect(done.error?.message).toBe('am-server sent a day of user u00001 that cannot be read');
	});
});
