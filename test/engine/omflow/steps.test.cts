import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { parametersOf, picked } from '../../cases/case.cts';
import type { OmflowOptions } from '../../servers/omflow.cts';
import type { OmflowTicket } from '../../servers/omflow/tickets.cts';
import { engines, type Done } from '../engine.cts';
import { Rig } from './rig.cts';

/** What the step at which a ticket waits requires and offers, and what no call may be sent for. */

const rig = new Rig();
beforeEach(async () => await rig.begin());
afterAll(async () => await rig.servers.close());

const told = ({ error }: Done) => `${error?.message} | ${error?.description ?? ''}`;
const set = (options: OmflowOptions) => void Object.assign(rig.server.options, options);
const ticket = parametersOf('ticket');
const form = picked('path', 'trip');
const ticketNumber = 'TRIP00001';
const json = (values: object) => ({ specifyFields: 'json', fieldsJson: JSON.stringify(values) });
const advance = (values: object, resendRequired = true, more: INodeParameters = {}) =>
	ticket('advance', { form, ticketNumber, ...json(values), options: { resendRequired }, ...more });
const sent = () => rig.server.calls.filter(({ route }) => route === 'editTicket');
const formdata = () => (sent().at(-1)?.body as IDataObject | undefined)?.formdata;

const group = { group: '5', user: '12' };
const held = { formitm_1: '大阪', formitm_2: '1', formitm_3: JSON.stringify(group) };
/** Opens a ticket, and pushes it on to its second step, which requires a group as well. */
function open(values: Partial<OmflowTicket> = held, second = false) {
	rig.server.openTicket('trip', values);
	if (second) rig.server.pushTicket(rig.server.tickets[0].id);
}

describe.each(engines)('what a step requires (%s)', (_, routing) => {
	const run = async (parameters: INodeParameters) => await rig.run(parameters, { routing });

	test('is named when it is missing, with what to do', async () => {
		open(held, true);
		const done = await run(advance({ 標題: '京都' }, false));
		expect(told(done)).toMatch(
			/404 Missing required fields\. \| The form requires a value for 區分 \(FORMITM_2\), 負責人 \(FORMITM_3\)\. .* switch on Options → "Resend Required Values"/,
		);
		expect(sent()).toHaveLength(1);
	});

	test('is said to be there when a value does not fit', async () => {
		open();
		rig.server.fault({
			kind: 'body',
			route: 'editTicket',
			body: { status: 404, message: 'Missing required fields.', result: null },
		});
		const done = await run(advance({ 區分: '9' }, false));
		expect(told(done)).toMatch(/No required field is missing: a value is incomplete, or does not/);
	});

	test.each([{}, { fieldTypes: true }, { formatRefused: true }])(
		'is sent as the ticket has it, and nothing else: %j',
		async (options) => {
			set(options);
			open();
			const first = await run(advance({ 標題: '京都' }));
			expect(first.json).toMatchObject([{ ticketNumber, fromStep: '主管審核' }]);
			expect(formdata()).toEqual([
				{ id: 'FORMITM_1', value: '京都', type: 'h_title' },
				{ id: 'FORMITM_2', value: '1', type: 'list' },
			]);
			const second = await run(advance({ 區分: '2' }));
			expect(second.json).toMatchObject([{ ticketNumber, fromStep: '人事確認' }]);
			expect(formdata()).toEqual([
				{ id: 'FORMITM_2', value: '2', type: 'list' },
				{ id: 'FORMITM_3', value: group, type: 'h_group' },
			]);
			expect(rig.server.tickets.at(-1)).toMatchObject({
				...{ closed: true, title: '京都', formitm_2: '2' },
				formitm_3: JSON.stringify(group),
			});
		},
	);

	test('is sent for a mission as well', async () => {
		open(held, true);
		const mission = picked('id', '={{ 2 }}');
		const more = { resource: 'mission', whatToDo: 'advance', mission };
		expect((await run(advance({}, true, more))).json).toMatchObject([{ fromStep: '人事確認' }]);
		expect(rig.server.tickets.at(-1)).toMatchObject({ ...held, closed: true });
	});

	test.each([{ designsUntold: true }, { formsUntold: true }])(
		'cannot be sent where it is not told: %j',
		async (options) => {
			set(options);
			open();
			const done = await run(advance({ FORMITM_1: '京都' }));
			expect(told(done)).toMatch(/does not tell what the step requires \| .*Switch off Options/);
			const without = await run(advance({ FORMITM_1: '京都' }, false));
			expect(told(without)).toMatch(/The form has required fields, which its design/);
			expect(sent()).toHaveLength(1);
		},
	);

	test('Check Only shows what would be sent', async () => {
		open();
		const more = { requestOptions: { checkOnly: true } };
		expect((await run(advance({}, true, more))).json).toMatchObject([
			{ checkedOnly: true, body: { formdata: [{ id: 'FORMITM_2', value: '1' }] } },
		]);
		expect(sent()).toEqual([]);
	});

	test('an item never sends what another one of the run has read', async () => {
		open();
		const items = [
			{ step: '主管審核', values: '{"區分": "2"}' },
			{ step: '人事確認', values: '{}' },
		];
		const fields = { specifyFields: 'json', fieldsJson: '={{ $json.values }}' };
		const done = await rig.run(advance({}, true, { step: '={{ $json.step }}', ...fields }), {
			routing,
			items,
		});
		expect(done.json).toHaveLength(2);
		expect(rig.server.tickets.at(-1)).toMatchObject({ ...held, formitm_2: '2', closed: true });
	});
});

