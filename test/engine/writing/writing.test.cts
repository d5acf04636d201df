import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { arrayCalls, saidBy, type ArrayCall, type Said } from '../../arrayCalls.cts';
import { manHourItems } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import { runNode, stored, type Done, type Job as Run } from '../engine.cts';

/**
 * Every array call of AKASHI with every fault: what the items say and what AKASHI holds afterwards agree.
 * Nothing is there twice, and nothing is lost without a word.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => await servers.close());

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const jobs = arrayCalls(() => servers);

interface Situation {
	/** What is ordered for the first request of the call. */
	fault?: Fault;
	/** Nothing listens. */
	gone?: true;
	/** The second item is one that AKASHI refuses. */
	bad?: true;
	/** AKASHI keeps what is good of a request. */
	partial?: true;
}
const situations: Record<string, Situation> = {
	'connection refused': { gone: true },
	'reset while sending': { fault: { kind: 'resetSending' } },
	'reset before it stored': { fault: { kind: 'resetBefore' } },
	'reset before the answer': { fault: { kind: 'resetAfter' } },
	'timeout before it stored': { fault: { kind: 'hang' } },
	'timeout after it stored': { fault: { kind: 'hangAfter' } },
	'429': { fault: { kind: 'status', status: 429, body: '' } },
	'500 before it stored': { fault: { kind: 'status', status: 500, body: '' } },
	'500 while it stored': { fault: { kind: 'statusHalfway', status: 500 } },
	'500 after it stored': { fault: { kind: 'statusAfter', status: 500 } },
	'503': { fault: { kind: 'status', status: 503, body: '' } },
	'503 with Retry-After': {
		fault: { kind: 'status', status: 503, headers: { 'Retry-After': '1' }, body: '' },
	},
	'done in part': { bad: true, partial: true },
	refused: { bad: true },
	'refused without names': {
		fault: {
			kind: 'body',
			body: { success: false, errors: [{ code: 'ERR1', message: '不正です' }] },
		},
	},
};

const run = async (
	job: ArrayCall,
	items: IDataObject[],
	more: Partial<Run> = {},
): Promise<Done> => {
	const { type, data } = credentialsOf(servers).akashi;
	const options = { recordsPerRequest: 3, timeout: 250 };
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: { requestOptions: options, ...job.parameters },
		items,
		onError: 'continueRegularOutput',
		...more,
	});
};

/** What the items said, for the table: `3 written, 3 unsure`. */
const table = new Map<string, Map<string, string>>();
afterAll(() => {
	const lines = [...table].map(([name, cells]) => {
		const kinds = [...new Set(cells.values())];
		const told = kinds.map((kind) => {
			const calls = [...cells].filter(([, one]) => one === kind).map(([call]) => call);
			return `  ${kind}: ${kinds.length === 1 ? 'all calls' : calls.join(', ')}`;
		});
		return [name, ...told].join('\n');
	});
	console.log(lines.join('\n'));
});

