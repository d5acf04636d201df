import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { attendanceRows } from '../../cases/amServer/attendance.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { startAmServer, type AmServerStandIn } from '../../servers/amServer.cts';
import type { Fault } from '../../servers/base.cts';
import {
	engines,
	runNode,
	stored,
	type Done,
	type Job,
	type StoredCredential,
} from '../engine.cts';

/** am-server: every fault that was seen of it, its sessions, and what changes while it is read. */

let servers: All;
let server: AmServerStandIn;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 1 } });
	server = servers.amServer;
});
afterEach(async () => {
	await servers.close();
	// A test may have started another one in its place.
	await server.close();
});

/** A credential as a person fills it in; n8n keeps the session in it. */
const credentialOf = (changes: IDataObject = {}): StoredCredential => {
	const { type, data } = credentialsOf(servers).amServer;
	return stored(type, { ...data, ...changes } as typeof data);
};

/** Everything that n8n keeps or shows of a run, searched for secrets. */
function told(done: Done, ...more: string[]): Done {
	const text = JSON.stringify([
		done.error,
		done.error?.context,
		done.items,
		done.run.data.resultData,
	]);
	const own = [...more, server.users[1].password].filter((secret) => text.includes(secret));
	expect([...secretsIn(servers, text), ...own]).toEqual([]);
	return done;
}

const run = async (
	parameters: INodeParameters,
	{ credential = credentialOf(), ...more }: Partial<Job> = {},
	runner = runNode,
): Promise<Done> => told(await runner({ node: 'amServer', credential, parameters, ...more }));

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const timeout: INodeParameters = { timeout: 900 };
const getUsers: INodeParameters = { resource: 'user', operation: 'getAll', returnAll: true };
const getMonth: INodeParameters = {
	resource: 'attendance',
	operation: 'getAll',
	whose: 'selected',
	users: '={{ $json.user }}',
	period: 'custom',
	startDate: '={{ $json.month }}',
	endDate: '={{ DateTime.fromISO($json.month).endOf("month") }}',
	returnAll: true,
};
const ofMonth = (user: string, year: number, month: number) => ({
	user,
	month: `${year}-${String(month).padStart(2, '0')}-01`,
});
const march = (user: string): IDataObject => ofMonth(user, 2026, 3);
const withoutNames = { options: { addNames: false } };
const password = 'Passw0rdX';
const create: INodeParameters = {
	resource: 'user',
	operation: 'create',
	userId: '={{ $json.id }}',
	username: '={{ $json.name }}',
	password,
};
const login: INodeParameters = { resource: 'session', operation: 'login' };
const logout: INodeParameters = { resource: 'session', operation: 'logout' };

