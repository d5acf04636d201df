import type { DateTime } from 'luxon';
import type { z } from 'zod';

import { limits } from '../../../nodes/Akashi/contract.ts';
import type { project, projectRow } from '../../../nodes/Akashi/resources/project/contract.ts';
import type { Staff } from '../../../nodes/Akashi/resources/staff/contract.ts';
import type { task, taskRow } from '../../../nodes/Akashi/resources/task/contract.ts';
import {
	arrayCall,
	errorOf,
	hyphened,
	page,
	Partly,
	Refusal,
	type Handler,
	type Kept,
	type Kind,
} from './parts.cts';

/** Projects, tasks, members and man-hours: chapters 6.16 to 6.30. */

export type Task = z.infer<typeof task>;
export type Project = z.infer<typeof project> & { tasks: Task[] };
export interface Members {
	staff_ids: number[];
	owner_staff_ids: number[];
}
type ProjectRow = z.infer<typeof projectRow>;
type TaskRow = z.infer<typeof taskRow>;

export interface Work {
	/** Rows as 6.16 answers them, each with its `tasks` as 6.20 answers them. */
	projects: Project[];
	/** Names in English, which are taken but not answered, by project id. */
	english: Map<number, { name_en?: string; short_name_en?: string }>;
	/** Who takes part, by project id, in the order of ids. */
	members: Map<number, Members>;
	/** Minutes by `staff_id|yyyy-mm-dd|project_id|task_id`. */
	manHours: Map<string, number>;
	/** Comments on man-hours; those without minutes beside them are not answered. */
	comments: {
		/** On a task of a day, by the keys of `manHours`. */
		tasks: Map<string, string>;
		/** On a day, by `staff_id|yyyy-mm-dd`. */
		days: Map<string, { staff_comment: string | null; admin_comment: string | null }>;
	};
}

const projectNames = ['販売管理システム刷新', '社内ポータル運用', '新卒研修'];
const taskNames = ['設計', '実装', 'レビュー', '会議'];
const periods = [
	['2025-04-01', null],
	[null, null],
	['2026-04-01', '2026-04-30'],
];

/** Some projects; the first three and their first four tasks are always the same. */
export function makeWork(staff: Staff[], count = 3, tasks = 4): Work {
	// Task ids must not run into those of the next project.
	const step = Math.max(100, tasks * 3);
	const projects = Array.from({ length: count }, (_, index) => {
		const [start_date, end_date] = periods[index % 3];
		return {
			project_id: 7001 + index * 4,
			name: projectNames[index] ?? `案件${index + 1}`,
			short_name: index % 2 ? null : `略称${index + 1}`,
			project_code: `PJ${index + 1}`,
			remarks: index % 3 ? null : '備考あり',
			start_date,
			end_date,
			sync_punch: index % 5 === 3,
			all_staffs_target: index % 4 === 2,
			tasks: Array.from({ length: tasks }, (__, place) => ({
				task_id: 8001 + index * step + place * 3,
				name: taskNames[place] ?? `作業${place + 1}`,
				code: `T${index + 1}-${place + 1}`,
				index: place + 1,
				estimated_hour: place % 3 === 2 ? null : (place + 1) * 60,
				estimated_amount: place % 2 ? null : 10_000,
				is_finished: place % 4 === 3,
			})),
		};
	});
	const members = projects.map(({ project_id }, index): [number, Members] => {
		const people = staff.slice(0, 3 + (index % 3)).map(({ staffId }) => staffId);
		return [project_id, { staff_ids: people, owner_staff_ids: people.slice(0, 1) }];
	});
	const [first, second] = staff.map(({ staffId }) => `${staffId}|2026-03-02`);
	return {
		projects,
		english: new Map(),
		members: new Map(members),
		manHours: new Map(),
		comments: {
			tasks: new Map([
				[`${first}|7001|8001`, '設計の見直しを含む'],
				[`${second}|7001|8004`, '午後は実装のみ'],
			]),
			days: new Map([
				[first, { staff_comment: '在宅で作業', admin_comment: '確認済み' }],
				[second, { staff_comment: null, admin_comment: '内訳を確認してください' }],
			]),
		},
	};
}

interface ManHours {
	staff_id: number;
	dates: {
		date: string;
		projects: { project_id: number; daily_hour_items: { task_id: number; minute: number }[] }[];
	}[];
}