test('whatever is given and held: all that is required is sent as it was given or else held, or nothing is', async () => {
	const state = fc.record({
		given: fc.option(fc.constantFrom('', '2'), { nil: undefined }),
		held: fc.constantFrom(null, '', '1'),
	});
	await fc.assert(
		fc.asyncProperty(state, state, async (kind, owner) => {
			await rig.begin();
			const asGroup = (value: string | null | undefined) => value && { group: value, user: '' };
			const text = owner.held && JSON.stringify(asGroup(owner.held));
			open({ formitm_1: '大阪', formitm_2: kind.held, formitm_3: text }, true);
			const before = structuredClone(rig.server.tickets);
			const done = await rig.run(
				advance({
					...(kind.given === undefined ? {} : { FORMITM_2: kind.given }),
					...(owner.given === undefined
						? {}
						: { FORMITM_3: asGroup(owner.given) || { group: '', user: '' } }),
				}),
			);
			const wanted = [kind, owner].map((one) => one.given ?? one.held);
			const lacking = ['區分 (FORMITM_2)', '負責人 (FORMITM_3)'].filter((__, at) => !wanted[at]);
			if (lacking.length === 0) {
				expect(told(done)).toBe('undefined | ');
				const { formitm_2, formitm_3, formitm_1 } = rig.server.tickets.at(-1)!;
				expect([formitm_1, formitm_2, JSON.parse(formitm_3!).group]).toEqual(['大阪', ...wanted]);
			} else {
				expect(told(done)).toMatch(
					`In OMFLOW, the step requires ${lacking.join(', ')}, and the ticket`,
				);
				expect(sent()).toEqual([]);
				expect(rig.server.tickets).toEqual(before);
			}
		}),
		{ numRuns: 40 },
	);
}, 60_000);

