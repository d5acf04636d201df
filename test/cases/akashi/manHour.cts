import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, firstTen, parametersOf, picked, type Case } from '../case.cts';
import { kept, namesOf, projectOf } from './parts.cts';

const manHour = parametersOf('manHour');

/** Items for `manHour.upsert`: distinct people, days and tasks, 4,480 of them for every 40 people. */
export function manHourItems(
	{ akashi }: All,
	count: number,
): Array<{
	staff: number;
	date: string;
	task: number;
	minutes: number;
}> {
	return Array.from({ length: count }, (_, index) => ({
		staff: akashi.staff[(index % 40) + 40 * Math.floor(index / (40 * 28 * 4))].staffId,
		date: `2026-03-${String(1 + (Math.floor(index / 40) % 28)).padStart(2, '0')}`,
		task: 8001 + 3 * (Math.floor(index / (40 * 28)) % 4),
		minutes: 15 + (index % 32) * 15,
	}));
}

/** Man-hours of two people over two days; the stand-in has comments on some of them. */
const withManHours = () =>
	kept(({ staff, manHours }) => {
		const [first, second] = staff;
		for (const [staffId, day, projectId, taskId, minutes] of [
			[first.staffId, '2026-03-02', 7001, 8001, 60],
			[first.staffId, '2026-03-02', 7001, 8004, 120],
			[first.staffId, '2026-03-02', 7005, 8101, 45],
			[first.staffId, '2026-03-03', 7001, 8001, 300],
			[second.staffId, '2026-03-02', 7001, 8004, 240],
			[second.staffId, '2026-04-01', 7001, 8004, 15],
		] as const) {
			manHours.set(`${staffId}|${day}|${projectId}|${taskId}`, minutes);
		}
	});
/** A person, a project and a task by the codes that people know. */
const codesOf = (servers: All, place: number) => {
	const { project_code, tasks } = projectOf(servers, 7001);
	return {
		code: servers.akashi.staff[place].staffNum,
		project: project_code,
		task: tasks.find(({ code }) => code)!.code,
	};
};

/** A row that a write puts out. */
const written = (staffId: number, date: string, projectId: number, taskId: number | null) => ({
	staffId,
	date,
	projectId,
	taskId,
});

const manHourRows = (
	servers: All,
	wanted: (staffId: number, date: string, projectId: number) => boolean,
	names = true,
) => {
	const { akashi } = servers;
	return [...akashi.manHours]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, minutes]): IDataObject => {
			const [staff, date, project, task] = key.split('|');
			const [staffId, projectId, taskId] = [staff, project, task].map(Number);
			const day = akashi.comments.days.get(`${staff}|${date}`);
			const { name, project_code, tasks } = projectOf(servers, projectId);
			const { name: taskName, code: taskCode } = tasks.find(({ task_id }) => task_id === taskId)!;
			return {
				staffId,
				...(names && namesOf(servers, staffId)),
				date,
				...(names && {
					projectCode: project_code ?? null,
					projectName: name,
					taskCode: taskCode ?? null,
					taskName,
				}),
				minutes,
				projectId,
				taskId,
				comment: akashi.comments.tasks.get(key) ?? null,
				staffComment: day?.staff_comment ?? null,
				adminComment: day?.admin_comment ?? null,
				closedAt: null,
				fixedAt: null,
			};
		})
		.filter(({ staffId, date, projectId }) =>
			wanted(staffId as number, date as string, projectId as number),
		)
		.map(firstTen);
};
const march = { period: 'custom', startDate: '2026-03-01', endDate: '2026-03-31' };
const isInMarch = (date: string) => date < '2026-04-01';