/** What the calls about projects and man-hours do with the work of a company. */
export function workHandlers(
	work: Work,
	{
		now,
		partial,
		empties,
		kept,
		reachedIds,
	}: {
		now: () => DateTime;
		partial: () => boolean;
		empties: () => boolean;
		kept: () => Kept;
		reachedIds: (owner: Staff) => Set<number>;
	},
) {
	const { projects, english, members, manHours, comments } = work;
	const projectOf = (id: string | number) => {
		const found = projects.find((row) => row.project_id === Number(id));
		if (!found) throw new Refusal('project');
		return found;
	};
	const taskOf = ({ tasks }: Project, id: string | number) => {
		const found = tasks.find((row) => row.task_id === Number(id));
		if (!found) throw new Refusal('task');
		return found;
	};
	const reachedId = (owner: Staff, id: string) => {
		if (!reachedIds(owner).has(Number(id))) throw new Refusal('staff');
		return Number(id);
	};
	const shown = ({ tasks, ...row }: Project) => row;
	/** First and last day asked for as `yyyy-mm-dd`; this month's where not given. */
	const period = ({ start_date, end_date }: Record<string, string>) => {
		const from = start_date ? hyphened(start_date) : now().startOf('month').toISODate()!;
		const to = end_date ? hyphened(end_date) : now().endOf('month').toISODate()!;
		if (to < from) throw new Refusal('period');
		return { from, to };
	};
	const overlaps =
		({ from, to }: { from: string; to: string }) =>
		(row: Project) =>
			(row.start_date ?? from) <= to && (row.end_date ?? to) >= from;
	const nextId = (ids: number[], first: number) => Math.max(first, ...ids) + 1;

	/** Notes a list, and returns what puts it back. */
	const noted =
		<Row extends object>(list: Row[], names?: Map<number, object>) =>
		() => {
			const rows = list.map((row) => ({ ...row }));
			const before = new Map(names);
			return () => {
				list.splice(0, list.length, ...rows);
				names?.clear();
				for (const [id, one] of before) names?.set(id, one);
			};
		};
	const refuseSame = <Row extends object>(rows: Row[], one: Row, kinds: [keyof Row, Kind][]) => {
		for (const [key, kind] of kinds) {
			const value = one[key];
			if (value && rows.some((row) => row !== one && row[key] === value)) throw new Refusal(kind);
		}
	};

	/** 6.24 and 6.25: the minutes of a period, nested. */
	const nested = (ids: Set<number>, query: Record<string, string>, single: boolean) => {
		const { from, to } = period(query);
		interface Day {
			date: string;
			projects: {
				project_id: number;
				closed_at: null;
				fixed_at: null;
				daily_hour_items: { task_id: number; minute: number | string }[];
				daily_comment_items?: { task_id: number | string; comment: string }[];
			}[];
			staff_comment?: string | null;
			admin_comment?: string | null;
		}
		const people: { staff_id: number; dates: Day[] }[] = [];
		const last = <T,>(rows: T[], fits: (row: T) => boolean, made: () => T) => {
			const there = rows.find(fits);
			if (!there) rows.push(made());
			return there ?? rows[rows.length - 1];
		};
		for (const [key, minute] of [...manHours].sort(([a], [b]) => (a < b ? -1 : 1))) {
			const [staff, date, project, taskId] = key.split('|');
			const [staff_id, project_id, task_id] = [staff, project, taskId].map(Number);
			if (!ids.has(staff_id) || date < from || date > to) continue;
			const { dates } = last(
				people,
				(row) => row.staff_id === staff_id,
				() => ({ staff_id, dates: [] }),
			);
			const day = last(
				dates,
				(row) => row.date === date,
				() => ({
					date,
					projects: [],
					// The example of 6.24 has none of the comments that its table names, that of 6.25 has all.
					...(comments.days.get(`${staff}|${date}`) ??
						(single && { staff_comment: null, admin_comment: null })),
				}),
			);
			const row = last(
				day.projects,
				(one) => one.project_id === project_id,
				() => ({
					project_id,
					closed_at: null,
					fixed_at: null,
					daily_hour_items: [],
					...(single && { daily_comment_items: [] }),
				}),
			);
			// Some come as text in 6.25 (seen).
			const asText = single && task_id % 2 > 0;
			row.daily_hour_items.push({ task_id, minute: asText ? String(minute) : minute });
			const comment = comments.tasks.get(key);
			if (comment === undefined) continue;
			// A string in the example of 6.25.
			(row.daily_comment_items ??= []).push({ task_id: single ? taskId : task_id, comment });
		}
		return { manhours: people };
	};

	return {
		listProjects: (_owner, { query }) => {
			const given = query.start_date || query.end_date;
			const from = query.start_date ? hyphened(query.start_date) : '0000-00-00';
			const to = query.end_date ? hyphened(query.end_date) : '9999-99-99';
			if (given && to < from) throw new Refusal('period');
			const rows = page(projects.filter(overlaps({ from, to })), query.page, limits.page);
			return { count: rows.length, projects: rows.map(shown) };
		},
		getProject: (_owner, { params }) => shown(projectOf(params.project_id)),
		changeProjects: (_owner, { body }) => {
			const rows = projects;
			const apply = (one: ProjectRow) => {
				const current = rows.find((row) => row.project_id === one.project_id);
				if (one.project_id !== undefined && !current) throw new Refusal('project');
				const row: Project = current ?? {
					project_id: nextId(
						rows.map(({ project_id }) => project_id),
						7000,
					),
					name: null,
					short_name: null,
					project_code: null,
					remarks: null,
					start_date: null,
					end_date: null,
					sync_punch: false,
					all_staffs_target: false,
					tasks: [],
				};
				const old = empties() ? undefined : row;
				row.name = one.name_ja;
				row.short_name = one.short_name_ja ?? old?.short_name ?? null;
				row.project_code = one.project_code ?? old?.project_code ?? null;
				row.remarks = one.remarks ?? old?.remarks ?? null;
				row.start_date = one.start_date ? hyphened(one.start_date) : (old?.start_date ?? null);
				row.end_date = one.end_date ? hyphened(one.end_date) : (old?.end_date ?? null);
				refuseSame(rows, row, [
					['name', 'projectName'],
					['project_code', 'projectCode'],
				]);
				const { name_en, short_name_en } = one;
				for (const [id, other] of english) {
					if (name_en && id !== row.project_id && other.name_en === name_en)
						throw new Refusal('projectName');
				}
				english.set(row.project_id, {
					...(empties() ? {} : english.get(row.project_id)),
					...(name_en && { name_en }),
					...(short_name_en && { short_name_en }),
				});
				if (!current) rows.push(row);
				if (!members.has(row.project_id))
					members.set(row.project_id, { staff_ids: [], owner_staff_ids: [] });
				return row;
			};
			const sent = (body as { projects: ProjectRow[] }).projects;
			const done = arrayCall(sent, apply, noted(projects, english), kept());
			const answered = done.map((row) => ({
				project_id: row.project_id,
				name_ja: row.name,
				short_name_ja: row.short_name,
				project_code: row.project_code,
				remarks: row.remarks,
				start_date: row.start_date,
				end_date: row.end_date,
			}));
			return { count: answered.length, projects: answered };
		},
		deleteProject: (_owner, { params }) => {
			const row = projectOf(params.project_id);
			projects.splice(projects.indexOf(row), 1);
			english.delete(row.project_id);
			members.delete(row.project_id);
			const { project_id, name, short_name, project_code } = row;
			return { project_id, name, short_name, project_code };
		},

		listTasks: (_owner, { params, query }) => {
			const rows = page(projectOf(params.project_id).tasks, query.page, limits.page);
			return { count: rows.length, tasks: rows };
		},
		// 6.21 leaves out the place in the list.
		getTask: (_owner, { params }) => {
			const { index, ...row } = taskOf(projectOf(params.project_id), params.task_id);
			return row;
		},
		changeTasks: (_owner, { params, body }) => {
			const { tasks } = projectOf(params.project_id);
			const all = projects.flatMap((row) => row.tasks).map(({ task_id }) => task_id);
			const rows = tasks;
			const apply = (one: TaskRow) => {
				const current = rows.find((row) => row.task_id === one.task_id);
				if (one.task_id !== undefined && !current) throw new Refusal('task');
				const row: Task = current ?? {
					task_id: nextId([...all, ...rows.map(({ task_id }) => task_id)], 8000),
					name: null,
					code: null,
					index: rows.length + 1,
					estimated_hour: null,
					estimated_amount: null,
					is_finished: false,
				};
				if (empties()) {
					const empty = { code: null, estimated_hour: null, estimated_amount: null };
					Object.assign(row, empty, { index: null, is_finished: false });
				}
				Object.assign(row, one);
				refuseSame(rows, row, [
					['name', 'taskName'],
					['code', 'taskCode'],
				]);
				if (!current) rows.push(row);
				return row;
			};
			const sent = (body as { tasks: TaskRow[] }).tasks;
			const done = arrayCall(sent, apply, noted(tasks), kept());
			return { count: done.length, tasks: done };
		},
		deleteTask: (_owner, { params }) => {
			const { tasks } = projectOf(params.project_id);
			const row = taskOf(projectOf(params.project_id), params.task_id);
			tasks.splice(tasks.indexOf(row), 1);
			return { task_id: row.task_id, name: row.name, code: row.code };
		},

		listManHours: (owner, { query }) => nested(reachedIds(owner), query, false),
		getManHours: (owner, { params, query }) =>
			nested(new Set([reachedId(owner, params.staff_id)]), query, true),
		upsertManHours: (owner, { body }) => {
			const all = reachedIds(owner);
			const bad: object[] = [];
			const good: [string, number][] = [];
			const keep = (
				staffId: number,
				date: string,
				projectId: number,
				{ task_id, minute }: { task_id: number; minute: number },
			) => {
				const tasks = projects.find((row) => row.project_id === projectId)?.tasks;
				const known = all.has(staffId) && tasks?.some((row) => row.task_id === task_id);
				if (known) good.push([`${staffId}|${date}|${projectId}|${task_id}`, minute]);
				else bad.push({ staff_id: String(staffId) });
				return known;
			};
			// What stays empty because of a bad task is left out of the answer.
			const stored = (body as { manhours: ManHours[] }).manhours.map(({ staff_id, dates }) => ({
				staff_id,
				dates: dates
					.map((day) => {
						const date = hyphened(day.date);
						const kept = day.projects.map(({ project_id, daily_hour_items }) => ({
							project_id,
							daily_hour_items: daily_hour_items.filter((one) =>
								keep(staff_id, date, project_id, one),
							),
						}));
						return { date, projects: kept.filter((row) => row.daily_hour_items.length) };
					})
					.filter((row) => row.projects.length),
			}));
			const refused = bad.length > 0 && !(partial() && good.length);
			const keeps = refused ? kept() : () => true;
			for (const [key, minutes] of good) if (keeps?.()) manHours.set(key, minutes);
			if (refused) throw new Refusal('manHour');
			// The leading blank of codes beside a success was seen in 6.3.
			const { code, message } = errorOf('manHour');
			return new Partly(
				{ manhours: stored.filter((row) => row.dates.length) },
				bad.map((row) => ({ code: ` ${code}`, message, ...row })),
			);
		},
		deleteManHours: (owner, { params, body }) => {
			const { date, project_id, task_id } = body as {
				date: string;
				project_id: number;
				task_id?: number;
			};
			const staff_id = reachedId(owner, params.staff_id);
			const day = hyphened(date);
			if (task_id === undefined) projectOf(project_id);
			else taskOf(projectOf(project_id), task_id);
			const prefix = `${staff_id}|${day}|${project_id}|`;
			const keys = [...manHours.keys()].filter((key) =>
				task_id === undefined ? key.startsWith(prefix) : key === prefix + task_id,
			);
			if (!keys.length) throw new Refusal('noManHour');
			const daily_hour_items = keys.map((key) => ({
				task_id: Number(key.slice(prefix.length)),
				minute: manHours.get(key)!,
			}));
			for (const key of keys) manHours.delete(key);
			return { staff_id, date: day, project_id, daily_hour_items };
		},

		listStaffProjects: (owner, { params, query }) => {
			const staffId = reachedId(owner, params.staff_id);
			const rows = projects
				.filter(overlaps(period(query)))
				.filter(
					(row) =>
						row.all_staffs_target || members.get(row.project_id)?.staff_ids.includes(staffId),
				)
				.map(({ project_id, start_date, end_date, tasks }) => ({
					project_id,
					start_date,
					end_date,
					tasks: tasks.map(({ task_id }) => task_id),
				}));
			return { projects: rows };
		},
		getProjectMembers: (_owner, { params }) => {
			const { project_id } = projectOf(params.project_id);
			return members.get(project_id) ?? { staff_ids: [], owner_staff_ids: [] };
		},
		changeProjectMembers: (owner, { params, body }) => {
			const { project_id } = projectOf(params.project_id);
			const { assign = [], unassign = [] } = body as {
				assign?: { staff_id: number; owner?: boolean }[];
				unassign?: number[];
			};
			const all = reachedIds(owner);
			const named = [...assign.map(({ staff_id }) => staff_id), ...unassign];
			if (!named.every((id) => all.has(id))) throw new Refusal('staff');
			const before = members.get(project_id) ?? { staff_ids: [], owner_staff_ids: [] };
			const people = new Map(
				before.staff_ids.map((id) => [id, before.owner_staff_ids.includes(id)]),
			);
			for (const { staff_id, owner: owns = false } of assign) people.set(staff_id, owns);
			for (const id of unassign) people.delete(id);
			const ids = [...people.keys()].sort((a, b) => a - b);
			const after = { staff_ids: ids, owner_staff_ids: ids.filter((id) => people.get(id)) };
			members.set(project_id, after);
			return after;
		},
	} satisfies Record<string, Handler>;
}
