import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { host, type Fault } from '../../servers/base.cts';
import type { OmflowStandIn } from '../../servers/omflow.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Tickets and missions where the maker's text leaves doubts, in each reading, and what people get wrong. */

let servers: All;
let server: OmflowStandIn;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 3 }, amServer: { users: 1 } });
	server = servers.omflow;
});
afterEach(async () => await servers.close());

const at = (mode: string, value: string) => ({ __rl: true, mode, value });
const leave = at('path', 'leave-request');

async function run(
	resource: 'mission' | 'ticket',
	operation: string,
	parameters: INodeParameters,
	more: Partial<Job> = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).omflow;
	const done = await runNode({
		node: 'omflow',
		credential: stored(type, { ...data }),
		parameters: { resource, operation, ...parameters },
		...more,
	});
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	expect(server.violations).toEqual([]);
	return done;
}
const told = ({ error }: Done) => `${error?.message} | ${error?.description ?? ''}`;
const open = (count: number, form = 'leave-request', values: IDataObject = {}) => {
	for (let index = 0; index < count; index++) {
		server.openTicket(form, { formitm_1: `休暇 ${index}`, formitm_2: '私用', ...values });
	}
};

describe.each(engines)('lists (%s)', (_, routing) => {
	const readings = ['slice', 'nothing', 'count'] as const;

	test.each(readings)('1,000 tickets and one more, where paging is %s', async (listsMind) => {
		server.options.listsMind = listsMind;
		for (const count of [999, 1, 1]) {
			open(count);
			server.reset();
			const done = await run('ticket', 'getAll', { form: leave, returnAll: true }, { routing });
			expect(done.error).toBeUndefined();
			expect(done.json.map(({ ticketNumber }) => ticketNumber)).toEqual(
				server.tickets.map(({ data_no }) => data_no),
			);
			expect(server.count('listTickets')).toBeLessThanOrEqual(2);
		}
	});

	test.each(readings)('a limit, where paging is %s', async (listsMind) => {
		server.options.listsMind = listsMind;
		open(7);
		const done = await run('ticket', 'getAll', { form: leave, limit: 3 }, { routing });
		expect(done.json).toHaveLength(3);
		expect(server.count('listTickets')).toBe(1);
		const missions = await run('mission', 'getAll', { limit: 3 }, { routing });
		expect(missions.json).toHaveLength(3);
	});

	test('no missions are no items, and a form that is not there is an error', async () => {
		expect((await run('mission', 'getAll', {}, { routing })).json).toEqual([]);
		const none = await run('ticket', 'getAll', { form: leave }, { routing });
		expect([none.error, none.json]).toEqual([undefined, []]);
		const form = at('path', 'nowhere');
		expect(told(await run('ticket', 'getAll', { form }, { routing }))).toMatch(
			/^OMFLOW refused this: 404 The flow was not found/,
		);
	});

	test.each([
		['={{ "" }}', /The parameter "Form" must not be empty/],
		['a/b', /The parameter "Form" must be the API path of a form/],
		['..', /The parameter "Form" must be the API path of a form/],
		['leave request', /The parameter "Form" must be the API path of a form/],
	])('a path that would lead elsewhere is refused: %j', async (value, words) => {
		const done = await run('ticket', 'getAll', { form: at('path', value) }, { routing });
		expect(told(done)).toMatch(words);
		expect(server.calls).toEqual([]);
	});

	test('the address that OMFLOW shows is understood as well', async () => {
		open(1);
		const form = at(
			'path',
			'https://omflow.example/rest/flowmanage/api/omdata/edit/leave-request/',
		);
		expect((await run('ticket', 'getAll', { form }, { routing })).json).toHaveLength(1);
	});

	test('rows of earlier steps are left out unless wanted', async () => {
		open(2);
		server.tickets[0].history = true;
		const filters = { includeEarlier: true };
		const now = await run('ticket', 'getAll', { form: leave }, { routing });
		const all = await run('ticket', 'getAll', { form: leave, filters }, { routing });
		expect([now.json.length, all.json.length]).toEqual([1, 2]);
	});
});

