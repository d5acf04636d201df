import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../shared/client/client';
import { checker } from '../shared/engine/check';
import { Problem } from '../shared/errors';
import { idOf, wordOf } from '../shared/inputs';
import { isLocated } from '../shared/located';
import { mapping } from '../shared/resourceMapping';
import { form, formField, formPath } from './form';
import { labelOf, type FormField } from './lists/formDesign';
import { fieldsToFill } from './lists/formFields';
import { formOfMission, missionDirectory } from './lists/missions';
import { omflow } from './omflow';

/** What the editor shows in the place of fields. */
const notice = (emptyFieldsNotice: string): ResourceMapperFields => ({
	fields: [],
	emptyFieldsNotice,
});

const otherWays = 'Under "Specify Fields", choose "Using Fields Below"';
const notYet = (what: string) =>
	notice(
		`An expression gives the ${what}, so that its fields are known only when the workflow runs. ${otherWays}.`,
	);
const untold = (path: string) =>
	notice(
		`This OMFLOW does not tell the fields of the form "${path}". Check its API path. If it is right: ${otherWays}, and name fields by their IDs, such as FORMITM_2, which the settings of the form in OMFLOW show under "API".`,
	);

const shown = (field: FormField): ResourceMapperFields['fields'][number] => ({
	id: field.id,
	displayName: labelOf(field),
	defaultMatch: false,
	required: field.required,
	display: true,
	...(field.choices.length > 0
		? { type: 'options', options: field.choices }
		: { type: 'string' as const }),
});

/** A parameter as the editor has it; undefined if it is empty. */
function given(context: ILoadOptionsFunctions, name: string) {
	const raw = context.getCurrentNodeParameter(name) as unknown;
	const value = isLocated(raw) ? raw.value : raw;
	const isEmpty = value === undefined || value === null || value === '';
	return isEmpty ? undefined : { raw, value, open: String(value).startsWith('=') };
}

const fieldsAt = async (client: Client, path: string, starts: boolean) => {
	const fields = await fieldsToFill(client, path, starts);
	return fields ? { fields: fields.map(shown) } : untold(path);
};

/** The fields of the form that is chosen in the node. */
const ofForm = (starts: boolean) =>
	mapping(omflow, async (client, context) => {
		const chosen = given(context, 'form');
		if (!chosen) return notice('Choose the form first.');
		if (chosen.open) return notYet('form');
		const check = checker([formField], z.object({ form: form(client) }));
		const values = await check({ form: chosen.raw as string });
		if (!(values instanceof Problem)) return await fieldsAt(client, values.form as string, starts);
		if (values.facts.kind === 'input') return notice(`${values.message}.`);
		throw values;
	});

/** The fields of the form of the mission that is chosen in the node. */
const ofMission = mapping(omflow, async (client, context) => {
	const [chosen, path] = [given(context, 'mission'), given(context, 'options.formPath')];
	if (chosen?.open || path?.open) return notYet('mission');
	if (path) {
		const known = formPath.safeParse(path.value);
		return known.success
			? await fieldsAt(client, known.data as string, false)
			: notice(`"Form API Path" ${known.error.issues[0].message}.`);
	}
	if (!chosen) return notice('Choose the mission first.');
	const id = idOf(wordOf(chosen.value));
	const mission = (await missionDirectory.rows(client)).find((one) => idOf(one.id) === id);
	if (id === undefined || !mission) {
		return notice('This mission is not among yours: it may be done already. Choose another one.');
	}
	const found = await formOfMission(client, mission);
	return found
		? await fieldsAt(client, found, false)
		: notice(
				'This OMFLOW does not tell the form of a mission. Enter its API path under "Options" → "Form API Path".',
			);
});

/** What the fields of the node name as `resourceMapperMethod`. */
export const resourceMapping = {
	getFormFields: ofForm(true),
	getMissionFields: ofMission,
	getStepFields: ofForm(false),
};
