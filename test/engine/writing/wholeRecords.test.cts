import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Project, Task } from '../../servers/akashi.cts';
import { runNode, stored, type Done, type Job } from '../engine.cts';

/**
 * Updates of projects and tasks, whether AKASHI keeps or empties the fields that it is not sent: its text
 * does not say.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const id = (value: unknown) => ({ __rl: true, mode: 'id', value }) as never;
const from = (name: string) => `={{ $json.${name} ?? '' }}`;

const project = (operation: 'update' | 'upsert'): INodeParameters => ({
	resource: 'project',
	operation,
	name: from('name'),
	...(operation === 'update' ? { projectId: id('={{ $json.id }}') } : { projectCode: from('own') }),
	additionalFields: {
		...(operation === 'update' ? { projectCode: from('code') } : {}),
		shortName: from('short'),
		remarks: from('remarks'),
		startDate: from('start'),
		endDate: from('end'),
	},
});
const task = (operation: 'update' | 'upsert'): INodeParameters => ({
	resource: 'task',
	operation,
	projectId: id('7001'),
	name: from('name'),
	...(operation === 'update' ? { taskId: id('={{ $json.id }}') } : { taskCode: from('own') }),
	additionalFields: {
		...(operation === 'update' ? { taskCode: from('code') } : {}),
		position: from('place'),
		estimatedMinutes: from('minutes'),
		estimatedAmount: from('amount'),
		finished: from('finished'),
	},
});

const run = async (
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<Job> = {},
): Promise<Done> => {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data });
	return await runNode({ node: 'akashi', credential, parameters, items, ...more });
};

/** What an item gives, by the names under which AKASHI holds it. */
const heldAs = {
	code: 'project_code',
	short: 'short_name',
	remarks: 'remarks',
	start: 'start_date',
	end: 'end_date',
} as const;
const heldAsTask = {
	code: 'code',
	place: 'index',
	minutes: 'estimated_hour',
	amount: 'estimated_amount',
	finished: 'is_finished',
} as const;

const maybe = <T,>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const changes = fc.record({
	code: maybe(fc.constantFrom('X1', 'Y2')),
	short: maybe(fc.constant('略')),
	remarks: maybe(fc.constant('変更')),
	start: maybe(fc.constant('2025-01-01')),
	end: maybe(fc.constant('2027-12-31')),
	place: maybe(fc.nat(99)),
	minutes: maybe(fc.nat(600)),
	amount: maybe(fc.nat(9_999)),
	finished: maybe(fc.boolean()),
});
const work = fc.record({
	emptiesNotGiven: fc.boolean(),
	given: fc.array(changes, { minLength: 1, maxLength: 6 }),
	routing: fc.boolean(),
});

describe('fields that are not given stay as they are', () => {
	const cases = [
		['project update', project('update'), heldAs],
		['project upsert', project('upsert'), heldAs],
		['task update', task('update'), heldAsTask],
		['task upsert', task('upsert'), heldAsTask],
	] as const;
	test.each(cases)('%s', async (name, parameters, names) => {
		await fc.assert(
			fc.asyncProperty(work, async ({ emptiesNotGiven, given, routing }) => {
				await servers.close();
				const akashi = { projects: 60, tasksPerProject: 60, emptiesNotGiven };
				servers = await startAll({ akashi });
				const held = () =>
					structuredClone(
						name.startsWith('project') ? servers.akashi.projects : servers.akashi.projects[0].tasks,
					) as Array<Project & Task>;
				const before = held();
				// Some of both pages, no two with one code.
				const places = given.map((_, index) => (index * 17 + 3) % 60);
				const items = given.map(({ code, ...one }, index): IDataObject => {
					const row = before[places[index]];
					return {
						...one,
						...(code === undefined ? {} : { code: code + index }),
						id: row.project_id ?? row.task_id,
						own: row.project_code ?? row.code,
						name: `改名${index}`,
					};
				});
				const done = await run(parameters, items, { routing });
				expect(done.error).toBeUndefined();
				const after = held();
				const wanted = before.map((row, at) => {
					const item = items[places.indexOf(at)];
					if (!item) return row;
					const upsert = name.endsWith('upsert');
					const told = Object.entries(names)
						.filter(([key]) => item[key] !== undefined && !(upsert && key === 'code'))
						.map(([key, property]) => [property, item[key]]);
					return { ...row, name: item.name, ...Object.fromEntries(told) };
				});
				expect(after).toEqual(wanted);
			}),
			{ numRuns: 12 },
		);
	});
});

