import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manHourItems } from '../../cases.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** What a person sees of every refusal and every fault, on both paths, and that no secret is in it. */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => await servers.close());

type System = 'akashi' | 'amServer' | 'omflow';

async function run(
	node: System,
	parameters: INodeParameters,
	more: Partial<Job> = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers)[node];
	const done = await runNode({ node, credential: stored(type, { ...data }), parameters, ...more });
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	return done;
}

const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const reads: Record<System, INodeParameters> = {
	akashi: { resource: 'staff', operation: 'get', staffId: picked('={{ $json.id }}') },
	omflow: {
		resource: 'leaveRecord',
		operation: 'getAll',
		principal: { ...picked('={{ $json.id }}'), mode: 'userName' },
		substitute: { ...picked('={{ $json.id }}'), mode: 'userName' },
	},
	amServer: {
		resource: 'attendance',
		operation: 'getAll',
		whose: 'selected',
		users: '={{ $json.id }}',
		period: 'custom',
		startDate: '2026-03-01',
		endDate: '2026-03-31',
	},
};
const items = (node: System): IDataObject[] => {
	const { akashi, amServer, omflow } = servers;
	const ids = {
		akashi: akashi.staff.map(({ staffId }) => staffId),
		omflow: omflow.users.map(({ username }) => username as string),
		amServer: amServer.users.filter(({ adminflg }) => adminflg === '0').map(({ userid }) => userid),
	};
	return [0, 1, 2].map((place) => ({ id: ids[node][place + 1] }));
};

interface Seen {
	name: string;
	node: System;
	fault?: Fault;
	before?: () => void;
	/** What the error has to say. */
	message: RegExp;
	advice: RegExp;
	options?: INodeParameters;
}

