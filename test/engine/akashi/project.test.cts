import type { IDataObject, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { Akashi } from '../../../nodes/Akashi/Akashi.node.ts';
import { manyProjects } from '../../cases/akashi/project.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored, type Done, type Job } from '../engine.cts';

/** Projects, tasks, man-hours and guarded stamps when something is wrong or doubled. */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => {
	jest.restoreAllMocks();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

async function run(parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data });
	const done = await runNode({ node: 'akashi', credential, parameters, ...more });
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	return done;
}

const id = (value: unknown) => ({ __rl: true, mode: 'id', value }) as never;
const routes = () => servers.akashi.calls.map(({ route }) => route);
/** Empty at run time: what is empty in the editor, n8n refuses to start. */
const empty = '={{ "" }}';

const project: INodeParameters = { resource: 'project', operation: 'create', name: 'A' };
const changed = { ...project, operation: 'update', projectId: id('7001') };
const task: INodeParameters = {
	resource: 'task',
	operation: 'create',
	projectId: id('7001'),
	name: 'A',
};
const member: INodeParameters = {
	resource: 'projectMember',
	operation: 'update',
	projectId: id('7001'),
};
const hours: INodeParameters = {
	resource: 'manHour',
	operation: 'delete',
	staffId: id('1002'),
	date: '2026-03-02',
	projectId: id('7001'),
	taskId: id('8001'),
};
const stamp: INodeParameters = {
	resource: 'stamp',
	operation: 'create',
	type: 11,
	options: { skipIfAlreadyStamped: true },
};
const month = { period: 'custom', startDate: '2026-03-31', endDate: '2026-03-01' };
const other = (values: INodeParameters) => ({ additionalFields: values });
const long = 'あ'.repeat(1001);

