import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { sheetUrlOf } from '../../../nodes/Akashi/resources/attendance/findMissing.ts';
import { isWork } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Job } from '../engine.cts';

/** Status and missing stamps of days that are told stamp by stamp. */

let servers: All;
let ids: number[];
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 45, stampsPerDay: 0 } });
	ids = servers.akashi.staff.map(({ staffId }) => staffId);
});
afterEach(async () => {
	jest.useRealTimers();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const run = async (parameters: INodeParameters, more: Partial<Job> = {}) => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: { resource: 'attendance', simplify: false, ...parameters },
		...more,
	});
};
const statusOf = async (parameters: INodeParameters, more?: Partial<Job>) =>
	await run({ operation: 'getDailyStatus', ...parameters }, more);
const missingOf = async (parameters: INodeParameters, more?: Partial<Job>) =>
	await run({ operation: 'findMissing', period: 'custom', ...parameters }, more);
const some = (...places: number[]): INodeParameters => ({
	staff: 'selected',
	staffIds: places.map((place) => ids[place]),
});
/** Stops the clock of this process and of the stand-in at a time in Japan. */
const stopAt = (time: string) => {
	const now = new Date(`${time}+09:00`);
	const doNotFake = ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'] as const;
	const others = ['clearImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'] as const;
	jest.useFakeTimers({
		now,
		doNotFake: [...doNotFake, ...others, 'performance', 'hrtime'],
	});
	servers.akashi.clock.set(now.toISOString());
};
const punch = (place: number, ...stamps: Array<[string, number]>) =>
	servers.akashi.punches.set(
		ids[place],
		stamps.map(([at, type]) => [at.length === 16 ? `${at}:00` : at, type]),
	);
const count = (route: string) => servers.akashi.count(route);
/** Columns of the rows. */
const columns = (rows: IDataObject[], ...names: string[]) =>
	rows.map((row) => names.map((name) => row[name]));