const told: Seen[] = [
	{
		name: 'a refusal with HTTP 200 and a leading blank in its code',
		node: 'akashi',
		fault: {
			kind: 'body',
			body: { success: false, errors: [{ code: ' ERR300402', message: '組織が存在しません。' }] },
		},
		message: /AKASHI refused this: ERR300402 組織が存在しません。$/,
		advice: /message above is AKASHI's own/,
	},
	{
		name: 'a refusal with HTTP 400',
		node: 'akashi',
		fault: {
			kind: 'status',
			status: 400,
			body: { success: false, errors: [{ code: 'ERR1', message: 'アクセストークンが不正です' }] },
		},
		message: /ERR1 アクセストークンが不正です/,
		advice: /Issue a new token on My Page/,
	},
	{
		name: 'success with errors beside it',
		node: 'akashi',
		fault: {
			kind: 'body',
			body: {
				success: true,
				response: { staffs: [] },
				errors: [{ code: 'E7', message: '一部の従業員を取得する権限がありません' }],
			},
		},
		message: /E7 一部の従業員を取得する権限がありません/,
		advice: /does not have permission for this/,
	},
	{
		name: 'words that quote the token',
		node: 'akashi',
		fault: {
			kind: 'body',
			body: { success: false, errors: [{ code: 'E9', message: 'token=@token は無効' }] },
		},
		message: /E9 token=\[hidden\] は無効/,
		advice: /My Page/,
	},
	{
		name: 'an HTML page',
		node: 'akashi',
		fault: { kind: 'html', status: 502, times: 3 },
		message: /AKASHI answered HTTP 502 without its usual JSON/,
		advice: /endpoint and the company ID/,
	},
	{
		name: 'JSON that is cut off',
		node: 'akashi',
		fault: { kind: 'truncate' },
		message: /AKASHI answered HTTP 200 without its usual JSON/,
		advice: /endpoint and the company ID/,
	},
	{
		name: 'too many requests',
		node: 'akashi',
		fault: { kind: 'status', status: 429, headers: { 'Retry-After': '61' }, body: '' },
		message: /AKASHI is busy: it answered HTTP 429 and asks to wait 61 seconds/,
		advice: /Wait a minute/,
	},
	{
		name: 'a redirect',
		node: 'akashi',
		fault: { kind: 'status', status: 302, headers: { Location: 'http://127.0.0.1:9/' }, body: '' },
		message: /AKASHI answered HTTP 302/,
		advice: /endpoint/,
	},
	{
		name: 'a connection that is cut',
		node: 'akashi',
		fault: { kind: 'resetBefore', times: 9 },
		message: /AKASHI at http:\S+ closed the connection before it answered/,
		advice: /Nothing was changed.*may be restarting.*It was tried \d times in \d\d seconds/,
	},
	{
		name: 'no answer in time',
		node: 'akashi',
		fault: { kind: 'hang' },
		options: { timeout: 900 },
		message: /AKASHI at http:\S+ did not answer in time \(waited 0.9 seconds\)/,
		advice: /Settings → Request Options → Timeout/,
	},
	{
		name: 'a second refusal of the security code',
		node: 'omflow',
		fault: {
			kind: 'body',
			times: 2,
			body: { status: 403, message: 'Permission Denied', result: null },
		},
		message: /OMFLOW refused this: 403 Permission Denied/,
		advice: /^Ask the OMFLOW administrator for the permission/,
	},
	{
		name: 'a status that is text, with the names of what is missing',
		node: 'omflow',
		fault: {
			kind: 'body',
			body: {
				status: '404',
				message: 'missing',
				result: { status: 'require missing', result: ['principal'], message: 'x' },
			},
		},
		message: /OMFLOW refused this: 404 missing — require missing: principal/,
		advice: /Check the values of this item/,
	},
	{
		name: 'the raw text of an exception',
		node: 'omflow',
		fault: {
			kind: 'body',
			body: { status: 500, message: 'list index out of range', result: null },
		},
		message: /500 list index out of range/,
		advice: /OMFLOW administrator/,
	},
	{
		name: 'the look-up bug for names within names',
		node: 'omflow',
		fault: {
			kind: 'body',
			body: {
				status: 500,
				message: 'get() returned more than one OmUser -- it returned 2!',
				result: null,
			},
		},
		message: /more than one OmUser/,
		advice: /is part of another user's name/,
	},
	{
		name: 'a redirect to the permission page',
		node: 'omflow',
		fault: {
			kind: 'status',
			status: 302,
			headers: { Location: '/api/permission/denied/' },
			body: '',
		},
		message: /OMFLOW refused this: 403 no permission/,
		advice: /OMFLOW administrator/,
	},
	{
		name: 'an HTML page',
		node: 'omflow',
		fault: { kind: 'html', status: 404 },
		message: /OMFLOW refused this: 404 without OMFLOW's usual JSON/,
		advice: /base URL/,
	},
	{
		name: 'no answer in time',
		node: 'omflow',
		fault: { kind: 'hang' },
		options: { timeout: 900 },
		message: /OMFLOW at http:\S+ did not answer in time/,
		advice: /Settings → Request Options → Timeout/,
	},
	{
		name: 'a parameter that the server does not name',
		node: 'amServer',
		fault: {
			kind: 'status',
			status: 400,
			body: { header: { errorcode: 'PE00004', message: 'パラメータが不正です。' }, body: null },
		},
		message: /am-server refused this: PE00004 パラメータが不正です。 \(a parameter is not valid/,
		advice: /values of this item/,
	},
	{
		name: 'a failing database',
		node: 'amServer',
		fault: {
			kind: 'status',
			status: 500,
			times: 3,
			body: { header: { errorcode: 'SYS1001', message: 'エラー' }, body: null },
		},
		message: /SYS1001 エラー/,
		advice: /database and session store/,
	},
	{
		name: 'HTML labelled as JSON',
		node: 'amServer',
		fault: { kind: 'html', status: 500, times: 3 },
		message: /am-server refused this: HTTP 500/,
		advice: /administrator of am-server/,
	},
	{
		name: 'an unknown route',
		node: 'amServer',
		fault: { kind: 'html', status: 404 },
		message: /am-server refused this: HTTP 404 \(the address is unknown/,
		advice: /without \/admin/,
	},
	{
		name: 'a call that hangs for ever',
		node: 'amServer',
		fault: { kind: 'hang' },
		options: { timeout: 900 },
		message: /am-server at http:\S+ did not answer in time \(waited 0.9 seconds\)/,
		advice: /Settings → Request Options → Timeout/,
	},
];

const routes: Record<System, string> = {
	akashi: 'getStaff',
	omflow: 'listLeaves',
	amServer: 'getAttendance',
};

/** Orders the fault for the second item only. */
function order({ node, fault }: Seen, input: IDataObject[]): void {
	if (!fault) return;
	const second = String(input[1].id);
	const text = JSON.stringify(fault).replace('@token', servers.akashi.token);
	servers[node].fault({
		...(JSON.parse(text) as Fault),
		route: routes[node],
		when: ({ path, body }) =>
			path.includes(`/${second}`) || (body as IDataObject | undefined)?.principal === second,
	});
}

describe.each(told.map((one) => [`${one.node}: ${one.name}`, one] as const))('%s', (_, one) => {
	test.each(engines)('stops with the words, the item and what to do (%s)', async (__, routing) => {
		const input = items(one.node);
		order(one, input);
		const done = await run(
			one.node,
			{ ...reads[one.node], requestOptions: one.options ?? {} },
			{ items: input, routing },
		);
		expect(done.error?.message).toMatch(one.message);
		expect(done.error?.description).toMatch(one.advice);
		expect((done.error?.context as IDataObject).itemIndex).toBe(1);
	});

	test.each(engines)('keeps the other items with On Error: Continue (%s)', async (__, routing) => {
		const input = items(one.node);
		const parameters = { ...reads[one.node], requestOptions: one.options ?? {} };
		const without = await run(one.node, parameters, {
			items: input.filter((___, index) => index !== 1),
			routing,
		});
		order(one, input);
		const done = await run(one.node, parameters, {
			items: input,
			routing,
			onError: 'continueRegularOutput',
		});
		expect(done.error).toBeUndefined();
		const failed = done.items.filter(({ json }) => json.error);
		expect(failed).toHaveLength(1);
		expect(failed[0].json.error).toMatch(one.message);
		expect(failed[0].json.message).toMatch(one.advice);
		expect(failed[0].pairedItem).toEqual({ item: 1 });
		expect(done.json.filter(({ error }) => !error)).toEqual(without.json);
	});
});

test('a server that is not there', async () => {
	await servers.akashi.close();
	const done = await run('akashi', reads.akashi, { items: items('akashi') });
	expect(done.error?.message).toMatch(/could not be reached: the connection was refused/);
	expect(done.error?.description).toMatch(/Nothing was changed/);
});

describe('signing in', () => {
	test('OMFLOW: a code that ran out in the middle is fetched once more, and nothing is lost', async () => {
		const input = Array.from({ length: 60 }, () => items('omflow')[0]);
		servers.omflow.fault({
			kind: 'body',
			skip: 20,
			times: 3,
			route: 'listLeaves',
			body: { status: 403, message: 'security code error', result: null },
		});
		const done = await run('omflow', reads.omflow, { items: input });
		expect(done.error).toBeUndefined();
		expect(servers.omflow.signIns).toBe(2);
		expect(servers.omflow.count('listLeaves')).toBe(63);
	});

	test('OMFLOW: a restart loses the code; the next call signs in again', async () => {
		await run('omflow', reads.omflow, { items: items('omflow') });
		servers.omflow.restart();
		const done = await run('omflow', reads.omflow, { items: items('omflow') });
		expect(done.error).toBeUndefined();
		expect(servers.omflow.signIns).toBe(2);
	});

	test('OMFLOW: a wrong password ends after one try, whatever the number of items', async () => {
		const { type, data } = credentialsOf(servers).omflow;
		const done = await runNode({
			node: 'omflow',
			credential: stored(type, { ...data, password: 'wrong-password' }),
			parameters: reads.omflow,
			items: Array.from({ length: 30 }, () => items('omflow')[0]),
			onError: 'continueRegularOutput',
		});
		expect(done.json).toHaveLength(30);
		expect(done.json[29].error).toMatch(/OMFLOW at \S+ refused the sign-in: 403/);
		expect(JSON.stringify(done.run.data)).not.toContain('wrong-password');
		// Requests already under way when the first refusal comes share its fetch.
		expect(servers.omflow.count('signIn')).toBeLessThanOrEqual(2);
	});

	describe.each([
		['omflow', 'signIn', 'OMFLOW', 503],
		['amServer', 'login', 'am-server', 429],
	] as const)('%s: a sign-in that is busy', (node, route, name, status) => {
		const busyFor = (seconds: number, times: number) =>
			servers[node].fault({
				kind: 'status',
				status,
				route,
				times,
				headers: { 'Retry-After': String(seconds) },
			});
		const job = () => ({ items: Array.from({ length: 30 }, () => items(node)[0]) });

		test('is waited for, as long as the server asks', async () => {
			busyFor(1, 2);
			const done = await run(node, reads[node], job());
			expect(done.error).toBeUndefined();
			const { calls } = servers[node];
			expect(
				calls.filter((call) => call.route === routes[node] && call.status === 200),
			).toHaveLength(30);
			const [first, second, third, ...more] = calls.filter((call) => call.route === route);
			expect(more).toEqual([]);
			expect(second.at - first.at).toBeGreaterThanOrEqual(9);
			expect(third.at - second.at).toBeGreaterThanOrEqual(9);
		});

		test('is given up at once, for all items, when that is more than a minute', async () => {
			busyFor(61, Infinity);
			const done = await run(node, reads[node], { ...job(), onError: 'continueRegularOutput' });
			expect(done.json).toHaveLength(30);
			for (const { error, message } of done.json) {
				expect(error).toBe(
					`The sign-in of ${name} is busy: it answered HTTP ${status} and asks to wait 61 seconds`,
				);
				expect(message).toMatch(/^Nothing was changed\. Wait a minute/);
			}
			expect(servers[node].count(route)).toBeLessThanOrEqual(2);
		});
	});

	test('am-server: one login for all items, stored once; a dropped session costs one more', async () => {
		const { type, data } = credentialsOf(servers).amServer;
		const credential = stored(type, { ...data });
		const input = Array.from({ length: 60 }, () => items('amServer')[0]);
		const job: Job = { node: 'amServer', credential, parameters: reads.amServer, items: input };
		const first = await runNode(job);
		expect(first.error).toBeUndefined();
		expect(servers.amServer.logins).toBe(1);
		servers.amServer.dropSessions();
		const second = await runNode(job);
		expect(second.error).toBeUndefined();
		expect(second.json).toEqual(first.json);
		expect(servers.amServer.logins).toBe(2);
		expect(servers.amServer.sessions).toBe(1);
		expect(secretsIn(servers, JSON.stringify([first.run.data, second.run.data]))).toEqual([]);
	});

	test('am-server: a wrong password is told as such, in at most two tries', async () => {
		const { type, data } = credentialsOf(servers).amServer;
		const done = await runNode({
			node: 'amServer',
			credential: stored(type, { ...data, password: 'wrong-password' }),
			parameters: reads.amServer,
			items: Array.from({ length: 30 }, () => items('amServer')[0]),
			onError: 'continueRegularOutput',
		});
		expect(done.json).toHaveLength(30);
		expect(done.json[0].error).toMatch(/am-server at \S+ refused the login: PE00002/);
		expect(JSON.stringify(done.run.data)).not.toContain('wrong-password');
		expect(servers.amServer.count('login')).toBeLessThanOrEqual(2);
	});
});

describe('writes', () => {
	const upsert: INodeParameters = {
		resource: 'manHour',
		operation: 'upsert',
		staffId: picked('={{ $json.staff }}'),
		date: '={{ $json.date }}',
		projectId: '7001',
		taskId: '={{ $json.task }}',
		minutes: '={{ $json.minutes }}',
	};
	const bad = [3, 17, 51];
	const input = () =>
		manHourItems(servers, 60).map((one, index) =>
			bad.includes(index) ? { ...one, task: 999_999 } : one,
		);
	const good = () =>
		manHourItems(servers, 60)
			.filter((_, index) => !bad.includes(index))
			.map(({ staff, date, task }) => `${staff}|${date}|7001|${task}`)
			.sort();

	test.each([
		['a refused batch', false, false],
		['a refused batch, by routing', false, true],
		['a batch done in part', true, false],
	])('%s: every item has its own outcome', async (_, partial, routing) => {
		servers.akashi.options.partial = partial;
		const done = await run('akashi', upsert, {
			items: input(),
			routing,
			onError: 'continueRegularOutput',
		});
		expect(done.json).toHaveLength(60);
		done.json.forEach(({ error, minutes }, index) => {
			if (bad.includes(index)) expect(error).toMatch(/ERR300601 従業員、プロジェクト/);
			else expect(minutes).toBe(manHourItems(servers, 60)[index].minutes);
		});
		expect([...servers.akashi.manHours.keys()].sort()).toEqual(good());
		expect(servers.akashi.violations).toEqual([]);
	});

	test('the error output carries the input fields of what failed', async () => {
		const done = await run('akashi', upsert, { items: input(), onError: 'continueErrorOutput' });
		expect(done.outputs[0]).toHaveLength(57);
		expect(done.outputs[1].map(({ json }) => json.task)).toEqual([999_999, 999_999, 999_999]);
		expect(done.outputs[1].map(({ json }) => json.minutes)).toEqual(
			bad.map((index) => input()[index].minutes),
		);
		expect(done.outputs[1][0].json.error).toMatch(/ERR300601/);
	});

	test('stopping, the error says what was recorded all the same', async () => {
		const done = await run('akashi', upsert, { items: input() });
		expect(done.error?.message).toMatch(/ERR300601/);
		expect((done.error?.context as IDataObject).itemIndex).toBe(3);
		expect(done.error?.description).toMatch(
			/Already done: 57 other items \(0–2, 4–16, 18–50, 52–59\)/,
		);
		expect([...servers.akashi.manHours.keys()].sort()).toEqual(good());
	});

	test('a stamp whose answer is lost is said to be perhaps recorded, and not sent again', async () => {
		servers.akashi.fault({ kind: 'resetAfter', route: 'createStamp' });
		const done = await run(
			'akashi',
			{ resource: 'stamp', operation: 'create', type: '={{ $json.type }}' },
			{ items: [{ type: 11 }, { type: 12 }], onError: 'continueRegularOutput' },
		);
		expect(done.json[0].error).toMatch(/closed the connection before it answered/);
		expect(done.json[0].message).toMatch(/may have been recorded/);
		expect(done.json[1].type).toBe(12);
		expect(servers.akashi.count('createStamp')).toBe(2);
	});

	test('a taken user id comes with HTTP 200 and is told', async () => {
		const taken = servers.amServer.users[2].userid;
		const done = await run(
			'amServer',
			{
				resource: 'user',
				operation: 'create',
				userId: '={{ $json.id }}',
				username: '新人',
				password: 'Passw0rdX',
			},
			{
				items: [{ id: 'fresh1' }, { id: taken }, { id: 'fresh2' }],
				onError: 'continueRegularOutput',
			},
		);
		expect(done.json.map(({ userId, error }) => userId ?? error)).toEqual([
			'fresh1',
			expect.stringMatching(/PE00005/),
			'fresh2',
		]);
		expect(JSON.stringify(done.run.data)).not.toContain('Passw0rdX"');
	});
});

describe('a secret among the parameters', () => {
	const secret = 'Hush4Hush4';
	const shows = (done: Done) =>
		JSON.stringify([done.error, done.items, done.run.data.resultData]).includes(secret);

	test.each(engines)('is in no error: a password (%s)', async (_, routing) => {
		const done = await run(
			'amServer',
			{
				resource: 'user',
				operation: 'create',
				userId: servers.amServer.users[2].userid,
				username: '新人',
				password: secret,
			},
			{ routing },
		);
		expect(done.error?.message).toMatch(/PE00005/);
		expect(shows(done)).toBe(false);
	});

	test.each(engines)(
		"is in no error: another person's token, quoted by the system (%s)",
		async (_, routing) => {
			servers.akashi.fault({
				kind: 'body',
				body: { success: false, errors: [{ code: 'E1', message: `${secret} は無効です` }] },
			});
			const done = await run(
				'akashi',
				{ resource: 'staff', operation: 'get', staffIdentifiedBy: 'token', targetToken: secret },
				{ routing },
			);
			expect(done.error?.message).toBe('AKASHI refused this: E1 [hidden] は無効です');
			expect(shows(done)).toBe(false);
		},
	);

	test('is in no error: a password that is not allowed', async () => {
		const done = await run('amServer', {
			resource: 'user',
			operation: 'create',
			userId: 'new01',
			username: '新人',
			password: `${secret}!`,
		});
		expect(done.error?.message).toContain('"Password" must be');
		expect(shows(done)).toBe(false);
	});
});

test('at most four requests are under way at once, or as many as the node says', async () => {
	servers.akashi.latency = 20;
	const input = Array.from({ length: 40 }, () => items('akashi')[0]);
	for (const [options, most] of [
		[{}, 4],
		[{ requestsAtOnce: 2 }, 2],
	] as const) {
		for (const routing of [false, true]) {
			servers.akashi.reset();
			const done = await run(
				'akashi',
				{ ...reads.akashi, requestOptions: options },
				{ items: input, routing },
			);
			expect(done.error).toBeUndefined();
			expect(servers.akashi.maxInFlight).toBe(most);
		}
	}
});

test('an answer that reached the cap is split until nothing can be missing', async () => {
	const server = servers.akashi;
	server.options.stampsPerDay = 24;
	const ids = server.staff.map(({ staffId }) => staffId);
	const done = await run('akashi', {
		resource: 'stamp',
		operation: 'getAll',
		staff: 'all',
		period: 'custom',
		startDate: '2026-02-02',
		endDate: '2026-02-02',
		returnAll: true,
	});
	const held = ids.flatMap((id) =>
		server.stampsOf(id, '20260202000000', '20260202235959').map((one) => `${id} ${one.stamped_at}`),
	);
	const came = done.json.map(
		({ staffId, stampedAt }) =>
			`${String(staffId)} ${String(stampedAt).replace(/-/g, '/').replace('T', ' ').slice(0, 19)}`,
	);
	expect(held).toHaveLength(45 * 24);
	expect([...came].sort()).toEqual([...held].sort());
	expect(server.count('listStampsOfMany')).toBe(3);
});