describe('nothing is sent and the parameter is named', () => {
	const bad: Array<[string, INodeParameters]> = [
		['"Name" must have 1 to 1000 characters', { ...project, name: empty }],
		['"Name" must have 1 to 1000 characters', { ...project, name: long }],
		['"Name" must not contain control characters', { ...project, name: '={{ "a\\u0007" }}' }],
		['"Name" must have 1 to 1000 characters', { ...changed, name: empty }],
		[
			'"Project Code" must have 1 to 1000 characters',
			{ ...project, ...other({ projectCode: long }) },
		],
		[
			'"English Name" must have 1 to 1000 characters',
			{ ...project, ...other({ englishName: long }) },
		],
		[
			'"English Short Name" must have 1 to 1000 characters',
			{ ...project, ...other({ englishShortName: long }) },
		],
		['"Short Name" must have 1 to 1000 characters', { ...project, ...other({ shortName: long }) }],
		['"Remarks" must have 1 to 1000 characters', { ...project, ...other({ remarks: long }) }],
		['"Start Date" must be a date', { ...project, ...other({ startDate: 'April' }) }],
		['"End Date" must be a date', { ...project, ...other({ endDate: '2026-02-30' }) }],
		['"End Date" must not be before the start (20260331)', { ...project, ...other(month) }],
		['"Project" must not be empty', { ...changed, projectId: id(empty) }],
		['"Project" must be an ID', { ...changed, projectId: id('PJ1') }],
		[
			'"Project Code" must have 1 to 1000 characters',
			{ ...project, operation: 'upsert', projectCode: empty },
		],
		['"Project" must be an ID', { ...project, operation: 'get', projectId: id('0') }],
		['"Project" must be an ID', { ...project, operation: 'delete', projectId: id('-1') }],
		[
			'"End Date" must not be before the start',
			{ ...project, operation: 'getAll', filters: month },
		],
		['"Limit" must be a whole number of at least 1', { ...project, operation: 'getAll', limit: 0 }],
		['"Project" must not be empty', { ...task, projectId: id('={{ undefined }}') }],
		['"Name" must have 1 to 1000 characters', { ...task, name: empty }],
		['"Task Code" must have 1 to 1000 characters', { ...task, ...other({ taskCode: long }) }],
		[
			'"Estimated Minutes" must be a whole number of at least 0',
			{ ...task, ...other({ estimatedMinutes: 1.5 }) },
		],
		[
			'"Estimated Amount" must be a whole number of at least 0',
			{ ...task, ...other({ estimatedAmount: -1 }) },
		],
		[
			'"Position" must be a whole number of at least 0',
			{ ...task, ...other({ position: '={{ "first" }}' }) },
		],
		['"Finished" must be true or false', { ...task, ...other({ finished: '={{ "yes" }}' }) }],
		['"Task" must not be empty', { ...task, operation: 'update', taskId: id(empty) }],
		['"Task" must be an ID', { ...task, operation: 'get', taskId: id('T1') }],
		['"Task" must be an ID', { ...task, operation: 'delete', taskId: id('1.5') }],
		[
			'"Task Code" must have 1 to 1000 characters',
			{ ...task, operation: 'upsert', taskCode: empty },
		],
		['"Staff to Assign Names or IDs" must not be empty if', member],
		[
			'"Staff to Assign Names or IDs (entry 1)" must be a staff code, an email address or an ID',
			{ ...member, assignStaffIds: '={{ [{}] }}' },
		],
		[
			'"Owners to Assign Names or IDs (entry 2)" must be a staff code, an email address or an ID',
			{ ...member, assignOwnerIds: '={{ [7, 0] }}' },
		],
		[
			'"Staff to Assign Names or IDs" must not be empty if',
			{ ...member, unassignStaffIds: '={{ " , " }}' },
		],
		[
			'"Staff to Unassign Names or IDs" contains staff that are also to be assigned: 7',
			{ ...member, assignStaffIds: [5, 7], unassignStaffIds: [7, 8] },
		],
		[
			'"Staff to Unassign Names or IDs" contains staff that are also to be assigned: 7, 8',
			{ ...member, assignOwnerIds: [7, 8], unassignStaffIds: [7, 8] },
		],
		['"Project" must be an ID', { ...member, operation: 'getAll', projectId: id('x') }],
		['"Staff Member" must be an ID', { ...member, operation: 'getProjects', staffId: id('x') }],
		[
			'"End Date" must not be before the start',
			{ ...member, operation: 'getProjects', staffId: id('1'), ...month },
		],
		[
			'"Start Date" must be a date',
			{
				...hours,
				operation: 'getAll',
				period: 'custom',
				startDate: 'March',
				endDate: '2026-03-31',
			},
		],
		[
			'"End Date" must not be before the start',
			{ resource: 'manHour', operation: 'getAll', ...month },
		],
		['"Staff Member" must be an ID', { ...hours, operation: 'get', staffId: id('E00001') }],
		['"Date" must be a date', { ...hours, date: empty }],
		// Without a task AKASHI deletes the hours of all: an empty expression must never get there.
		['"Task" must not be empty', { ...hours, taskId: id(empty) }],
		['"Task" must not be empty', { ...hours, taskId: id('={{ undefined }}') }],
		['"Task" must not be empty', { ...hours, taskId: id('={{ null }}') }],
		['"Task" must be an ID', { ...hours, taskId: id('all') }],
		['"Tasks" must be one of all, one', { ...hours, tasks: '={{ "none" }}' }],
		['"Skip If Already Stamped" needs a type', { ...stamp, type: '' }],
		[
			'"Allow Repeated Stamps" must be true or false',
			{ ...stamp, options: { allowRepeatedStamps: '={{ "yes" }}' } },
		],
		[
			'"Skip If Already Stamped" must be true or false',
			{ ...stamp, options: { skipIfAlreadyStamped: '={{ "yes" }}' } },
		],
	];
	test.each(bad)('%s', async (words, parameters) => {
		for (const routing of [false, true]) {
			const done = await run(parameters, { routing });
			expect(done.error?.message).toContain(`The parameter ${words}`);
			expect(servers.akashi.calls).toEqual([]);
		}
	});

	test('by any item, before the others are sent', async () => {
		const items = [{ type: 11 }, { type: '' }];
		const done = await run({ ...stamp, type: '={{ $json.type }}' }, { items });
		expect(done.error?.message).toContain('"Skip If Already Stamped" needs a type');
		expect(servers.akashi.calls).toEqual([]);
	});
});

