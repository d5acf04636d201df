import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manHourItems } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import type { Fault } from '../servers/base.cts';
import { runNode, stored, type Done, type Job as Run } from './engine.cts';

/**
 * Every array call of AKASHI with every fault: what the items say and what AKASHI holds afterwards agree.
 * Nothing is there twice, and nothing is lost without a word.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => await servers.close());

const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

interface Job {
	route: string;
	parameters: INodeParameters;
	/** So many items, each about a record of its own; those of `bad` are refused by AKASHI. */
	items: (count: number, bad?: number[]) => IDataObject[];
	/** How often AKASHI holds what an item wrote. */
	held: (item: IDataObject) => number;
	/** What makes something new must not go twice. */
	creates?: true;
	/** AKASHI does not take the good records of a request with bad ones, whatever is told. */
	whole?: true;
	/** AKASHI refuses the request without naming the bad records. */
	nameless?: true;
}

/** Without the first, whose token is used. */
const person = (index: number) => servers.akashi.staff[index + 1];
const codes = (count: number, bad: number[] = []) =>
	range(count).map((index) => ({
		code: bad.includes(index) ? `nobody-${index}` : person(index).staffNum,
	}));
const news = (count: number, bad: number[] = []) =>
	range(count).map((index) => ({
		name: `新規 ${index}`,
		code: `NEW-${index}`,
		place: bad.includes(index) ? 'どこにもない部' : '営業部',
		id: bad.includes(index) ? 999_000 + index : undefined,
	}));
const ofCode = (list: Array<{ staff_code?: string }>, { code }: IDataObject) =>
	list.filter((one) => one.staff_code === code).length;

