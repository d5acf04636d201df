import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { arrayCalls, saidBy, type ArrayCall } from '../../arrayCalls.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import { runNode, stored, type Done, type Job } from '../engine.cts';

/**
 * AKASHI keeps any part of a request that it refuses or does not answer: what the items say and what it
 * holds afterwards agree, and nothing is there twice when all that is said to be refused is run again.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => await servers.close());

const calls = arrayCalls(() => servers);

/** The same calls where records have only a name, where people have the same, and where a list is read before. */
const variant = (
	name: keyof typeof calls,
	change: (parameters: INodeParameters) => INodeParameters,
	held = calls[name].held,
): ArrayCall => ({ ...calls[name], parameters: change(calls[name].parameters), held });
const withoutFields = ({ additionalFields: _, ...rest }: INodeParameters) => rest;
const named = <Row extends object>(rows: Row[], name: keyof Row, value: unknown) =>
	rows.filter((row) => row[name] === value).length;
const jobs: Record<string, ArrayCall> = {
	...calls,
	'6.1 by name': variant(
		'6.1 organization.create',
		(old) => ({ ...old, additionalFields: {} }),
		({ name }) => named(servers.akashi.organizations, 'name', name),
	),
	'6.3 by name': variant('6.3 staff.create', withoutFields, ({ name }) =>
		named(servers.akashi.staff, 'firstName', name),
	),
	'6.3 of one name': variant('6.3 staff.create', (old) => ({ ...old, firstName: '花子' })),
	'6.3 upsert': variant('6.3 staff.create', ({ additionalFields: _, ...old }) => ({
		...old,
		operation: 'upsert',
		firstName: '花子',
		staffCode: '={{ $json.code }}',
	})),
	'6.18 by name': variant('6.18 project.create', withoutFields, ({ name }) =>
		named(servers.akashi.projects, 'name', name),
	),
	'6.18 upsert': variant('6.18 project.create', ({ additionalFields: _, ...old }) => ({
		...old,
		operation: 'upsert',
		projectCode: '={{ $json.code }}',
	})),
	'6.22 by name': variant('6.22 task.create', withoutFields, ({ name }) =>
		named(servers.akashi.projects[0].tasks, 'name', name),
	),
	'6.22 upsert': variant('6.22 task.create', ({ additionalFields: _, ...old }) => ({
		...old,
		operation: 'upsert',
		taskCode: '={{ $json.code }}',
	})),
};

const run = async (
	job: ArrayCall,
	items: IDataObject[],
	more: Partial<Job> = {},
): Promise<Done> => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: job.parameters,
		items,
		onError: 'continueRegularOutput',
		...more,
	});
};
const sized = ({ parameters }: ArrayCall, recordsPerRequest: number) => ({
	parameters: { ...parameters, requestOptions: { recordsPerRequest } },
});

describe('any records, any part of them kept', () => {
	const faults: Array<Fault | undefined> = [
		undefined,
		{ kind: 'statusHalfway', status: 500 },
		{ kind: 'resetAfter' },
		{ kind: 'status', status: 503, body: '' },
		{ kind: 'truncate' },
		{ kind: 'statusAfter', status: 502 },
		{ kind: 'html', status: 200 },
	];
	const situation = fc.record({
		seed: fc.nat(999),
		count: fc.integer({ min: 1, max: 20 }),
		size: fc.integer({ min: 1, max: 20 }),
		bad: fc.uniqueArray(fc.nat(19), { maxLength: 4 }),
		fault: fc.constantFrom(...faults),
	});
	test.each(Object.entries(jobs))('%s', async (_, job) => {
		await fc.assert(
			fc.asyncProperty(situation, async ({ seed, count, size, bad, fault }) => {
				await servers.close();
				const akashi = { seed, projects: 20, tasksPerProject: 20, keepsPart: true };
				servers = await startAll({ akashi });
				const items = job.items(
					count,
					bad.filter((index) => index < count),
				);
				if (fault) servers.akashi.fault({ ...fault, route: job.route });
				const before = items.map(job.held);
				const made = () => items.map((item, index) => job.held(item) - before[index]);
				const { json } = await run(job, items, sized(job, size));
				const said = json.map(saidBy);
				const kept = made();
				said.forEach((one, index) => {
					const right = { written: [1], refused: [0], unsure: [0, 1] }[one];
					expect([index, one, right]).toEqual([index, one, expect.arrayContaining([kept[index]])]);
				});

				const again = items.filter((__, index) => said[index] === 'refused');
				if (again.length > 0) await run(job, again, sized(job, size));
				expect(made().filter((times) => times > 1)).toEqual([]);
				expect(servers.akashi.violations).toEqual([]);
			}),
			{ numRuns: 15 },
		);
	});
});

const always = (fault: Fault, route: string) => ({ ...fault, route, times: 9_999 }) as Fault;