describe('two items that write one record', () => {
	const same: Array<[string, INodeParameters, IDataObject[]]> = [
		['projects of one name', project, [{}, {}]],
		['one project twice', changed, [{}, {}]],
		[
			'projects of one code',
			{ ...project, operation: 'upsert', name: '={{ $json.name }}', projectCode: 'X' },
			[{ name: 'A' }, { name: 'B' }],
		],
		['tasks of one name', task, [{}, {}]],
		['one task twice', { ...task, operation: 'update', taskId: id('8001') }, [{}, {}]],
		['tasks of one code', { ...task, operation: 'upsert', taskCode: 'X' }, [{}, {}]],
		['the same man-hours', hours, [{}, {}]],
	];
	test.each(same)('%s are refused', async (_, parameters, items) => {
		const done = await run(parameters, { items });
		expect(done.error?.message).toBe('Items 0 and 1 write the same record');
		expect(servers.akashi.calls).toEqual([]);
	});

	describe.each([11, ''])('stamps of one person and type (%j)', (type) => {
		const stamps = { resource: 'stamp', operation: 'create', type };
		const twenty = Array.from({ length: 20 }, () => ({}));

		test.each([false, true])(
			'are refused before anything is sent (routing: %s)',
			async (routing) => {
				const done = await run(stamps, { items: twenty, routing });
				expect(done.error?.message).toBe('Items 0 and 1 write the same record');
				expect(done.error?.description).toMatch(/Options → Allow Repeated Stamps/);
				expect(servers.akashi.calls).toEqual([]);
			},
		);

		test.each([false, true])(
			'only the first is made when the run goes on (routing: %s)',
			async (routing) => {
				const done = await run(stamps, {
					items: twenty,
					routing,
					onError: 'continueRegularOutput',
				});
				expect(done.json.map(({ error }) => error)).toEqual(
					twenty.map((_, item) =>
						item === 0 ? undefined : `Items 0 and ${item} write the same record`,
					),
				);
				expect(routes()).toEqual(['createStamp']);
			},
		);

		test('are made where that is allowed', async () => {
			const options = { allowRepeatedStamps: true };
			const done = await run({ ...stamps, options }, { items: twenty });
			expect(done.json.filter(({ error }) => error)).toEqual([]);
			expect(servers.akashi.count('createStamp')).toBe(20);
		});
	});

	test('are none where stamps are of different types', async () => {
		const items = [11, 31, 32, 12].map((type) => ({ type }));
		const done = await run({ ...stamp, options: {}, type: '={{ $json.type }}' }, { items });
		expect(done.json.map(({ type }) => type)).toEqual([11, 31, 32, 12]);
	});

	test('are none where tasks of two projects have one code', async () => {
		const done = await run(
			{ ...task, operation: 'upsert', taskCode: 'X', projectId: id('={{ $json.project }}') },
			{ items: [{ project: 7001 }, { project: 7005 }] },
		);
		expect(done.error).toBeUndefined();
		expect(done.json.map(({ upserted }) => upserted)).toEqual(['created', 'created']);
	});
});

