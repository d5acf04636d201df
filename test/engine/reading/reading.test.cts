import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Reading while servers are busy, fail and contradict themselves: complete, or an error. */

let servers: All;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 95 } });
});
afterEach(async () => await servers.close());

const run = async (parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		...more,
	});
};
const staff: INodeParameters = { resource: 'staff', operation: 'getAll', returnAll: true };
const idsOf = (done: Done) => done.json.map(({ staffId }) => staffId);
const everybody = () => servers.akashi.staff.map(({ staffId }) => staffId);

describe.each(engines)('%s', (_, routing) => {
	test.each<[string, Fault, number]>([
		['a connection that is cut', { kind: 'resetBefore' }, 1],
		['a connection that is cut twice', { kind: 'resetBefore', times: 2 }, 2],
		['an answer that is lost', { kind: 'resetAfter' }, 1],
		['a gateway that fails', { kind: 'html', status: 502, times: 2 }, 2],
		['a server that fails inside', { kind: 'status', status: 500, body: '' }, 1],
		[
			'too many requests',
			{ kind: 'status', status: 429, headers: { 'Retry-After': '1' }, body: '', times: 2 },
			2,
		],
		['a server that is not ready', { kind: 'status', status: 503, body: '' }, 1],
	])('%s is not noticed', async (__, fault, more) => {
		servers.akashi.fault({ ...fault, skip: 2 });
		const done = await run(staff, { routing });
		expect(done.error).toBeUndefined();
		expect(idsOf(done)).toEqual(everybody());
		expect(servers.akashi.calls).toHaveLength(5 + more);
		expect(servers.akashi.violations).toEqual([]);
	});

	test('a server that stays busy is told, with how long was waited for it', async () => {
		servers.akashi.fault({
			kind: 'status',
			status: 503,
			headers: { 'Retry-After': '3600' },
			body: '',
			times: 99,
		});
		const done = await run(staff, { routing });
		expect(done.error?.message).toBe(
			'AKASHI is busy: it answered HTTP 503 and asks to wait 3600 seconds',
		);
		expect(done.error?.description).toMatch(/Nothing was changed\. Wait a minute/);
		expect(servers.akashi.calls).toHaveLength(1);
	});
});

describe('nothing cut off', () => {
	const answers = (change: (payload: any) => void, skip = 0) => {
		// The answer as AKASHI gives it, changed on the way.
		const route = 'listStaff';
		const rows = servers.akashi.staff.slice(skip * 20, (skip + 1) * 20);
		const payload = { Count: rows.length, TotalCount: 95, staffs: [...rows] };
		change(payload);
		servers.akashi.fault({ kind: 'body', route, skip, body: { success: true, response: payload } });
	};

	test.each<[string, (payload: any) => void, number, RegExp]>([
		[
			'a page with fewer rows than its Count',
			({ staffs }) => staffs.pop(),
			1,
			/announced 20 rows but sent 19/,
		],
		[
			'a page that is short, and says so',
			(payload) => {
				payload.staffs.pop();
				payload.Count = 19;
			},
			2,
			/announced 95 rows but sent 94/,
		],
		[
			'a total that changes',
			(payload) => (payload.TotalCount = 96),
			3,
			/list changed while it was read/,
		],
		[
			'a total that is too small',
			(payload) => (payload.TotalCount = 19),
			0,
			/announced 19 rows but sent 20/,
		],
		[
			'a page that repeats a row of the one before',
			(payload) => (payload.staffs[0] = servers.akashi.staff[39]),
			2,
			/list changed while it was read/,
		],
	])('%s is an error', async (_, change, skip, words) => {
		answers(change, skip);
		const done = await run(staff, {});
		expect(done.error?.message).toMatch(words);
		expect(done.error?.description).toMatch(/Run the node again/);
	});

	test.each<[string, INodeParameters, string, IDataObject]>([
		[
			'organizations',
			{ resource: 'organization', operation: 'getAll', returnAll: true },
			'listOrganizations',
			{ count: 3, organizations: [] },
		],
		[
			'alerts',
			{ resource: 'alert', operation: 'getAll', returnAll: true },
			'listAlerts',
			{ staff_id: 1, count: 1, alerts: [] },
		],
		[
			'projects',
			{ resource: 'project', operation: 'getAll', returnAll: true },
			'listProjects',
			{ count: 1, projects: [] },
		],
		[
			'stamps',
			{
				resource: 'stamp',
				operation: 'getAll',
				period: 'custom',
				startDate: '2026-03-01',
				endDate: '2026-03-02',
				returnAll: true,
			},
			'listOwnStamps',
			{ staff_id: 1, count: 2, stamps: [] },
		],
	])('%s: a count that disagrees is an error', async (_, parameters, route, response) => {
		servers.akashi.fault({ kind: 'body', route, body: { success: true, response } });
		const done = await run(parameters);
		expect(done.error?.message).toMatch(/^AKASHI announced \d rows but sent 0$/);
	});

	test('without a total, a full page is never taken for the last', async () => {
		servers.akashi.options.totalKey = 'none';
		servers.akashi.staff.splice(80);
		const done = await run(staff);
		expect(done.error).toBeUndefined();
		expect(idsOf(done)).toEqual(everybody());
		expect(servers.akashi.calls).toHaveLength(5);
	});
});

