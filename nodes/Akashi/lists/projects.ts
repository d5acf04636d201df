import type { z } from 'zod';

import { asId, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { allOf, pages, type Page } from '../../shared/reading/pagination';
import { limits } from '../contract';
import { counted } from '../counted';
import { calls, project } from '../resources/project/contract';

interface Period {
	start_date?: string;
	end_date?: string;
}

/** One page of the projects, from page 0 (6.16). `count` is that of the page: there is no total. */
export async function projectPage(client: Client, period: Period, number: number): Promise<Page> {
	const values = { ...period, page: String(number) };
	const payload = (await client.call(calls.listProjects, values)) as Answered<
		typeof calls.listProjects
	>;
	return { rows: counted(payload.projects, payload.count) };
}

/** The projects of a period; without one, all. */
export const readProjects = pages<Period>(
	limits.page,
	projectPage,
	({ project_id }: Loose<z.infer<typeof project>>) => asId(project_id),
);

/** Every project that the token's owner can see. */
export const allProjects = async (client: Client) =>
	(await allOf(readProjects)(client, {})) as Array<Loose<z.infer<typeof project>>>;

/** The projects by what people know. */
export const projectDirectory = new Directory(
	'project',
	"among the projects that the token's owner can see",
	allProjects,
	{ id: ({ project_id }) => project_id, code: ({ project_code }) => project_code },
);