describe('array calls', () => {
	test('a refused batch of updates is halved until the item at fault stands alone', async () => {
		manyProjects(8).prepare(servers);
		const items = servers.akashi.projects.map(({ project_id, name }, index) => ({
			id: index === 5 ? 99999 : project_id,
			name: `${name}改`,
		}));
		const done = await run(
			{
				...changed,
				projectId: id('={{ $json.id }}'),
				name: '={{ $json.name }}',
				options: { sendOnly: true },
			},
			{ items, onError: 'continueRegularOutput' },
		);
		expect(done.json.map((row) => row.error ?? row.projectName)).toEqual(
			items.map(({ name }, index) =>
				index === 5 ? expect.stringContaining('プロジェクトが見つかりません') : name,
			),
		);
		expect(servers.akashi.projects.map(({ name }) => name)).toEqual(
			items.map(({ name }, index) => (index === 5 ? name.replace('改', '') : name)),
		);
		// 8, 4 + 4, 2 + 2, 1 + 1.
		expect(servers.akashi.count('changeProjects')).toBe(7);
	});

	test('a refused batch of new projects is not sent again', async () => {
		const { length } = servers.akashi.projects;
		const done = await run(
			{ ...project, name: '={{ $json.name }}' },
			{
				items: [{ name: '新しい' }, { name: '新卒研修' }],
				onError: 'continueRegularOutput',
			},
		);
		const [fresh, taken] = done.json;
		expect(fresh.error).toContain('プロジェクト名称が重複しています');
		expect(fresh.message).toContain('records of 2 items were refused in one request');
		expect(taken.error).toContain('AKASHI has a record of this name (ID 7009)');
		expect(taken.message).toContain('プロジェクト名称が重複しています');
		expect(servers.akashi.count('changeProjects')).toBe(1);
		expect(servers.akashi.projects).toHaveLength(length);
	});

	test('1,000 tasks take 20 calls, each item its own task', async () => {
		const items = Array.from({ length: 1000 }, (_, index) => ({ name: `作業 ${index}` }));
		const done = await run({ ...task, name: '={{ $json.name }}' }, { items });
		expect(done.json.map(({ taskName }) => taskName)).toEqual(items.map(({ name }) => name));
		expect(done.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
			items.map((_, index) => index),
		);
		expect(routes()).toEqual(Array(20).fill('changeTasks'));
	});

	test('projects are known by their names when they have no code, whatever the order', async () => {
		servers.akashi.fault({
			kind: 'body',
			route: 'changeProjects',
			body: {
				success: true,
				response: {
					count: 2,
					projects: ['B', 'A'].map((name_ja, index) => ({
						project_id: 10 + index,
						name_ja,
						project_code: null,
					})),
				},
			},
		});
		const done = await run(
			{ ...project, name: '={{ $json.name }}' },
			{ items: [{ name: 'A' }, { name: 'B' }] },
		);
		expect(done.json.map(({ projectId }) => projectId)).toEqual([11, 10]);
	});
});

describe('create or update', () => {
	const upsert = {
		...project,
		operation: 'upsert',
		name: '={{ $json.name }}',
		projectCode: '={{ $json.code }}',
	};

	test('reads the projects once for 120 items', async () => {
		manyProjects(70).prepare(servers);
		const items = Array.from({ length: 120 }, (_, index) => ({
			name: `名称${index}`,
			code: `PJ${index + 1}`,
		}));
		const done = await run(upsert, { items });
		expect(done.error).toBeUndefined();
		expect(done.json.map(({ upserted }) => upserted)).toEqual(
			items.map((_, index) => (index < 70 ? 'updated' : 'created')),
		);
		expect(servers.akashi.projects).toHaveLength(120);
		expect(servers.akashi.count('listProjects')).toBe(2);
		expect(servers.akashi.count('changeProjects')).toBe(3);
	});

	test('refuses a code that several projects have, and does the others', async () => {
		const [first, second] = servers.akashi.projects;
		second.project_code = first.project_code;
		const done = await run(upsert, {
			items: [
				{ name: 'どれ', code: first.project_code },
				{ name: '新しい', code: 'NEW' },
			],
			onError: 'continueRegularOutput',
		});
		expect(done.json[0].error).toBe('AKASHI has several records named PJ1: 7001, 7005');
		expect(done.json[1]).toMatchObject({ projectName: '新しい', upserted: 'created' });
	});

	test('writes nothing when the projects cannot be read', async () => {
		servers.akashi.fault({ kind: 'html', route: 'listProjects', status: 502, times: 3 });
		const done = await run(upsert, { items: [{ name: 'A', code: 'PJ1' }] });
		expect(done.error?.message).toContain('HTTP 502');
		expect([...new Set(routes())]).toEqual(['listProjects']);
	});

	test('an unknown project keeps its own tasks back and no others', async () => {
		const done = await run(
			{ ...task, operation: 'upsert', taskCode: 'X', projectId: id('={{ $json.project }}') },
			{ items: [{ project: 4 }, { project: 7001 }], onError: 'continueRegularOutput' },
		);
		expect(done.json[0].error).toContain('プロジェクトが見つかりません');
		expect(done.json[1]).toMatchObject({ taskCode: 'X', upserted: 'created' });
	});
});

