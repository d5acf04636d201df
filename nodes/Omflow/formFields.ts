import type { IDataObject, INodeProperties, ResourceMapperValue } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../shared/client/client';
import { ofList } from '../shared/directory';
import { oneOf } from '../shared/inputs';
import { lookedUp } from '../shared/located';
import { formDataOf, type GivenField } from './lists/formFields';

/** The fields of a form that a ticket is filled with: one by one, as JSON, or as the form itself in the editor. */

const shown = (how: string) => ({ show: { specifyFields: [how] } });

/**
 * The editor's fields; `displayOptions` of an operation are added to them. The form itself is not the default: calls that
 * tell what a form looks like are known of 1.1.0.0 alone.
 * @param resourceMapperMethod tells the fields of the form that is chosen in `loadOptionsDependsOn`
 */
export const formFields = (
	resourceMapperMethod: string,
	loadOptionsDependsOn = ['form.value'],
): INodeProperties[] => [
	{
		displayName: 'Specify Fields',
		name: 'specifyFields',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
			{
				name: "Using the Form's Fields",
				value: 'form',
				description: 'Fill in the form here, where OMFLOW tells what it looks like',
			},
		],
		default: 'fields',
		description: 'How to give the values of the form',
		routing: { send: { type: 'body', property: 'specify_fields' } },
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		displayOptions: shown('fields'),
		placeholder: 'Add Field',
		default: {},
		description: 'Values of the form. The design of the form says which ones are required.',
		routing: { send: { type: 'body', property: 'fields' } },
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name or ID',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. FORMITM_2',
						description:
							'Name of the field on the form, or its ID such as FORMITM_2, which OMFLOW shows in the settings of the flow under "API"',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 家族旅行',
						description:
							'Value of the field. A group with a user is {"group": "5", "user": "12"}, and several ticks are ["1", "2"].',
					},
				],
			},
		],
	},
	{
		displayName: 'Fields (JSON)',
		name: 'fieldsJson',
		type: 'json',
		displayOptions: shown('json'),
		default: '{}',
		description:
			'JSON object with the values by the names of the fields, or by their IDs such as FORMITM_2',
		routing: { send: { type: 'body', property: 'fields_json' } },
	},
	{
		displayName: "Form's Fields",
		name: 'formValues',
		type: 'resourceMapper',
		noDataExpression: true,
		displayOptions: shown('form'),
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'Values of the form. Empty ones are not sent. A group with a user is {"group": "5", "user": "12"}, and several ticks are ["1", "2"].',
		typeOptions: {
			loadOptionsDependsOn,
			resourceMapper: {
				resourceMapperMethod,
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				// "Using JSON" with {{ $json }} does that.
				supportAutoMap: false,
			},
		},
		routing: { send: { type: 'body', property: 'form_values' } },
	},
];

const refuse = (context: z.RefinementCtx, message: string, path: Array<string | number> = []) => {
	context.addIssue({ code: z.ZodIssueCode.custom, message, path, fatal: true });
	return z.NEVER;
};

/** Objects and lists may be entered as text: no plain value of a form begins like that and is JSON. */
function valueOf(given: unknown): unknown {
	const text = typeof given === 'string' ? given.trim() : '';
	if (!/^[[{]/.test(text)) return given ?? '';
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return given;
	}
}

const oneByOne = z.unknown().transform((given, context): GivenField[] => {
	const list = (given as { field?: IDataObject | IDataObject[] } | null)?.field ?? [];
	return [list].flat().map((one, index) => {
		const name = String(one?.name ?? '').trim();
		if (name === '') return refuse(context, 'has no name', [index]);
		return { name, value: valueOf(one.value) };
	});
});

const asJson = z.unknown().transform((given, context): GivenField[] => {
	const words = 'must be a JSON object such as {"FORMITM_2": "…"}';
	let value = given;
	try {
		if (typeof given === 'string') value = JSON.parse(given.trim() || '{}');
	} catch {
		return refuse(context, words);
	}
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		return refuse(context, words);
	}
	return Object.entries(value).map(([name, one]) => ({ name: name.trim(), value: one ?? '' }));
});

/** What the editor keeps of the form: values by the IDs of the fields, and the fields as they were then. */
const asForm = z.unknown().transform((given, context): GivenField[] => {
	const { mappingMode, value, schema } = (given ?? {}) as Partial<ResourceMapperValue>;
	if (mappingMode === 'autoMapInputData') {
		const words = 'cannot be mapped automatically. Choose "Using JSON" and enter {{ $json }}';
		return refuse(context, words);
	}
	if (typeof given === 'string' || (value && (typeof value !== 'object' || Array.isArray(value)))) {
		return refuse(context, 'must hold values by the IDs of fields');
	}
	return Object.entries(value ?? {}).flatMap(([name, one]) => {
		const field = schema?.find(({ id }) => id === name);
		const isEmpty = one === null || one === undefined || one === '';
		if (isEmpty || field?.removed) return [];
		return { name, value: valueOf(one), chosen: { label: field?.displayName } };
	});
});

/** What `formFields` send. */
export const formInput = {
	specify_fields: oneOf(['fields', 'form', 'json']).default('fields'),
	fields: oneByOne.default({}),
	fields_json: asJson.default('{}'),
	form_values: asForm.default({}),
};
type FormInput = z.output<z.ZodObject<typeof formInput>>;

const propertyOf = { fields: 'fields', form: 'form_values', json: 'fields_json' } as const;

/** What a call sends of a form. */
export type FormData = Awaited<ReturnType<typeof formDataOf>>;

const twice = (list: FormData) =>
	list.find((one, index) => list.findIndex(({ id }) => id === one.id) < index)?.id;

/**
 * Finds the fields of the form by their names, for a transformation of all values. The same field twice is refused: one
 * of the values would be lost.
 * @param path the API path of the form
 */
export async function formData(
	client: Client,
	path: string,
	{ specify_fields: how, ...given }: FormInput,
	context: z.RefinementCtx,
): Promise<FormData> {
	const property = propertyOf[how as keyof typeof propertyOf];
	const found = formDataOf(client, path, given[property]).catch((error) =>
		Promise.reject(ofList(error)),
	);
	const list = await lookedUp(found, context, [property]);
	const double = Array.isArray(list) ? twice(list) : undefined;
	return double ? refuse(context, `contains ${double} twice`, [property]) : list;
}
