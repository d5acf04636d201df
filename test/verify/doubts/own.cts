import { refusalOf, rowsOf, type Reply, type Row } from '../client.cts';
import { needed, Open } from '../doubt.cts';
import type { Tenant } from '../tenant.cts';

/** Projects and tasks of the run's own, which are deleted at its end. */

export const change = async ({ client }: Tenant, projects: Row[]) =>
	await client.call('changeProjects', { sent: { projects } });

/** Makes a project. @returns its ID and name @throws Open when it is refused */
export async function make(tenant: Tenant, fields: Row = {}) {
	const name = tenant.traces.name();
	const reply = await change(tenant, [{ name_ja: name, ...fields }]);
	const [row] = rowsOf(needed(reply, 'no project could be made'), 'projects');
	const id = Number(row?.project_id);
	if (!Number.isInteger(id)) throw new Open('AKASHI did not say which project it made');
	return { id, name };
}

/** The project that most of the probes share. */
export const shared = async (tenant: Tenant) =>
	await tenant.once('shared project', async () => await make(tenant));

export async function makeTask({ client, traces }: Tenant, project: number, fields: Row) {
	const name = traces.name();
	const reply = await client.call('changeTasks', {
		path: { project_id: project },
		sent: { tasks: [{ name, ...fields }] },
	});
	return { name, reply, id: Number(rowsOf(reply.payload, 'tasks')[0]?.task_id) };
}

export async function projectNow({ client }: Tenant, id: number): Promise<Row> {
	const reply = await client.call('getProject', { path: { project_id: id } });
	return needed(reply, 'the project cannot be read') as Row;
}

export const told = (reply: Reply) => (reply.success ? 'accepted' : refusalOf(reply, 'codes'));
