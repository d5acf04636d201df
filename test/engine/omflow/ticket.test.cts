import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
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
