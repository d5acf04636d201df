import { asList, asText, type Answered } from '../../shared/answers';
import { eachOncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { folded, NotFound } from '../../shared/directory';
import { calls } from '../resources/ticket/contract';
import { fieldId, fieldsOfDesign, labelOf, type FormField } from './formDesign';
import { formAt, refuseUnknown, type Form } from './forms';
import { ifTold } from './told';

type Shape = NonNullable<Answered<typeof calls.getFormFormat>>;

/** The title that a format shows in the place of a value: in angle brackets, and in a list or an object for some types. */
function titleIn(value: unknown): string | null {
	const text = typeof value === 'object' ? JSON.stringify(value) : (asText(value) ?? '');
	return /<([^<>]+)>/.exec(text)?.[1]?.trim() || null;
}

/** The fields of all forms of a flow, but not what is required: for users who may design flows (source of 1.1.0.0). */
async function fieldsInFormat(client: Client, form: Form): Promise<FormField[] | undefined> {
	if (!form.name || !form.appName) return undefined;
	const asked = { app_name: form.appName, flow_name: form.name, action: 'create' };
	const asking = client.call(calls.getFormFormat, asked);
	const answer = (await ifTold(asking)) as Shape | null;
	const fields = asList(answer?.input?.formdata).map(({ id, type, value }) => ({
		id: (asText(id) ?? '').toUpperCase(),
		type: asText(type),
		title: titleIn(value),
		required: false,
		choices: [],
	}));
	return fields.length > 0 ? fields : undefined;
}

const designs = eachOncePerRun<Client, FormField[] | undefined>();

/** The fields of the form with which a flow begins; undefined where the server does not tell them. Read once per run. */
export const fieldsAtStart = async (
	client: Client,
	path: string,
): Promise<FormField[] | undefined> =>
	await designs(client, path, async () => {
		const asking = client.call(calls.getFormDesign, { api_path: path });
		const answer = (await ifTold(asking)) as Answered<typeof calls.getFormDesign> | null;
		return fieldsOfDesign(answer?.formobject);
	});

const shapes = eachOncePerRun<Client, FormField[] | undefined>();

/**
 * The fields of a form at all steps, or else at the start of its flow; undefined where the server does not tell them.
 * Read once per run.
 */
const fieldsOfForm = async (client: Client, path: string): Promise<FormField[] | undefined> =>
	await shapes(client, path, async () => {
		const form = await formAt(client, path);
		return form && ((await fieldsInFormat(client, form)) ?? (await fieldsAtStart(client, path)));
	});

/**
 * The fields of a form to fill in, for the editor; undefined where the server does not tell them.
 * @param starts for a new ticket: the fields of the form with which the flow begins. Those of all steps otherwise, and
 * nothing is said to be required, since that differs from step to step
 */
export async function fieldsToFill(
	client: Client,
	path: string,
	starts: boolean,
): Promise<FormField[] | undefined> {
	const all = await fieldsOfForm(client, path);
	if (!all) return undefined;
	const first = (await fieldsAtStart(client, path)) ?? [];
	const known = (list: FormField[], { id }: FormField) => list.find((one) => one.id === id);
	if (starts && first.length > 0) {
		// By the names that a run finds: only one of the two calls translates them.
		return first.map((one) => ({ ...one, title: (known(all, one) ?? one).title }));
	}
	return all.map((one) => ({
		...one,
		required: false,
		choices: (known(first, one) ?? one).choices,
	}));
}

/** A value for a field, as a person names it, or as the editor does. */
export interface GivenField {
	name: string;
	value: unknown;
	/** Chosen in the editor from the fields that the form had then; `label` is what this one was called. */
	chosen?: { label?: string };
}

/**
 * The fields of a form with values, by their IDs or by their names on the form.
 * @throws NotFound for a name that means no field, or several
 */
export async function formDataOf(
	client: Client,
	path: string,
	given: GivenField[],
): Promise<Array<{ id: string; value: unknown; type?: string }>> {
	if (given.length === 0) return [];
	const fields = await fieldsOfForm(client, path);
	if (!fields) await refuseUnknown(client, path);
	return given.map(({ name, value, chosen }) => {
		const found = chosen ? fieldChosen(fields, name, chosen) : fieldNamed(fields, name);
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

/** Fields keep their IDs, but in another form, or another version of this one, an ID means another field. */
function fieldChosen(
	fields: FormField[] | undefined,
	name: string,
	{ label }: NonNullable<GivenField['chosen']>,
): FormField {
	if (!fields || !fieldId.test(name)) return fieldNamed(fields, name);
	const now = fields.find(({ id }) => id === name.toUpperCase());
	const was = label ?? name;
	const refresh = 'Refresh the list of fields in the node, then check the values';
	if (!now) throw new NotFound(`contains ${was}, but the form has no such field. ${refresh}`);
	if (label === undefined || label === labelOf(now)) return now;
	throw new NotFound(`contains ${was}, but in the form this is ${labelOf(now)} now. ${refresh}`);
}

const unknownField = (id: string): FormField => ({
	id,
	type: null,
	title: null,
	required: false,
	choices: [],
});

function fieldNamed(fields: FormField[] | undefined, name: string): FormField {
	const id = name.toUpperCase();
	if (fieldId.test(name)) {
		return fields?.find((one) => one.id === id) ?? unknownField(id);
	}
	if (!fields) {
		throw new NotFound(
			`contains "${name}", but this OMFLOW does not tell the names of the form's fields: use their IDs, such as FORMITM_2, which the form's settings show under "API"`,
		);
	}
	const meant = fields.filter(({ title }) => folded(title, 'name') === folded(name, 'name'));
	if (meant.length === 1) return meant[0];
	const list = (meant.length > 0 ? meant : fields).map(labelOf).join(', ');
	throw new NotFound(
		meant.length > 1
			? `contains "${name}", but in OMFLOW several fields of the form have this name: ${list}. Use the ID`
			: `contains "${name}", but OMFLOW has no field with this name in the form. It has: ${list}`,
	);
}
