import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import { mapConcurrently } from '../../../shared/concurrency';
import { unlessRefused } from '../../../shared/errors';
import { projectDirectory, type allProjects } from '../../lists/projects';
import { taskDirectory, type allTasks } from '../../lists/tasks';

/** Names of projects and tasks in rows that AKASHI answers with IDs alone. */

/** The fields of a row that name its project and task. */
export const workFields = {
	projectCode: z.string().nullable().optional(),
	projectName: z.string().nullable().optional(),
	taskCode: z.string().nullable().optional(),
	taskName: z.string().nullable().optional(),
};

type Project = Awaited<ReturnType<typeof allProjects>>[number];
type Task = Awaited<ReturnType<typeof allTasks>>[number];

/** A row with its project and task, as far as the lists have them; absent if names are not wanted. */
export interface OfWork {
	work?: { project?: Project; task?: Task };
}

/** The same for a row; without `work` there are no such fields. */
export const workOf = ({ work }: OfWork): { [name in keyof typeof workFields]?: string | null } =>
	work === undefined
		? {}
		: {
				projectCode: asText(work.project?.project_code),
				projectName: asText(work.project?.name),
				taskCode: asText(work.task?.code),
				taskName: asText(work.task?.name),
			};

/** Rows with their projects and tasks, from the list of projects and the task lists of those projects that occur. */
export async function withWork<
	Row extends OfWork & { project?: { project_id?: unknown }; task_id?: number },
>(client: Client, rows: Row[]): Promise<Row[]> {
	const ids = new Set(rows.flatMap(({ project }) => (project ? asId(project.project_id) : [])));
	if (ids.size === 0) return rows.map((row) => ({ ...row, work: {} }));
	const all = await unlessRefused(projectDirectory.rows(client), []);
	const projects = all.filter(({ project_id }) => ids.has(asId(project_id)));
	const works = new Map(
		await mapConcurrently(projects, client.concurrency, async (project) => {
			const id = asId(project.project_id);
			const tasks = await unlessRefused(taskDirectory.rows(client, id), []);
			const byId = new Map(tasks.map((task) => [asId(task.task_id), task]));
			return [id, { project, tasks: byId }] as const;
		}),
	);
	return rows.map((row) => {
		const known = row.project && works.get(asId(row.project.project_id));
		const task = row.task_id === undefined ? undefined : known?.tasks.get(row.task_id);
		return { ...row, work: { project: known?.project, task } };
	});
}
