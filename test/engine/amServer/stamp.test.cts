import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { todayInJapan } from '../../cases/amServer/kept.cts';
import { credentialsOf } from '../../credentials.cts';
import { LeakSearch } from '../../leaks.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { AmServerStandIn, AttendanceDay } from '../../servers/amServer.cts';
import type { Fault } from '../../servers/base.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Stamps of many people by one run, on the side of the server where everybody signs in as themselves. */

let servers: All;
let server: AmServerStandIn;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 1 }, amServer: { users: 25 } });
	server = servers.amServer;
	for (const { userid } of server.users) server.attendance.set(monthOf(userid), null);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await servers.close();
});

const monthOf = (userid: string, date = todayInJapan()) =>
	`${userid}/${date.slice(0, 7).replace('-', '/')}`;
/** What the stand-in has of a user today. */
const today = (userid: string): AttendanceDay | undefined =>
	server.attendance.get(monthOf(userid))?.find(({ workday }) => workday === todayInJapan());
const stampedToday = () => server.users.filter(({ userid }) => today(userid)).length;

/** Clocks of the node and the stand-in at a moment in Japan. */
function at(text: string): void {
	const shift = Date.parse(`${text}+09:00`) - Date.now();
	const real = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => real() + shift);
	for (const { userid } of server.users) server.attendance.set(monthOf(userid), null);
}

const credentialOf = () => {
	const { type, data } = credentialsOf(servers).amServer;
	return stored(type, { ...data });
};

/** Runs a stamp; no secret may show in what n8n keeps of it. Passwords of items are put together when it runs. */
async function run(
	operation: 'clockIn' | 'clockOut',
	parameters: INodeParameters,
	{ credential = credentialOf(), ...more }: Partial<Job> = {},
): Promise<Done> {
	const done = await runNode({
		node: 'amServer',
		credential,
		parameters: { resource: 'stamp', operation, ...parameters },
		...more,
	});
	const secrets = [...server.users.map(({ password }) => password), ...server.accessTokens.keys()];
	const search = new LeakSearch([...secrets, 'Wrong00001', 'Wrong00002', 'Wrong00003']);
	search.in('output', JSON.stringify([done.outputs, done.error, done.error?.context]));
	search.in('run', JSON.stringify(done.run.data.resultData));
	expect(search.leaks).toEqual([]);
	expect(server.violations).toEqual([]);
	return done;
}

/** A user by item; the password comes in two halves. */
const own = {
	actAs: 'user',
	userId: '={{ $json.user }}',
	password: '={{ $json.half + $json.rest }}',
};
const halves = (password: string) => ({ half: password.slice(0, 4), rest: password.slice(4) });
const itemOf = (index: number, password = server.users[index].password): IDataObject => ({
	user: server.users[index].userid,
	...halves(password),
});
const unguarded = { options: { skipIfAlreadyStamped: false } };
const goOn = { onError: 'continueRegularOutput' as const };
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.each(engines)('20 people by one run (%s)', (_, routing) => {
	const wrong = [3, 9, 20];
	const items = () =>
		range(20).map((index) =>
			wrong.includes(index + 1)
				? itemOf(index + 1, `Wrong0000${wrong.indexOf(index + 1) + 1}`)
				: itemOf(index + 1),
		);

	test('with three wrong passwords are 17 stamps and three reasons', async () => {
		const done = await run('clockIn', own, { routing, items: items(), ...goOn });
		expect(stampedToday()).toBe(17);
		expect(done.items.map(({ pairedItem }) => pairedItem)).toEqual(
			range(20).map((item) => ({ item })),
		);
		done.json.forEach((row, index) => {
			const { userid } = server.users[index + 1];
			if (wrong.includes(index + 1)) {
				expect(row.error).toMatch(
					new RegExp(`refused user ${userid}: PE00002 \\S+ \\(wrong password or unknown user\\)$`),
				);
				expect(row.message).toMatch(/^Nothing was stamped\. Check the user ID and the password of/);
			} else {
				expect(row).toEqual({
					userId: userid,
					date: todayInJapan(),
					type: 'clockIn',
					typeName: '出勤',
					skipped: false,
					reason: null,
					stampedAt: null,
				});
				expect(today(userid)!.starttime).toMatch(/^\d\d:\d\d$/);
			}
		});
		expect(server.count('clockIn')).toBe(17);
		expect(server.count('getAccessToken')).toBe(20);
		// The guard read every day with one session of the credential.
		expect([server.logins, server.count('getAttendance')]).toEqual([1, 20]);
		expect(server.maxInFlight).toBeLessThanOrEqual(4);
	});

	test('nobody is logged in as an administrator for it', async () => {
		const done = await run(
			'clockOut',
			{ ...own, ...unguarded },
			{ routing, items: items(), ...goOn },
		);
		expect(stampedToday()).toBe(17);
		expect(done.json.filter(({ error }) => error)).toHaveLength(3);
		expect([server.logins, server.sessions, server.count('getAttendance')]).toEqual([0, 0, 0]);
	});

	test('in "Stop" mode what was done is told, and nothing is started after the failure', async () => {
		const done = await run('clockIn', { ...own, ...unguarded }, { routing, items: items() });
		expect(done.error?.message).toMatch(/refused user u00003: PE00002/);
		expect(stampedToday()).toBeLessThan(8);
		expect(stampedToday()).toBe(server.count('clockIn'));
	});

	test('a password in the fields of a failed item is hidden', async () => {
		const parameters = { ...own, password: '={{ $json.code }}', ...unguarded };
		for (const code of ['Wrong00001', 'Wrong!', 'Wrong00001, a longer one']) {
			const items = [{ user: 'u00001', code, note: `with ${code}.` }];
			const done = await runNode({
				node: 'amServer',
				credential: credentialOf(),
				parameters: { resource: 'stamp', operation: 'clockIn', ...parameters },
				items,
				routing,
				...goOn,
			});
			expect(done.json[0].error).toBeDefined();
			expect(JSON.stringify(done.outputs)).not.toContain('Wrong');
		}
	});
});