describe('Get Daily Status', () => {
	test('by the latest stamp of the working day, over midnight', async () => {
		// Left after midnight; only a clock-out from the night before; a night shift that is not over at 5:00.
		punch(0, ['2026/03/03 09:00', 11], ['2026/03/04 01:30', 12]);
		punch(1, ['2026/03/03 02:00', 12], ['2026/03/03 05:00:00', 21], ['2026/03/03 12:00', 31]);
		punch(2, ['2026/03/03 22:00', 11], ['2026/03/04 04:59:59', 32], ['2026/03/04 05:00:00', 22]);
		punch(3, ['2026/03/03 09:00', 11], ['2026/03/03 12:00', 31], ['2026/03/03 13:00', 32]);
		const { json } = await statusOf({ ...some(0, 1, 2, 3), date: '2026-03-03' });
		const names = ['staffId', 'status', 'firstIn', 'lastOut', 'lastStampTypeName', 'workedMinutes'];
		expect(columns(json, ...names)).toEqual([
			[ids[0], 'left', '2026-03-03T09:00:00+09:00', '2026-03-04T01:30:00+09:00', '退勤', 990],
			[ids[1], 'onBreak', '2026-03-03T05:00:00+09:00', null, '休憩入', null],
			[ids[2], 'working', '2026-03-03T22:00:00+09:00', null, '休憩戻', null],
			[ids[3], 'working', '2026-03-03T09:00:00+09:00', null, '休憩戻', null],
		]);
		expect(json.map(({ date }) => date)).toEqual(json.map(() => '2026-03-03'));
	});

	test.each([
		['2026-03-04T03:00:00', 5, '2026-03-03', 'working', 18 * 60],
		['2026-03-04T05:00:00', 5, '2026-03-04', 'notIn', null],
		['2026-03-04T00:00:00', 0, '2026-03-04', 'notIn', null],
		['2026-03-03T23:59:30', 0, '2026-03-03', 'working', 14 * 60 + 59],
	])('today at %s, from %d:00', async (now, dayStartsAt, date, status, workedMinutes) => {
		punch(0, ['2026/03/03 09:00', 11]);
		stopAt(now);
		const { json } = await statusOf({ ...some(0), dayStartsAt }, { timezone: 'America/New_York' });
		expect(columns(json, 'date', 'status', 'workedMinutes')).toEqual([
			[date, status, workedMinutes],
		]);
	});

	test('a stamp counts on a day off; without one, the category does', async () => {
		const { corrections } = servers.akashi;
		punch(0, ['2026/03/07 10:00', 11]);
		// A working Saturday, a day off in the week, and somebody without a record.
		corrections.set(`${ids[2]} 2026/03/07`, { working_day_category: 0 });
		corrections.set(`${ids[3]} 2026/03/07`, { working_day_category: 2 });
		corrections.set(`${ids[4]} 2026/03/07`, null);
		const everybody = some(0, 1, 2, 3, 4);
		const { json } = await statusOf({ ...everybody, date: '2026-03-07' });
		const all = ['working', 'dayOff', 'notIn', 'dayOff', 'notIn'];
		expect(json.map(({ status }) => status)).toEqual(all);
		const blind = await statusOf({
			...everybody,
			date: '2026-03-07',
			options: { lookUpDaysOff: false },
		});
		expect(blind.json.map(({ status }) => status)).toEqual(['working', ...Array(4).fill('notIn')]);
		for (const wanted of ['dayOff', 'left', 'notIn', 'onBreak', 'working']) {
			servers.akashi.reset();
			const done = await statusOf({
				...everybody,
				date: '2026-03-07',
				filters: { status: [wanted] },
			});
			expect(done.json.map(({ status }) => status)).toEqual(all.filter((one) => one === wanted));
			expect(count('listWorkingRecords')).toBe(['dayOff', 'notIn'].includes(wanted) ? 1 : 0);
		}
	});

	test('of an organization, in the order of the list', async () => {
		const { organizations, staff } = servers.akashi;
		const { organizationId } = organizations.find(({ code }) => code === 'B')!;
		const meant = staff.filter(({ organization }) =>
			['営業部', '営業一課', '営業二課'].includes(organization!.name!),
		);
		const { json } = await statusOf({
			staff: 'organization',
			organizationId: { __rl: true, mode: 'id', value: String(organizationId) },
			date: '2026-03-03',
		});
		expect(columns(json, 'staffId', 'staffCode', 'email', 'organizationName')).toEqual(
			meant.map((one) => [one.staffId, one.staffNum, one.email, one.organization!.name]),
		);
	});

	test('the owner alone is asked for with the calls that need no permission', async () => {
		punch(0, ['2026/03/03 09:00', 11]);
		const { json } = await statusOf({ staff: 'me', date: '2026-03-03' });
		expect(json.map(({ status }) => status)).toEqual(['working']);
		expect(servers.akashi.calls.filter(isWork).map(({ route }) => route)).toEqual([
			'listStaff',
			'listOwnStamps',
		]);
	});

	test.each([{ longestRefused: true }, { overMidnightRefused: true }])(
		'a server that takes no whole day, or none over midnight: %j',
		async (options) => {
			Object.assign(servers.akashi.options, options, { longestRefused: true });
			punch(0, ['2026/03/03 05:00:00', 11], ['2026/03/04 04:59:59', 12]);
			punch(1, ['2026/03/03 23:59:59', 11], ['2026/03/04 00:00:00', 31]);
			punch(2, ['2026/03/04 05:00:00', 11]);
			const { json, error } = await statusOf({ ...some(0, 1, 2), date: '2026-03-03' });
			expect(error).toBeUndefined();
			expect(columns(json, 'status', 'firstIn')).toEqual([
				['left', '2026-03-03T05:00:00+09:00'],
				['onBreak', '2026-03-03T23:59:59+09:00'],
				['notIn', null],
			]);
		},
	);
});

