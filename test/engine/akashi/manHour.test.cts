import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { picked } from '../../cases/case.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored, type Job } from '../engine.cts';

/** Man-hours of whom and of what: nobody's are lost, and a name that is not known costs no row. */

let servers: All;
beforeEach(async () => {
	servers = await startAll({ akashi: { projects: 6 } });
	const { manHours, projects, staff } = servers.akashi;
	for (const [place, { project_id, tasks }] of projects.slice(0, 3).entries()) {
		for (const { staffId } of staff.slice(place, place + 2)) {
			for (const { task_id } of tasks.slice(0, 2)) {
				manHours.set(`${staffId}|2026-03-0${place + 1}|${project_id}|${task_id}`, 60);
			}
		}
	}
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const march = { period: 'custom', startDate: '2026-03-01', endDate: '2026-03-31' };
const run = async (parameters: object = {}, more: Partial<Job> = {}) => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: {
			resource: 'manHour',
			operation: 'getAll',
			returnAll: true,
			...march,
			...parameters,
		} as INodeParameters,
		...more,
	});
};
const keys = (rows: IDataObject[]) =>
	rows
		.map(({ staffId, date, projectCode, taskCode }) =>
			[staffId, date, projectCode, taskCode].map(String).join('|'),
		)
		.sort();
/** The same of what the stand-in holds, as far as its lists still have it. */
const held = (wanted: (staffId: number, projectId: number) => boolean = () => true) =>
	[...servers.akashi.manHours.keys()]
		.flatMap((key) => {
			const [staff, date, projectId, taskId] = key.split('|');
			const project = servers.akashi.projects.find((one) => one.project_id === Number(projectId));
			const task = project?.tasks.find((one) => one.task_id === Number(taskId));
			const codes = [project?.project_code ?? null, task?.code ?? null].map(String);
			return wanted(Number(staff), Number(projectId)) ? [staff, date, ...codes].join('|') : [];
		})
		.sort();

test('the tasks of those projects that occur are read, and no others', async () => {
	const { json } = await run();
	expect(keys(json)).toEqual(held());
	expect(json.every(({ taskName, projectName, name }) => taskName && projectName && name)).toBe(
		true,
	);
	expect(servers.akashi.count('listProjects')).toBe(1);
	expect(servers.akashi.count('listTasks')).toBe(3);
});

test('lists are read once for all items', async () => {
	const people = servers.akashi.staff.slice(0, 4);
	const { json } = await run(
		{ operation: 'get', staffId: picked('id', '={{ $json.id }}') },
		{ items: people.map(({ staffId }) => ({ id: staffId })) },
	);
	expect(keys(json)).toEqual(held());
	expect(servers.akashi.count('getManHours')).toBe(4);
	expect(servers.akashi.count('listStaff')).toBe(1);
	expect(servers.akashi.count('listProjects')).toBe(1);
	expect(servers.akashi.count('listTasks')).toBe(3);
});

describe('names that are not known are null', () => {
	test('of a deleted project and task', async () => {
		const { projects } = servers.akashi;
		const [gone] = projects.splice(0, 1);
		projects[0].tasks.splice(0, 1);
		const { error, json } = await run();
		expect(error).toBeUndefined();
		expect(keys(json)).toEqual(held());
		const names = json.flatMap(({ projectName, taskName }) => [projectName, taskName]);
		expect(names).toContain(null);
		expect(names).not.toContain(gone.name);
	});

	test.each(['listProjects', 'listTasks'])('of a list that is refused: %s', async (route) => {
		servers.akashi.fault({
			kind: 'body',
			route,
			times: 9,
			body: { success: false, errors: [{ code: 'E1', message: 'この操作を行う権限がありません' }] },
		});
		const { error, json } = await run();
		expect(error).toBeUndefined();
		expect(json).toHaveLength(held().length);
		expect(json.every(({ taskName }) => taskName === null)).toBe(true);
	});

	test('of somebody who has left', async () => {
		const before = held();
		const { staff, manHours } = servers.akashi;
		const [left] = staff.splice(1, 1);
		const managed = { staff_id: left.staffId, dates: [] as object[] };
		for (const [key, minute] of manHours) {
			const [staffId, date, project_id, task_id] = key.split('|');
			if (Number(staffId) !== left.staffId) continue;
			const daily_hour_items = [{ task_id: Number(task_id), minute }];
			const project = { project_id: Number(project_id), closed_at: null, fixed_at: null };
			managed.dates.push({ date, projects: [{ ...project, daily_hour_items }] });
		}
		servers.akashi.mutate = (route, body) => {
			if (route !== 'listManHours') return body;
			const { response } = body as { response: { manhours: object[] } };
			return { success: true, response: { manhours: [...response.manhours, managed] } };
		};
		const { json } = await run();
		expect(keys(json)).toEqual(before);
		const own = json.filter(({ staffId }) => staffId === left.staffId);
		expect(own.length).toBeGreaterThan(0);
		expect(own.every(({ name, staffCode }) => name === null && staffCode === null)).toBe(true);
	});
});