describe('the access token', () => {
	test('is fetched once however many wait for it', async () => {
		server.latency = 20;
		const runs = range(8).map((index) =>
			run(index % 2 ? 'clockIn' : 'clockOut', { ...own, ...unguarded }, { items: [itemOf(1)] }),
		);
		for (const { error } of await Promise.all(runs)) expect(error).toBeUndefined();
		expect([server.count('getAccessToken'), server.count(/^clock/)]).toEqual([1, 8]);
	});

	test.each(engines)('is fetched once more after the server lost it (%s)', async (_, routing) => {
		await run('clockIn', { ...own, ...unguarded }, { items: [itemOf(1)], routing });
		server.dropAccessTokens();
		const done = await run('clockOut', { ...own, ...unguarded }, { items: [itemOf(1)], routing });
		expect(done.error).toBeUndefined();
		expect(today('u00001')!.endtime).not.toBeNull();
		expect(server.calls.map(({ route, status }) => `${route} ${status}`)).toEqual([
			'getAccessToken 200',
			'clockIn 200',
			'clockOut 400',
			'getAccessToken 200',
			'clockOut 200',
		]);
	});

	test('that is refused as soon as it was given out is an error after one more', async () => {
		const body = { header: { errorcode: 'PE00002', message: '不正' }, body: null };
		server.fault({ kind: 'status', status: 400, route: 'clockIn', times: 99, body });
		const done = await run('clockIn', { ...own, ...unguarded }, { items: [itemOf(1)] });
		expect(done.error?.message).toBe(
			'am-server refused an access token that it had just given out',
		);
		expect([server.count('getAccessToken'), server.count('clockIn')]).toEqual([2, 2]);
	});

	test('is refused with a changed password after the token was lost', async () => {
		await run('clockIn', { ...own, ...unguarded }, { items: [itemOf(1)] });
		const items = [itemOf(1), itemOf(2)];
		server.users[1].password = 'Changed00001';
		server.dropAccessTokens();
		const done = await run('clockOut', { ...own, ...unguarded }, { items, ...goOn });
		expect(done.json[0].error).toMatch(/refused user u00001: PE00002/);
		expect(done.json[1]).toMatchObject({ userId: 'u00002', skipped: false });
	});
});

