import type { z } from 'zod';

import { asId, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { allOf, pages, type Page } from '../../shared/reading/pagination';
import { limits } from '../contract';
import { counted } from '../counted';
import { calls, type task } from '../resources/task/contract';

/** One page of a project's tasks, from page 0 (6.20). `count` is that of the page: there is no total. */
export async function taskPage(
	client: Client,
	{ project_id }: { project_id: number },
	number: number,
): Promise<Page> {
	const payload = (await client.call(calls.listTasks, {
		project_id,
		page: String(number),
	})) as Answered<typeof calls.listTasks>;
	return { rows: counted(payload.tasks, payload.count) };
}

/** The tasks of a project. */
export const readTasks = pages(limits.page, taskPage, ({ task_id }: Loose<z.infer<typeof task>>) =>
	asId(task_id),
);

/** Every task of a project. */
export const allTasks = async (client: Client, project_id: number) =>
	(await allOf(readTasks)(client, { project_id })) as Array<Loose<z.infer<typeof task>>>;

/** The tasks of a project by what people know. */
export const taskDirectory = new Directory('task', 'in this project', allTasks, {
	id: ({ task_id }) => task_id,
	code: ({ code }) => code,
});
