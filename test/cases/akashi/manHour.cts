import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { kept } from './parts.cts';

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
				staff_id: staff,
				date,
				project_id: 7001,
				task_id: task,
				minute: servers.akashi.manHours.get(`${staff}|${date}|7001|${task}`),
			})),
		from: eachItsOwn,
		calls: 3,
		undo: ({ akashi }) => akashi.manHours.clear(),
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
];
