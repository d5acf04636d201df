import { randomBytes } from 'node:crypto';

import { refusalOf, rowsOf, type Client, type Row } from './client.cts';
import { Open } from './doubt.cts';

/** How everything that this script ever makes is called. */
export const mark = 'kintai-verify-';

/** Pages that are looked through at most: a server that repeats its last page must not hold the script. */
const mostPages = 100;

/** Minutes of one person on one day and project. */
interface ManHours {
	staff: number;
	/** `yyyymmdd`. */
	day: string;
	project: number;
}

/** Every project that the token reaches, through all pages of 6.16. @throws Open when the list is refused */
export async function allProjects(client: Client): Promise<Row[]> {
	const found = new Map<unknown, Row>();
	for (let page = 0; page < mostPages; page++) {
		const reply = await client.call('listProjects', { sent: { page } });
		if (!reply.success && page === 0) throw new Open(`list of projects: ${refusalOf(reply)}`);
		const rows = rowsOf(reply.payload, 'projects').filter((row) => !found.has(row.project_id));
		if (rows.length === 0) return [...found.values()];
		for (const row of rows) found.set(row.project_id, row);
	}
	throw new Open('the list of projects has no end');
}

/**
 * Man-hours of a person from one day to another (`yyyymmdd`), one row a task. The form of the dates that
 * AKASHI takes is one of the doubts: the other is tried when one is refused.
 * @throws Open when both are refused
 */
export async function manHoursOf(client: Client, staff: number, from: string, to: string) {
	const forms = [
		{ start_date: `${from}000000`, end_date: `${to}235959` },
		{ start_date: from, end_date: to },
	];
	let refused = '';
	for (const sent of forms) {
		const reply = await client.call('getManHours', { path: { staff_id: staff }, sent });
		if (reply.success) return tasksOf(reply.payload);
		refused = refusalOf(reply);
	}
	throw new Open(`man-hours: ${refused}`);
}

/** Everything that fills a day: tasks with minutes or comments, and comments on the day. */
const tasksOf = (payload: unknown) =>
	rowsOf(payload, 'manhours').flatMap((person) =>
		rowsOf(person, 'dates').flatMap((date) => {
			const day = String(date.date).replace(/\D/g, '').slice(0, 8);
			const tasks = rowsOf(date, 'projects').flatMap((project) =>
				['daily_hour_items', 'daily_comment_items']
					.flatMap((list) => rowsOf(project, list))
					.map((item) => ({
						day,
						project: Number(project.project_id),
						task: Number(item.task_id),
						minutes: Number(item.minute ?? 0),
					})),
			);
			const comment = date.staff_comment || date.admin_comment;
			return comment ? [...tasks, { day, project: 0, task: 0, minutes: 0 }] : tasks;
		}),
	);

/** What a run makes, so that it can take it away again. */
export class Traces {
	/** Begins the name of everything that this run makes. */
	readonly prefix = `${mark}${randomBytes(4).toString('hex')}`;
	private readonly manHours: ManHours[] = [];
	private made = 0;

	/** A name for something new. From here on the run counts as having made something. */
	name(): string {
		return `${this.prefix}-${++this.made}`;
	}

	/** Notes man-hours before they are written. */
	writes(hours: ManHours): void {
		this.manHours.push(hours);
	}

	/** Projects of this run that are there now. */
	async projects(client: Client): Promise<Row[]> {
		return (await allProjects(client)).filter((row) => String(row.name).startsWith(this.prefix));
	}

	/**
	 * Takes away what is left of this run, and looks whether it is gone.
	 * @returns what is still there or may be, in words
	 */
	async remove(client: Client): Promise<string[]> {
		if (this.made === 0) return [];
		const left: string[] = [];
		for (const hours of this.manHours) left.push(...(await removeManHours(client, hours)));
		try {
			for (const { project_id } of await this.projects(client)) {
				await removeProject(client, Number(project_id));
			}
			for (const { project_id, name } of await this.projects(client)) {
				left.push(`project ${project_id} "${name}"`);
			}
		} catch (error) {
			left.push(
				`perhaps projects whose names begin with "${this.prefix}" (${(error as Error).message})`,
			);
		}
		return left;
	}
}

/** A project with its tasks, should AKASHI want these gone first. */
async function removeProject(client: Client, project: number): Promise<void> {
	const path = { project_id: project };
	if ((await client.call('deleteProject', { path })).success) return;
	const tasks = await client.call('listTasks', { path });
	for (const { task_id } of rowsOf(tasks.payload, 'tasks')) {
		await client.call('deleteTask', { path: { ...path, task_id: Number(task_id) } });
	}
	await client.call('deleteProject', { path });
}

async function removeManHours(
	client: Client,
	{ staff, day, project }: ManHours,
): Promise<string[]> {
	const words = `man-hours of staff ${staff} on ${day} for project ${project}`;
	const there = async () =>
		(await manHoursOf(client, staff, day, day)).some((row) => row.project === project);
	try {
		if (!(await there())) return [];
		await client.call('deleteManHours', {
			path: { staff_id: staff },
			sent: { date: day, project_id: project },
		});
		return (await there()) ? [words] : [];
	} catch (error) {
		return [`perhaps ${words} (${(error as Error).message})`];
	}
}

/** Names of projects that an earlier run, or another one that is under way, made. */
export const ofOtherRuns = async (client: Client, { prefix }: Traces): Promise<string[]> =>
	(await allProjects(client))
		.map(({ name }) => String(name))
		.filter((name) => name.startsWith(mark) && !name.startsWith(prefix));
