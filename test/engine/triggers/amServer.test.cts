import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { AttendanceDay } from '../../servers/amServer.cts';
import { clockAt, day, holds, hour, later, minute, Polled, type EventCase } from './rig.cts';

/** am-server's trigger: what holds for every event, then what is particular to its days. */

const zone = 'Asia/Tokyo';
const begin = async (users = 3): Promise<All> => {
	const servers = await startAll({
		akashi: { staff: 1 },
		omflow: { users: 1 },
		amServer: { users },
	});
	clockAt('2026-05-13T10:00:00');
	clear(servers);
	return servers;
};

/** The months that the tests touch, without the invented stamps. */
const clear = ({ amServer }: All): void => {
	for (const { userid } of amServer.users)
		for (const month of ['03', '04', '05', '06'])
			amServer.attendance.set(`${userid}/2026/${month}`, null);
};

/** Writes times of a day as the server does: over earlier ones. */
function write(
	{ amServer }: All,
	userid: string,
	workday: string,
	times: Partial<AttendanceDay>,
): void {
	const month = `${userid}/${workday.slice(0, 7).replace('-', '/')}`;
	const days = [...(amServer.attendance.get(month) ?? [])];
	const at = days.findIndex((one) => one.workday === workday);
	const was = at < 0 ? { workday, starttime: null, endtime: null } : days[at];
	days.splice(at < 0 ? 0 : at, at < 0 ? 0 : 1, { ...was, ...times });
	amServer.attendance.set(month, days);
}

/** A stamp by the server's clock. */
function stamp(servers: All, userid: string, name: 'endtime' | 'starttime'): string {
	const now = DateTime.now().setZone(zone);
	write(servers, userid, now.toISODate()!, { [name]: now.toFormat('HH:mm') });
	return now.toFormat("yyyy-MM-dd'T'HH:mm");
}

const today = '2026-05-13';
const item = (servers: All, userId: string, times: IDataObject, date = today): IDataObject => ({
	userId,
	name: servers.amServer.users.find(({ userid }) => userid === userId)!.username,
	date,
	startTime: null,
	endTime: null,
	workedMinutes: null,
	...times,
});

const newUser = { userid: 'new001', username: '新人', adminflg: '0', password: 'password1' };
const cases: EventCase[] = [
	{
		event: 'userAdded',
		happen: ({ amServer }) => void amServer.users.push(newUser),
		item: () => ({ userId: 'new001', name: '新人', admin: false }),
		sampled: ({ amServer }) => {
			const { userid, username } = amServer.users.at(-2)!;
			return { userId: userid, name: username, admin: false };
		},
	},
	{
		event: 'clockedIn',
		happen: (servers) => write(servers, 'u00002', today, { starttime: '10:04' }),
		item: (servers) => item(servers, 'u00002', { startTime: `${today}T10:04:00+09:00` }),
		clear,
	},
	{
		event: 'clockedOut',
		before: (servers) => write(servers, 'u00002', today, { starttime: '09:04' }),
		happen: (servers) => write(servers, 'u00002', today, { endtime: '10:04' }),
		item: (servers) =>
			item(servers, 'u00002', {
				startTime: `${today}T09:04:00+09:00`,
				endTime: `${today}T10:04:00+09:00`,
				workedMinutes: 60,
			}),
		clear,
	},
	{
		event: 'attendanceCorrected',
		before: (servers) => write(servers, 'u00002', today, { starttime: '09:04' }),
		happen: (servers) => write(servers, 'u00002', today, { starttime: '09:00' }),
		item: (servers) => ({
			...item(servers, 'u00002', { startTime: `${today}T09:00:00+09:00` }),
			changed: { startTime: expect.objectContaining({ new: '09:00' }) },
		}),
		sampled: (servers) => ({
			...item(servers, 'u00002', { startTime: `${today}T09:00:00+09:00` }),
			changed: {},
		}),
		clear,
	},
];

holds('amServer', begin, cases);

