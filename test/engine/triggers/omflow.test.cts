import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { OmflowLeave, OmflowOptions, OmflowUser } from '../../servers/omflow.cts';
import { clockAt, day, holds, hour, later, minute, Polled, type EventCase } from './rig.cts';

/** OMFLOW's trigger: what holds for every event, then what is particular to users and to leave. */

const begin = async (options: OmflowOptions = {}): Promise<All> => {
	const servers = await startAll({
		akashi: { staff: 1 },
		omflow: { users: 8, ...options },
		amServer: { users: 1 },
	});
	clockAt('2026-05-13T10:00:00');
	return servers;
};

const userOf = ({ omflow }: All, id: number): OmflowUser =>
	omflow.users.find((one) => one.id === id)!;
/** A user as the trigger puts one out; all times of the stand-in are those of Japan. */
const rowOf = (user: OmflowUser): IDataObject => ({
	userId: user.id,
	userName: user.username,
	name: user.nick_name,
	email: user.email as string,
	employeeNumber: user.ad_no as string,
	organizationId: user.default_group as number,
	active: user.is_active as boolean,
	company: user.company as string,
	lastLogin: user.last_login ? `${String(user.last_login)}+09:00` : null,
	deleted: user.delete as boolean,
});
const addUser = ({ omflow }: All, changes: Partial<OmflowUser> = {}): OmflowUser => {
	const id = Math.max(...omflow.users.map((one) => one.id)) + 1;
	const user = {
		...omflow.users[2],
		id,
		username: `new.user${id}`,
		nick_name: `新人 ${id}`,
		ad_no: `N${id}`,
		...changes,
	};
	omflow.users.push(user);
	return user;
};

const principal = 3;
const substitute = 4;
const people: INodeParameters = {
	principal: { __rl: true, mode: 'id', value: String(principal) },
	substitute: { __rl: true, mode: 'list', value: substitute },
};
const addLeave = ({ omflow }: All, changes: Partial<OmflowLeave> = {}): OmflowLeave => {
	const leave = {
		id: (omflow.leaves.at(-1)?.id ?? 0) + 1,
		principal_id: principal,
		substitute_id: substitute,
		starttime: '2026-06-01T09:00:00',
		endtime: '2026-06-02T18:00:00',
		cancel: false,
		identifier: null,
		...changes,
	};
	omflow.leaves.push(leave);
	return leave;
};
const lastLeave = ({ omflow }: All) => omflow.leaves.at(-1)!;
const leaveRow = (servers: All, leave = lastLeave(servers)): IDataObject => {
	const [who, other] = [leave.principal_id, leave.substitute_id].map((id) => userOf(servers, id));
	return {
		leaveId: servers.omflow.options.leaveIds ? leave.id : null,
		identifier: leave.identifier,
		principalId: who.id,
		principalName: who.nick_name,
		substituteId: other.id,
		substituteName: other.nick_name,
		start: `${leave.starttime}+09:00`,
		end: `${leave.endtime}+09:00`,
		cancelled: leave.cancel,
		principalEmployeeNumber: who.ad_no as string,
		principalEmail: who.email as string,
	};
};
const noLeave = ({ omflow }: All) => void omflow.leaves.splice(0);

const userCases: EventCase[] = [
	{
		event: 'userAdded',
		happen: (servers) => void addUser(servers),
		item: ({ omflow }) => rowOf(omflow.users.at(-1)!),
	},
	{
		event: 'userChanged',
		happen: (servers) => void (userOf(servers, 10).email = 'other@example.com'),
		item: (servers) => ({
			...rowOf(userOf(servers, 10)),
			changed: { email: expect.objectContaining({ new: 'other@example.com' }) },
		}),
		// The last one in use.
		sampled: (servers) => ({ ...rowOf(userOf(servers, 10)), changed: {} }),
	},
	{
		event: 'userDisabled',
		happen: (servers) => void (userOf(servers, 12).is_active = false),
		before: (servers) => void (userOf(servers, 12).delete = false),
		item: (servers) => rowOf(userOf(servers, 12)),
		clear: ({ omflow }) => {
			for (const user of omflow.users) Object.assign(user, { is_active: true, delete: false });
		},
	},
];
const leaveEvents: EventCase[] = [
	{
		event: 'leaveCreated',
		happen: (servers) => void addLeave(servers),
		item: leaveRow,
	},
	{
		event: 'leaveChanged',
		before: (servers) => void addLeave(servers, { identifier: 'LV-1' }),
		happen: (servers) => void (lastLeave(servers).endtime = '2026-06-03T18:00:00'),
		item: (servers) => ({
			...leaveRow(servers),
			gone: false,
			changed: { end: expect.objectContaining({ new: '2026-06-03T18:00:00+09:00' }) },
		}),
		sampled: (servers) => ({ ...leaveRow(servers), gone: false, changed: {} }),
	},
	{
		event: 'leaveCancelled',
		before: (servers) => void addLeave(servers),
		happen: (servers) => void (lastLeave(servers).cancel = true),
		item: leaveRow,
	},
	{
		event: 'leaveBegins',
		before: (servers) => void addLeave(servers, { starttime: '2026-05-13T10:04:00' }),
		happen: () => undefined,
		item: leaveRow,
	},
	{
		event: 'leaveEnds',
		before: (servers) =>
			void addLeave(servers, {
				starttime: '2026-05-12T10:00:00',
				endtime: '2026-05-13T10:04:00',
			}),
		happen: () => undefined,
		item: leaveRow,
	},
];
const leaveCases = leaveEvents.map((one) => ({ ...one, parameters: people, clear: noLeave }));