describe('what a person sees of every fault', () => {
	interface Seen {
		name: string;
		/** A session lives when it begins. */
		signedIn?: true;
		before?: () => void;
		fault?: Fault;
		credential?: () => IDataObject;
		parameters?: INodeParameters;
		items?: () => IDataObject[];
		message: RegExp;
		advice: RegExp;
	}

	const at = String.raw`am-server at http:\S+`;
	const checkSignIn = /^Check the user ID and the password in the credential/;
	const seen: Seen[] = [
		{
			name: 'a wrong password, which comes with 400',
			credential: () => ({ password: 'Wrong-Secret-42' }),
			message: new RegExp(
				`^${at} refused the login: PE00002 \\S+ \\(wrong password or unknown user\\)$`,
			),
			advice: checkSignIn,
		},
		{
			name: 'an unknown user',
			credential: () => ({ username: 'nobody' }),
			message: new RegExp(`^${at} refused the login: PE00002 `),
			advice: checkSignIn,
		},
		{
			name: 'a password with a colon',
			before: () => (server.users[0].password = 'with:colon'),
			credential: () => ({ password: 'with:colon' }),
			message: new RegExp(`^${at} refused the login: PE00001 \\S+ \\(not signed in\\)$`),
			advice: /A password that contains ":" never works/,
		},
		{
			name: 'a user ID that is taken, which comes with HTTP 200',
			parameters: create,
			items: () => [{ id: server.users[3].userid, name: '新人' }],
			message: /^am-server refused this: PE00005 \S+ \(the user ID is already taken\)$/,
			advice: /^Choose another user ID/,
		},
		{
			// Nothing that the node sends is refused so: only a server with other rules.
			name: 'a bad parameter',
			fault: {
				kind: 'status',
				route: 'listUsers',
				status: 400,
				body: { header: { errorcode: 'PE00004', message: 'パラメータが不正です。' }, body: null },
			},
			message: /^am-server refused this: PE00004 \S+ \(a parameter is not valid \(the server never/,
			advice: /^Check the values of this item/,
		},
		{
			name: 'a database that failed',
			before: () => (server.failing = 'database'),
			message: new RegExp(`^${at} refused the login: SYS0001 \\S+ \\(internal server error\\)$`),
			advice: /^Ask the administrator of am-server to check its database and session store/,
		},
		{
			name: 'a session store that cannot be read',
			before: () => (server.failing = 'reading sessions'),
			message: /^am-server refused this: SYS1001 \S+ \(internal server error\)$/,
			advice: /^Ask the administrator of am-server/,
		},
		{
			name: 'a session store that cannot be written',
			before: () => (server.failing = 'writing sessions'),
			message: new RegExp(`^${at} refused the login: SYS1002 `),
			advice: /^Ask the administrator of am-server/,
		},
		{
			name: 'an address that the server does not know',
			credential: () => ({ baseUrl: `${server.url}/elsewhere` }),
			message: /refused the login: HTTP 404 \(the address is unknown to the server\)$/,
			advice: /base URL in the credential: the address of am-server, without \/admin/,
		},
		{
			name: 'an address with a part of the calls',
			credential: () => ({ baseUrl: `${server.url}/admin/` }),
			message: /^"Base URL" in the credential must end before \/admin$/,
			advice: /^Correct it in the credential: http:\/\/127\.0\.0\.\d:\d+$/,
		},
		{
			name: 'a crash: HTML labelled as JSON',
			fault: { kind: 'html', times: 9, route: 'listUsers', status: 500 },
			message: /^am-server refused this: HTTP 500 \(internal server error\)$/,
			advice: /^Ask the administrator of am-server/,
		},
		{
			name: 'a request that was changed on the way: HTML with 400',
			fault: { kind: 'html', route: 'listUsers', status: 400 },
			message: /^am-server refused this: HTTP 400 \(the request could not be read\)$/,
			advice: /no proxy between n8n and am-server changes requests/,
		},
		{
			name: 'a body that is too large: HTML with 413',
			fault: { kind: 'html', route: 'listUsers', status: 413 },
			message: /^am-server refused this: HTTP 413 \(the request is larger/,
			advice: /at most 100 kB/,
		},
		{
			name: 'a session that is refused however often it is renewed',
			fault: { kind: 'html', route: 'listUsers', status: 401, times: 9 },
			message: /^am-server refused this: HTTP 401 \(not signed in\)$/,
			advice: checkSignIn,
		},
		{
			name: 'a call that hangs for ever',
			fault: { kind: 'hang', route: 'listUsers' },
			message: new RegExp(`^${at} did not answer in time \\(waited 0.9 seconds\\)$`),
			advice: /Settings → Request Options → Timeout/,
		},
		{
			name: 'a login that hangs for ever',
			fault: { kind: 'hang', route: 'login' },
			message: new RegExp(`^${at} did not answer in time \\(waited 0.9 seconds\\)$`),
			advice: /Settings → Request Options → Timeout/,
		},
		{
			name: 'a write that hangs: it may have been done',
			parameters: create,
			items: () => [{ id: 'new01', name: '新人' }],
			fault: { kind: 'hang', route: 'createUser' },
			message: new RegExp(`^${at} did not answer in time \\(waited 0.9 seconds\\)$`),
			advice: /may have been recorded/,
		},
		{
			name: 'a logout that hangs',
			parameters: logout,
			before: () => server.fault({ kind: 'hang', route: 'logout' }),
			signedIn: true,
			message: new RegExp(`^${at} did not answer in time`),
			advice: /Settings → Request Options → Timeout/,
		},
		{
			name: 'a logout that fails',
			parameters: logout,
			before: () => (server.failing = 'reading sessions'),
			signedIn: true,
			message: /^am-server refused the logout: SYS1001 \S+ \(internal server error\)$/,
			advice: /^Ask the administrator of am-server/,
		},
		{
			name: 'a login without its cookie',
			fault: {
				kind: 'body',
				route: 'login',
				body: { header: { errorcode: '', message: '' }, body: { username: 'x' } },
			},
			message: new RegExp(`^${at} answered the login without a session$`),
			advice: /removes cookies/,
		},
		{
			name: 'Log In with a wrong password',
			parameters: login,
			credential: () => ({ password: 'Wrong-Secret-42' }),
			message: new RegExp(`^${at} refused the login: PE00002 `),
			advice: checkSignIn,
		},
		{
			name: 'words that quote the password',
			parameters: login,
			before: () =>
				server.fault({
					kind: 'status',
					route: 'login',
					status: 400,
					body: { header: { errorcode: 'PE00002', message: `"${server.password}"?` }, body: null },
				}),
			message: /PE00002 "\[hidden\]"\?/,
			advice: checkSignIn,
		},
	];

	describe.each(seen.map((one) => [one.name, one] as const))('%s', (_, one) => {
		test.each(engines)('%s', async (__, routing) => {
			const signedIn = one.signedIn && credentialOf();
			if (signedIn) await run(getUsers, { credential: signedIn });
			one.before?.();
			if (one.fault) server.fault(one.fault);
			const done = await run(
				{ ...(one.parameters ?? getUsers), requestOptions: timeout },
				{
					credential: signedIn ?? credentialOf(one.credential?.()),
					items: one.items?.(),
					routing,
				},
			);
			expect(done.error?.message).toMatch(one.message);
			expect(done.error?.description).toMatch(one.advice);
			expect(JSON.stringify(done.run.data)).not.toMatch(/Wrong-Secret-42|with:colon/);
		});
	});

	test('a server that is not there', async () => {
		const credential = credentialOf();
		await server.close();
		const done = await run(getUsers, { credential });
		expect(done.error?.message).toMatch(
			/^am-server at \S+ could not be reached: the connection was/,
		);
		expect(done.error?.description).toMatch(/^Nothing was changed/);
	});
});

describe('attendance', () => {
	const user = 'u00002';

	test.each(engines)(
		'no list is no items: empty month, unknown user, administrator (%s)',
		async (_, routing) => {
			const items = [
				ofMonth(user, 2019, 3),
				march('nobody'),
				march(server.users[0].userid),
				march(user),
			];
			const done = await run({ ...getMonth, ...withoutNames }, { items, routing });
			const rows = attendanceRows(servers, user, 2026, 3).map(({ name: _name, ...row }) => row);
			expect(done.json).toEqual(rows);
			expect(
				done.items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 3),
			).toBe(true);
		},
	);

	test('minutes past midnight, missing times, and rows in any order', async () => {
		server.attendance.set(`${user}/2026/03`, [
			{ workday: '2026-03-31', starttime: '22:00', endtime: '06:30' },
			{ workday: '2026-03-02', starttime: null, endtime: '18:00' },
			{ workday: '2026-03-10', starttime: '09:00', endtime: null },
			{ workday: '2026-03-01', starttime: '09:05', endtime: '17:35' },
			{ workday: '2026-03-11', starttime: null, endtime: null },
			{ workday: '2026-03-12', starttime: '00:00', endtime: '00:00' },
			{ workday: '2026-03-13', starttime: '09:00', endtime: '25:30' },
		]);
		const row = (
			day: string,
			startTime: string | null,
			endTime: string | null,
			minutes: number | null,
		) => ({
			userId: user,
			name: server.users[2].username,
			date: `2026-03-${day}`,
			startTime: startTime && `2026-03-${startTime}:00+09:00`,
			endTime: endTime && `2026-${endTime}:00+09:00`,
			workedMinutes: minutes,
		});
		const done = await run(getMonth, { items: [march(user)] });
		expect(done.json).toEqual([
			row('01', '01T09:05', '03-01T17:35', 510),
			row('02', null, '03-02T18:00', null),
			row('10', '10T09:00', null, null),
			row('11', null, null, null),
			row('12', '12T00:00', '03-12T00:00', 0),
			// No time of a day: handed on as it came.
			{ ...row('13', '13T09:00', null, null), endTime: '25:30' },
			row('31', '31T22:00', '04-01T06:30', 510),
		]);
		const raw = await run({ ...getMonth, simplify: false }, { items: [march(user)] });
		expect(raw.json.map(({ workday }) => workday)).toEqual(done.json.map(({ date }) => date));
	});

	test.each(engines)('left alone it is everybody in the month of now (%s)', async (_, routing) => {
		const before = new Date();
		const done = await run({ resource: 'attendance', operation: 'getAll' }, { routing });
		expect(done.error).toBeUndefined();
		const asked = server.calls.find(({ route }) => route === 'getAttendance')!.path;
		const path = (at: Date) =>
			new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 7).replace('-', '/');
		expect([path(before), path(new Date())]).toContain(asked.slice(-7));
		expect(asked).toContain(`/${server.users[0].userid}/`);
	});
});

describe('bad input is refused before anything is sent', () => {
	const user = { ...create, userId: 'abc123', username: '山田 太郎' };
	const month = { ...getMonth, users: 'u00001', startDate: '2026-03-01', endDate: '2026-03-31' };
	const id = '"User ID" must be 1 to 6 half-width letters or digits';
	const name = '"User Name" must have 1 to 20 characters, not only blanks';
	const secret = '"Password" must be 8 to 16 half-width letters or digits';
	const date = 'must be a date such as 2026-04-01 or 2026-04-01T09:00:00+09:00';
	const nobody = '"User Names or IDs" must not be empty if "User IDs" is empty as well';
	const bad: Array<[string, INodeParameters]> = [
		...[
			'={{ "" }}',
			'toolong',
			'ａｂｃ',
			'a b',
			'a-b',
			'={{ null }}',
			'={{ true }}',
			'={{ ["a"] }}',
		].map((userId): [string, INodeParameters] => [id, { ...user, userId }]),
		// 21 UTF-16 units in 20 characters, and blanks of both widths.
		...[
			'={{ "" }}',
			'山'.repeat(21),
			`𠮷${'山'.repeat(19)}`,
			' ',
			'　',
			'={{ "\\n" }}',
			'={{ {} }}',
		].map((username): [string, INodeParameters] => [name, { ...user, username }]),
		...[
			'={{ "" }}',
			'Short12',
			'Seventeen12345678',
			'With-Hyphen1',
			'ｐａｓｓｗｏｒｄ',
			'with blank 1',
		].map((one): [string, INodeParameters] => [secret, { ...user, password: one }]),
		...['March', '={{ "" }}', '2026-13-01', '2026', '2026-02-30'].flatMap(
			(one): Array<[string, INodeParameters]> => [
				[`"Start Date" ${date}`, { ...month, startDate: one }],
				[`"End Date" ${date}`, { ...month, endDate: one }],
			],
		),
		[
			'"End Date" must not be before the start (2026-03-01T00:00:00+09:00)',
			{ ...month, endDate: '2026-02-28' },
		],
		['"Users" must be one of all, selected', { ...month, whose: '={{ "me" }}' }],
		[nobody, { ...month, users: '={{ "" }}' }],
		[nobody, { ...month, users: '={{ [] }}', userIds: '={{ null }}' }],
		[nobody, { ...month, users: ' , 、', userIds: [] }],
		[id.replace('"User ID"', '"User IDs (entry 1)"'), { ...month, users: 'u000001' }],
		[id.replace('"User ID"', '"User IDs (entry 2)"'), { ...month, users: 'u00001, ../x' }],
		[
			id.replace('"User ID"', '"User Names or IDs (entry 1)"'),
			{ ...month, userIds: '={{ [{}] }}' },
		],
	];
	test.each(bad)('%s: %j', async (words, parameters) => {
		for (const routing of [false, true]) {
			const done = await run(parameters, { routing });
			expect(done.error?.message).toBe(`The parameter ${words}`);
		}
		expect(server.calls).toEqual([]);
	});

	test('two items with one user ID', async () => {
		const items = [
			{ id: 'x1', name: 'a' },
			{ id: 'x1', name: 'b' },
		];
		const done = await run(create, { items });
		expect(done.error?.message).toBe('Items 0 and 1 write the same record');
		expect(server.calls).toEqual([]);
	});
});

describe('users', () => {
	const listed = (one: AmServerStandIn) =>
		[...one.users]
			.sort((a, b) => (a.userid < b.userid ? -1 : 1))
			.map(({ userid, username, adminflg }) => ({
				userId: userid,
				name: username,
				admin: adminflg === '1',
			}));
	const add = (userid: string) =>
		server.users.push({ userid, username: userid, adminflg: '0', password: 'Passw0rdY' });
	const remove = (userid: string) =>
		server.users.splice(
			server.users.findIndex((one) => one.userid === userid),
			1,
		);
	const many = async (users: number) => {
		await servers.close();
		servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 1 }, amServer: { users } });
		server = servers.amServer;
	};

	test.each(engines)('are complete and in order, 500 a call (%s)', async (_, routing) => {
		await many(1_234);
		const done = await run(getUsers, { routing });
		expect(done.json).toEqual(listed(server));
		expect(server.count('listUsers')).toBe(3);
		expect(server.violations).toEqual([]);
	});

	test('are complete while some are added and removed between the calls', async () => {
		await many(1_700);
		const always = new Set(server.users.map(({ userid }) => userid));
		let slices = 0;
		server.latency = ({ route }) => {
			if (route !== 'listUsers') return 0;
			const number = ++slices;
			// Before and behind what has been read, more than a slice in all.
			for (const index of range(40)) {
				add(`${['a', 'u0002', 'z'][number % 3]}${number}${index}`.slice(0, 6));
				const gone = `u${String(number * 40 + index * 7 + 1).padStart(5, '0')}`;
				if (always.delete(gone)) remove(gone);
			}
			return 0;
		};
		const done = await run(getUsers);
		const ids = done.json.map(({ userId }) => userId as string);
		expect(slices).toBeGreaterThan(3);
		expect(new Set(ids).size).toBe(ids.length);
		expect([...always].filter((id) => !ids.includes(id))).toEqual([]);
	});

	test('more than half of them go while they are read: null past the end, and all others come', async () => {
		await many(1_100);
		const always = new Set(server.users.map(({ userid }) => userid));
		let slices = 0;
		server.latency = ({ route }) => {
			if (route === 'listUsers' && ++slices === 1) {
				for (const { userid } of server.users.slice(1, 701)) always.delete(userid);
				server.users.splice(1, 700);
			}
			return 0;
		};
		const done = await run(getUsers);
		const ids = done.json.map(({ userId }) => userId as string);
		expect(server.calls.some(({ query }) => Number(query.offset) >= server.users.length)).toBe(
			true,
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect([...always].filter((id) => !ids.includes(id))).toEqual([]);
	});

	test('are created once each; what is refused is told for its own item', async () => {
		const taken = server.users[4].userid;
		const before = server.users.length;
		const items = ['n1', taken, 'n2'].map((id) => ({ id, name: `新人 ${id}` }));
		const done = await run(create, { items, onError: 'continueErrorOutput' });
		expect(done.json).toEqual(['n1', 'n2'].map((id) => ({ userId: id, name: `新人 ${id}` })));
		expect(done.outputs[1].map(({ json }) => json.id)).toEqual([taken]);
		expect(server.users.slice(before)).toEqual(
			['n1', 'n2'].map((userid) => ({
				userid,
				username: `新人 ${userid}`,
				password,
				adminflg: '0',
			})),
		);
		const sent = server.calls.find(({ route }) => route === 'createUser')!.body as IDataObject;
		expect(sent.repassword).toBe(password);
		told(done, `"${password}"`);
	});
});

