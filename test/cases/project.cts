import type { IDataObject } from 'n8n-workflow';

import type { Case } from '../cases.cts';
import type { All } from '../servers/all.cts';
import type { Project, Task } from '../servers/akashi.cts';

/** Projects, tasks, members, man-hours, and stamps with a guard. */

const picked = (mode: 'id' | 'list', value: string | number) => ({ __rl: true, mode, value });
const eachItsOwn = (output: IDataObject[]) => output.map((_, index) => index);

/** Changes the work that the stand-in holds, and puts it back into the state before. */
export function changing(
	change: (akashi: All['akashi']) => void = () => undefined,
): Required<Pick<Case, 'prepare' | 'undo'>> {
	let put: () => void;
	return {
		prepare: ({ akashi }) => {
			const { projects, english, members, manHours, comments } = akashi;
			const before = structuredClone({ projects, english, members, manHours, comments });
			const refill = <K, V>(map: Map<K, V>, from: Map<K, V>) => {
				map.clear();
				for (const [key, value] of from) map.set(key, value);
			};
			put = () => {
				projects.splice(0, projects.length, ...before.projects);
				refill(english, before.english);
				refill(members, before.members);
				refill(manHours, before.manHours);
				refill(comments.tasks, before.comments.tasks);
				refill(comments.days, before.comments.days);
			};
			change(akashi);
		},
		undo: () => put(),
	};
}

/** Adds projects until there are `count`. */
export const manyProjects = (count: number) => changing((akashi) => addProjects(akashi, count));
function addProjects({ projects }: All['akashi'], count: number) {
	const [first] = projects;
	while (projects.length < count) {
		const number = projects.length + 1;
		projects.push({
			...first,
			project_id: 7001 + 4 * projects.length,
			name: `案件${number}`,
			project_code: `PJ${number}`,
			tasks: [],
		});
	}
}

const projectOf = ({ akashi }: All, id: number) =>
	akashi.projects.find(({ project_id }) => project_id === id)!;
const withCode = ({ akashi }: All, code: string) =>
	akashi.projects.find(({ project_code }) => project_code === code)!;
/** A project as 6.16 and 6.17 answer it. */
const read = ({ tasks: _, ...row }: Project): IDataObject => row as IDataObject;
/** A project as 6.18 answers it. */
const changed = (row: Project): IDataObject => ({
	project_id: row.project_id,
	name_ja: row.name,
	short_name_ja: row.short_name,
	project_code: row.project_code,
	remarks: row.remarks,
	start_date: row.start_date,
	end_date: row.end_date,
});
const taskWithCode = (servers: All, project: number, code: string) =>
	projectOf(servers, project).tasks.find((one) => one.code === code)! as IDataObject;
/** A task as 6.21 answers it. */
const withoutIndex = ({ index: _, ...row }: Task): IDataObject => row as IDataObject;

const project = (operation: string, more: IDataObject = {}) =>
	({ resource: 'project', operation, ...more }) as Case['parameters'];
const task = (operation: string, more: IDataObject = {}) =>
	({ resource: 'task', operation, ...more }) as Case['parameters'];
const member = (operation: string, more: IDataObject = {}) =>
	({ resource: 'projectMember', operation, ...more }) as Case['parameters'];
const manHour = (operation: string, more: IDataObject = {}) =>
	({ resource: 'manHour', operation, ...more }) as Case['parameters'];

/** Man-hours of two people over two days; the stand-in has comments on some of them. */
const withManHours = () =>
	changing(({ staff, manHours }) => {
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
const manHourRows = ({ akashi }: All, wanted: (staffId: number, date: string) => boolean) =>
	[...akashi.manHours]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, minutes]): IDataObject => {
			const [staff, date, projectId, taskId] = key.split('|');
			const day = akashi.comments.days.get(`${staff}|${date}`);
			return {
				staffId: Number(staff),
				date,
				projectId: Number(projectId),
				taskId: Number(taskId),
				minutes,
				comment: akashi.comments.tasks.get(key) ?? null,
				staffComment: day?.staff_comment ?? null,
				adminComment: day?.admin_comment ?? null,
				closedAt: null,
				fixedAt: null,
			};
		})
		.filter((row) => wanted(row.staffId as number, row.date as string));