describe('a refused request of new projects', () => {
	const job = () => jobs['6.18 by name'];
	/** Keeps P1 and P2 of what it refuses. */
	const keepTwo = (codes: Array<string | null> = [null, null]) => {
		const { projects } = servers.akashi;
		servers.akashi.fault({
			kind: 'body',
			route: 'changeProjects',
			when: () => {
				const [first] = projects;
				projects.push(
					{ ...first, project_id: 9001, name: 'P1', project_code: codes[0] },
					{ ...first, project_id: 9002, name: 'P2', project_code: codes[1] },
				);
				return true;
			},
			body: { success: false, errors: [{ code: 'ERR300502', message: '重複しています' }] },
		});
	};
	const items = () =>
		['P1', 'P2', servers.akashi.projects[0].name!, 'P3'].map((name) => ({ name }));

	test.each([false, true])('says what is there, with its ID (routing: %s)', async (routing) => {
		keepTwo();
		const done = await run(job(), items(), { routing });
		expect(done.json.map(({ error }) => error)).toEqual([
			expect.stringContaining('AKASHI has a record of this name (ID 9001)'),
			expect.stringContaining('AKASHI has a record of this name (ID 9002)'),
			expect.stringContaining('AKASHI has a record of this name (ID 7001)'),
			'AKASHI refused this: ERR300502 重複しています',
		]);
		expect(done.json[0].message).toContain('ERR300502 重複しています');
		expect(done.json[3].message).toMatch(
			/list was read afterwards and does not contain this record/,
		);
		expect(servers.akashi.count('listProjects')).toBe(1);
		expect(JSON.stringify(done.json)).not.toMatch(/none was recorded/);
	});

	test('says in "Stop" mode whose outcome is not known', async () => {
		keepTwo();
		const done = await run(job(), items(), { onError: undefined });
		expect(done.error?.message).toContain('AKASHI has a record of this name (ID 9001)');
		expect(done.error?.description).toMatch(
			/Not known whether they were recorded: 2 other items \(1–2\)/,
		);
		expect(done.error?.description).not.toMatch(/Already done/);
	});

	test('does not guess when the list cannot be read', async () => {
		keepTwo();
		servers.akashi.fault(always({ kind: 'html', status: 502 }, 'listProjects'));
		const done = await run(job(), items());
		for (const { error, message } of done.json) {
			expect(error).toContain('ERR300502');
			expect(message).toMatch(/list could not be read .*HTTP 502.* is not known/);
		}
	});

	test('of an upsert counts what was not there before', async () => {
		keepTwo(['C1', 'C9']);
		const coded = items().map((one, index) => ({ ...one, code: `C${index + 1}` }));
		const done = await run(jobs['6.18 upsert'], coded);
		expect(done.json.map(saidBy)).toEqual(['written', 'refused', 'refused', 'refused']);
		expect(done.json[0]).toMatchObject({
			projectId: 9001,
			projectName: 'P1',
			upserted: 'created',
			note: expect.stringContaining('ERR300502'),
		});
	});
});

test('two people of one name in a refused request: neither is blamed, both are looked up', async () => {
	const refusal = { code: 'ERR300402', staff_id: '', name: '新人花子', message: '番号が重複' };
	servers.akashi.fault({
		kind: 'body',
		route: 'changeStaff',
		when: () => {
			const [{ staffId, ...first }] = servers.akashi.staff.slice(-1);
			const person = { ...first, lastName: '新人', firstName: '花子' };
			servers.akashi.staff.push({ ...person, staffId: staffId + 1, staffNum: 'S-1' });
			servers.akashi.staff.push({ ...person, staffId: staffId + 2, staffNum: 'S-3' });
			return true;
		},
		body: { success: false, errors: [refusal] },
	});
	const items = ['S-1', 'S-2', 'S-3'].map((code) => ({ code, place: '営業部' }));
	const done = await run(jobs['6.3 of one name'], items);
	expect(done.json.map(saidBy)).toEqual(['unsure', 'refused', 'unsure']);
	expect(done.json[1].error).toBe('AKASHI refused this: ERR300402 番号が重複');
});

describe('a server that always fails is asked once a request', () => {
	const failures: Array<[string, Fault]> = [
		['HTTP 500', { kind: 'status', status: 500, body: '' }],
		[
			'HTTP 500 in its own words',
			{
				kind: 'status',
				status: 500,
				body: { success: false, errors: [{ code: 'ERR999999', message: '障害です' }] },
			},
		],
		['HTML', { kind: 'html', status: 200 }],
		['a cut answer', { kind: 'truncate' }],
		[
			'a dead token',
			{
				kind: 'status',
				status: 200,
				body: { success: false, errors: [{ code: 'ERR1', message: 'トークンが不正です' }] },
			},
		],
	];
	test.each(failures)('%s', async (_, fault) => {
		await servers.close();
		const akashi = { staff: 1001, projects: 1, tasksPerProject: 1000 };
		servers = await startAll({ akashi });
		for (const name of ['6.26 manHour.upsert', '6.13 transfer.create', '6.3 staff.create']) {
			const job = calls[name];
			servers.akashi.fault(always(fault, job.route));
			const done = await run(job, job.items(1000));
			expect(done.json.map(saidBy)).not.toContain('written');
			expect([name, servers.akashi.count(job.route)]).toEqual([name, 20]);
		}
	});

	test('a server that is not there is not asked for each half', async () => {
		await servers.akashi.close();
		const started = Date.now();
		const done = await run(
			calls['6.12 workingCondition.update'],
			calls['6.12 workingCondition.update'].items(40),
		);
		expect(done.json.map(saidBy)).toEqual(Array(40).fill('refused'));
		expect(Date.now() - started).toBeLessThan(10_000);
	});
});