test('a failure that is none of the lists is an error', async () => {
	servers.akashi.fault({ kind: 'html', status: 500, route: 'listTasks', times: 99 });
	const { error } = await run();
	expect(error?.message).toMatch(/AKASHI/);
});

describe('whose', () => {
	const [selected, addNames] = [{ staff: 'selected' }, { options: { addNames: false } }];

	test('codes, email addresses and IDs, mixed', async () => {
		const [one, two, three] = servers.akashi.staff;
		const { json } = await run({
			...selected,
			staffIds: [one.staffId],
			people: `${two.staffNum}、 ${three.email}`,
		});
		expect(keys(json)).toEqual(
			held((staffId) => [one, two, three].some((person) => person.staffId === staffId)),
		);
	});

	test.each([true, false])('somebody without man-hours is no error, names %s', async (names) => {
		const idle = servers.akashi.staff[30];
		const { error, json } = await run({
			...selected,
			...(names ? {} : addNames),
			staffIds: [idle.staffId],
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([]);
	});

	test.each([
		[{ staffIds: [999_999] }, /"Staff Names or IDs" contains 999999, but there is no staff member/],
		[{ people: 'E99999' }, /"Staff Codes, Emails or IDs" contains "E99999", but there is no staff/],
		[
			{ people: 'x@y.zz' },
			/contains "x@y.zz", but there is no staff member with this email address/,
		],
	])('%p is refused', async (people, words) => {
		for (const more of [{}, addNames, { simplify: false }]) {
			const { error } = await run({ ...selected, ...people, ...more });
			expect(error?.message).toMatch(words);
		}
	});
});

describe('a project', () => {
	test.each([true, false])('selects rows, and what is raw (simplified: %s)', async (simplify) => {
		const { project_id } = servers.akashi.projects[1];
		const { json } = await run({ projectId: picked('list', project_id), simplify });
		if (simplify) {
			expect(keys(json)).toEqual(held((_, projectId) => projectId === project_id));
			return;
		}
		const days = json.flatMap(({ dates }) => dates as Array<{ projects: IDataObject[] }>);
		const ids = days.flatMap(({ projects }) => projects.map((one) => one.project_id));
		expect(ids.length).toBe(2);
		expect(new Set(ids)).toEqual(new Set([project_id]));
	});

	test('without man-hours is no error', async () => {
		const { project_id } = servers.akashi.projects[5];
		const { error, json } = await run({ projectId: picked('id', project_id) });
		expect(error).toBeUndefined();
		expect(json).toEqual([]);
	});

	test.each([
		[picked('id', 999_999), /"Project" is "999999", but there is no project with this ID/],
		[picked('code', 'NOPE'), /"Project" is "NOPE", but there is no project with this code/],
	])('that nobody knows is refused', async (projectId, words) => {
		expect((await run({ projectId })).error?.message).toMatch(words);
		const operation = { operation: 'get', staffId: picked('id', servers.akashi.staff[0].staffId) };
		expect((await run({ projectId, ...operation })).error?.message).toMatch(words);
	});
});

test('a limit counts rows, or people where they are raw', async () => {
	const { json } = await run({ returnAll: false, limit: 3 });
	expect(json).toHaveLength(3);
	expect(await run({ returnAll: false, limit: 3, simplify: false })).toHaveProperty(
		'json.length',
		3,
	);
});