describe.each(engines)('buttons (%s)', (_, routing) => {
	const press = async (button: string, path = 'trip', number = ticketNumber, step = '') =>
		await rig.run(
			ticket('quickAction', {
				...{ form: picked('path', path), ticketNumber: number, button, step },
			}),
			{ routing },
		);

	test('one that the step has is pressed, and one that it lacks is not', async () => {
		open();
		expect(told(await press('action2'))).toMatch(
			/"Button" is "Second", but in OMFLOW the step .* does not have this button\. It has "同意" as the other/,
		);
		expect(sent()).toEqual([]);
		expect((await press('action1')).json).toMatchObject([{ fromStep: '主管審核' }]);
	});

	test('a step without buttons is left alone', async () => {
		rig.server.openTicket('purchase', {});
		expect(told(await press('action1', 'purchase', '1', '總務審核'))).toMatch(
			/"Button" is "First", but .* It has none: use "Advance"/,
		);
		expect(sent()).toEqual([]);
	});

	test.each([null, undefined, '同意,'])('of a mission that says so: %j', async (action) => {
		open();
		Object.assign(rig.server.missions[0], { action });
		const parameters = { resource: 'mission', operation: 'advance', mission: picked('id', '1') };
		const second = await rig.run({ ...parameters, whatToDo: 'action2' }, { routing });
		expect(told(second)).toMatch(
			/"What to Do" presses the second button, but the step .* has none/,
		);
		expect(sent()).toEqual([]);
		const first = await rig.run({ ...parameters, whatToDo: 'action1' }, { routing });
		expect(first.json).toMatchObject([{ ticketNumber }]);
	});

	test.each([{ designsUntold: true }, { formsUntold: true }])(
		'where the server does not tell its buttons, they are pressed: %j',
		async (options) => {
			set(options);
			open();
			expect((await press('action2')).json).toHaveLength(1);
		},
	);
});

describe.each(engines)('a form that is not there (%s)', (_, routing) => {
	const create = (path: string, values: object = { FORMITM_2: '1' }) =>
		ticket('create', { form: picked('path', path), ...json(values) });
	const items = [{ path: 'leave-request' }, { path: 'nowhere' }];

	test('is told before anything is written, by its name', async () => {
		const done = await rig.run(create('={{ $json.path }}'), { routing, items });
		expect(told(done)).toMatch(
			/The parameter "Form" is "nowhere", but OMFLOW has no form with this API path/,
		);
		expect(sent()).toEqual([]);
		// Asked once, and only of the path that is not listed.
		expect(rig.server.count('listTickets')).toBe(1);
	});

	test.each<[string, object, OmflowOptions]>([
		['its forms are not told', { FORMITM_2: '1' }, { formsUntold: true }],
		['no field is set', {}, {}],
	])('is told after, without a doubt, where %s', async (__, values, options) => {
		set(options);
		const done = await rig.run(create('nowhere', values), { routing });
		expect(told(done)).toMatch(
			/500 'NoneType' object .* \| OMFLOW has no form with this API path, so that nothing was recorded/,
		);
		expect(told(done)).not.toMatch(/may have been/);
		expect(sent()).toHaveLength(1);
	});

	test('is there after all, if the list only leaves it out', async () => {
		set({ unlisted: ['leave-request'] });
		const done = await rig.run(create('leave-request'), { routing, items: [{}, {}] });
		expect(done.json).toHaveLength(2);
		expect(rig.server.count('listTickets')).toBe(1);
	});

	test('may be there, if its tickets may not be seen', async () => {
		set({ unlisted: ['leave-request'] });
		const body = { status: 403, message: 'No permission.', result: null };
		for (let time = 0; time < 2; time++)
			rig.server.fault({ kind: 'body', route: 'listTickets', body });
		expect((await rig.run(create('leave-request'), { routing })).json).toHaveLength(1);
	});
});

test.each(engines)(
	'files are not for 1.1.0.0, which is told without a doubt (%s)',
	async (_, routing) => {
		set({ version: '1.1.0.0' });
		const files = { file: [{ binaryField: 'data' }] };
		const parameters = {
			form: picked('path', 'leave-request'),
			...json({ FORMITM_2: 'x' }),
			files,
		};
		const binary = [{ data: { data: 'eA==', mimeType: 'text/plain', fileName: 'a.txt' } }];
		const done = await rig.run(ticket('create', parameters), { routing, binary });
		expect(told(done)).toMatch(
			/immutable \| This version of OMFLOW cannot take files .* nothing was rec/,
		);
		expect(told(done)).not.toMatch(/may have been/);
		expect(rig.server.tickets).toEqual([]);
	},
);