describe('Find Missing Stamps', () => {
	const period = (startDate: string, endDate = startDate): INodeParameters => ({
		startDate,
		endDate,
	});

	test('each kind of stamp, with what is there', async () => {
		const day = '2026/03/03';
		punch(0, [`${day} 09:00`, 11], [`${day} 12:00`, 31], ['2026/03/04 02:00', 12]);
		punch(1, [`${day} 12:00`, 32], [`${day} 18:00`, 22]);
		punch(2, [`${day} 09:00`, 21]);
		punch(3, [`${day} 09:00`, 11], ['2026/03/04 04:00', 12], ['2026/03/04 09:00', 11]);
		// Somebody entered the clock-out by hand.
		punch(5, [`${day} 09:00`, 11]);
		servers.akashi.corrections.set(`${ids[5]} ${day}`, { end_time: `${day} 18:00:00` });
		const { json } = await missingOf({ ...some(0, 1, 2, 3, 4, 5), ...period('2026-03-03') });
		expect(columns(json, 'staffId', 'missing', 'missingNames', 'stamps')).toEqual([
			[ids[0], 'breakEnd', '休憩戻', '出勤 09:00, 休憩入 12:00, 退勤 02:00'],
			[ids[1], 'clockIn, breakStart', '出勤, 休憩入', '休憩戻 12:00, 直帰 18:00'],
			[ids[2], 'clockOut', '退勤', '直行 09:00'],
			[ids[4], 'all', 'すべての打刻', ''],
		]);
		const { staffNum, email, organization } = servers.akashi.staff[0];
		expect(json[0]).toMatchObject({
			staffCode: staffNum,
			email,
			date: '2026-03-03',
			organizationName: organization!.name,
			workingDayCategoryName: '労働日',
			firstIn: '2026-03-03T09:00:00+09:00',
			lastOut: '2026-03-04T02:00:00+09:00',
			sheetUrl: null,
		});
	});

	test.each([
		['https://atnd.ak4.jp/api/cooperation', 'https://atnd.ak4.jp/manager/attendance/7/202603'],
		[
			'https://atnd-awj.ak4.jp/api/cooperation',
			'https://atnd-awj.ak4.jp/manager/attendance/7/202603',
		],
		['https://atnd.ak4.jp.example.com/api/cooperation', null],
		['http://localhost:8080', null],
	])("a person's sheet at %s", (baseUrl, url) => {
		expect(sheetUrlOf(baseUrl, 7, '2026-03-31')).toBe(url);
	});

	test('days off, days before somebody is hired, and stamps without a record', async () => {
		const { corrections } = servers.akashi;
		// Hired on the 6th.
		for (const day of ['04', '05']) corrections.set(`${ids[1]} 2026/03/${day}`, null);
		// Work on a day off, and on a day of which AKASHI keeps nothing.
		punch(2, ['2026/03/07 09:00', 11]);
		corrections.set(`${ids[2]} 2026/03/07`, null);
		const { json } = await missingOf({
			...some(0, 1, 2),
			...period('2026-03-04', '2026-03-08'),
		});
		expect(columns(json, 'staffId', 'date', 'missing', 'workingDayCategoryName')).toEqual([
			...['04', '05', '06'].map((day) => [ids[0], `2026-03-${day}`, 'all', '労働日']),
			[ids[1], '2026-03-06', 'all', '労働日'],
			...['04', '05', '06'].map((day) => [ids[2], `2026-03-${day}`, 'all', '労働日']),
			[ids[2], '2026-03-07', 'clockOut', null],
		]);
	});

	test('a day that is not over is not missing', async () => {
		stopAt('2026-03-05T04:59:00');
		const { json } = await missingOf({ ...some(0), ...period('2026-03-02', '2026-03-06') });
		expect(json.map(({ date }) => date)).toEqual(['2026-03-02', '2026-03-03']);
		servers.akashi.reset();
		for (const parameters of [{ period: 'today' }, period('2026-03-04'), period('2027-01-01')]) {
			expect((await missingOf({ ...parameters })).json).toEqual([]);
		}
		expect(servers.akashi.calls.filter(isWork)).toEqual([]);
		stopAt('2026-03-05T05:00:00');
		const { json: over } = await missingOf({ ...some(0), period: 'yesterday' });
		expect(over.map(({ date }) => date)).toEqual(['2026-03-04']);
	});

	describe.each(engines)('people to leave out (%s)', (_, routing) => {
		const leftOut = async (leaveOut: unknown, items: IDataObject[] = [{}]) => {
			const { json, error } = await missingOf(
				{ ...some(0, 1, 2, 3), ...period('2026-03-03'), leaveOut } as INodeParameters,
				{ routing, items },
			);
			expect(error).toBeUndefined();
			const named = json.map(({ staffId }) => staffId);
			return [0, 1, 2, 3].filter((place) => !named.includes(ids[place]));
		};
		const of = (place: number) => servers.akashi.staff[place];

		test('as text, as a list, as rows and as items', async () => {
			const address = of(1).email!.toUpperCase();
			const { staffNum } = of(0);
			expect(await leftOut('')).toEqual([]);
			expect(await leftOut('NOBODY, who@example.com, 999')).toEqual([]);
			expect(await leftOut(`${staffNum}、 ${address},${ids[3]}`)).toEqual([0, 1, 3]);
			// Full-width letters.
			expect(await leftOut(staffNum!.replace('E', 'Ｅ'))).toEqual([0]);
			const lists: Array<[unknown, number[]]> = [
				[
					[staffNum, ids[2]],
					[0, 2],
				],
				[ids[2], [2]],
				[
					[{ staffId: ids[2] }, { json: { email: of(1).email } }],
					[1, 2],
				],
				[{ employeeNumber: of(3).staffNum, userName: 'suzuki' }, [3]],
				[
					[{ userName: of(1).email }, { userName: of(2).staffNum }, { userName: `${ids[3]}` }],
					[1, 2],
				],
				[[{ staffCode: of(1).staffNum, email: null, name: 'x' }, { json: {} }, null, ''], [1]],
				[[], []],
			];
			for (const [list, meant] of lists) {
				expect(await leftOut('={{ $json.list }}', [{ list } as IDataObject])).toEqual(meant);
			}
			// The items of an earlier node, as n8n gives them.
			const items = [{ email: of(0).email }];
			expect(await leftOut("={{ $('Start').all() }}", items)).toEqual([0]);
		});

		test.each([
			[[{ principalId: 7, principalName: '山田' }], /an item that names nobody: .*staffId.*email/],
			[true, /must be names, or a list of them/],
			['x, [object Object]', /contains an object as text/],
		])('wrong: %j', async (list, words) => {
			const { error } = await missingOf(
				{ ...period('2026-03-03'), leaveOut: '={{ $json.list }}' },
				{ routing, items: [{ list } as IDataObject] },
			);
			expect(error?.message).toMatch(/"People to Leave Out"/);
			expect(error?.message).toMatch(words);
			expect(servers.akashi.calls.filter(isWork)).toEqual([]);
		});

		test('a number that is one code and another ID', async () => {
			of(0).staffNum = String(ids[1]);
			const { error } = await missingOf({ ...period('2026-03-03'), leaveOut: ids[1] }, { routing });
			expect(error?.message).toMatch(
				/contains "\d+", which is the staff code of ID \d+ and the ID/,
			);
			expect(count('listWorkingRecords')).toBe(0);
			// A row says which of them it is.
			expect(await leftOut('={{ $json.row }}', [{ row: { staffId: ids[1] } }])).toEqual([1]);
			expect(await leftOut('={{ $json.row }}', [{ row: { staffCode: of(0).staffNum } }])).toEqual([
				0,
			]);
		});
	});
});