describe('sessions', () => {
	/** A little of a month: it is the requests that count. */
	const getDays = { ...getMonth, returnAll: false, limit: 2 };
	const logins = () => server.count('login');
	const months = (count: number) =>
		range(count).map((index) =>
			ofMonth('u00003', 2021 + (Math.floor(index / 12) % 6), 1 + (index % 12)),
		);
	const rowsOf = (items: ReturnType<typeof months>) => {
		const known = new Map<string, IDataObject[]>();
		return items.flatMap(({ user, month: name }) => {
			const [year, month] = name.split('-').map(Number);
			if (!known.has(name)) known.set(name, attendanceRows(servers, user, year, month).slice(0, 2));
			return known.get(name)!;
		});
	};
	/** Loses the session store when so many requests of a route have come. */
	const dropAt = (route: string, ...at: number[]) => {
		let count = 0;
		server.latency = (request) => {
			if (request.route === route && at.includes(++count)) server.dropSessions();
			return 0;
		};
	};
	const newUsers = (count: number) =>
		range(count).map((index) => ({ id: `n${index}`, name: `新人 ${index}` }));
	/** The items that were paired, in order. */
	const pairs = (done: Done) =>
		done.items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

	test.each(engines)('one login for 1,000 items (%s)', async (_, routing) => {
		const items = months(1_000);
		const done = await run(getDays, { items, routing });
		expect(done.json).toEqual(rowsOf(items));
		expect([logins(), server.sessions]).toEqual([1, 1]);
		expect(server.count('getAttendance')).toBe(1_000);
	});

	test('lost in the middle of 1,000 reads: one login more, none lost, none twice', async () => {
		const items = months(1_000);
		dropAt('getAttendance', 500);
		const done = await run(getDays, { items });
		expect(done.json).toEqual(rowsOf(items));
		expect([logins(), server.sessions]).toEqual([2, 1]);
		expect(
			server.calls.filter(({ route, status }) => route === 'getAttendance' && status === 200),
		).toHaveLength(1_000);
	});

	test.each(engines)(
		'lost in the middle of 1,000 new users: each is created once (%s)',
		async (_, routing) => {
			const before = server.users.length;
			const items = newUsers(1_000);
			dropAt('createUser', 500);
			const done = await run(create, { items, routing });
			expect(done.json).toEqual(items.map(({ id, name }) => ({ userId: id, name })));
			expect(pairs(done)).toEqual(range(1_000));
			expect(server.users.slice(before).map(({ userid }) => userid)).toEqual(
				items.map(({ id }) => id),
			);
			expect([logins(), server.sessions]).toEqual([2, 1]);
		},
	);

	test('lost again and again: as many logins, and nothing is lost', async () => {
		const items = months(400);
		dropAt('getAttendance', 50, 150, 250, 350);
		const done = await run(getDays, { items });
		expect(done.error).toBeUndefined();
		expect(done.json).toEqual(rowsOf(items));
		expect([logins(), server.sessions]).toEqual([5, 1]);
	});

	test.each(engines)(
		'500 items in one run, 50 at once, with a dead session: one login (%s)',
		async (_, routing) => {
			const credential = credentialOf();
			await run(getUsers, { credential });
			server.dropSessions();
			server.reset();
			server.latency = 30;
			const items = months(500);
			const requestOptions = { requestsAtOnce: 50 };
			const done = await run({ ...getDays, requestOptions }, { items, routing, credential });
			expect(done.json).toEqual(rowsOf(items));
			expect([logins(), server.sessions]).toEqual([1, 1]);
			expect(server.maxInFlight).toBeGreaterThan(40);
		},
	);

	test.each([
		['a dead', true],
		['no', false],
	])('500 runs of one item at once, with %s session: one login', async (_, dead) => {
		const credential = credentialOf();
		if (dead) {
			await run(getUsers, { credential });
			server.dropSessions();
			server.reset();
		}
		const items = months(500);
		const done = await Promise.all(
			items.map((item) => run(getDays, { items: [item], credential })),
		);
		expect(done.map(({ error }) => error?.message).filter(Boolean)).toEqual([]);
		expect(done.flatMap(({ json }) => json)).toEqual(rowsOf(items));
		expect([logins(), server.sessions]).toEqual([1, 1]);
	});

	test.each([
		['1,000 items, four at once', {}],
		['1,000 items, fifty at once', { requestsAtOnce: 50 }],
	])(
		'a wrong password with %s: at most two logins, then a clear error',
		async (_, requestOptions) => {
			server.latency = 5;
			for (const onError of [undefined, 'continueRegularOutput'] as const) {
				server.reset();
				const credential = credentialOf({ password: 'Wrong-Secret-42' });
				const parameters = { ...getDays, requestOptions };
				const done = await run(parameters, { items: months(1_000), credential, onError });
				const messages = onError ? done.json.map(({ error }) => error) : [done.error?.message];
				expect(messages).toHaveLength(onError ? 1_000 : 1);
				expect(new Set(messages).size).toBe(1);
				expect(messages[0]).toMatch(/refused the login: PE00002/);
				expect(logins()).toBeLessThanOrEqual(2);
				expect(server.calls.length).toBe(logins());
				expect(JSON.stringify(done.run.data)).not.toContain('Wrong-Secret-42');
			}
		},
	);

	test('a wrong password in 200 runs at once: one login', async () => {
		const credential = credentialOf({ password: 'Wrong-Secret-42' });
		const done = await Promise.all(range(200).map(() => run(getUsers, { credential })));
		for (const { error } of done) expect(error?.message).toMatch(/refused the login: PE00002/);
		expect(logins()).toBe(1);
	});

	test('a restart: refused while it is down, then one login', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		await server.close();
		const down = await run(getUsers, { credential });
		expect(down.error?.message).toMatch(/could not be reached/);
		servers.amServer = server = await startAmServer({ port: server.port });
		const done = await run(getUsers, { credential });
		expect(done.error).toBeUndefined();
		expect(done.json).toHaveLength(server.users.length);
		expect([logins(), server.sessions]).toEqual([1, 1]);
	});

	test('Log In answers who is signed in, for each item, by one login that n8n stores', async () => {
		const credential = credentialOf();
		const done = await run(login, { credential, items: [{}, {}, {}] });
		expect(done.json).toEqual(
			range(3).map(() => ({ loggedIn: true, name: server.users[0].username })),
		);
		expect(pairs(done)).toEqual([0, 1, 2]);
		expect([logins(), server.sessions]).toEqual([1, 1]);
		expect(String(credential.data.sessionToken)).toMatch(/\.[0-9a-f]{128}$/);
		await run(getUsers, { credential });
		expect([logins(), server.count('logout')]).toEqual([1, 0]);
	});

	test('Log In ends the session before it', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		const before = credential.data.sessionToken;
		await run(login, { credential });
		expect(credential.data.sessionToken).not.toBe(before);
		expect([logins(), server.sessions]).toEqual([2, 1]);
		server.reset();
		expect((await run(getUsers, { credential })).error).toBeUndefined();
		expect(server.calls.map(({ route, status }) => `${route} ${status}`)).toEqual([
			'listUsers 200',
		]);
	});

	test('Log Out ends it, once for all items; the next read logs in by itself', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		const done = await run(logout, { credential, items: [{}, {}] });
		expect(done.json).toEqual([{ loggedOut: true }, { loggedOut: true }]);
		expect([server.count('logout'), server.sessions]).toEqual([1, 0]);
		// Neither a second one nor one without any session logs in first.
		await run(logout, { credential });
		await run(logout);
		expect([logins(), server.sessions]).toEqual([1, 0]);
		const read = await run(getUsers, { credential });
		expect(read.json).toHaveLength(server.users.length);
		expect([logins(), server.sessions]).toEqual([2, 1]);
	});

	test('a login that is busy in the middle of writes is waited for: each user is created once', async () => {
		const items = newUsers(20);
		const had = server.users.length;
		dropAt('createUser', 8);
		server.fault({
			kind: 'status',
			status: 503,
			route: 'login',
			skip: 1,
			headers: { 'Retry-After': '2' },
		});
		const done = await run(create, { items });
		expect(done.error).toBeUndefined();
		expect(server.users.slice(had).map(({ userid }) => userid)).toEqual(items.map(({ id }) => id));
		const [, refused, taken, ...more] = server.calls.filter(({ route }) => route === 'login');
		expect(more).toEqual([]);
		expect(taken.at - refused.at).toBeGreaterThanOrEqual(19);
	});

	test.each([
		['busy', { kind: 'status', status: 503, headers: { 'Retry-After': '1' } }],
		['cut off', { kind: 'resetBefore' }],
		['done, and then cut off', { kind: 'resetAfter' }],
	] as const)('Log In and Log Out are tried again when they were %s', async (_, fault) => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		server.fault({ ...fault, route: 'login' });
		expect((await run(login, { credential })).json).toEqual([
			{ loggedIn: true, name: server.users[0].username },
		]);
		// Of a login whose answer is lost nobody learns the session.
		const lost = fault.kind === 'resetAfter' ? 1 : 0;
		expect([logins(), server.sessions]).toEqual([3, 1 + lost]);
		server.fault({ ...fault, route: 'logout' });
		expect((await run(logout, { credential })).json).toEqual([{ loggedOut: true }]);
		expect(server.sessions).toBe(lost);
	});

	test('a session that cannot be ended is still known, and ended by the next Log Out', async () => {
		const [one, other] = [credentialOf(), credentialOf()];
		await run(getUsers, { credential: one });
		await run(login, { credential: other });
		server.fault({ kind: 'status', status: 400, route: 'logout' });
		expect((await run(logout, { credential: one })).error?.message).toMatch(/refused the logout/);
		expect(server.sessions).toBe(1);
		expect((await run(logout, { credential: one })).json).toEqual([{ loggedOut: true }]);
		expect(server.sessions).toBe(0);
	});

	test('a session that the server has lost is logged out all the same', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		server.dropSessions();
		expect((await run(logout, { credential })).json).toEqual([{ loggedOut: true }]);
		expect([logins(), server.sessions]).toEqual([1, 0]);
	});

	test('two credentials of one account share a session, whoever loses or ends it', async () => {
		const [one, other] = [credentialOf(), credentialOf()];
		const read = async (credential: StoredCredential) =>
			expect((await run(getUsers, { credential })).error).toBeUndefined();
		await read(one);
		await read(other);
		expect(logins()).toBe(1);
		// The other one sleeps through a loss, and is the first to meet the next.
		server.dropSessions();
		await read(one);
		server.dropSessions();
		await read(other);
		await read(one);
		expect([logins(), server.sessions]).toEqual([3, 1]);
		await run(logout, { credential: other });
		expect(server.sessions).toBe(0);
		await read(one);
		await run(login, { credential: other });
		await read(one);
		expect([logins(), server.sessions]).toEqual([5, 1]);
	});

	test('any mixture at once, in one process: one session at most', async () => {
		const credential = credentialOf();
		const mixture = range(60).map((index) => [getUsers, login, logout, getUsers][index % 4]);
		const done = await Promise.all(mixture.map((parameters) => run(parameters, { credential })));
		expect(server.sessions).toBeLessThanOrEqual(1);
		const failed = done.filter(({ error }) => error);
		expect(failed.map(({ error }) => error?.message)).toEqual([]);
		await run(getUsers, { credential });
		expect(server.sessions).toBe(1);
	});

	describe('of two processes with one stored credential', () => {
		/** The same package in a process of its own, as a worker has it: it knows nothing of this one's. */
		let worker: typeof runNode;
		beforeAll(() => {
			jest.isolateModules(() => {
				worker = (require('../engine.cts') as { runNode: typeof runNode }).runNode;
			});
		});

		test('one after the other, in any order: one session, and as few logins as can be', async () => {
			const credential = credentialOf();
			const here = async (parameters: INodeParameters) => await run(parameters, { credential });
			const there = async (parameters: INodeParameters) =>
				await run(parameters, { credential }, worker);
			const steps: Array<[typeof here, INodeParameters, number, number]> = [
				[here, getUsers, 1, 1],
				[there, getUsers, 1, 1],
				[there, login, 2, 1],
				[here, getUsers, 2, 1],
				[here, login, 3, 1],
				[there, getUsers, 3, 1],
				[there, logout, 3, 0],
				[here, logout, 3, 0],
				[here, getUsers, 4, 1],
				[there, getUsers, 4, 1],
				[here, logout, 4, 0],
				[there, getUsers, 5, 1],
				[here, getUsers, 5, 1],
				[there, login, 6, 1],
				[here, logout, 6, 0],
				[there, getUsers, 7, 1],
				[here, getUsers, 7, 1],
			];
			for (const [where, parameters, made, living] of steps) {
				const { error } = await where(parameters);
				expect([error?.message, server.logins, server.sessions]).toEqual([undefined, made, living]);
			}
		});

		test('a session of the process before is used, and ended by the next login', async () => {
			const credential = credentialOf();
			await run(login, { credential }, worker);
			await run(getUsers, { credential });
			expect([logins(), server.sessions]).toEqual([1, 1]);
			await run(login, { credential });
			expect([logins(), server.sessions]).toEqual([2, 1]);
		});

		test('at once after a loss: one session a process at most, and they do not grow', async () => {
			const credential = credentialOf();
			for (const round of range(4)) {
				const jobs = range(20).map((index) =>
					run(getUsers, { credential }, index % 2 ? worker : runNode),
				);
				const done = await Promise.all(jobs);
				expect(done.map(({ error }) => error?.message).filter(Boolean)).toEqual([]);
				expect(server.sessions).toBeLessThanOrEqual(2);
				if (round % 2) await run(logout, { credential });
				else server.dropSessions();
			}
		});
	});

	test('a session counts only for the server, user and password that it was made with', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		credential.data = { ...credential.data, password: 'Wrong-Secret-42' };
		const wrong = await run(getUsers, { credential });
		expect(wrong.error?.message).toMatch(/refused the login: PE00002/);
		const { userid: username, password: own } = server.users[1];
		credential.data = { ...credential.data, username, password: own };
		expect((await run(getUsers, { credential })).error).toBeUndefined();
		expect(server.logins).toBe(2);
		expect(server.violations).toEqual([]);
		const other = await startAmServer({ seed: 2 });
		credential.data = {
			...credential.data,
			baseUrl: other.url,
			username: 'admin',
			password: other.password,
		};
		const sent = String(credential.data.sessionToken).slice(-128);
		expect((await run(getUsers, { credential })).error).toBeUndefined();
		expect(JSON.stringify(other.calls.map(({ headers }) => headers))).not.toContain(sent);
		await other.close();
	});

	test('a server that gives the same session out again is no circle', async () => {
		const credential = credentialOf();
		await run(getUsers, { credential });
		const token = String(credential.data.sessionToken);
		await server.close();
		servers.amServer = server = await startAmServer({ port: server.port });
		await run(getUsers, { credential });
		expect(credential.data.sessionToken).toBe(token);
		expect([logins(), server.sessions]).toEqual([1, 1]);
	});
});