const jobs: Record<string, Job> = {
	'6.1 organization.create': {
		route: 'createOrganizations',
		parameters: {
			resource: 'organization',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: { code: '={{ $json.code }}', parentPath: '={{ $json.place }}' },
		},
		items: news,
		held: ({ code }) => servers.akashi.organizations.filter((one) => one.code === code).length,
		creates: true,
		whole: true,
		nameless: true,
	},
	'6.3 staff.create': {
		route: 'changeStaff',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '新人',
			firstName: '={{ $json.name }}',
			organizationPath: '={{ $json.place }}',
			additionalFields: { staffCode: '={{ $json.code }}' },
		},
		items: news,
		held: ({ code }) => servers.akashi.staff.filter((one) => one.staffNum === code).length,
		creates: true,
	},
	'6.3 staff.update': {
		route: 'changeStaff',
		parameters: {
			resource: 'staff',
			operation: 'update',
			staffId: picked('={{ $json.id }}'),
			lastName: '改名',
			firstName: '={{ $json.name }}',
		},
		items: (count, bad = []) =>
			range(count).map((index) => ({
				id: bad.includes(index) ? 999_000 + index : person(index).staffId,
				name: `花子 ${index}`,
			})),
		held: ({ name }) => servers.akashi.staff.filter((one) => one.firstName === name).length,
	},
	'6.12 workingCondition.update': {
		route: 'changeWorkingConditions',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffCode: '={{ $json.code }}',
			settings: { fixedWorkingTime: '8:00' },
		},
		items: codes,
		held: ({ code }) => Number(servers.akashi.workingConditions.has(String(code))),
	},
	'6.13 transfer.create': {
		route: 'createTransfers',
		parameters: {
			resource: 'transfer',
			operation: 'create',
			staffCode: '={{ $json.code }}',
			transferDate: '2099-04-01',
			employmentCategory: '正社員',
			additionalFields: { newOrganizationPath: '営業部' },
		},
		items: codes,
		held: (item) => ofCode(servers.akashi.transfers, item),
	},
	'6.14 permission.assign': {
		route: 'assignPermissions',
		parameters: {
			resource: 'permission',
			operation: 'assign',
			staffCode: '={{ $json.code }}',
			permissionName: '一般管理者',
			managedOrganizationPath: '営業部',
		},
		items: codes,
		held: (item) => ofCode(servers.akashi.permissions, item),
	},
	'6.15 permission.reserve': {
		route: 'reservePermissions',
		parameters: {
			resource: 'permission',
			operation: 'reserve',
			staffCode: '={{ $json.code }}',
			permission: { permissionName: '一般管理者', permissionDate: '2099-04-01' },
		},
		items: codes,
		held: (item) => ofCode(servers.akashi.reservations, item),
	},
	'6.18 project.create': {
		route: 'changeProjects',
		parameters: {
			resource: 'project',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: { projectCode: '={{ $json.code }}' },
		},
		// A name that is taken.
		items: (count, bad = []) =>
			news(count).map((one, index) =>
				bad.includes(index) ? { ...one, name: servers.akashi.projects[index].name } : one,
			),
		held: ({ code }) => servers.akashi.projects.filter((one) => one.project_code === code).length,
		creates: true,
		whole: true,
		nameless: true,
	},
	'6.18 project.update': {
		route: 'changeProjects',
		parameters: {
			resource: 'project',
			operation: 'update',
			projectId: picked('={{ $json.id }}'),
			name: '={{ $json.name }}',
		},
		items: (count, bad = []) =>
			range(count).map((index) => ({
				id: bad.includes(index) ? 999_000 + index : servers.akashi.projects[index].project_id,
				name: `改名 ${index}`,
			})),
		held: ({ name }) => servers.akashi.projects.filter((one) => one.name === name).length,
		whole: true,
		nameless: true,
	},
	'6.22 task.update': {
		route: 'changeTasks',
		parameters: {
			resource: 'task',
			operation: 'update',
			projectId: picked('7001'),
			taskId: picked('={{ $json.id }}'),
			name: '={{ $json.name }}',
		},
		items: (count, bad = []) =>
			range(count).map((index) => ({
				id: bad.includes(index) ? 999_000 + index : servers.akashi.projects[0].tasks[index].task_id,
				name: `改名 ${index}`,
			})),
		held: ({ name }) => servers.akashi.projects[0].tasks.filter((one) => one.name === name).length,
		whole: true,
		nameless: true,
	},
	'6.22 task.create': {
		route: 'changeTasks',
		parameters: {
			resource: 'task',
			operation: 'create',
			projectId: picked('7001'),
			name: '={{ $json.name }}',
			additionalFields: { taskCode: '={{ $json.code }}' },
		},
		items: (count, bad = []) =>
			news(count).map((one, index) =>
				bad.includes(index) ? { ...one, name: servers.akashi.projects[0].tasks[index].name } : one,
			),
		held: ({ code }) => servers.akashi.projects[0].tasks.filter((one) => one.code === code).length,
		creates: true,
		whole: true,
		nameless: true,
	},
	'6.26 manHour.upsert': {
		route: 'upsertManHours',
		parameters: {
			resource: 'manHour',
			operation: 'upsert',
			staffId: picked('={{ $json.staff }}'),
			date: '={{ $json.date }}',
			projectId: picked('7001'),
			taskId: picked('={{ $json.task }}'),
			minutes: '={{ $json.minutes }}',
		},
		items: (count, bad = []) =>
			manHourItems(servers, count).map((one, index) =>
				bad.includes(index) ? { ...one, task: 999_000 + index } : one,
			) as unknown as IDataObject[],
		held: ({ staff, date, task }) =>
			Number(servers.akashi.manHours.has(`${staff}|${date}|7001|${task}`)),
		nameless: true,
	},
};

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

const run = async (job: Job, items: IDataObject[], more: Partial<Run> = {}): Promise<Done> => {
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

type Said = 'refused' | 'unsure' | 'written';
const saidBy = ({ error, message }: IDataObject): Said =>
	error === undefined
		? 'written'
		: /may have been recorded|Check in the system whether/.test(String(message))
			? 'unsure'
			: 'refused';

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
		const stamp = await run({} as Job, [{}], {
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
			expect(done.json.map(({ minute }) => minute)).toEqual([90, 90, other.minutes, 90]);
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
		expect(done.json[1].error).toMatch(/"Minutes" adds up to 2000 on that day: at most/);
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