describe('users', () => holds('omflow', async () => await begin(), userCases));
describe('leave, rows with IDs', () =>
	holds('omflow', async () => await begin({ leaveIds: true, statusAsString: true }), leaveCases));
describe('leave, rows without IDs', () => holds('omflow', async () => await begin(), leaveCases));

describe('in particular', () => {
	let servers: All;
	beforeEach(async () => void (servers = await begin()));
	afterEach(async () => await servers.close());
	const node = (events: string[], parameters: INodeParameters = {}) =>
		new Polled(servers, 'omflow', { events, ...parameters });
	const allUsers = ['userAdded', 'userChanged', 'userDisabled'];
	const allLeave = ['leaveBegins', 'leaveCancelled', 'leaveChanged', 'leaveCreated', 'leaveEnds'];
	const seen = (items: IDataObject[] | null, ...names: string[]) =>
		items?.map((item) => [item.event, ...names.map((name) => item[name])]) ?? null;
	const baseline = async (polled: Polled) => expect(await polled.poll()).toBeNull();

	test.each<[string, Partial<OmflowUser>, Partial<OmflowUser>, string[]]>([
		['a log-in', {}, { last_login: '2026-05-13T10:01:00' }, []],
		['its time of change', {}, { updatetime: '2026-05-13T10:01:00' }, []],
		['disabled', {}, { is_active: false }, ['userDisabled']],
		['deleted', {}, { delete: true }, ['userDisabled']],
		['disabled and renamed', {}, { is_active: false, nick_name: 'X' }, ['userDisabled']],
		['disabled, then deleted', { is_active: false }, { delete: true }, ['userChanged']],
		['disabled, then renamed', { is_active: false }, { nick_name: 'X' }, ['userChanged']],
		['enabled again', { is_active: false }, { is_active: true }, ['userChanged']],
		[
			'restored, but disabled',
			{ delete: true },
			{ delete: false, is_active: false },
			['userChanged'],
		],
		[
			'every field',
			{},
			{
				username: 'a.b9',
				nick_name: 'X',
				email: 'x@example.com',
				ad_no: 'B1',
				default_group: 9,
				company: 'X',
			},
			['userChanged'],
		],
	])('a user who is changed: %s', async (_, was, becomes, events) => {
		const user = Object.assign(userOf(servers, 5), was);
		const polled = node(allUsers);
		await baseline(polled);
		Object.assign(user, becomes);
		expect(seen(await polled.poll())?.flat() ?? []).toEqual(events);
		await baseline(polled);
	});

	test('the fields that changed, with their old values as long as n8n runs', async () => {
		const polled = node(['userChanged']);
		await baseline(polled);
		const user = userOf(servers, 5);
		const { email, default_group } = user;
		Object.assign(user, { email: 'new@example.com', default_group: 9 });
		const [item] = (await polled.poll())!;
		expect(item.changed).toEqual({
			email: { old: email, new: 'new@example.com' },
			organizationId: { old: default_group, new: 9 },
		});
		polled.restart();
		user.email = null;
		const [next] = (await polled.poll())!;
		expect(next.changed).toEqual({ email: { new: null } });
	});

	test('users who are new, disabled or gone, and the system user who is none', async () => {
		const polled = node(allUsers);
		await baseline(polled);
		userOf(servers, 1).nick_name = 'other';
		const user = addUser(servers, { is_active: false });
		expect(seen(await polled.poll(), 'userId')).toEqual([
			['userAdded', user.id],
			['userDisabled', user.id],
		]);
		// A row that is gone, of a user in use and of one who was not.
		const { users } = servers.omflow;
		users.splice(users.indexOf(userOf(servers, 6)), 1);
		users.splice(users.indexOf(user), 1);
		const items = await polled.poll();
		expect(seen(items, 'userId', 'deleted', 'name')).toEqual([['userDisabled', 6, true, null]]);
		await baseline(polled);
	});

	test('"Include What Is There Already": the first poll has all, the next one nothing', async () => {
		const polled = node(allUsers, { options: { includeExisting: true } });
		const items = (await polled.poll())!;
		const { users } = servers.omflow;
		expect(items.filter(({ event }) => event === 'userAdded')).toEqual(
			users.slice(1).map((user) => ({ event: 'userAdded', ...rowOf(user) })),
		);
		const out = users.slice(1).filter((user) => !user.is_active || user.delete);
		expect(
			items.filter(({ event }) => event === 'userDisabled').map(({ userId }) => userId),
		).toEqual(out.map(({ id }) => id));
		expect(items.some(({ event }) => event === 'userChanged')).toBe(false);
		await baseline(polled);
	});

	test('"Limit per Poll": several polls, in order, each once', async () => {
		const polled = node(allUsers, { options: { limitPerPoll: 2 } });
		await baseline(polled);
		const ids = [1, 2, 3, 4, 5].map(() => addUser(servers).id);
		userOf(servers, 5).email = 'other@example.com';
		const first = (await polled.poll())!;
		expect(seen(first, 'userId')).toEqual([
			['userChanged', 5],
			['userAdded', ids[0]],
		]);
		polled.restart();
		userOf(servers, ids[1]).email = 'late@example.com';
		const all = await polled.polls();
		expect(all.map((items) => seen(items, 'userId'))).toEqual([
			[
				['userAdded', ids[1]],
				['userAdded', ids[2]],
			],
			[
				['userAdded', ids[3]],
				['userAdded', ids[4]],
			],
		]);
		expect(all[0][0].email).toBe('late@example.com');
	});

	test('the state of 2,000 users is at most 100 kB, and a poll takes their pages alone', async () => {
		await servers.close();
		servers = await begin({ users: 1998 });
		const polled = node(allUsers);
		const { calls } = await polled.callsOf();
		expect(calls).toEqual({ signIn: 1, listUsers: 5 });
		expect(JSON.stringify(polled.data).length).toBeLessThanOrEqual(100_000);
		userOf(servers, 1500).nick_name = 'X';
		expect(seen(await polled.poll(), 'userId')).toEqual([['userChanged', 1500]]);
	});

	test('a server without the newer columns', async () => {
		servers.omflow.options.version = '1.1.0.0';
		const polled = node(allUsers);
		expect((await polled.callsOf()).calls).toEqual({ signIn: 1, listUsers: 2 });
		const user = addUser(servers);
		expect(await polled.poll()).toEqual([
			{ event: 'userAdded', ...rowOf(user), employeeNumber: null },
		]);
		const leave = node(['leaveBegins'], people);
		await expect(leave.poll()).rejects.toMatchObject({
			message: expect.stringContaining('This version of OMFLOW does not offer this call'),
			description: expect.stringContaining('1.1.2.2'),
		});
	});

	test('all events of leave read its list once', async () => {
		const polled = node([...allLeave, ...allUsers], people);
		expect((await polled.callsOf()).calls).toEqual({ signIn: 1, listUsers: 2, listLeaves: 1 });
	});

	test.each([
		['nobody', 'nobody.here', /"Principal".*nobody\.here/],
		['empty', '', /"Principal" must not be empty/],
	])('a person who is wrong is named before leave is read: %s', async (_, value, words) => {
		const polled = node(allLeave, {
			...people,
			principal: { __rl: true, mode: 'userName', value },
		});
		await expect(polled.poll()).rejects.toThrow(words);
		expect(servers.omflow.count('listLeaves')).toBe(0);
	});

	test('other people are a new baseline for leave alone', async () => {
		addLeave(servers, { principal_id: 5, identifier: 'five' });
		const polled = node(['leaveCreated', 'userAdded'], people);
		await baseline(polled);
		addLeave(servers);
		const user = addUser(servers);
		polled.parameters = {
			...polled.parameters,
			principal: { __rl: true, mode: 'id', value: '5' },
		};
		expect(seen(await polled.poll(), 'userId')).toEqual([['userAdded', user.id]]);
		addLeave(servers, { principal_id: 5 });
		expect(seen(await polled.poll(), 'principalId')).toEqual([['leaveCreated', 5]]);
	});

	test('another event is a new baseline for its list alone', async () => {
		const polled = node(['userAdded'], people);
		await baseline(polled);
		addLeave(servers);
		const user = addUser(servers);
		polled.parameters = { ...polled.parameters, events: ['userAdded', 'leaveCreated'] };
		expect(seen(await polled.poll(), 'userId')).toEqual([['userAdded', user.id]]);
		addLeave(servers);
		expect(seen(await polled.poll())).toEqual([['leaveCreated']]);
	});

	describe.each([[true], [false]])('leave, rows with IDs: %s', (leaveIds) => {
		beforeEach(() => void (servers.omflow.options.leaveIds = leaveIds));
		const named = { identifier: 'LV-1' };

		test('created and cancelled between two polls', async () => {
			const polled = node(allLeave, people);
			await baseline(polled);
			addLeave(servers, { cancel: true });
			expect(seen(await polled.poll(), 'cancelled')).toEqual([
				['leaveCancelled', true],
				['leaveCreated', true],
			]);
			await baseline(polled);
		});

		test('cancelled and moved is cancelled; taken back is changed', async () => {
			const leave = addLeave(servers, named);
			const polled = node(['leaveCancelled', 'leaveChanged', 'leaveCreated'], people);
			await baseline(polled);
			Object.assign(leave, { cancel: true, endtime: '2026-06-05T18:00:00' });
			expect(seen(await polled.poll())).toEqual([['leaveCancelled']]);
			leave.cancel = false;
			const [item] = (await polled.poll())!;
			expect(item).toMatchObject({
				event: 'leaveChanged',
				changed: { cancelled: { old: true, new: false } },
			});
			await baseline(polled);
		});

		test.each(['deleted', 'with another substitute'])('gone from the list: %s', async (how) => {
			const leave = addLeave(servers, named);
			const bare = addLeave(servers, { starttime: '2026-07-01T09:00:00' });
			const off = addLeave(servers, { starttime: '2026-08-01T09:00:00', cancel: true });
			const polled = node(['leaveCancelled', 'leaveChanged', 'leaveCreated'], people);
			await baseline(polled);
			for (const one of [leave, bare, off]) {
				if (how === 'deleted') servers.omflow.leaves.splice(servers.omflow.leaves.indexOf(one), 1);
				else one.substitute_id = 7;
			}
			const items = (await polled.poll())!;
			expect(seen(items, 'gone', 'changed')).toEqual([
				['leaveChanged', true, {}],
				['leaveChanged', true, {}],
			]);
			expect(items).toMatchObject(
				leaveIds
					? [{ leaveId: leave.id }, { leaveId: bare.id }]
					: [
							{ identifier: 'LV-1' },
							{ start: '2026-07-01T09:00:00+09:00', principalId: principal },
						],
			);
			await baseline(polled);
		});

		test('two alike are two', async () => {
			const polled = node(['leaveBegins', 'leaveChanged', 'leaveCreated'], people);
			await baseline(polled);
			const soon = { starttime: '2026-05-13T10:30:00' };
			addLeave(servers, soon);
			addLeave(servers, soon);
			expect(seen(await polled.poll())).toEqual([['leaveCreated'], ['leaveCreated']]);
			later(hour);
			expect(seen(await polled.poll())).toEqual([['leaveBegins'], ['leaveBegins']]);
			servers.omflow.leaves.pop();
			const [item] = (await polled.poll())!;
			expect(item).toMatchObject({ event: 'leaveChanged', gone: true });
			await baseline(polled);
		});

		test.each<[string, Partial<OmflowLeave>, string[]]>([
			['moved before it begins', { starttime: '2026-05-13T12:00:00' }, ['12:20']],
			['moved to a time that has passed', { starttime: '2026-05-13T09:00:00' }, ['10:20']],
			['with another end', { endtime: '2026-06-30T18:00:00' }, ['11:20']],
			['cancelled before it begins', { cancel: true }, []],
		])('leave begins once: %s', async (_, changes, times) => {
			for (const known of [named, {}]) {
				noLeave(servers);
				clockAt('2026-05-13T10:00:00');
				const leave = addLeave(servers, { ...known, starttime: '2026-05-13T10:30:00' });
				const polled = node(['leaveBegins'], people);
				await baseline(polled);
				later(10 * minute);
				await baseline(polled);
				Object.assign(leave, changes);
				const begun: string[] = [];
				for (const time of ['10:20', '11:20', '12:20', '13:20']) {
					clockAt(`2026-05-13T${time}:00`);
					for (const _item of (await polled.poll()) ?? []) begun.push(time);
					polled.restart();
				}
				expect(begun).toEqual(times);
			}
		});

		test('begins, is prolonged, ends once at its new end; cancelled on the way it does not end', async () => {
			const first = { starttime: '2026-05-13T10:01:00', endtime: '2026-05-13T12:00:00' };
			const leave = addLeave(servers, first);
			const other = addLeave(servers, { ...first, ...named });
			const polled = node(['leaveBegins', 'leaveEnds'], people);
			await baseline(polled);
			later(30 * minute);
			expect(seen(await polled.poll())).toEqual([['leaveBegins'], ['leaveBegins']]);
			leave.endtime = '2026-05-13T14:00:00';
			other.cancel = true;
			later(2 * hour);
			await baseline(polled);
			later(2 * hour);
			expect(seen(await polled.poll(), 'end')).toEqual([
				['leaveEnds', '2026-05-13T14:00:00+09:00'],
			]);
			later(2 * day);
			await baseline(polled);
		});
	});

	test('leave that is recorded late begins within the look-back', async () => {
		const polled = node(['leaveBegins'], people);
		later(-2 * day);
		for (let at = 0; at < 48; at++) {
			await baseline(polled);
			later(hour);
		}
		addLeave(servers, { starttime: '2026-05-12T10:30:00' });
		addLeave(servers, { starttime: '2026-05-11T10:30:00' });
		expect(seen(await polled.poll(), 'start')).toEqual([
			['leaveBegins', '2026-05-12T10:30:00+09:00'],
		]);
		await baseline(polled);
	});

	test('what lay before the activation never begins, however late it is recorded', async () => {
		const polled = node(['leaveBegins'], { ...people, options: { lookBack: 2 } });
		await baseline(polled);
		polled.parameters = { ...polled.parameters, options: { lookBack: 200 } };
		addLeave(servers, { starttime: '2026-05-13T07:30:00' });
		await baseline(polled);
		addLeave(servers, { starttime: '2026-05-13T08:30:00' });
		expect(seen(await polled.poll())).toEqual([['leaveBegins']]);
	});

	test.each([
		['includeExisting', { includeExisting: true }, ['2026-05-13T08:00:00+09:00']],
		['since', { since: '2026-05-10' }, ['2026-05-11T08:00:00+09:00', '2026-05-13T08:00:00+09:00']],
	])('what has begun already: %s', async (_, options, starts) => {
		for (const date of ['13', '11', '08'])
			addLeave(servers, { starttime: `2026-05-${date}T08:00:00` });
		const polled = node(['leaveBegins'], { ...people, options });
		expect(seen(await polled.poll(), 'start')).toEqual(starts.map((at) => ['leaveBegins', at]));
		await baseline(polled);
	});

	test('after five days without n8n, all that has begun and ended is there, in order', async () => {
		const times = ['14T09:00:00', '15T00:00:00', '17T23:59:59'].map((at) => `2026-05-${at}`);
		for (const starttime of [...times].reverse())
			addLeave(servers, { starttime, endtime: starttime });
		const polled = node(['leaveBegins', 'leaveEnds'], { ...people, options: { limitPerPoll: 2 } });
		await baseline(polled);
		polled.restart();
		later(5 * day);
		const all = (await polled.polls()).flat();
		for (const [event, name] of [
			['leaveBegins', 'start'],
			['leaveEnds', 'end'],
		]) {
			expect(all.filter((item) => item.event === event).map((item) => item[name])).toEqual(
				times.map((at) => `${at}+09:00`),
			);
		}
		expect(all).toHaveLength(6);
	});

	test('leave whose times cannot be read is created, and never begins', async () => {
		const polled = node(allLeave, people);
		await baseline(polled);
		addLeave(servers, { starttime: 'soon' });
		expect(seen(await polled.poll(), 'start')).toEqual([['leaveCreated', 'soon']]);
		later(day);
		await baseline(polled);
	});
});