describe.each(engines)('Check Only of users to create (%s)', (_, routing) => {
	const requestOptions = { checkOnly: true };
	const checked = async (items: IDataObject[], more: Partial<Job> = {}) =>
		await run({ ...create, requestOptions }, { items, routing, ...more });

	test('says which IDs are taken, from one reading, in the words of the real call', async () => {
		await servers.close();
		servers = await startAll({
			akashi: { staff: 1 },
			omflow: { users: 1 },
			amServer: { users: 700 },
		});
		server = servers.amServer;
		// The last ones stand on the second page.
		const ids = [server.users[3].userid, 'fresh1', server.users.at(-1)!.userid, 'fresh2'];
		const items = ids.map((id) => ({ id, name: '新人' }));
		const more = { onError: 'continueRegularOutput' } as const;
		const done = await checked(items, more);
		expect(done.json.map(({ error, checkedOnly }) => error ?? checkedOnly)).toEqual([
			'am-server refused this: PE00005 (the user ID is already taken)',
			true,
			'am-server refused this: PE00005 (the user ID is already taken)',
			true,
		]);
		expect(server.count('createUser')).toBe(0);
		expect(server.count('listUsers')).toBe(2);

		const real = await run(create, { items, routing, ...more });
		expect(real.json.map(({ message }) => message)).toEqual(
			done.json.map(({ message }) => message),
		);
		expect(real.json.map(({ error }) => String(error).replace(/ \S*。/, ''))).toEqual(
			done.json.map(({ error }) => String(error)),
		);
	});

	test('ends the run at the first one that is taken', async () => {
		const done = await checked([
			{ id: 'fresh1', name: '新人' },
			{ id: server.users[3].userid, name: '新人' },
		]);
		expect(done.error?.message).toMatch(/PE00005 \(the user ID is already taken\)/);
		expect(done.error?.description).toBe('Choose another user ID, or skip this user.');
	});

	test('fails where the users cannot be read', async () => {
		server.fault({ kind: 'status', route: 'listUsers', status: 400, body: '', times: 9 });
		const items = [{ id: 'fresh1', name: '新人' }];
		const done = await checked([...items, { id: 'fresh2', name: '新人' }], {
			onError: 'continueRegularOutput',
		});
		expect(done.json.map(({ error }) => error)).toEqual([
			expect.stringMatching(/HTTP 400/),
			expect.stringMatching(/HTTP 400/),
		]);
	});

	test('reads nothing where users are really created', async () => {
		await run(create, { items: [{ id: 'fresh1', name: '新人' }], routing });
		expect(server.count('listUsers')).toBe(0);
	});
});