describe.each(Object.entries(situations))('%s', (name, { fault, gone, bad, partial }) => {
	test.each(Object.entries(jobs))('%s', async (call, job) => {
		// Enough projects and tasks to change one each.
		await servers.close();
		servers = await startAll({ akashi: { projects: 8, tasksPerProject: 8, partial } });
		const items = job.items(6, bad ? [1] : []);
		if (fault) servers.akashi.fault({ ...fault, route: job.route });
		const held = items.map((item) => job.held(item));
		expect(held).toEqual(items.map(() => 0));
		if (gone) await servers.akashi.close();
		const done = await run(job, items);

		expect(done.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		const said = done.json.map(saidBy);
		// A failed item carries what came in, so that it can be put right and sent again.
		done.json.forEach((json, index) => {
			if (said[index] !== 'written') expect(json).toMatchObject(items[index]);
		});
		items.forEach((item, index) => {
			const times = job.held(item);
			if (said[index] === 'written') expect([index, times]).toEqual([index, 1]);
			else if (said[index] === 'refused') expect([index, times]).toEqual([index, 0]);
			else expect(times).toBeLessThanOrEqual(1);
		});
		expect(servers.akashi.violations).toEqual([]);

		// The second request is not touched by the fault of the first.
		if (!gone) expect(said.slice(3)).toEqual(['written', 'written', 'written']);
		// What can be repeated without harm is written in the end, but for a bad record.
		const healed = ['429', '503 with Retry-After', 'refused without names'].includes(name);
		if (healed && !job.creates) expect(said).not.toContain('refused');
		if (bad) {
			expect(said[1]).toBe('refused');
			const apart = partial && !job.whole;
			if (apart || !job.creates || (job.route === 'changeStaff' && job.creates)) {
				expect([said[0], said[2]]).toEqual(['written', 'written']);
			} else {
				expect([said[0], said[2]]).toEqual(['refused', 'refused']);
				expect(done.json[0].message).toMatch(/Records per Request/);
			}
		}
		const count = (what: Said) => said.slice(0, 3).filter((one) => one === what).length;
		const cell = (['written', 'refused', 'unsure'] as const)
			.filter((what) => count(what) > 0)
			.map((what) => `${count(what)} ${what}`)
			.join(', ');
		table.set(name, (table.get(name) ?? new Map()).set(call, cell));
	});
});

describe('any records, any of them refused', () => {
	const subset = fc.record({
		count: fc.integer({ min: 1, max: 40 }),
		size: fc.integer({ min: 1, max: 50 }),
		bad: fc.uniqueArray(fc.nat(39), { maxLength: 12 }),
		partial: fc.boolean(),
		routing: fc.boolean(),
	});
	test.each(Object.entries(jobs))(
		'%s: every item ends with one outcome, the right one',
		async (_, job) => {
			await fc.assert(
				fc.asyncProperty(subset, async ({ count, size, bad, partial, routing }) => {
					await servers.close();
					servers = await startAll({ akashi: { projects: 40, tasksPerProject: 40, partial } });
					const items = job.items(count, bad);
					const done = await run(job, items, {
						routing,
						parameters: { ...job.parameters, requestOptions: { recordsPerRequest: size } },
					});
					expect(done.items.map(({ pairedItem }) => pairedItem)).toEqual(
						items.map((__, item) => ({ item })),
					);
					// AKASHI takes the new records of a request all or not at all, and they are not sent again.
					const together = job.creates && job.whole ? size : 1;
					const batchOf = (index: number) => Math.floor(index / together);
					const refused = new Set(bad.filter((index) => index < count).map(batchOf));
					done.json.forEach((json, index) => {
						const said = saidBy(json);
						const right = refused.has(batchOf(index)) ? 'refused' : 'written';
						expect([index, said]).toEqual([index, right]);
						expect([index, job.held(items[index])]).toEqual([index, said === 'written' ? 1 : 0]);
					});
				}),
				{ numRuns: 12 },
			);
		},
	);
});

describe('Records per Request', () => {
	test.each(Object.entries(jobs))('%s: 1 is a request an item', async (_, job) => {
		await servers.close();
		servers = await startAll({ akashi: { projects: 8, tasksPerProject: 8 } });
		const done = await run(job, job.items(5), {
			parameters: { ...job.parameters, requestOptions: { recordsPerRequest: 1 } },
		});
		expect(done.json.map(saidBy)).toEqual(range(5).map(() => 'written'));
		expect(servers.akashi.count(job.route)).toBe(5);
	});
});

describe('Check Only', () => {
	test.each(Object.entries(jobs))(
		'%s: shows what would be sent, and sends nothing',
		async (_, job) => {
			await servers.close();
			servers = await startAll({ akashi: { projects: 8, tasksPerProject: 8 } });
			for (const routing of [false, true]) {
				const items = job.items(3);
				const done = await run(job, items, {
					routing,
					parameters: { ...job.parameters, requestOptions: { checkOnly: true } },
				});
				expect(done.error).toBeUndefined();
				expect(servers.akashi.count(job.route)).toBe(0);
				const shown = done.json;
				expect(shown).toHaveLength(3);
				expect(JSON.stringify(shown)).not.toContain(servers.akashi.token);

				const sent = await run(job, items, {
					parameters: { ...job.parameters, requestOptions: { recordsPerRequest: 1 } },
				});
				expect(sent.error).toBeUndefined();
				const requests = servers.akashi.calls.filter(({ route }) => route === job.route);
				const bodies = requests.map(({ body }) => {
					const { token, ...rest } = body as IDataObject;
					return rest;
				});
				expect(shown.map(({ body }) => JSON.stringify(body)).sort()).toEqual(
					bodies.map((body) => JSON.stringify(body)).sort(),
				);
				expect(shown[0]).toMatchObject({
					checkedOnly: true,
					method: requests[0].method,
				});
				expect(requests[0].path).toContain(shown[0].path);
				await servers.close();
				servers = await startAll({ akashi: { projects: 8, tasksPerProject: 8 } });
			}
		},
	);

	test('create or update: finds who is there, and says which of the two it would be', async () => {
		const [there] = servers.akashi.staff.slice(3);
		const done = await run(
			jobs['6.3 staff.create'],
			[{ code: there.staffNum }, { code: 'NEW-1' }],
			{
				parameters: {
					resource: 'staff',
					operation: 'upsert',
					staffCode: '={{ $json.code }}',
					lastName: '山田',
					firstName: '太郎',
					organizationPath: '営業部',
					requestOptions: { checkOnly: true },
				},
			},
		);
		expect(done.json.map(({ upserted, method }) => [upserted, method])).toEqual([
			['updated', 'PATCH'],
			['created', 'PATCH'],
		]);
		expect((done.json[0].body as { staffs: IDataObject[] }).staffs[0].staff_id).toBe(there.staffId);
		expect(servers.akashi.count('changeStaff')).toBe(0);
	});

	test('a stamp is not made, a password not shown, a wrong value refused', async () => {
		const stamp = await run({} as ArrayCall, [{}], {
			parameters: {
				resource: 'stamp',
				operation: 'create',
				type: 11,
				requestOptions: { checkOnly: true },
			},
		});
		expect(stamp.json).toEqual([
			expect.objectContaining({ checkedOnly: true, method: 'POST', body: { type: 11 } }),
		]);
		expect(servers.akashi.calls).toEqual([]);

		const { type, data } = credentialsOf(servers).amServer;
		const user = async (password: string) =>
			await runNode({
				node: 'amServer',
				credential: stored(type, { ...data }),
				parameters: {
					resource: 'user',
					operation: 'create',
					userId: 'new01',
					username: '新人',
					password,
					requestOptions: { checkOnly: true },
				},
			});
		const fine = await user('Passw0rdX');
		expect(fine.json[0].body).toEqual({
			userid: 'new01',
			username: '新人',
			password: '[hidden]',
			repassword: '[hidden]',
		});
		expect(JSON.stringify([fine.json, fine.run.data.resultData.runData])).not.toContain(
			'Passw0rdX',
		);
		expect(servers.amServer.calls.map(({ route }) => route)).toEqual(['login', 'listUsers']);
		servers.amServer.reset();
		expect((await user('short')).error?.message).toMatch(/"Password" must be/);
		expect(servers.amServer.calls).toEqual([]);
	});
});

describe('man-hours of the same person, day, project and task', () => {
	const job = jobs['6.26 manHour.upsert'];
	const doubled = (minutes: number[]) =>
		minutes.map((one) => ({ ...manHourItems(servers, 1)[0], minutes: one }));

	test('are refused before anything is sent', async () => {
		const done = await run(job, doubled([30, 45]) as never, { onError: undefined });
		expect(done.error?.message).toMatch(/Items 0 and 1 write the same record/);
		expect(servers.akashi.calls).toEqual([]);
	});

	test.each([false, true])(
		'are added up where that is asked for (routing: %s)',
		async (routing) => {
			const [other] = manHourItems(servers, 2).slice(1);
			const items = [...doubled([30, 45]), other, ...doubled([15])];
			const done = await run(job, items as never, {
				routing,
				parameters: { ...job.parameters, options: { addUp: true } },
			});
			expect(done.json.map(({ minutes }) => minutes)).toEqual([90, 90, other.minutes, 90]);
			expect(done.items.map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_, item) => ({ item })),
			);
			expect([...servers.akashi.manHours.values()]).toEqual([90, other.minutes]);
			expect(servers.akashi.calls).toHaveLength(1);
		},
	);

	test('must not add up to more than a day', async () => {
		const done = await run(job, doubled([1_000, 1_000]) as never, {
			parameters: { ...job.parameters, options: { addUp: true } },
		});
		expect(done.json[1].error).toMatch(
			/"Minutes" adds up to 2000 on that day, but must be at most/,
		);
	});
});

test('an upsert of new and known records keeps the two apart: what creates is not repeated', async () => {
	const known = servers.akashi.staff.slice(1, 4).map(({ staffNum }) => staffNum);
	const items = [...known, 'NEW-1', 'NEW-2'].map((code) => ({ code }));
	servers.akashi.fault({
		kind: 'body',
		route: 'changeStaff',
		times: 2,
		body: { success: false, errors: [{ code: 'ERR1', message: '不正です' }] },
	});
	const done = await run(jobs['6.3 staff.create'], items, {
		parameters: {
			resource: 'staff',
			operation: 'upsert',
			staffCode: '={{ $json.code }}',
			lastName: '山田',
			firstName: '太郎',
			organizationPath: '営業部',
		},
	});
	expect(done.json.map(saidBy)).toEqual(['written', 'written', 'written', 'refused', 'refused']);
	expect(servers.akashi.staff.filter(({ staffNum }) => /^NEW/.test(String(staffNum)))).toEqual([]);
});
