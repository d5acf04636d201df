import { asList, asNumber, asText, type Answered } from '../../shared/answers';
import { eachOncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { Directory, folded, NotFound } from '../../shared/directory';
import { unlessRefused } from '../../shared/errors';
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

/** A field of a form. */
export interface FormField {
	/** `FORMITM_n`. */
	id: string;
	type: string | null;
	/** Its name on the form. */
	title: string | null;
}

type Shape = NonNullable<Answered<typeof calls.getFormFormat>>;

/** The title that a format shows in the place of a value: in angle brackets, and in a list or an object for some types. */
function titleIn(value: unknown): string | null {
	const text = typeof value === 'object' ? JSON.stringify(value) : (asText(value) ?? '');
	return /<([^<>]+)>/.exec(text)?.[1]?.trim() || null;
}

const shapes = eachOncePerRun<Client, FormField[] | undefined>();

/** The fields of a form; undefined where the server does not tell them. Read once per run. */
export const fieldsOfForm = async (
	client: Client,
	path: string,
): Promise<FormField[] | undefined> =>
	await shapes(client, path, async () => {
		const form = await formAt(client, path);
		if (!form?.name || !form.appName) return undefined;
		const asked = { app_name: form.appName, flow_name: form.name, action: 'create' };
		const answer = (await unlessRefused(
			client.call(calls.getFormFormat, asked),
			null,
		)) as Shape | null;
		const fields = asList(answer?.input?.formdata);
		return fields.length === 0
			? undefined
			: fields.map(({ id, type, value }) => ({
					id: (asText(id) ?? '').toUpperCase(),
					type: asText(type),
					title: titleIn(value),
				}));
	});

/** How the design of a form numbers its fields. */
const fieldId = /^FORMITM_\d+$/i;

/**
 * The fields of a form with values, by their IDs or by their names on the form.
 * @throws NotFound for a name that means no field, or several
 */
export async function formDataOf(
	client: Client,
	path: string,
	given: Array<{ name: string; value: unknown }>,
): Promise<Array<{ id: string; value: unknown; type?: string }>> {
	if (given.length === 0) return [];
	const fields = await fieldsOfForm(client, path);
	return given.map(({ name, value }) => {
		const found = fieldNamed(fields, name);
		return { id: found.id, value, ...(found.type ? { type: found.type } : {}) };
	});
}

/**
 * The IDs of fields of a form, by their IDs or by their names on the form.
 * @throws NotFound for a name that means no field, or several
 */
export async function fieldIdsOf(client: Client, path: string, names: string[]): Promise<string[]> {
	if (names.length === 0) return [];
	const fields = await fieldsOfForm(client, path);
	return names.map((name) => fieldNamed(fields, name).id);
}

function fieldNamed(fields: FormField[] | undefined, name: string): FormField {
	const id = name.toUpperCase();
	if (fieldId.test(name)) {
		return fields?.find((one) => one.id === id) ?? { id, type: null, title: null };
	}
	if (!fields) {
		throw new NotFound(
			`contains "${name}", but this OMFLOW does not tell the names of the form's fields: use their IDs, such as FORMITM_2, which the form's settings show under "API"`,
		);
	}
	const meant = fields.filter(({ title }) => folded(title, 'name') === folded(name, 'name'));
	if (meant.length === 1) return meant[0];
	const list = (meant.length > 0 ? meant : fields)
		.map((one) => `${one.title ?? ''} (${one.id})`.trim())
		.join(', ');
	throw new NotFound(
		meant.length > 1
			? `contains "${name}", but in OMFLOW several fields of the form have this name: ${list}. Use the ID`
			: `contains "${name}", but OMFLOW has no field with this name in the form. It has: ${list}`,
	);
}