describe('a limit stops early', () => {
	test.each([
		[10, 1],
		[20, 1],
		[21, 2],
		[70, 4],
		[95, 5],
		[1_000, 5],
	])('%i of 95 staff take %i calls', async (limit, calls) => {
		const done = await run({ resource: 'staff', operation: 'getAll', limit });
		expect(idsOf(done)).toEqual(everybody().slice(0, limit));
		expect(servers.akashi.calls).toHaveLength(calls);
	});

	test('stamps: no part of an answer that was cut off is asked for in vain', async () => {
		servers.akashi.options.stampsPerDay = 400;
		const done = await run({
			resource: 'stamp',
			operation: 'getAll',
			period: 'custom',
			startDate: '2025-01-01',
			endDate: '2025-12-31',
			limit: 300,
		});
		expect(done.error).toBeUndefined();
		expect(done.json).toHaveLength(300);
		expect(servers.akashi.calls.length).toBeLessThanOrEqual(3);
	});
});

test('cancelling the execution stops it at the next call', async () => {
	servers.akashi.latency = 20;
	const thirty = new Promise<void>((resolve) => {
		const look = setInterval(() => {
			if (servers.akashi.calls.length < 30) return;
			clearInterval(look);
			resolve();
		}, 1);
	});
	const items = Array.from({ length: 500 }, () => ({ id: servers.akashi.staff[1].staffId }));
	await run(
		{
			resource: 'staff',
			operation: 'get',
			staffId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		{ items, cancelled: thirty },
	);
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(servers.akashi.calls.length).toBeLessThanOrEqual(30 + 8);
});

test('cancelling ends a wait for a busy server', async () => {
	servers.akashi.fault({
		kind: 'status',
		status: 429,
		headers: { 'Retry-After': '30' },
		body: '',
		times: 99,
	});
	const begun = Date.now();
	await run(staff, { cancelled: new Promise((resolve) => setTimeout(resolve, 300)) });
	await new Promise((resolve) => setTimeout(resolve, 700));
	expect(servers.akashi.calls).toHaveLength(1);
	expect(Date.now() - begun).toBeLessThan(20_000);
});

describe('writes go again only when they never left', () => {
	const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11 };

	test.each<[string, Fault, RegExp]>([
		['a connection that is cut', { kind: 'resetAfter' }, /may have been recorded/],
		['a server that fails inside', { kind: 'html', status: 500 }, /endpoint/],
		[
			'a server that is not ready',
			{ kind: 'status', status: 503, body: '' },
			/may have been recorded/,
		],
	])('%s', async (_, fault, advice) => {
		servers.akashi.fault({ ...fault, route: 'createStamp' });
		const done = await run(stamp);
		expect(done.error?.description).toMatch(advice);
		expect(servers.akashi.count('createStamp')).toBe(1);
	});

	test('too many requests are waited out: nothing was done', async () => {
		const busy: Fault = { kind: 'status', status: 429, body: '', times: 3 };
		servers.akashi.fault({ ...busy, route: 'createStamp' });
		const done = await run(stamp);
		expect(done.error).toBeUndefined();
		expect(done.json).toHaveLength(1);
		expect(servers.akashi.count('createStamp')).toBe(4);
	});

	test('a server that is not there is waited for, and nothing has left', async () => {
		await servers.akashi.close();
		const done = await run(stamp);
		expect(done.error?.message).toMatch(/connection was refused/);
		expect(done.error?.description).toMatch(/Nothing was changed.*tried \d times in \d\d seconds/);
	});
});

test('the gate is shared by all executions of the process', async () => {
	servers.akashi.latency = 20;
	await Promise.all(Array.from({ length: 5 }, async () => await run(staff)));
	expect(servers.akashi.calls).toHaveLength(25);
	expect(servers.akashi.maxInFlight).toBeLessThanOrEqual(4);
});