describe.each(engines)('the user of the credential (%s)', (_, routing) => {
	test('stamps with an access token too, and reads the day with the session', async () => {
		const done = await run('clockIn', {}, { routing });
		expect(done.json).toMatchObject([{ userId: 'admin', type: 'clockIn', skipped: false }]);
		expect(today('admin')!.starttime).not.toBeNull();
		expect(server.calls.map(({ route }) => route)).toEqual([
			'login',
			'getAttendance',
			'getAccessToken',
			'clockIn',
		]);
		const again = await run('clockIn', {}, { routing });
		expect(again.json).toMatchObject([{ userId: 'admin', skipped: true }]);
		expect(server.count('clockIn')).toBe(1);
	});

	test('and others in one run, each once', async () => {
		const items = [
			{ as: 'credential' },
			{ as: 'user', ...itemOf(1) },
			{ as: 'credential' },
			{ as: 'user', ...itemOf(1) },
			{ as: 'user', ...itemOf(0) },
		];
		const parameters = {
			...unguarded,
			...own,
			// A field that is shown is read for every item.
			actAs: '={{ $json.as }}',
		};
		const done = await run('clockIn', parameters, { routing, items, ...goOn });
		expect(done.json.map(({ userId, error }) => userId ?? error)).toEqual([
			'admin',
			'u00001',
			'Items 0 and 2 write the same record',
			'Items 1 and 3 write the same record',
			'Items 0 and 4 write the same record',
		]);
		expect(server.count('clockIn')).toBe(2);
	});

	test('with a wrong password says what to check', async () => {
		const credential = credentialOf();
		credential.data.password = 'Wrong00001';
		const done = await run('clockIn', unguarded, { routing, credential });
		expect(done.error?.message).toMatch(/refused user admin: PE00002/);
		expect(done.error?.description).toBe('Check the user ID and the password in the credential.');
		expect(server.count('getAccessToken')).toBe(1);
	});
});

describe('what is wrong is said before anything is sent', () => {
	test.each<[string, INodeParameters, RegExp]>([
		[
			'no user',
			{ ...own, userId: '={{ "" }}' },
			/"User ID" must be 1 to 6 half-width letters or digits/,
		],
		['a long user ID', { ...own, userId: 'user001' }, /"User ID" must be 1 to 6/],
		['no password', { ...own, password: '={{ "" }}' }, /"Password" must be 8 to 16 half-width/],
		['a password with a colon', { ...own, password: 'pass:word1' }, /"Password" must be 8 to 16/],
		[
			'another way to act',
			{ ...own, actAs: '={{ "boss" }}' },
			/"Act As" must be one of credential, user/,
		],
		[
			'an option that is no choice',
			{ options: { skipIfAlreadyStamped: '={{ "perhaps" }}' } },
			/"Skip If Already Stamped" must be true or false/,
		],
		[
			'another order',
			{ options: { outOfOrder: '={{ "x" }}' } },
			/"Stamps Out of Order" must be one/,
		],
		['no hour', { options: { dayStartsAt: 30 } }, /"Day Starts At" must be a whole number/],
	])('%s', async (_, parameters, message) => {
		for (const routing of [false, true]) {
			const done = await run('clockIn', parameters, { routing, items: [itemOf(1)] });
			expect(done.error?.message).toMatch(message);
		}
		expect(server.calls).toEqual([]);
	});

	test('a number as a password is text', async () => {
		server.users[1].password = '1234567890';
		const parameters = { ...own, password: '={{ 1234567890 }}' };
		const done = await run('clockIn', parameters, { items: [itemOf(1)] });
		expect(done.json).toMatchObject([{ userId: 'u00001', skipped: false }]);
	});
});

test.each(engines)('"Check Only" reads the day and stamps nothing (%s)', async (_, routing) => {
	server.attendance.set(monthOf('u00002'), [
		{ workday: todayInJapan(), starttime: '00:00', endtime: null },
	]);
	const parameters = { ...own, requestOptions: { checkOnly: true } };
	const done = await run('clockIn', parameters, { routing, items: [itemOf(1), itemOf(2)] });
	expect(done.json).toMatchObject([
		{ checkedOnly: true, method: 'POST', path: '/api/1.0/attendance_time' },
		{ userId: 'u00002', skipped: true },
	]);
	expect(server.count(/^(clock|getAccess)/)).toBe(0);
});