describe('in "Stop" mode nothing is claimed of other items but what is known', () => {
	const stop = { onError: undefined };

	test('what was never sent is neither done nor unknown', async () => {
		servers.akashi.fault({ kind: 'resetAfter', route: 'createStamp', skip: 1 });
		const stamps = {
			...calls['6.3 staff.create'],
			parameters: { resource: 'stamp', operation: 'create', type: '={{ $json.type }}' },
		};
		const items = [11, 31, 32, 12].map((type) => ({ type }));
		const done = await run(stamps, items, stop);
		expect((done.error?.context as IDataObject).itemIndex).toBe(1);
		expect(done.error?.description).toMatch(/Already done: 1 other items \(0\)/);
		expect(done.error?.description).not.toMatch(/Not known/);
		expect(servers.akashi.count('createStamp')).toBe(2);
	});

	test('what nobody answered is unknown', async () => {
		servers.akashi.fault({ kind: 'resetAfter', route: 'upsertManHours', skip: 1 });
		const job = calls['6.26 manHour.upsert'];
		const { parameters } = sized(job, 2);
		const requestOptions = { recordsPerRequest: 2, requestsAtOnce: 1 };
		const done = await run(job, job.items(6), {
			...stop,
			parameters: { ...parameters, requestOptions },
		});
		expect((done.error?.context as IDataObject).itemIndex).toBe(2);
		expect(done.error?.description).toMatch(
			/Already done: 4 other items \(0–1, 4–5\).*Not known whether they were recorded: 1 other items \(3\)/,
		);
	});

	test('"Check Only" has done nothing', async () => {
		const [first, second] = servers.akashi.projects;
		second.project_code = first.project_code;
		const job = jobs['6.18 upsert'];
		const items = [
			{ name: 'A', code: 'A' },
			{ name: 'B', code: first.project_code },
		];
		const parameters = { ...job.parameters, requestOptions: { checkOnly: true } };
		const done = await run(job, items, { ...stop, parameters });
		expect(done.error?.message).toMatch(/several records named/);
		expect(done.error?.description).not.toMatch(/Already done/);
	});
});

describe('answers that do not fit the request', () => {
	const rows: Array<[string, (names: string[]) => unknown]> = [
		['no list', () => undefined],
		['null', () => null],
		['text', () => '登録しました'],
		['no rows', () => []],
		['rows that are none', (names) => names.map(() => null)],
		['rows of others', (names) => names.map((_, id) => ({ project_id: id, name_ja: `他${id}` }))],
		['fewer rows', ([first]) => [{ project_id: 1, name_ja: first }]],
		['names that are numbers', (names) => names.map((_, id) => ({ project_id: id, name_ja: 5 }))],
	];
	test.each(rows)('%s', async (_, answer) => {
		const items = ['A', 'B', 'C'].map((name) => ({ name }));
		servers.akashi.fault({
			kind: 'body',
			route: 'changeProjects',
			body: {
				success: true,
				response: { count: 3, projects: answer(items.map(({ name }) => name)) },
			},
		});
		const done = await run(jobs['6.18 by name'], items);
		for (const { error, message } of done.json)
			expect(`${error} ${message}`).not.toMatch(/Unexpected/);
		const told = done.json.map(saidBy).slice(1);
		expect(told).toEqual(['unsure', 'unsure']);
	});

	test.each([[null], ['text'], [5], [[null]], [['text']], [[{ project_id: 'x', name: 7 }]]])(
		'a list afterwards with %j leaves it open, or has none of the records',
		async (projects) => {
			const { projects: before } = servers.akashi;
			for (const [route, response] of [
				['changeProjects', { success: false, errors: [{ code: 'E1', message: '不正です' }] }],
				['listProjects', { success: true, response: { projects } }],
			] as const) {
				servers.akashi.fault({ kind: 'body', route, body: response });
			}
			const count = before.length;
			const done = await run(jobs['6.18 by name'], [{ name: 'A' }, { name: 'B' }]);
			expect(done.error).toBeUndefined();
			expect(done.json.map(({ error }) => error)).toEqual(
				Array(2).fill('AKASHI refused this: E1 不正です'),
			);
			for (const { message } of done.json) expect(message).toMatch(/is not known|does not have/);
			expect(servers.akashi.projects).toHaveLength(count);
		},
	);
});