describe('man-hours', () => {
	const answer = (dates: IDataObject[]) =>
		servers.akashi.fault({
			kind: 'body',
			route: 'getManHours',
			body: { success: true, response: { manhours: [{ staff_id: '200', dates }] } },
		});
	const read = {
		resource: 'manHour',
		operation: 'get',
		staffId: id('200'),
		options: { addNames: false },
	};
	const row = {
		staffId: 200,
		date: '2019-08-01',
		projectId: null,
		taskId: null,
		minutes: null,
		comment: null,
		staffComment: null,
		adminComment: null,
		closedAt: null,
		fixedAt: null,
	};

	test('a day of comments alone is a row, one without anything is none', async () => {
		answer([
			{ date: '2019-08-01', projects: [], staff_comment: '休み', admin_comment: null },
			{ date: '2019-08-02', projects: [], staff_comment: null, admin_comment: null },
		]);
		const done = await run(read);
		expect(done.json).toEqual([{ ...row, staffComment: '休み' }]);
	});

	test('a task with a comment and no minutes is a row; ids are numbers, times have an offset', async () => {
		answer([
			{
				date: '2019/08/01',
				projects: [
					{
						project_id: '100',
						closed_at: '2019/09/01 10:00:00',
						fixed_at: '2019-09-02T00:00:00',
						daily_hour_items: [{ task_id: 150, minute: 60 }],
						daily_comment_items: [
							{ task_id: '150', comment: '設計' },
							{ task_id: '1', comment: '工数なし' },
						],
					},
				],
				admin_comment: '確認',
			},
		]);
		const done = await run(read);
		const day = {
			...row,
			projectId: 100,
			adminComment: '確認',
			closedAt: '2019-09-01T10:00:00+09:00',
			fixedAt: '2019-09-02T00:00:00+09:00',
		};
		expect(done.json).toEqual([
			{ ...day, taskId: 150, minutes: 60, comment: '設計' },
			{ ...day, taskId: 1, comment: '工数なし' },
		]);
	});

	test('a person without man-hours gives no items', async () => {
		answer([]);
		expect((await run(read)).json).toEqual([]);
	});
});