describe('faults', () => {
	const timeout = { requestOptions: { timeout: 300 } };
	interface Seen {
		fault: Fault;
		/** What the item says; undefined if it is stamped. */
		message?: RegExp;
		advice?: RegExp;
		/** Calls of the kind that failed. */
		tries: number;
		/** Whether the server has the stamp. */
		kept: boolean;
	}
	const unknown = /^It may have been recorded: check in the system before running it again/;
	const nothing = /Nothing was (changed|stamped)/;
	test.each<[string, Seen]>([
		[
			'a token: busy',
			{ fault: { kind: 'status', status: 429, route: 'getAccessToken' }, tries: 2, kept: true },
		],
		[
			'a token: 500 once',
			{ fault: { kind: 'html', route: 'getAccessToken' }, tries: 2, kept: true },
		],
		[
			'a token: 500 for good',
			{
				fault: { kind: 'html', route: 'getAccessToken', times: 99 },
				message: /refused user u00001: HTTP 500/,
				advice: /^Ask the administrator of am-server/,
				tries: 3,
				kept: false,
			},
		],
		[
			'a token: cut off',
			{ fault: { kind: 'resetBefore', route: 'getAccessToken' }, tries: 2, kept: true },
		],
		[
			'a token: no answer',
			{
				fault: { kind: 'hang', route: 'getAccessToken', times: 99 },
				message: /did not answer in time/,
				advice: nothing,
				tries: 1,
				kept: false,
			},
		],
		[
			'a token: none in the answer',
			{
				fault: {
					kind: 'body',
					route: 'getAccessToken',
					body: { header: { errorcode: '', message: '' }, body: {} },
				},
				message: /answered without an access token/,
				tries: 1,
				kept: false,
			},
		],
		[
			'the user side is not there',
			{
				fault: { kind: 'html', status: 404, route: 'getAccessToken', times: 99 },
				message: /HTTP 404 \(the address is unknown/,
				tries: 1,
				kept: false,
			},
		],
		[
			'the day: 500 for good',
			{
				fault: { kind: 'html', route: 'getAttendance', times: 99 },
				message: /HTTP 500/,
				advice: /^Nothing was stamped for this item, since its day could not be read first/,
				tries: 3,
				kept: false,
			},
		],
		[
			'the day: no answer',
			{
				fault: { kind: 'hang', route: 'getAttendance', times: 99 },
				message: /did not answer in time/,
				advice: /^Nothing was stamped for this item/,
				tries: 1,
				kept: false,
			},
		],
		[
			'a stamp: busy',
			{ fault: { kind: 'status', status: 429, route: 'clockIn' }, tries: 2, kept: true },
		],
		[
			'a stamp: not ready',
			{
				fault: { kind: 'status', status: 503, route: 'clockIn' },
				message: /HTTP 503/,
				advice: unknown,
				tries: 1,
				kept: false,
			},
		],
		[
			'a stamp: a failure after it was written',
			{
				fault: { kind: 'statusAfter', status: 500, route: 'clockIn' },
				message: /HTTP 500/,
				advice: unknown,
				tries: 1,
				kept: true,
			},
		],
		[
			'a stamp: cut off after it was written',
			{
				fault: { kind: 'resetAfter', route: 'clockIn' },
				message: /closed the connection/,
				advice: unknown,
				tries: 1,
				kept: true,
			},
		],
		[
			'a stamp: no answer',
			{
				fault: { kind: 'hangAfter', route: 'clockIn' },
				message: /did not answer in time/,
				advice: unknown,
				tries: 1,
				kept: true,
			},
		],
		[
			'a stamp: half an answer',
			{
				fault: { kind: 'truncate', route: 'clockIn' },
				message: /not the JSON/,
				advice: unknown,
				tries: 1,
				kept: true,
			},
		],
	])('%s', async (_, { fault, message, advice, tries, kept }) => {
		server.fault(fault);
		const done = await run('clockIn', { ...own, ...timeout }, { items: [itemOf(1)], ...goOn });
		const [{ error, message: told }] = done.json as Array<{ error?: string; message?: string }>;
		if (message) expect(error).toMatch(message);
		else expect(error).toBeUndefined();
		if (advice) expect(told).toMatch(advice);
		expect(server.count(String(fault.route))).toBe(tries);
		expect(today('u00001') !== undefined).toBe(kept);
	});

	test.each(['getAccessToken', 'clockIn', 'getAttendance'])(
		'what %s quotes of a sign-in is hidden',
		async (route) => {
			server.mutate = (name, body) => {
				if (name !== route) return body;
				const { authorization = '', cookie = '' } = server.calls.at(-1)!.headers;
				const [, sent = ''] = authorization.split(' ');
				const words = [cookie, sent, Buffer.from(sent, 'base64').toString('latin1').split(':')[1]]
					.filter((secret) => /^[\x20-\x7e]+$/.test(secret ?? ''))
					.join();
				return { header: { errorcode: 'PE00004', message: `not ${words}` }, body: null };
			};
			const done = await run('clockIn', own, { items: [itemOf(1)], ...goOn });
			expect(done.json[0].error).toMatch(/not (sessionid=)?\[hidden\](,\[hidden\])? \(/);
		},
	);

	test('a lost login of the credential stops every guarded stamp, and is not repeated', async () => {
		const credential = credentialOf();
		credential.data.password = 'Wrong00001';
		const items = [itemOf(1), itemOf(2), itemOf(3)];
		const done = await run('clockIn', own, { items, credential, ...goOn });
		for (const { error, message } of done.json) {
			expect(error).toMatch(/refused the login: PE00002/);
			expect(message).toMatch(/^Nothing was stamped for this item, .* in the credential/);
		}
		expect([server.count('login'), stampedToday()]).toEqual([1, 0]);
	});
});

describe('the guard', () => {
	const times: Array<[string, string | null, string | null]> = [
		['nothing', null, null],
		['a start', '09:00', null],
		['an end', null, '18:00'],
		['both', '09:00', '18:00'],
		['an end of this morning and a start', '09:00', '05:30'],
	];
	const orders = ['create', 'refuse', 'skip'] as const;
	const all = times.flatMap(([name, start, end]) =>
		orders.flatMap((outOfOrder) =>
			[true, false].flatMap((skipIfAlreadyStamped) =>
				(['clockIn', 'clockOut'] as const).map((type) => ({
					name,
					start,
					end,
					outOfOrder,
					skipIfAlreadyStamped,
					type,
				})),
			),
		),
	);

	test.each(all)(
		'$type with $name, out of order: $outOfOrder, skip: $skipIfAlreadyStamped',
		async ({ start, end, outOfOrder, skipIfAlreadyStamped, type }) => {
			at('2025-04-10T20:00:00');
			const workday = '2025-04-10';
			const days = start || end ? [{ workday, starttime: start, endtime: end }] : null;
			server.attendance.set(monthOf('u00001'), days);
			const options = { skipIfAlreadyStamped, outOfOrder };
			const done = await run(type, { ...own, options }, { items: [itemOf(1)], ...goOn });
			const there = type === 'clockIn' ? start : end;
			const isIn = start !== null && !(end !== null && end > start);
			const wrong = type === 'clockIn' ? isIn : !isIn;
			const [row] = done.json;
			const written = today('u00001')?.[type === 'clockIn' ? 'starttime' : 'endtime'] ?? null;
			if (skipIfAlreadyStamped && there) {
				expect(row).toMatchObject({ skipped: true, stampedAt: `2025-04-10T${there}:00+09:00` });
				expect(row.reason).toContain(`already, at ${there}`);
				expect(written).toBe(there);
			} else if (wrong && outOfOrder !== 'create') {
				const words = type === 'clockIn' ? 'a clock-in while already in' : 'a clock-out without';
				if (outOfOrder === 'skip') {
					expect(row).toMatchObject({ skipped: true, stampedAt: null });
					expect(row.reason).toContain(`This would be ${words}`);
				} else {
					expect(row.error).toContain(`The stamp is out of order. This would be ${words}`);
				}
				expect(written).toBe(there);
			} else {
				expect(row).toMatchObject({ skipped: false, reason: null, date: workday });
				expect(written).toBe('20:00');
			}
			const guarded = skipIfAlreadyStamped || outOfOrder !== 'create';
			expect(server.count('getAttendance')).toBe(guarded ? 1 : 0);
		},
	);

	test.each<[string, string, number]>([
		['of the same month', '2025-04-11T02:00:00', 1],
		['of the month before', '2025-05-01T02:00:00', 2],
	])('knows a clock-in before midnight: %s', async (_, now, calls) => {
		at(now);
		const before = new Date(Date.parse(`${now.slice(0, 10)}`) - 86_400_000)
			.toISOString()
			.slice(0, 10);
		server.attendance.set(monthOf('u00001', before), [
			{ workday: before, starttime: '22:00', endtime: null },
		]);
		const options = { outOfOrder: 'refuse' };
		const done = await run('clockOut', { ...own, options }, { items: [itemOf(1)] });
		expect(done.error).toBeUndefined();
		expect(done.json).toMatchObject([{ date: now.slice(0, 10), skipped: false }]);
		expect(server.count('getAttendance')).toBe(calls);
	});

	test('stamps nothing if a time of the month cannot be read', async () => {
		server.attendance.set(monthOf('u00001'), [
			{ workday: todayInJapan(), starttime: 'nine', endtime: null },
		]);
		const done = await run('clockIn', own, { items: [itemOf(1)], ...goOn });
		expect(done.json[0].error).toBe('am-server sent a day of user u00001 that cannot be read');
		expect(done.json[0].message).toMatch(/^Nothing was stamped/);
		expect(server.count('clockIn')).toBe(0);
	});
});

test('a stamp over midnight has no date that anybody could know', async () => {
	at('2025-04-10T23:59:59.900');
	server.latency = ({ route }) => (route === 'clockOut' ? 300 : 0);
	const done = await run('clockOut', { ...own, ...unguarded }, { items: [itemOf(1)] });
	expect(done.json).toMatchObject([{ date: null, skipped: false }]);
});