export const manHourCases: Case[] = [
	{
		name: 'man-hours of 120 items in three calls',
		node: 'akashi',
		parameters: {
			resource: 'manHour',
			operation: 'upsert',
			staffId: picked('id', '={{ $json.staff }}'),
			date: '={{ $json.date }}',
			projectId: '7001',
			taskId: '={{ $json.task }}',
			minutes: '={{ $json.minutes }}',
		},
		items: (servers) => manHourItems(servers, 120),
		expected: (servers) =>
			manHourItems(servers, 120).map(({ staff, date, task }) => ({
				...written(staff, date, 7001, task),
				minutes: servers.akashi.manHours.get(`${staff}|${date}|7001|${task}`),
			})),
		from: eachItsOwn,
		calls: 3,
		undo: ({ akashi }) => akashi.manHours.clear(),
	},
	{
		name: 'man-hours by codes of person, project and task',
		node: 'akashi',
		parameters: manHour('upsert', {
			staffId: picked('code', '={{ $json.code }}'),
			date: '2026-03-02',
			projectId: picked('code', '={{ $json.project }}'),
			taskId: picked('code', '={{ $json.task }}'),
			minutes: 30,
		}),
		items: (servers) => [2, 3].map((place) => codesOf(servers, place)),
		expected: (servers) =>
			[2, 3].map((place) => {
				const { staffId } = servers.akashi.staff[place];
				const { project_id, tasks } = projectOf(servers, 7001);
				const { task_id } = tasks.find(({ code }) => code === codesOf(servers, place).task)!;
				const minutes = servers.akashi.manHours.get(
					`${staffId}|2026-03-02|${project_id}|${task_id}`,
				);
				return { ...written(staffId, '2026-03-02', project_id, task_id), minutes };
			}),
		from: eachItsOwn,
		// Staff on three pages, projects, tasks of one project, and one write.
		calls: 3 + 1 + 1 + 1,
		undo: ({ akashi }) => akashi.manHours.clear(),
	},
	{
		name: 'man-hours of everybody, with names',
		node: 'akashi',
		parameters: manHour('getAll', { ...march, returnAll: true }),
		expected: (servers) => manHourRows(servers, (_, date) => isInMarch(date)),
		// Staff on three pages, projects, and the tasks of two of them.
		calls: 1 + 3 + 1 + 2,
		...withManHours(),
	},
	{
		name: 'man-hours of everybody, with comments',
		node: 'akashi',
		parameters: manHour('getAll', { ...march, returnAll: true, options: { addNames: false } }),
		expected: (servers) => manHourRows(servers, (_, date) => isInMarch(date), false),
		calls: 1,
		...withManHours(),
	},
	{
		name: 'two man-hours of everybody',
		node: 'akashi',
		parameters: manHour('getAll', { ...march, limit: 2 }),
		expected: (servers) => manHourRows(servers, (_, date) => isInMarch(date)).slice(0, 2),
		// The rows are of one project.
		calls: 1 + 3 + 1 + 1,
		...withManHours(),
	},
	{
		name: "one person's man-hours in one project",
		node: 'akashi',
		parameters: manHour('getAll', {
			...march,
			staff: 'selected',
			people: '={{ $json.code }}',
			projectId: picked('list', 7001),
			returnAll: true,
		}),
		items: ({ akashi }) => [{ code: akashi.staff[0].staffNum }],
		expected: (servers) =>
			manHourRows(
				servers,
				(staffId, date, projectId) =>
					staffId === servers.akashi.staff[0].staffId && isInMarch(date) && projectId === 7001,
			),
		calls: 1 + 3 + 1 + 1,
		...withManHours(),
	},
	{
		name: 'own man-hours',
		node: 'akashi',
		parameters: manHour('getAll', { ...march, staff: 'me', returnAll: true }),
		expected: (servers) =>
			manHourRows(
				servers,
				(staffId, date) => staffId === servers.akashi.staff[0].staffId && isInMarch(date),
			),
		calls: 1 + 1 + 1 + 2,
		...withManHours(),
	},
	{
		name: 'man-hours of an organization in one project',
		node: 'akashi',
		parameters: manHour('getAll', {
			...march,
			staff: 'organization',
			organizationId: picked('list', '={{ $json.organization }}'),
			includeSuborganizations: false,
			projectId: picked('code', '={{ $json.project }}'),
			options: { addNames: false },
			returnAll: true,
		}),
		items: (servers) => [
			{
				organization: servers.akashi.staff[1].organization!.organizationId,
				project: projectOf(servers, 7001).project_code,
			},
		],
		expected: (servers) =>
			manHourRows(
				servers,
				(staffId, date, projectId) =>
					staffId === servers.akashi.staff[1].staffId && isInMarch(date) && projectId === 7001,
				false,
			),
		calls: 1 + 3 + 1,
		...withManHours(),
	},
	{
		name: 'man-hours as the API answers them',
		node: 'akashi',
		parameters: manHour('getAll', {
			period: 'custom',
			startDate: '2026-03-03',
			endDate: '2026-03-03',
			simplify: false,
		}),
		expected: ({ akashi }) => [
			{
				staff_id: akashi.staff[0].staffId,
				dates: [
					{
						date: '2026-03-03',
						projects: [
							{
								project_id: 7001,
								closed_at: null,
								fixed_at: null,
								daily_hour_items: [{ task_id: 8001, minute: 300 }],
							},
						],
					},
				],
			},
		],
		calls: 1,
		...withManHours(),
	},
	{
		name: "two people's man-hours, ids as text",
		node: 'akashi',
		parameters: manHour('get', {
			staffId: picked('id', '={{ $json.staff }}'),
			period: 'custom',
			startDate: '2026-03-01',
			endDate: '2026-04-30',
		}),
		items: ({ akashi }) => [1, 0].map((place) => ({ staff: akashi.staff[place].staffId })),
		expected: (servers) =>
			[1, 0].flatMap((place) =>
				manHourRows(servers, (staffId) => staffId === servers.akashi.staff[place].staffId),
			),
		from: (output) => output.map(({ staffId }) => (staffId === output[0].staffId ? 0 : 1)),
		// Their names are on the first page; projects, and the tasks of two of them.
		calls: 2 + 1 + 1 + 2,
		...withManHours(),
	},
	{
		name: "one task's man-hours deleted",
		node: 'akashi',
		parameters: manHour('delete', {
			staffId: picked('id', '={{ $json.staff }}'),
			date: '2026-03-02',
			projectId: picked('id', '7001'),
			taskId: picked('id', '8004'),
		}),
		items: ({ akashi }) => [{ staff: akashi.staff[0].staffId }],
		expected: ({ akashi: { manHours, staff } }) => {
			const { staffId } = staff[0];
			const left = (task: number) => manHours.has(`${staffId}|2026-03-02|7001|${task}`);
			if (left(8004) || !left(8001)) return [];
			return [{ deleted: true, ...written(staffId, '2026-03-02', 7001, 8004) }];
		},
		calls: 1,
		...withManHours(),
	},
	{
		name: 'man-hours of all tasks deleted',
		node: 'akashi',
		parameters: manHour('delete', {
			staffId: picked('id', '={{ $json.staff }}'),
			date: '2026-03-02',
			projectId: picked('list', 7001),
			tasks: 'all',
		}),
		items: ({ akashi }) => [{ staff: akashi.staff[0].staffId }],
		expected: ({ akashi: { manHours, staff } }) => {
			const { staffId } = staff[0];
			const left = [...manHours.keys()].filter((key) => key.startsWith(`${staffId}|`));
			if (left.join() !== `${staffId}|2026-03-02|7005|8101,${staffId}|2026-03-03|7001|8001`) {
				return [];
			}
			return [{ deleted: true, ...written(staffId, '2026-03-02', 7001, null) }];
		},
		calls: 1,
		...withManHours(),
	},
];