describe.each(engines)('one ticket (%s)', (_, routing) => {
	test('a number that no ticket has is told, also where the server sends the whole table', async () => {
		open(2);
		const parameters = { form: leave, ticketNumber: 'LEAVE00009' };
		for (const whole of [false, true]) {
			server.mutate = (route, body) =>
				whole && route === 'listTickets' ? { ...(body as object), result: server.tickets } : body;
			expect(told(await run('ticket', 'get', parameters, { routing }))).toMatch(
				/The parameter "Ticket Number" is "LEAVE00009", but there is no ticket with this number/,
			);
		}
	});

	test('numbers come as numbers or as text', async () => {
		open(1, 'purchase');
		server.mutate = (route, body) => {
			const { result } = body as { result: IDataObject[] };
			if (route === 'listTickets') for (const row of result) row.data_no = Number(row.data_no);
			return body;
		};
		const parameters = { form: at('path', 'purchase'), ticketNumber: '1' };
		const { json } = await run('ticket', 'get', parameters, { routing });
		expect(json).toMatchObject([{ ticketNumber: '1', steps: [{ dataId: 1 }, { dataId: 2 }] }]);
	});
});

const field = (name: string, value: string) => ({ fields: { field: [{ name, value }] } });
const reason = field('FORMITM_2', '了解');