describe('"Send Only These Fields"', () => {
	const only = (parameters: INodeParameters) => ({ ...parameters, options: { sendOnly: true } });
	const sent = () =>
		servers.akashi.calls
			.filter(({ method }) => method === 'POST')
			.map(({ body }) => {
				const { projects, tasks } = body as { projects?: IDataObject[]; tasks?: IDataObject[] };
				return (projects ?? tasks)![0];
			});

	test.each([
		['project update', project('update'), { id: 7001 }, { project_id: 7001, name_ja: 'A' }],
		[
			'project upsert',
			project('upsert'),
			{ own: 'PJ1' },
			{ project_id: 7001, name_ja: 'A', project_code: 'PJ1' },
		],
		['task update', task('update'), { id: 8001 }, { task_id: 8001, name: 'A' }],
		['task upsert', task('upsert'), { own: 'T1-1' }, { task_id: 8001, name: 'A', code: 'T1-1' }],
	] as const)('%s', async (name, parameters, item, body) => {
		const done = await run(only(parameters), [{ ...item, name: 'A' }]);
		expect(done.error).toBeUndefined();
		expect(sent()).toEqual([body]);
		expect(servers.akashi.count()).toBe(name.endsWith('update') ? 1 : 2);

		const wrong = { ...parameters, options: { sendOnly: '={{ "perhaps" }}' } };
		const refused = await run(wrong, [{ ...item, name: 'A' }]);
		expect(refused.error?.message).toContain(
			'The parameter "Send Only These Fields" must be true or false',
		);
	});

	test('keeps what the item itself decides', async () => {
		servers.akashi.options.emptiesNotGiven = true;
		const parameters = { ...project('update'), options: { sendOnly: '={{ $json.only }}' } };
		const [kept, emptied] = servers.akashi.projects;
		const items = [kept, emptied].map(({ project_id }, index) => ({
			id: project_id,
			name: `改${index}`,
			only: index === 1,
		}));
		await run(parameters, items);
		const [first, second] = servers.akashi.projects;
		expect([first.project_code, second.project_code]).toEqual([kept.project_code, null]);
	});
});

describe('the records are read in as few calls as can be', () => {
	const ids = (from: number, count: number) =>
		servers.akashi.projects
			.slice(from, from + count)
			.map(({ project_id }) => ({ id: project_id, name: `改${project_id}` }));
	const reads = () => [servers.akashi.count('listProjects'), servers.akashi.count('getProject')];

	test.each([
		// Of how many projects, which are changed: pages and single reads.
		[120, 0, 1, [0, 1]],
		[120, 0, 2, [1, 0]],
		[120, 40, 40, [2, 0]],
		[120, 0, 120, [3, 0]],
		[100, 0, 100, [2, 0]],
		[600, 590, 4, [2, 4]],
		[3, 0, 3, [1, 0]],
	])(
		'of %i projects those from place %i on, %i of them: %j',
		async (count, first, many, expected) => {
			await servers.close();
			servers = await startAll({ akashi: { projects: count } });
			const done = await run(project('update'), ids(first, many));
			expect(done.error).toBeUndefined();
			expect(reads()).toEqual(expected);
		},
	);

	test('tasks a project by itself, from its list', async () => {
		const items = servers.akashi.projects.flatMap(({ project_id, tasks }) =>
			tasks.map(({ task_id }) => ({ project: project_id, id: task_id, name: `改${task_id}` })),
		);
		const done = await run({ ...task('update'), projectId: id('={{ $json.project }}') }, items);
		expect(done.error).toBeUndefined();
		expect(servers.akashi.count('listTasks')).toBe(3);
		expect(servers.akashi.count('getTask')).toBe(0);
	});

	test('what is not there is refused alone, and a list without an end is left', async () => {
		const goingOn = { onError: 'continueRegularOutput' } as const;
		const some = [...ids(0, 2), { id: 99_999, name: 'X' }];
		const projects = await run(project('update'), some, goingOn);
		expect(projects.json.map(({ error }) => error)).toEqual([
			undefined,
			undefined,
			'AKASHI refused this: ERR300501 プロジェクトが見つかりません',
		]);
		expect(projects.json[2].message).toMatch(/nothing was sent for this item/);

		const { tasks } = servers.akashi.projects[0];
		const page = Array.from({ length: 50 }, (_, index) => ({
			...tasks[0],
			task_id: tasks[0].task_id + index,
		}));
		servers.akashi.fault({
			kind: 'body',
			route: 'listTasks',
			times: 99,
			body: { success: true, response: { count: 50, tasks: page } },
		});
		const missing = await run(task('update'), [{ id: 77, name: 'X' }], goingOn);
		expect(missing.json[0].error).toBe('AKASHI does not list a record with the ID 77');
		expect(servers.akashi.count('listTasks')).toBe(2);
		expect(servers.akashi.count('changeTasks')).toBe(0);
	});

	test.each([[null], ['text'], [[]], [{}], [{ project_id: 7005, name: '他' }]])(
		'a record that comes as %j is not taken for the one to change',
		async (response) => {
			servers.akashi.fault({
				kind: 'body',
				route: 'getProject',
				body: { success: true, response },
			});
			const done = await run(project('update'), ids(0, 1), { onError: 'continueRegularOutput' });
			expect(done.json[0].message).toMatch(/nothing was sent for this item/);
			expect(servers.akashi.count('changeProjects')).toBe(0);
		},
	);

	test('who cannot be read is not written', async () => {
		servers.akashi.fault({ kind: 'html', route: 'listProjects', status: 502, times: 3 });
		const done = await run(project('update'), ids(0, 3), { onError: 'continueRegularOutput' });
		for (const { error, message } of done.json) {
			expect(error).toContain('HTTP 502');
			expect(message).toMatch(
				/nothing was sent for this item\. To send without reading it first, turn on Options/,
			);
		}
		expect(servers.akashi.count('changeProjects')).toBe(0);
	});
});
