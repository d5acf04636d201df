import { z } from 'zod';

import { asId } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { mapConcurrently } from '../../shared/concurrency';
import type { Zones } from '../../shared/dates';
import { optional } from '../../shared/inputs';
import { watch } from '../../shared/triggers/event';
import { allProjects } from '../lists/projects';
import { allTasks } from '../lists/tasks';
import { projectId, projectLocator } from '../locators';
import { row, simplifyTask } from '../resources/task/simplify';

export type TaskRow = z.infer<typeof row>;

const input = (_: Zones, client: Client) => z.object({ project_id: optional(projectId(client)) });

/** The tasks of a project, or of all projects: a call for each (6.20). */
export const tasks = watch<TaskRow, ReturnType<typeof input>>({
	name: 'tasks',
	fields: [
		{
			...projectLocator,
			required: false,
			description:
				'Project whose tasks to watch. Leave empty for all projects: each costs a request per poll.',
			routing: { send: { type: 'query', property: 'project_id' } },
		},
	],
	input,
	read: async (client, { project_id }) => {
		const ids =
			project_id === undefined
				? (await allProjects(client)).map((one) => asId(one.project_id))
				: [project_id];
		const lists = await mapConcurrently(ids, client.concurrency, async (id) =>
			(await allTasks(client, id)).map((one) => simplifyTask({ ...one, project_id: id })),
		);
		return lists.flat();
	},
	key: ({ projectId: project, taskId }) => `${project} ${taskId}`,
	compared: (one) => ({
		taskCode: one.taskCode,
		taskName: one.taskName,
		index: one.index,
		estimatedMinutes: one.estimatedMinutes,
		estimatedAmount: one.estimatedAmount,
		finished: one.finished,
	}),
	neverGone: true,
});