describe.each(engines)('writes (%s)', (_, routing) => {
	const create = { form: leave, ...reason };

	test.each([{}, { fieldTypes: true }])(
		'a field has its type, which 1.1.0.0 needs: %j',
		async (options) => {
			Object.assign(server.options, options);
			const done = await run('ticket', 'create', create, { routing });
			expect(done.json).toEqual([{ ticketNumber: 'LEAVE00001', form: 'leave-request' }]);
			const [sent] = server.calls.filter(({ route }) => route === 'editTicket');
			expect(sent.body).toMatchObject({
				formdata: [{ id: 'FORMITM_2', value: '了解', type: 'inputbox' }],
			});
		},
	);

	test('where the server tells nothing of its forms, IDs do, and names are refused', async () => {
		server.options.formsUntold = true;
		expect((await run('ticket', 'create', create, { routing })).json).toHaveLength(1);
		const named = await run('ticket', 'create', { ...create, ...field('事由', 'x') }, { routing });
		expect(told(named)).toMatch(
			/The parameter "Fields" contains "事由", but this OMFLOW does not tell the names .* FORMITM_2/,
		);
		expect(server.tickets).toHaveLength(1);
	});

	test.each<[INodeParameters, RegExp]>([
		[field('理由', 'x'), /"Fields" contains "理由", but OMFLOW has no field .* 事由 \(FORMITM_2\)/],
		[field('', 'x'), /"Fields \(entry 1\)|"Fields" \(entry 1\).* has no name|has no name/],
		[
			{
				fields: {
					field: [
						{ name: '事由', value: 'a' },
						{ name: 'FORMITM_2', value: 'b' },
					],
				},
			},
			/"Fields" contains FORMITM_2 twice/,
		],
		[{ specifyFields: 'json', fieldsJson: '[1]' }, /"Fields \(JSON\)" must be a JSON object/],
		[
			{ specifyFields: 'json', fieldsJson: '={{ "{" }}' },
			/"Fields \(JSON\)" must be a JSON object/,
		],
	])('fields that are wrong are refused before anything is written: %j', async (fields, words) => {
		const done = await run('ticket', 'create', { form: leave, ...fields }, { routing });
		expect(told(done)).toMatch(words);
		expect(server.count('editTicket')).toBe(0);
	});

	test('a required field that is missing is told with what to do', async () => {
		const done = await run('ticket', 'create', { form: leave, fields: {} }, { routing });
		expect(told(done)).toMatch(
			/404 Missing required fields\. \| The form requires a value for 事由 \(FORMITM_2\)\./,
		);
		server.options.designsUntold = true;
		const untold = await run('ticket', 'create', { form: leave, fields: {} }, { routing });
		expect(told(untold)).toMatch(/404 Missing required fields.*The form has required fields/);
		expect(server.tickets).toHaveLength(0);
	});

	test.each([false, true])('to its end, whether the data ID stays: %j', async (sameDataId) => {
		server.options.sameDataId = sameDataId;
		open(1);
		const parameters = { form: leave, ticketNumber: 'LEAVE00001', ...reason };
		for (const fromStep of ['主管審核', '人事確認']) {
			const { json } = await run('ticket', 'advance', parameters, { routing });
			expect(json).toMatchObject([{ fromStep }]);
		}
		expect(server.tickets.at(-1)).toMatchObject({ closed: true });
		const after = await run('ticket', 'advance', parameters, { routing });
		expect(told(after)).toMatch(
			/"Ticket Number" is "LEAVE00001", a ticket that waits for nobody in OMFLOW/,
		);
		expect(server.count('editTicket')).toBe(2);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing', {}, /"Step" must say which step .* waits at several: "財務審核", "總務審核"/],
		[
			'another',
			{ step: '結案確認' },
			/"Step" is "結案確認", but .* In OMFLOW, it waits at: "財務審核"/,
		],
	])('a step of parallel ones is not guessed: %s', async (__, step, words) => {
		open(1, 'purchase');
		for (const operation of ['advance', 'quickAction']) {
			const fields = operation === 'advance' ? reason : {};
			const parameters = { form: at('path', 'purchase'), ticketNumber: '1', ...step, ...fields };
			expect(told(await run('ticket', operation, parameters, { routing }))).toMatch(words);
		}
		expect(server.count('editTicket')).toBe(0);
	});

	test('a ticket that OMFLOW is working on is left alone', async () => {
		open(1);
		server.tickets[0].running = true;
		const parameters = { form: leave, ticketNumber: 'LEAVE00001', ...reason };
		expect(told(await run('ticket', 'advance', parameters, { routing }))).toMatch(
			/a ticket that OMFLOW is working on: run the node again in a moment/,
		);
		expect(server.count('editTicket')).toBe(0);
	});

	test('two items do not push the same ticket on by two steps', async () => {
		open(1);
		const parameters = { form: leave, ticketNumber: 'LEAVE00001', ...reason };
		const done = await run('ticket', 'advance', parameters, { routing, items: [{}, {}] });
		expect(told(done)).toMatch(/Items 0 and 1 write the same record .* only once in a run/);
		const missions = { mission: at('id', '1') };
		const twice = await run('mission', 'advance', missions, { routing, items: [{}, {}] });
		expect(told(twice)).toMatch(/Items 0 and 1 write the same record/);
		expect(server.count('editTicket')).toBe(0);
	});

	test('an item without a step does not push on what another one has pushed on', async () => {
		open(1);
		const step = '={{ $json.step }}';
		const parameters = { form: leave, ticketNumber: 'LEAVE00001', step, ...reason };
		const items = [{ step: '主管審核' }, { step: '' }];
		const done = await run('ticket', 'advance', parameters, { routing, items });
		expect(told(done)).toMatch(/"Step" must not be empty: another item of this run advances/);
		expect(server.count('editTicket')).toBe(1);
		expect(server.tickets.at(-1)).toMatchObject({ stop_chart_text: '人事確認' });
	});

	test.each([{}, { missionPaths: true, formsUntold: true }])(
		'a mission finds its form by its flow, or has its path: %j',
		async (options) => {
			Object.assign(server.options, options);
			open(1);
			const done = await run('mission', 'advance', { mission: at('id', '1') }, { routing });
			expect(done.json).toMatchObject([{ form: 'leave-request', fromStep: '主管審核' }]);
		},
	);

	test('where the server tells neither, the path is asked for', async () => {
		server.options.formsUntold = true;
		open(1);
		const mission = at('id', '1');
		const without = await run('mission', 'advance', { mission }, { routing });
		expect(told(without)).toMatch(/"Form API Path" must be set under "Options"/);
		const options = { formPath: 'leave-request' };
		expect((await run('mission', 'advance', { mission, options }, { routing })).json).toHaveLength(
			1,
		);
	});

	test.each<[INodeParameters, RegExp]>([
		[
			{ mission: at('id', '9') },
			/"Mission" is "9", but there is no mission .* may be done already/,
		],
		[{ mission: at('id', 'x') }, /"Mission" must be an ID/],
		[{ mission: at('id', '1') }, /"What to Do" presses the first button, but the step .* has none/],
	])('a mission that cannot be done is told before: %j', async (parameters, words) => {
		open(1, 'purchase');
		expect(told(await run('mission', 'advance', parameters, { routing }))).toMatch(words);
		expect(server.count('editTicket')).toBe(0);
	});

	const every: Array<['mission' | 'ticket', string, INodeParameters]> = [
		['ticket', 'create', create],
		['ticket', 'advance', { form: leave, ticketNumber: 'LEAVE00001', ...reason }],
		['ticket', 'quickAction', { form: leave, ticketNumber: 'LEAVE00001' }],
		['mission', 'advance', { mission: at('id', '1') }],
	];

	test.each(every)('%s.%s: Check Only writes nothing', async (resource, operation, parameters) => {
		open(1);
		const before = structuredClone(server.tickets);
		const requestOptions = { checkOnly: true };
		const done = await run(resource, operation, { ...parameters, requestOptions }, { routing });
		expect(done.json).toMatchObject([
			{ checkedOnly: true, path: '/rest/flowmanage/api/omdata/edit/leave-request/' },
		]);
		expect([server.count('editTicket'), server.tickets]).toEqual([0, before]);
	});

	test.each(every)('%s.%s: a lost answer is unknown', async (resource, operation, parameters) => {
		open(1);
		server.fault({ kind: 'resetAfter', route: 'editTicket' });
		const done = await run(resource, operation, parameters, { routing });
		expect(told(done)).toMatch(/closed the connection before it answered.*may have been recorded/);
		expect(server.count('editTicket')).toBe(1);
	});
});

describe.each(engines)('a printable form (%s)', (_, routing) => {
	const parameters = { form: leave, ticketNumber: 'LEAVE00001' };
	const print = async () => told(await run('ticket', 'getPrintableForm', parameters, { routing }));
	beforeEach(() => open(1));

	test('a version that lacks it is told as such', async () => {
		server.options.version = '1.1.0.0';
		expect(await print()).toMatch(/does not offer this call.*require OMFLOW 1\.2 or later/);
	});

	test.each<[Fault, RegExp]>([
		[{ kind: 'html', status: 500, times: 9 }, /answer cannot be read.*HTTP 500/],
		[
			{ kind: 'body', body: { status: 404, message: 'No such data.', result: null } },
			/^OMFLOW refused this: 404 No such data/,
		],
		[{ kind: 'body', body: 'busy', type: 'text/plain' }, /answer cannot be read.*HTTP 200/],
	])('what is no page is an error: %j', async (fault, words) => {
		server.fault({ ...fault, route: 'printForm' });
		expect(await print()).toMatch(words);
	});
});

describe.each(engines)('files (%s)', (_, routing) => {
	const binaryOf = (content: Buffer, more: Partial<IBinaryData> = {}): IBinaryData => ({
		data: content.toString('base64'),
		mimeType: 'application/pdf',
		fileName: '診断書 "A".pdf',
		...more,
	});
	const bytes = Buffer.from(Array.from({ length: 300_001 }, (__, index) => (index * 7) % 256));
	const files = { file: [{ binaryField: 'data' }, { binaryField: 'proof', formField: '附件' }] };
	const parameters = { form: leave, ...reason, files };
	const binary = [{ data: binaryOf(bytes), proof: binaryOf(Buffer.from('ok'), { fileName: '' }) }];

	test('an attachment and the file of a field arrive as they are', async () => {
		const { json } = await run('ticket', 'create', parameters, { routing, binary });
		expect(json).toEqual([{ ticketNumber: 'LEAVE00001', form: 'leave-request' }]);
		const [attached, proof] = server.ticketFiles.get('LEAVE00001')!;
		expect(attached).toMatchObject({
			part: 'files',
			name: '診断書 %22A%22.pdf',
			type: 'application/pdf',
		});
		expect(attached.content.equals(bytes)).toBe(true);
		expect(proof).toMatchObject({ part: 'FORMITM_3', name: 'proof' });
		expect(proof.content.toString()).toBe('ok');
		expect(server.tickets).toMatchObject([{ formitm_2: '了解', formitm_3: 'proof' }]);
		const { headers, body } = server.calls.find(({ route }) => route === 'editTicket')!;
		expect(headers['content-length']).toMatch(/^\d+$/);
		expect(body).toMatchObject({ omflow_restapi: '1', files_item: '["FORMITM_3"]' });
	});

	test('a code that has expired is fetched anew, and the files are sent again', async () => {
		const expired = { status: 403, message: 'The security code has expired.', result: null };
		server.fault({ kind: 'body', route: 'editTicket', body: expired });
		const { json } = await run('ticket', 'create', parameters, { routing, binary });
		expect(json).toHaveLength(1);
		expect([server.count('editTicket'), server.tickets.length]).toEqual([2, 1]);
		expect(server.ticketFiles.get('LEAVE00001')![0].content.equals(bytes)).toBe(true);
	});

	test.each<[INodeParameters, RegExp]>([
		[
			{ file: [{ binaryField: 'other' }] },
			/"Files" names "other", but the item has no file of this name\. It has: data, proof/,
		],
		[
			{ file: [{ binaryField: '={{ "" }}' }] },
			/"Files \(entry 1\)" does not say which binary field/,
		],
		[
			{ file: [{ binaryField: 'data', formField: '印鑑' }] },
			/"Files" contains "印鑑", but OMFLOW has no field with this name/,
		],
	])('a file that is not there is told before anything is sent: %j', async (wrong, words) => {
		const given = { ...parameters, files: wrong };
		const items = [{}, {}];
		const done = await run('ticket', 'create', given, { routing, items, binary });
		expect(told(done)).toMatch(words);
		expect(server.count('editTicket')).toBe(0);
	});

	test('nothing is written if a later item lacks its file, and without "Stop" the others are', async () => {
		const items = [{}, {}];
		const stopped = await run('ticket', 'create', parameters, { routing, items, binary });
		expect(told(stopped)).toMatch(/It has no files/);
		expect(server.tickets).toHaveLength(0);
		const onError = 'continueRegularOutput' as const;
		const { json } = await run('ticket', 'create', parameters, { routing, items, binary, onError });
		expect(json).toMatchObject(
			[{ ticketNumber: 'LEAVE00001' }, { error: /It has no files/ }].map((one) =>
				'error' in one ? { error: expect.stringMatching(one.error!) } : one,
			),
		);
	});

	test('Check Only names the files and sends nothing', async () => {
		const given = { ...parameters, requestOptions: { checkOnly: true } };
		const { json } = await run('ticket', 'create', given, { routing, binary });
		expect(json).toMatchObject([
			{
				checkedOnly: true,
				body: { action: 'create', files_item: ['FORMITM_3'] },
				files: [
					{ part: 'files', mimeType: 'application/pdf', bytes: bytes.length },
					{ part: 'FORMITM_3', fileName: 'proof', bytes: 2 },
				],
			},
		]);
		expect(server.count('editTicket')).toBe(0);
	});

	test.each<Fault['kind']>(['resetAfter', 'resetBefore', 'resetSending', 'truncate'])(
		'an answer that is lost is unknown, and nothing is sent twice: %s',
		async (kind) => {
			server.fault({ kind, route: 'editTicket' } as Fault);
			const done = await run('ticket', 'create', parameters, { routing, binary });
			expect(told(done)).toMatch(/may have been recorded/);
			expect(server.count('editTicket')).toBe(1);
		},
	);

	test('words that quote the code are blanked', async () => {
		server.mutate = (route, body) =>
			route === 'editTicket'
				? {
						status: 404,
						message: `no: ${String(server.calls.at(-1)!.body && (server.calls.at(-1)!.body as IDataObject).security)}`,
					}
				: body;
		const done = await run('ticket', 'create', parameters, { routing, binary });
		expect(told(done)).toMatch(/404 no: \[hidden\]/);
	});
});

test('sending 20 MB takes less than twice as much memory', async () => {
	const size = 20 * 2 ** 20;
	const data = Buffer.alloc(size, 7).toString('base64');
	const received = await listening();
	try {
		const { type, data: own } = credentialsOf(servers).omflow;
		const credential = stored(type, { ...own, baseUrl: received.url });
		global.gc?.();
		const used = () => {
			const { heapUsed, external } = process.memoryUsage();
			return heapUsed + external;
		};
		const before = used();
		let most = 0;
		const timer = setInterval(() => (most = Math.max(most, used() - before)), 5);
		const done = await runNode({
			node: 'omflow',
			credential,
			parameters: {
				...{ resource: 'ticket', operation: 'create', form: leave, ...reason },
				files: { file: [{ binaryField: 'data' }] },
			},
			binary: [{ data: { data, mimeType: 'application/octet-stream', fileName: 'a' } }],
		});
		clearInterval(timer);
		expect(done.json).toEqual([{ ticketNumber: 'T1', form: 'leave-request' }]);
		expect(received.bytes()).toBeGreaterThan(size);
		expect(most).toBeLessThan(2 * size);
	} finally {
		await received.close();
	}
}, 60_000);

/** A server that takes any ticket, and keeps nothing of it. */
async function listening() {
	let bytes = 0;
	const answer = (result: unknown) => JSON.stringify({ status: 200, message: '', result });
	const listener = createServer((request, response) => {
		request.on('data', (chunk: Buffer) => (bytes += chunk.length));
		request.on('end', () => {
			const isSignIn = request.url!.includes('security');
			const isForms = request.url!.includes('/service/');
			const result = isSignIn ? { security: 'code-of-the-test' } : isForms ? {} : 'T1';
			response.setHeader('content-type', 'application/json').end(answer(result));
		});
	});
	await new Promise<void>((resolve) => listener.listen(0, host, resolve));
	const { port } = listener.address() as AddressInfo;
	return {
		url: `http://${host}:${port}`,
		bytes: () => bytes,
		close: async () => await new Promise((resolve) => listener.close(resolve)),
	};
}