export const projectCases: Case[] = [
	{
		name: 'new projects in one call',
		node: 'akashi',
		parameters: project('create', {
			name: '={{ $json.name }}',
			additionalFields: {
				projectCode: '={{ $json.code }}',
				shortName: '新規',
				englishName: '={{ $json.english }}',
				englishShortName: 'New',
				remarks: '1行目\n2行目',
				startDate: '2026-04-01',
				endDate: '2026-09-30T00:00:00',
			},
		}),
		items: () => [
			{ name: '新規案件A', code: 'NEW-A', english: 'New A' },
			{ name: '新規案件B', code: 'NEW-B', english: 'New B' },
			{ name: '新規案件C', code: '', english: 'New C' },
		],
		expected: ({ akashi }) => akashi.projects.slice(-3).map(changed),
		from: eachItsOwn,
		calls: 1,
		...changing(),
	},
	{
		name: 'projects changed by ID',
		node: 'akashi',
		parameters: project('update', {
			projectId: picked('id', '={{ $json.id }}'),
			name: '={{ $json.name }}',
			additionalFields: { remarks: '変更', endDate: '={{ $json.end }}' },
		}),
		items: () => [
			{ id: 7001, name: '販売管理システム刷新2', end: '2026-12-31' },
			{ id: '7009', name: '新卒研修', end: '' },
		],
		expected: (servers) => [7001, 7009].map((id) => changed(projectOf(servers, id))),
		from: eachItsOwn,
		// The page of both, and the change.
		calls: 1 + 1,
		...changing(),
	},
	{
		name: 'projects created or updated by code, found on the second page',
		node: 'akashi',
		parameters: project('upsert', {
			projectCode: '={{ $json.code }}',
			name: '={{ $json.name }}',
			additionalFields: { shortName: '変更' },
		}),
		items: () => [
			{ code: 'UP-1', name: '追加案件' },
			{ code: 'PJ60', name: '案件六十' },
			{ code: 'PJ1', name: '販売管理システム刷新' },
		],
		expected: (servers) => [
			{ ...changed(withCode(servers, 'UP-1')), upserted: 'created' },
			{ ...changed(withCode(servers, 'PJ60')), upserted: 'updated' },
			{ ...changed(withCode(servers, 'PJ1')), upserted: 'updated' },
		],
		from: eachItsOwn,
		calls: 2 + 2,
		...manyProjects(60),
	},
	{
		name: 'projects by ID and from the list',
		node: 'akashi',
		parameters: project('get', { projectId: picked('list', '={{ $json.id }}') }),
		items: () => [{ id: 7005 }, { id: 7001 }],
		expected: (servers) => [7005, 7001].map((id) => read(projectOf(servers, id))),
		from: eachItsOwn,
		calls: 2,
	},
	{
		name: 'all projects, page by page until a page is short',
		node: 'akashi',
		parameters: project('getAll', { returnAll: true }),
		expected: ({ akashi }) => akashi.projects.map(read),
		// The second page is full: only the empty third says that it was the last.
		calls: 3,
		...manyProjects(100),
	},
	{
		name: 'projects of a period',
		node: 'akashi',
		parameters: project('getAll', {
			limit: 2,
			filters: { startDate: '2026-04-01', endDate: '2026-04-30' },
		}),
		expected: ({ akashi }) => akashi.projects.slice(0, 2).map(read),
		calls: 1,
	},
	{
		name: 'a project deleted',
		node: 'akashi',
		parameters: project('delete', { projectId: picked('id', '7005') }),
		expected: ({ akashi }) =>
			akashi.projects.some(({ project_id }) => project_id === 7005)
				? []
				: [
						{
							deleted: true,
							project_id: 7005,
							name: '社内ポータル運用',
							short_name: null,
							project_code: 'PJ2',
						},
					],
		calls: 1,
		...changing(),
	},
	{
		name: 'new tasks, a call a project',
		node: 'akashi',
		parameters: task('create', {
			projectId: picked('id', '={{ $json.project }}'),
			name: '={{ $json.name }}',
			additionalFields: {
				taskCode: '={{ $json.code }}',
				estimatedAmount: 5000,
				estimatedMinutes: '={{ "90" }}',
				finished: true,
				position: 9,
			},
		}),
		items: () => [
			{ project: 7001, name: '検収', code: 'N-1' },
			{ project: 7005, name: '検収', code: 'N-1' },
			{ project: 7001, name: '移行', code: 'N-2' },
		],
		expected: (servers) => [
			taskWithCode(servers, 7001, 'N-1'),
			taskWithCode(servers, 7005, 'N-1'),
			taskWithCode(servers, 7001, 'N-2'),
		],
		from: eachItsOwn,
		calls: 2,
		...changing(),
	},
	{
		name: 'a task changed by ID',
		node: 'akashi',
		parameters: task('update', {
			projectId: picked('list', 7001),
			taskId: picked('list', 8004),
			name: '実装と試験',
			additionalFields: { finished: false, estimatedMinutes: 0 },
		}),
		expected: (servers) => [taskWithCode(servers, 7001, 'T1-2')],
		calls: 1 + 1,
		...changing(),
	},
	{
		name: 'tasks created or updated by code in two projects',
		node: 'akashi',
		parameters: task('upsert', {
			projectId: picked('id', '={{ $json.project }}'),
			taskCode: '={{ $json.code }}',
			name: '={{ $json.name }}',
			additionalFields: { finished: true },
		}),
		items: () => [
			{ project: 7001, code: 'T1-1', name: '設計' },
			{ project: 7005, code: 'T1-1', name: '設計A' },
			{ project: 7001, code: 'U-1', name: '追加' },
		],
		expected: (servers) => [
			{ ...taskWithCode(servers, 7001, 'T1-1'), upserted: 'updated' },
			{ ...taskWithCode(servers, 7005, 'T1-1'), upserted: 'created' },
			{ ...taskWithCode(servers, 7001, 'U-1'), upserted: 'created' },
		],
		from: eachItsOwn,
		calls: 2 + 3,
		...changing(),
	},
	{
		name: 'a task',
		node: 'akashi',
		parameters: task('get', { projectId: picked('id', '7001'), taskId: picked('id', '8007') }),
		expected: (servers) => [withoutIndex(projectOf(servers, 7001).tasks[2])],
		calls: 1,
	},
	{
		name: 'the tasks of two projects',
		node: 'akashi',
		parameters: task('getAll', { projectId: picked('id', '={{ $json.id }}'), returnAll: true }),
		items: () => [{ id: 7001 }, { id: 7009 }],
		expected: (servers) =>
			[7001, 7009].flatMap((id) => projectOf(servers, id).tasks as IDataObject[]),
		from: (output) => output.map((_, index) => Math.floor(index / 4)),
		calls: 2,
	},
	{
		name: 'a task deleted',
		node: 'akashi',
		parameters: task('delete', { projectId: picked('id', '7001'), taskId: picked('id', '8010') }),
		expected: (servers) =>
			projectOf(servers, 7001).tasks.length === 3
				? [{ deleted: true, project_id: 7001, task_id: 8010, name: '会議', code: 'T1-4' }]
				: [],
		calls: 1,
		...changing(),
	},
	{
		name: 'the people of a project',
		node: 'akashi',
		parameters: member('getAll', { projectId: picked('id', '7005') }),
		expected: ({ akashi }) => {
			const { staff_ids, owner_staff_ids } = akashi.members.get(7005)!;
			return staff_ids.map((staffId) => ({
				projectId: 7005,
				staffId,
				owner: owner_staff_ids.includes(staffId),
			}));
		},
		calls: 1,
	},
	{
		name: 'the projects of a person',
		node: 'akashi',
		parameters: member('getProjects', {
			staffId: picked('id', '={{ $json.staff }}'),
			startDate: '2026-04-01',
			endDate: '2026-04-30',
		}),
		items: ({ akashi }) => [{ staff: akashi.staff[0].staffId }],
		expected: ({ akashi }) =>
			akashi.projects.map(({ project_id, start_date, end_date, tasks }) => ({
				staffId: akashi.staff[0].staffId,
				projectId: project_id,
				startDate: start_date,
				endDate: end_date,
				taskIds: tasks.map(({ task_id }) => task_id),
			})),
		calls: 1,
	},
	{
		name: 'people assigned to a project and taken off',
		node: 'akashi',
		parameters: member('update', {
			projectId: picked('id', '7001'),
			assignStaffIds: '={{ $json.join }}',
			assignOwnerIds: '={{ $json.own }}',
			unassignStaffIds: '={{ $json.leave }}',
		}),
		items: ({ akashi: { staff } }) => [
			{
				join: [staff[0].staffId, staff[5].staffId],
				own: `${staff[6].staffId}`,
				leave: `${staff[1].staffId}, ${staff[2].staffId}`,
			},
		],
		expected: ({ akashi: { members, staff } }) => {
			const after = members.get(7001)!;
			const [first, sixth, seventh] = [0, 5, 6].map((place) => staff[place].staffId);
			const asked =
				after.staff_ids.join() === [first, sixth, seventh].join() &&
				after.owner_staff_ids.join() === `${seventh}`;
			return asked ? [{ project_id: 7001, ...after }] : [];
		},
		calls: 1,
		...changing(),
	},
	{
		name: 'man-hours of everybody, with comments',
		node: 'akashi',
		parameters: manHour('getAll', { startDate: '2026-03-01', endDate: '2026-03-31' }),
		expected: (servers) => manHourRows(servers, (_, date) => date < '2026-04-01'),
		calls: 1,
		...withManHours(),
	},
	{
		name: 'man-hours as the API answers them',
		node: 'akashi',
		parameters: manHour('getAll', {
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
			startDate: '2026-03-01',
			endDate: '2026-04-30',
		}),
		items: ({ akashi }) => [1, 0].map((place) => ({ staff: akashi.staff[place].staffId })),
		expected: (servers) =>
			[1, 0].flatMap((place) =>
				manHourRows(servers, (staffId) => staffId === servers.akashi.staff[place].staffId),
			),
		from: (output) => output.map(({ staffId }) => (staffId === output[0].staffId ? 0 : 1)),
		calls: 2,
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
			return [
				{
					deleted: true,
					staff_id: staffId,
					date: '2026-03-02',
					project_id: 7001,
					task_id: 8004,
					daily_hour_items: [{ task_id: 8004, minute: 120 }],
				},
			];
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
			return [
				{
					deleted: true,
					staff_id: staffId,
					date: '2026-03-02',
					project_id: 7001,
					daily_hour_items: [
						{ task_id: 8001, minute: 60 },
						{ task_id: 8004, minute: 120 },
					],
				},
			];
		},
		calls: 1,
		...withManHours(),
	},
	{
		name: 'a stamp that is skipped because the last was the same',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: '={{ $json.type }}',
			options: { skipIfAlreadyStamped: true },
		},
		prepare: ({ akashi }) => void (akashi.options.stampsPerDay = 0),
		undo: ({ akashi }) => void delete akashi.options.stampsPerDay,
		items: () => [{ type: 12 }, { type: 11 }, { type: 11 }],
		expected: ({ akashi }) => {
			const staff_id = akashi.staff[0].staffId;
			const [out, come] = akashi
				.stampsOf(staff_id, daysAgo(akashi, 1), daysAgo(akashi, 0))
				.slice(-2);
			const [first, second] = [out, come].map(({ type, stamped_at }) => ({
				staff_id,
				type,
				stampedAt: stamped_at,
			}));
			return [
				{ login_company_code: akashi.companyId, ...first },
				{ login_company_code: akashi.companyId, ...second },
				{
					skipped: true,
					reason: `The last stamp of this working day is already 出勤 (11), at ${come.stamped_at} in Japan`,
					...second,
				},
			];
		},
		from: eachItsOwn,
		// Each looks first.
		calls: 3 + 2,
	},
	{
		name: 'working records with the minutes of the breaks',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			startDate: '2026-02-02',
			endDate: '2026-02-02',
			returnAll: true,
			options: { includeBreaks: true, breaksAs: 'minutes' },
		},
		prepare: ({ akashi }) => void (akashi.options.stampsPerDay = 4),
		undo: ({ akashi }) => void delete akashi.options.stampsPerDay,
		expected: ({ akashi }) => {
			const staffId = akashi.staff[0].staffId;
			const [one] = akashi.workingRecordsOf(staffId, '20260202', '20260202', { breaks: true });
			const at = (time: string | null | undefined) => Date.parse(iso(time) ?? '');
			const minutes = one.break_time_results!.map(
				(rest) =>
					(at(rest.result_break_time_end_time) - at(rest.result_break_time_start_time)) / 60_000,
			);
			return [
				{
					staffId,
					date: '2026-02-02',
					workingDayCategory: 0,
					workingDayCategoryName: '労働日',
					startTime: iso(one.start_time),
					endTime: iso(one.end_time),
					roundedStartTime: iso(one.rounded_start_time),
					roundedEndTime: iso(one.rounded_end_time),
					startPunchTime: iso(one.start_time),
					endPunchTime: iso(one.end_time),
					unroundedMinutes: null,
					breakMinutes: Math.floor(minutes[0]),
				},
			];
		},
		calls: 1 + 1,
	},
];

const iso = (local: string | null | undefined) =>
	local ? `${local.replace(/\//g, '-').replace(' ', 'T')}+09:00` : null;

/** A moment in Japan some days before the stand-in's now, as `yyyymmddHHMMSS`. */
function daysAgo({ clock }: All['akashi'], days: number): string {
	const japan = new Date(clock.now() + 9 * 3_600_000 - days * 86_400_000);
	return japan.toISOString().slice(0, 19).replace(/\D/g, '');
}
