import { asList, asNumber, asText, type Answered } from '../../shared/answers';
import { eachOncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { badInput, Problem, problemOf, unlessRefused } from '../../shared/errors';
import { calls } from '../resources/ticket/contract';

/** A form that tickets can be opened with by calls. */
export interface Form {
	/** Its API path. */
	path: string;
	name: string | null;
	appName: string | null;
	/** Without hyphens. */
	flow: string;
}

/** A flow's ID as it is compared: lists write it with hyphens or without. */
export const flowId = (uuid: unknown): string =>
	(asText(uuid) ?? '').replace(/-/g, '').toLowerCase();

/** Every form with an API path, in one call. */
export async function allForms(client: Client): Promise<Form[]> {
	const { app, flow } = (await client.call(calls.listForms)) as Answered<typeof calls.listForms>;
	const apps = new Map(asList(app).map(({ id, app_name }) => [asNumber(id), asText(app_name)]));
	return asList(flow).flatMap(({ api_path, flow_name, flow_uuid, flow_app_id }) => {
		const path = asText(api_path);
		if (!path) return [];
		const appName = apps.get(asNumber(flow_app_id)) ?? null;
		return [{ path, name: asText(flow_name), appName, flow: flowId(flow_uuid) }];
	});
}

/** The forms by what people know: read once per run. */
export const formDirectory = new Directory('form', 'among the forms of OMFLOW', allForms, {
	id: ({ path }) => path,
	name: ({ name }) => name,
});

/** The form with an API path; undefined where the server does not tell its forms. */
export const formAt = async (client: Client, path: string): Promise<Form | undefined> =>
	(await unlessRefused(formDirectory.rows(client), [])).find((one) => one.path === path);

const checked = eachOncePerRun<Client, void>();

/**
 * Refuses a path that no form has, where the server tells its forms. Their list may leave out some, so that the tickets
 * of a form that it lacks are asked for: that answer is certain.
 * @throws Problem when there is no such form
 */
export const refuseUnknown = async (client: Client, path: string): Promise<void> =>
	await checked(client, path, async () => {
		const forms = await unlessRefused(formDirectory.rows(client), []);
		if (forms.length === 0 || forms.some((one) => one.path === path)) return;
		const body = { form: path, search_columns: ['id'], order_columns: ['id'], start: 0, limit: 1 };
		const answer: unknown = await client.call(calls.listTickets, body).catch(problemOf);
		if (answer instanceof Problem && answer.facts.code === '404') {
			throw badInput('Form', `is "${path}", but OMFLOW has no form with this API path`);
		}
	});