describe('stamps with "Skip If Already Stamped"', () => {
	const seen = (...stamps: Array<[string, number]>) =>
		servers.akashi.fault({
			kind: 'body',
			route: 'listOwnStamps',
			body: {
				success: true,
				response: {
					staff_id: 5,
					count: stamps.length,
					stamps: stamps.map(([stamped_at, type]) => ({ stamped_at, type })),
				},
			},
		});

	test('skips by time and not by place, and says which stamp was there', async () => {
		seen(['2026/03/14 18:00:00', 11], ['2026/03/14 09:00:00', 12]);
		const done = await run(stamp);
		expect(done.json).toEqual([
			{
				skipped: true,
				reason: expect.stringContaining('already 出勤 (11), at 2026/03/14 18:00:00'),
				staffId: 5,
				date: '2026-03-14',
				type: 11,
				typeName: '出勤',
				stampedAt: '2026-03-14T18:00:00+09:00',
			},
		]);
		expect(servers.akashi.count('createStamp')).toBe(0);
	});

	test.each([
		['another type', [['2026/03/14 09:00:00', 12]] as Array<[string, number]>],
		['no stamp', []],
	])('stamps after %s', async (_, stamps) => {
		seen(...stamps);
		const done = await run(stamp);
		expect(done.json[0]).toMatchObject({ type: 11 });
		expect(done.json[0]).not.toHaveProperty('skipped');
		expect(routes()).toEqual(['listOwnStamps', 'createStamp']);
	});

	test.each([
		['2026-03-14T04:59:00+09:00', '20260313050000', '20260314050000'],
		['2026-03-14T05:00:00+09:00', '20260314050000', '20260315050000'],
		['2026-03-14T23:30:00+09:00', '20260314050000', '20260315050000'],
	])('at %s looks from %s to %s', async (now, start_date, end_date) => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
		seen();
		await run(stamp);
		expect(servers.akashi.calls[0].query).toMatchObject({ start_date, end_date });
	});

	test('stamps nothing when the stamps cannot be read', async () => {
		servers.akashi.fault({ kind: 'resetBefore', times: 99, route: 'listOwnStamps' });
		const done = await run(stamp);
		expect(done.error?.message).toContain('closed the connection');
		expect([...new Set(routes())]).toEqual(['listOwnStamps']);
	});

	test('never sends a stamp again when its answer is lost', async () => {
		seen();
		servers.akashi.fault({ kind: 'resetAfter', route: 'createStamp' });
		const done = await run(stamp);
		expect(done.error?.description).toContain('It may have been recorded');
		expect(servers.akashi.count('createStamp')).toBe(1);
	});
});

describe('pickers', () => {
	/** n8n's context of a picker, with what the editor holds in "Project". */
	const search = async (
		method: 'searchProjects' | 'searchTasks',
		filter = '',
		chosen?: unknown,
	) => {
		const { data } = credentialsOf(servers).akashi;
		const context = {
			getCredentials: async () => data,
			getCurrentNodeParameter: () => chosen && { __rl: true, mode: 'list', value: chosen },
			getNode: () => ({ name: 'AKASHI' }),
			helpers: {
				async httpRequestWithAuthentication(
					_: string,
					{ url, qs }: { url: string; qs: Record<string, string> },
				) {
					const query = new URLSearchParams({ ...qs, token: String(data.token) });
					const answer = await fetch(`${url}?${query}`);
					return { statusCode: answer.status, body: await answer.json() };
				},
			},
		} as unknown as ILoadOptionsFunctions;
		return await new Akashi().methods.listSearch[method].call(context, filter);
	};

	test('projects from every page, by name, code or ID', async () => {
		manyProjects(60).prepare(servers);
		expect((await search('searchProjects')).results).toHaveLength(60);
		expect((await search('searchProjects', 'pj60')).results).toEqual([
			{ name: '案件60 (PJ60)', value: 7237 },
		]);
		expect((await search('searchProjects', '7005')).results).toEqual([
			{ name: '社内ポータル運用 (PJ2)', value: 7005 },
		]);
	});

	test('tasks of the chosen project', async () => {
		expect((await search('searchTasks', '', '7005')).results[0]).toEqual({
			name: '設計 (T2-1)',
			value: 8101,
		});
		expect((await search('searchTasks', 'レビュー', 7001)).results).toEqual([
			{ name: 'レビュー (T1-3)', value: 8007 },
		]);
	});

	test.each([[undefined], [''], ['={{ $json.project }}']])(
		'tasks want a project first (%p)',
		async (chosen) => {
			await expect(search('searchTasks', '', chosen)).rejects.toThrow(
				'Tasks cannot be listed until a project is chosen',
			);
			expect(servers.akashi.calls).toEqual([]);
		},
	);
});