test.each(['getDailyStatus', 'findMissing'])(
	'a stamp whose time cannot be read is never dropped: %s',
	async (operation) => {
		punch(0, ['2026/03/03 09:00', 11], ['2026/03/03 25:00:00', 12]);
		const { error, json } = await run({
			operation,
			...some(0, 1),
			date: '2026-03-03',
			period: 'custom',
			startDate: '2026-03-03',
			endDate: '2026-03-03',
		});
		expect(json).toEqual([]);
		expect(error?.message).toMatch(/a stamp whose time cannot be read/);
	},
);

describe.each(engines)('wrong inputs, before any request (%s)', (_, routing) => {
	const custom = { period: 'custom', startDate: '2026-03-01', endDate: '2026-03-31' };
	test.each<[string, IDataObject, RegExp]>([
		['getDailyStatus', { dayStartsAt: 24 }, /"Day Starts At" must be a whole number from 0 to 23/],
		['getDailyStatus', { date: 'soon' }, /"Date" must be a date/],
		[
			'getDailyStatus',
			{ filters: { status: ['asleep'] } },
			/"Status \(entry 1\)" must be one of dayOff/,
		],
		[
			'getDailyStatus',
			{ options: { lookUpDaysOff: 'perhaps' } },
			/"Look Up Days Off" must be true/,
		],
		['findMissing', { dayStartsAt: -1 }, /"Day Starts At" must be a whole number from 0 to 23/],
		['summarize', { options: { hoursPerDay: -1 } }, /"Hours per Day" must be a number from 0/],
		['summarize', { options: { hoursPerWeek: 'forty' } }, /"Hours per Week" must be a number/],
		['summarize', { options: { workStartsAt: '9時' } }, /"Work Starts At" must be a time such as/],
		['summarize', { options: { workEndsAt: '24:00' } }, /"Work Ends At" must be a time such as/],
		['summarize', { options: { weekStartsOn: 0 } }, /"Week Starts On" must be a whole number/],
		['summarize', { options: { dayStartsAt: 5.5 } }, /"Day Starts At" must be a whole number/],
	])('%s %j', async (operation, wrong, words) => {
		const asExpressions = (value: unknown): unknown =>
			value !== null && typeof value === 'object' && !Array.isArray(value)
				? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asExpressions(one)]))
				: `={{ ${JSON.stringify(value)} }}`;
		for (const parameters of [wrong, asExpressions(wrong)] as INodeParameters[]) {
			const { error } = await run({ operation, ...custom, ...parameters }, { routing });
			expect(error?.message).toMatch(words);
			expect(servers.akashi.calls.filter(isWork)).toEqual([]);
		}
	});
});
