import type {
	IDataObject,
	INodeParameters,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { Omflow } from '../../../nodes/Omflow/Omflow.node.ts';
import { picked } from '../../cases/case.cts';
import { credentialsOf } from '../../credentials.cts';
import type { OmflowOptions } from '../../servers/omflow.cts';
import { engines, pickerContext, stored, type Done } from '../engine.cts';
import { Rig } from './rig.cts';

/** A form that is filled in in the editor: what the editor is told, and what becomes of what it keeps. */

const rig = new Rig();
beforeEach(async () => await rig.begin());
afterAll(async () => await rig.servers.close());

const told = ({ error }: Done) => `${error?.message} | ${error?.description ?? ''}`;
const set = (options: OmflowOptions) => void Object.assign(rig.server.options, options);

/** What the editor shows for a node. */
async function asked(
	operation: string,
	parameters: INodeParameters,
	resource = 'ticket',
	password = rig.server.password,
): Promise<ResourceMapperFields> {
	const { type, data } = credentialsOf(rig.servers).omflow;
	const { description, methods } = new Omflow();
	const field = description.properties.find(
		({ name, displayOptions }) =>
			name === 'formValues' &&
			displayOptions?.show?.resource?.[0] === resource &&
			displayOptions.show.operation?.[0] === operation,
	)!;
	const method = field.typeOptions!.resourceMapper!.resourceMapperMethod!;
	const context = pickerContext({
		node: 'omflow',
		credential: stored(type, { ...data, password }),
		parameters: { resource, operation, ...parameters },
	});
	return await methods.resourceMapping[method as keyof typeof methods.resourceMapping].call(
		context,
	);
}
const plain = { defaultMatch: false, display: true, type: 'string' };
const trip: ResourceMapperField[] = [
	{ ...plain, id: 'FORMITM_1', displayName: '標題 (FORMITM_1)', required: false } as never,
	{
		...plain,
		id: 'FORMITM_2',
		displayName: '區分 (FORMITM_2)',
		required: true,
		type: 'options',
		options: [
			{ name: '國內', value: '1' },
			{ name: '海外', value: '2' },
		],
	},
	{ ...plain, id: 'FORMITM_3', displayName: '負責人 (FORMITM_3)', required: true } as never,
];
const optional = (fields: ResourceMapperField[]) =>
	fields.map((one) => ({ ...one, required: false }));
const without = (fields: ResourceMapperField[]) =>
	optional(fields).map(({ options: _, ...one }) => ({ ...one, type: 'string' as const }));

describe('the editor is told', () => {
	test.each([
		['list', 'trip'],
		['path', 'trip'],
		['path', 'https://omflow.example/rest/flowmanage/api/omdata/edit/trip/'],
		['name', '出差單'],
	])('the fields of a form by %s: %s', async (mode, value) => {
		const form = picked(mode, value);
		expect(await asked('create', { form })).toEqual({ fields: trip });
		// Every step requires others.
		expect(await asked('advance', { form })).toEqual({ fields: optional(trip) });
	});

	test('those of a mission, or of the path that is entered', async () => {
		rig.server.openTicket('trip', { formitm_2: '1' });
		const fields = optional(trip);
		const mission = picked('list', 1);
		expect(await asked('advance', { mission }, 'mission')).toEqual({ fields });
		set({ formsUntold: true });
		expect(await asked('advance', { mission }, 'mission')).toEqual({
			fields: [],
			emptyFieldsNotice: expect.stringMatching(
				/does not tell the form of a mission. Enter its API/,
			),
		});
		set({ formsUntold: false });
		const options = { formPath: 'trip' };
		expect(await asked('advance', { mission: '', options }, 'mission')).toEqual({ fields });
	});

	test.each<[string, OmflowOptions, ResourceMapperField[], ResourceMapperField[]]>([
		['may not design flows', { formatRefused: true }, trip, optional(trip)],
		['has a server without designs', { designsUntold: true }, without(trip), without(trip)],
	])('what there is, where the user %s', async (_, options, starting, later) => {
		set(options);
		const form = picked('path', 'trip');
		expect(await asked('create', { form })).toEqual({ fields: starting });
		expect(await asked('advance', { form })).toEqual({ fields: later });
	});

	test.each<[string, unknown, OmflowOptions, RegExp]>([
		['nothing is chosen', picked('list', ''), {}, /^Choose the form first\.$/],
		['nothing was ever chosen', undefined, {}, /^Choose the form first\.$/],
		['an expression', picked('path', '={{ $json.form }}'), {}, /expression gives the form.*Below/],
		['an expression of all', '={{ $json.form }}', {}, /expression gives the form.*Using Fields Be/],
		['no path', picked('path', 'a/b'), {}, /^The parameter "Form" must be the API path of a form/],
		['no name', picked('name', '無'), {}, /^The parameter "Form" is "無", but there is no form/],
		[
			'no form',
			picked('path', 'nowhere'),
			{},
			/does not tell .* form "nowhere"\. Check its API pa/,
		],
		[
			'a server that tells nothing',
			picked('path', 'trip'),
			{ formsUntold: true },
			/does not tell the fields of the form "trip".*"Using Fields Below", and name fields by their I/,
		],
	])('why there are no fields: %s', async (_, form, options, words) => {
		set(options);
		for (const operation of ['create', 'advance']) {
			expect(await asked(operation, { form } as INodeParameters)).toEqual({
				fields: [],
				emptyFieldsNotice: expect.stringMatching(words),
			});
		}
	});

	test('a failure as such', async () => {
		const asking = asked('create', { form: picked('path', 'trip') }, 'ticket', 'wrong');
		await expect(asking).rejects.toThrow(/refused/i);
	});
});

type Values = Record<string, unknown>;
const kept = (value: Values | null, schema: unknown[] = trip, mappingMode = 'defineBelow') =>
	({ mappingMode, value, matchingColumns: [], schema }) as unknown as INodeParameters;
const everything = {
	FORMITM_1: '大阪',
	FORMITM_2: '2',
	FORMITM_3: '{"group": "5", "user": "12"}',
};
const sent = () => rig.server.calls.filter(({ route }) => route === 'editTicket');
const formdata = () => (sent().at(-1)?.body as IDataObject | undefined)?.formdata;

describe.each(engines)('what the editor keeps (%s)', (_, routing) => {
	const fill = async (
		formValues: INodeParameters[string],
		more: INodeParameters = {},
		items: IDataObject[] = [{}],
	) =>
		await rig.run(
			{
				resource: 'ticket',
				operation: 'create',
				form: picked('path', 'trip'),
				specifyFields: 'form',
				formValues,
				...more,
			},
			{ routing, items },
		);

	test.each<[string, OmflowOptions]>([
		['as all is told', {}],
		['as a type is needed', { fieldTypes: true }],
		['for a user who may not design flows', { fieldTypes: true, formatRefused: true }],
		['by a server without designs', { designsUntold: true }],
	])('opens a ticket, %s', async (__, options) => {
		set(options);
		const { fields } = await asked('create', { form: picked('path', 'trip') });
		const done = await fill(kept(everything, fields));
		expect(told(done)).toBe('undefined | ');
		expect(done.json).toEqual([{ ticketNumber: 'TRIP00001', form: 'trip' }]);
		expect(rig.server.tickets).toMatchObject([
			{ title: '大阪', formitm_2: '2', formitm_3: '{"group":"5","user":"12"}' },
		]);
		expect(formdata()).toEqual([
			{ id: 'FORMITM_1', value: '大阪', type: 'h_title' },
			{ id: 'FORMITM_2', value: '2', type: 'list' },
			{ id: 'FORMITM_3', value: { group: '5', user: '12' }, type: 'h_group' },
		]);
	});

	test('expressions, for each item, and a form that one gives', async () => {
		const value = {
			FORMITM_1: '={{ $json.to }}',
			FORMITM_2: '={{ $json.abroad ? "2" : "1" }}',
			FORMITM_3: '={{ { group: $json.group, user: "" } }}',
		};
		const form = picked('path', '={{ $json.form }}');
		const items = ['大阪', 'ソウル'].map((to, index) => ({
			...{ to, abroad: index === 1, group: 5 + index, form: 'trip' },
		}));
		const { json } = await fill(kept(value), { form }, items);
		expect(json).toHaveLength(2);
		expect(rig.server.tickets).toMatchObject([
			{ title: '大阪', formitm_2: '1', formitm_3: '{"group":5,"user":""}' },
			{ title: 'ソウル', formitm_2: '2', formitm_3: '{"group":6,"user":""}' },
		]);
		// The shape is read once.
		expect(rig.server.count('listForms') + rig.server.count('getFormFormat')).toBe(2);
	});

	test.each<[string, unknown]>([
		['null', null],
		['empty', ''],
		['an expression of nothing', '={{ $json.nothing }}'],
		['an expression of null', '={{ null }}'],
	])('what is %s is not sent', async (__, FORMITM_1) => {
		const { json } = await fill(kept({ ...everything, FORMITM_1 }));
		expect(json).toHaveLength(1);
		expect(formdata()).toMatchObject([{ id: 'FORMITM_2' }, { id: 'FORMITM_3' }]);
	});

	test('what was removed in the editor is not sent, but what is false or 0 is', async () => {
		const schema = trip.map((one) => ({ ...one, removed: one.id === 'FORMITM_1' }));
		await fill(kept(everything, schema));
		expect(formdata()).toMatchObject([{ id: 'FORMITM_2' }, { id: 'FORMITM_3' }]);
		const parameters = { ticketNumber: 'TRIP00001', operation: 'advance' };
		const value = { ...everything, FORMITM_1: 0 };
		expect((await fill(kept(value), parameters)).json).toHaveLength(1);
		expect(formdata()).toMatchObject([{ id: 'FORMITM_1', value: 0 }, {}, {}]);
	});

	test.each<[string, INodeParameters[string], RegExp]>([
		[
			'a field that the form no longer has',
			kept({ ...everything, FORMITM_7: 'x' }, [
				...trip,
				{ ...trip[0], id: 'FORMITM_7', displayName: '旅費 (FORMITM_7)' },
			]),
			/"Form's Fields" contains 旅費 \(FORMITM_7\), but the form has no such field\. Refresh/,
		],
		[
			'one without its name',
			kept({ ...everything, FORMITM_7: 'x' }),
			/"Form's Fields" contains FORMITM_7, but the form has no such field/,
		],
		[
			'a field that has become another',
			kept(everything, [{ ...trip[0], displayName: '金額 (FORMITM_1)' }]),
			/"Form's Fields" contains 金額 \(FORMITM_1\), but in the form this is 標題 \(FORMITM_1\) now/,
		],
		[
			'automatic mapping',
			kept(null, trip, 'autoMapInputData'),
			/"Form's Fields" cannot be mapped automatically\. Choose "Using JSON" and enter \{\{ \$json \}\}/,
		],
		['text', 'x', /"Form's Fields" must hold values by the IDs of fields/],
		['a list', kept(['x'] as never, []), /"Form's Fields" must hold values by the IDs of fields/],
		[
			'the same field twice',
			kept({ ...everything, formitm_1: 'x' }),
			/"Form's Fields" contains FORMITM_1 twice/,
		],
	])('%s is refused before anything is sent', async (__, formValues, words) => {
		expect(told(await fill(formValues, {}, [{}, {}]))).toMatch(words);
		expect(sent()).toEqual([]);
	});

	test('values for one form are not sent to another, though its fields have the same IDs', async () => {
		const { fields } = await asked('create', { form: picked('path', 'leave-request') });
		const done = await fill(kept({ FORMITM_2: '私用' }, fields));
		expect(told(done)).toMatch(/contains 事由 \(FORMITM_2\), but in the form this is 區分/);
		expect(sent()).toEqual([]);
	});

	test('where nothing is told any more, IDs do', async () => {
		set({ formsUntold: true });
		expect((await fill(kept(everything))).json).toHaveLength(1);
	});

	test('as it is before the editor has filled it in', async () => {
		const form = picked('path', 'leave-request');
		for (const formValues of [undefined, kept(null, [])]) {
			const done = await fill(formValues!, { form });
			expect(told(done)).toMatch(/404 Missing required fields/);
		}
	});

	test('a mission is done with it', async () => {
		rig.server.openTicket('trip', { formitm_2: '1' });
		const mission = picked('list', 1);
		const parameters = { resource: 'mission', operation: 'advance', whatToDo: 'advance', mission };
		const { fields } = await asked('advance', parameters, 'mission');
		const { json } = await fill(kept({ ...everything, FORMITM_1: null }, fields), parameters);
		expect(json).toMatchObject([{ ticketNumber: 'TRIP00001', fromStep: '主管審核' }]);
		expect(rig.server.tickets[0]).toMatchObject({ formitm_2: '2' });
	});
});