describe('in particular', () => {
	let servers: All;
	beforeEach(async () => void (servers = await begin()));
	afterEach(async () => await servers.close());
	const node = (events: string[], parameters: INodeParameters = {}) =>
		new Polled(servers, 'amServer', { events, ...parameters });
	const stamps = ['clockedIn', 'clockedOut'];
	const days = [...stamps, 'attendanceCorrected'];
	const seen = (items: IDataObject[] | null, ...names: string[]) =>
		items?.map((one) => [one.event, ...names.map((name) => one[name])]) ?? null;
	const baseline = async (polled: Polled) => expect(await polled.poll()).toBeNull();

	test('day and night shifts: every stamp is its own event, and none is a correction', async () => {
		// Hours of a day at which work begins and ends; a later end is on the next day.
		const shift = fc.oneof(
			fc.constant(undefined),
			fc.tuple(fc.integer({ min: 8, max: 10 }), fc.integer({ min: 17, max: 20 })),
			fc.tuple(fc.integer({ min: 12, max: 15 }), fc.integer({ min: 24, max: 26 })),
			fc.tuple(fc.integer({ min: 21, max: 23 }), fc.integer({ min: 29, max: 31 })),
		);
		const history = fc.array(shift, { minLength: 2, maxLength: 8 });
		await fc.assert(
			fc.asyncProperty(history, fc.integer({ min: 0, max: 59 }), async (shifts, minutes) => {
				clear(servers);
				clockAt('2026-04-28T07:00:00');
				const polled = node(days);
				await baseline(polled);
				for (const [at, times] of shifts.entries()) {
					for (const [place, hours] of (times ?? []).entries()) {
						const moment = DateTime.fromISO('2026-04-28', { zone }).plus({
							days: at,
							hours,
							minutes,
						});
						clockAt(moment.toFormat("yyyy-MM-dd'T'HH:mm:ss"));
						await baseline(polled);
						const time = stamp(servers, 'u00001', place ? 'endtime' : 'starttime');
						const got = await polled.poll();
						const name = place ? 'clockedOut' : 'clockedIn';
						expect(seen(got, 'date')).toEqual([[name, time.slice(0, 10)]]);
						expect(String(got![0][place ? 'endTime' : 'startTime']).slice(11, 16)).toBe(
							time.slice(11),
						);
						polled.restart();
					}
				}
			}),
			{ numRuns: 40 },
		);
	}, 120_000);

	test.each<[string, Partial<AttendanceDay>, Partial<AttendanceDay>, string[]]>([
		[
			'an end is another one',
			{ starttime: '09:00', endtime: '18:00' },
			{ endtime: '18:30' },
			['attendanceCorrected'],
		],
		[
			'an end is gone',
			{ starttime: '09:00', endtime: '18:00' },
			{ endtime: null },
			['attendanceCorrected'],
		],
		[
			'a start is gone',
			{ starttime: '09:00', endtime: '18:00' },
			{ starttime: null },
			['attendanceCorrected'],
		],
		[
			'both are others',
			{ starttime: '09:00', endtime: '18:00' },
			{ starttime: '08:00', endtime: '17:00' },
			['attendanceCorrected'],
		],
		['a start is added to an end', { endtime: '18:00' }, { starttime: '09:00' }, ['clockedIn']],
		[
			'a start is added, and the end is another one',
			{ endtime: '18:00' },
			{ starttime: '09:00', endtime: '18:30' },
			['attendanceCorrected', 'clockedIn'],
		],
		[
			'a start is another one, and the end is added',
			{ starttime: '09:00' },
			{ starttime: '08:00', endtime: '18:30' },
			['attendanceCorrected', 'clockedOut'],
		],
		[
			'an end without a start is another one',
			{ endtime: '18:00' },
			{ endtime: '18:30' },
			['attendanceCorrected'],
		],
		[
			'an end of the night is another one of the night',
			{ endtime: '05:00' },
			{ endtime: '06:00' },
			['attendanceCorrected'],
		],
		['nothing', { starttime: '09:00' }, {}, []],
	])('what becomes of a day: %s', async (_, was, becomes, events) => {
		write(servers, 'u00001', today, was);
		const polled = node(days);
		await baseline(polled);
		polled.restart();
		write(servers, 'u00001', today, becomes);
		expect((seen(await polled.poll())?.flat() ?? []).sort()).toEqual(events);
		await baseline(polled);
	});

	test('the old time of a correction, as long as n8n runs', async () => {
		write(servers, 'u00001', '2026-04-02', { starttime: '09:00', endtime: '18:00' });
		const polled = node(days);
		await baseline(polled);
		write(servers, 'u00001', '2026-04-02', { endtime: '17:00' });
		const [one] = (await polled.poll())!;
		expect(one).toMatchObject({
			date: '2026-04-02',
			changed: { endTime: { old: '18:00', new: '17:00' } },
		});
		polled.restart();
		write(servers, 'u00001', '2026-04-02', { endtime: '17:30' });
		const [next] = (await polled.poll())!;
		expect(next.changed).toEqual({ endTime: { new: '17:30' } });
	});

	test.each([
		['on an ordinary day', '2026-05-13T10:00:00', stamps, ['2026/05']],
		['just before a month ends', '2026-05-31T23:59:50', stamps, ['2026/05']],
		['on the first', '2026-06-01T00:00:10', stamps, ['2026/05', '2026/06']],
		['on the second', '2026-06-02T00:00:10', stamps, ['2026/06']],
		['corrections', '2026-05-13T10:00:00', days, ['2026/04', '2026/05']],
		['corrections on 1 March', '2026-03-01T10:00:00', days, ['2026/02', '2026/03']],
		[
			'corrections on the last of a long month',
			'2026-05-31T23:00:00',
			days,
			['2026/04', '2026/05'],
		],
	])('the months that a poll reads, once for each user: %s', async (_, now, events, months) => {
		clockAt(now);
		const polled = node(events);
		await baseline(polled);
		const { calls } = await polled.callsOf();
		// The session is that of the poll before.
		expect(calls).toEqual({ listUsers: 1, getAttendance: 4 * months.length });
		const asked = servers.amServer.calls
			.filter(({ route }) => route === 'getAttendance')
			.map(({ path }) => path.slice(-7));
		expect([...new Set(asked)].sort()).toEqual(months);
	});

	test('all events of a poll read the list of users once', async () => {
		const polled = node([...days, 'userAdded']);
		await baseline(polled);
		expect((await polled.callsOf()).calls).toEqual({ listUsers: 1, getAttendance: 8 });
	});

	test('a manual run looks further back for what yesterday and today do not have', async () => {
		clockAt('2026-05-18T10:00:00');
		write(servers, 'u00001', '2026-05-15', { starttime: '08:00', endtime: '17:00' });
		write(servers, 'u00002', '2026-05-18', { starttime: '09:00' });
		const items = await node(stamps).poll({ mode: 'manual' });
		expect(seen(items, 'userId', 'date')).toEqual([
			['clockedIn', 'u00002', '2026-05-18'],
			['clockedOut', 'u00001', '2026-05-15'],
		]);
	});

	test('stamps around the end of a month, and late ones', async () => {
		clockAt('2026-05-31T22:00:00');
		const polled = node(stamps);
		await baseline(polled);
		clockAt('2026-06-01T00:20:00');
		write(servers, 'u00001', '2026-05-31', { starttime: '23:50' });
		write(servers, 'u00002', '2026-06-01', { endtime: '00:10' });
		// Offline since yesterday morning; before that, nobody looks for it.
		write(servers, 'u00003', '2026-05-31', { starttime: '00:10' });
		write(servers, 'u00003', '2026-05-30', { starttime: '08:00' });
		const items = await polled.poll();
		expect(seen(items, 'userId', 'date')).toEqual([
			['clockedIn', 'u00003', '2026-05-30'],
			['clockedIn', 'u00001', '2026-05-31'],
			['clockedIn', 'u00003', '2026-05-31'],
			['clockedOut', 'u00002', '2026-06-01'],
		]);
		await baseline(polled);
	});

	test('the look-back is how late a stamp may come', async () => {
		const polled = node(stamps);
		const longer = node(stamps, { options: { lookBack: 96 } });
		for (const one of [polled, longer]) await baseline(one);
		for (let at = 0; at < 96; at++) {
			later(hour);
			for (const one of [polled, longer]) await baseline(one);
		}
		write(servers, 'u00001', '2026-05-14', { starttime: '09:00' });
		write(servers, 'u00001', '2026-05-16', { starttime: '09:00' });
		expect(seen(await polled.poll(), 'date')).toEqual([['clockedIn', '2026-05-16']]);
		expect(seen(await longer.poll(), 'date')).toEqual([
			['clockedIn', '2026-05-14'],
			['clockedIn', '2026-05-16'],
		]);
	}, 60_000);

	test('after five days without n8n, everything since is there, in order, also with a limit', async () => {
		const all = node(stamps);
		const polled = node(stamps, { options: { limitPerPoll: 4 } });
		for (const one of [polled, all]) await baseline(one);
		const dates = [14, 15, 16, 17, 18].map((date) => `2026-05-${date}`);
		for (const date of [...dates].reverse()) {
			for (const user of ['u00001', 'u00002'])
				write(servers, user, date, { starttime: '09:00', endtime: '18:00' });
		}
		later(5 * day + 9 * hour);
		for (const one of [polled, all]) one.restart();
		const expected = dates.flatMap((date) =>
			['u00001', 'u00002'].flatMap((user) => stamps.map((event) => [event, user, date])),
		);
		expect(seen(await all.poll(), 'userId', 'date')).toEqual(expected);
		const parts: unknown[] = [];
		for (let at = 0; at < 5; at++) {
			const items = (await polled.poll())!;
			expect(items).toHaveLength(4);
			parts.push(...seen(items, 'userId', 'date')!);
			polled.restart();
			later(minute);
		}
		expect(parts).toEqual(expected);
		await baseline(polled);
	});

	test('what is there already', async () => {
		write(servers, 'u00001', '2026-05-08', { starttime: '09:00' });
		write(servers, 'u00001', '2026-05-12', { starttime: '09:00' });
		write(servers, 'u00002', today, { starttime: '09:00', endtime: '09:30' });
		const recent = [
			['clockedIn', '2026-05-12'],
			['clockedIn', today],
			['clockedOut', today],
		];
		for (const [options, dates] of [
			[{ includeExisting: true }, recent],
			[{ since: '2026-05-08' }, [['clockedIn', '2026-05-08'], ...recent]],
			[{ since: '2026-05-13' }, recent.slice(1)],
		] as Array<[IDataObject, unknown[]]>) {
			const polled = node(days, { options: options as INodeParameters });
			expect(seen(await polled.poll(), 'date')).toEqual(dates);
			await baseline(polled);
		}
		const users = node(['userAdded'], { options: { includeExisting: true } });
		expect((await users.poll())!.map(({ userId }) => userId)).toEqual(
			servers.amServer.users.map(({ userid }) => userid),
		);
		await baseline(users);
	});

	test('other people are a new baseline for days alone', async () => {
		const parameters = { whose: 'selected', users: 'u00001' };
		const polled = node(['clockedIn', 'userAdded'], parameters);
		await baseline(polled);
		write(servers, 'u00001', today, { starttime: '09:00' });
		write(servers, 'u00002', today, { starttime: '09:00' });
		servers.amServer.users.push(newUser);
		polled.parameters = { ...polled.parameters, users: 'u00001, u00002' };
		expect(seen(await polled.poll(), 'userId')).toEqual([['userAdded', 'new001']]);
		write(servers, 'u00002', '2026-05-12', { starttime: '09:00' });
		expect(seen(await polled.poll(), 'userId')).toEqual([['clockedIn', 'u00002']]);
	});

	test('a user who is deleted is no event, and an error if selected', async () => {
		for (const user of ['u00001', 'u00002'])
			write(servers, user, today, { starttime: '09:00', endtime: '09:30' });
		const all = node([...days, 'userAdded']);
		const selected = node(days, { whose: 'selected', users: 'u00001, u00002' });
		for (const one of [all, selected]) await baseline(one);
		const before = structuredClone(selected.data);
		const { users } = servers.amServer;
		const [gone] = users.splice(2, 1);
		await baseline(all);
		await expect(selected.poll()).rejects.toMatchObject({
			message: expect.stringMatching(/"User IDs" contains "u00002".*no user/),
		});
		expect(selected.data).toEqual(before);
		users.push(gone);
		write(servers, 'u00002', today, { starttime: '09:10' });
		expect(seen(await selected.poll(), 'userId')).toEqual([['attendanceCorrected', 'u00002']]);
	});

	test('times that cannot be read are put out as they are, once', async () => {
		const polled = node(days);
		await baseline(polled);
		write(servers, 'u00001', today, { starttime: 'early', endtime: '25:10' });
		servers.amServer.note = () => undefined;
		expect(seen(await polled.poll(), 'startTime', 'endTime')).toEqual([
			['clockedIn', 'early', '25:10'],
			['clockedOut', 'early', '25:10'],
		]);
		await baseline(polled);
		later(day);
		await baseline(polled);
	});

	test.each(['2026-13-45', '2026-05-99', '05/13'])(
		'a day that cannot be read is put out as it is, once: "%s"',
		async (odd) => {
			const polled = node(days);
			await baseline(polled);
			write(servers, 'u00001', today, { starttime: '09:00' });
			write(servers, 'u00002', '2026-05-12', { starttime: '09:00' });
			servers.amServer.mutate = (_, body) => JSON.parse(JSON.stringify(body).replace(today, odd));
			expect(seen(await polled.poll(), 'userId', 'date')).toEqual([
				['clockedIn', 'u00001', odd],
				['clockedIn', 'u00002', '2026-05-12'],
			]);
			await baseline(polled);
		},
	);

	test('a day that is still to come waits for its day', async () => {
		const polled = node(stamps);
		await baseline(polled);
		write(servers, 'u00001', '2026-05-14', { starttime: '09:00' });
		await baseline(polled);
		later(day);
		expect(seen(await polled.poll(), 'date')).toEqual([['clockedIn', '2026-05-14']]);
	});

	test.each([
		['stamps of 2,000 users', 1999, stamps, ['05-12', '05-13'], 100_000],
		['corrections of 100 users', 99, ['attendanceCorrected'], weekdays(), 100_000],
	])(
		'the state is small: %s',
		async (_, users, events, dates, most) => {
			await servers.close();
			servers = await begin(users);
			for (const { userid } of servers.amServer.users) {
				for (const date of dates)
					write(servers, userid, `2026-${date}`, { starttime: '09:00', endtime: '18:00' });
			}
			const polled = node(events, { requestOptions: { requestsAtOnce: 20 } });
			await baseline(polled);
			expect(JSON.stringify(polled.data).length).toBeLessThanOrEqual(most);
			write(servers, 'u00050', today, { starttime: null });
			write(servers, 'u00050', today, { starttime: '08:50' });
			const got = seen(await polled.poll(), 'userId');
			expect(got).toEqual(events === stamps ? null : [['attendanceCorrected', 'u00050']]);
		},
		120_000,
	);
});

/** The working days of this and the last month, as far as they have come. */
function weekdays(): string[] {
	const dates: string[] = [];
	for (
		let at = DateTime.fromISO('2026-04-01');
		at <= DateTime.fromISO(today);
		at = at.plus({ days: 1 })
	)
		if (at.weekday < 6) dates.push(at.toFormat('MM-dd'));
	return dates;
}
