import type { INodeParameters } from 'n8n-workflow';

import { picked } from '../../cases/case.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { htmlPage, type Fault } from '../../servers/base.cts';
import { runNode, stored, type Done } from '../engine.cts';

/** An answer of OMFLOW that cannot be read, in every form, to every write: nobody knows what it did. */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
	for (const id of [1, 2]) {
		servers.omflow.leaves.push({
			id,
			principal_id: 2,
			substitute_id: 3,
			starttime: '2026-04-01T00:00:00',
			endtime: '2026-04-02T00:00:00',
			cancel: false,
			identifier: `LV-${id}`,
		});
	}
});
afterEach(async () => await servers.close());

async function run(parameters: INodeParameters, routing: boolean): Promise<Done> {
	const { type, data } = credentialsOf(servers).omflow;
	return await runNode({
		node: 'omflow',
		credential: stored(type, { ...data }),
		parameters,
		routing,
	});
}

const one = { resource: 'leaveRecord', leaveId: '1', substitute: picked('userName', 'system') };
const own = { resource: 'api', operation: 'request' };
const writes: Array<[string, string, INodeParameters]> = [
	[
		'leaveRecord.create',
		'createLeave',
		{
			...one,
			operation: 'create',
			principal: picked('userName', 'admin'),
			start: '2026-04-01',
			end: '2026-04-02',
		},
	],
	...['update', 'cancel', 'delete'].map((operation): [string, string, INodeParameters] => [
		`leaveRecord.${operation}`,
		`${operation}Leave`,
		{ ...one, operation },
	]),
	[
		'api.request that opens a ticket',
		'editTicket',
		{
			...own,
			path: '/rest/flowmanage/api/omdata/edit/leave-request/',
			body: '{"action": "create", "formdata": [{"id": "FORMITM_2", "value": "x"}]}',
		},
	],
	[
		'api.request to a path of which nothing is known',
		'unknown',
		{ ...own, path: '/rest/service/api/save/' },
	],
	[
		'api.request that is said to write',
		'listGroups',
		{ ...own, path: '/rest/accounts/api/group/list/', writes: 'yes' },
	],
];

const good = JSON.stringify({ status: 200, message: 'ok', result: null });
const json = 'application/json';
const html = 'text/html';
const body = (what: unknown, status = 200, type = json): Fault => ({
	kind: 'body',
	body: what,
	status,
	type,
});
const envelope = (status: unknown) => ({ status, message: 'failed', result: null });
const unreadable: Array<[string, Fault]> = [
	...[200, 500, 502, 504].map((status): [string, Fault] => [
		`a page with HTTP ${status}`,
		body(htmlPage('Error'), status, html),
	]),
	['a page labelled JSON', body(htmlPage('Error'))],
	['JSON that is cut', body(good.slice(0, 20))],
	['JSON that is cut, with HTTP 500', body(good.slice(0, 20), 500)],
	['JSON labelled text that is cut', body(good.slice(0, 20), 200, 'text/plain')],
	...[200, 201, 204, 500].map((status): [string, Fault] => [
		`nothing at all with HTTP ${status}`,
		body('', status),
	]),
	...[null, 5, true, [], {}, 'text', [envelope(200)]].map((what): [string, Fault] => [
		`the JSON ${JSON.stringify(what)}`,
		body(JSON.stringify(what)),
	]),
	...['', 'ok', null, true, [], {}, 0, 1, 99, 201, 302, 600].map((status): [string, Fault] => [
		`an envelope with the status ${JSON.stringify(status)}`,
		body(envelope(status)),
	]),
	...[500, '500', 502].map((status): [string, Fault] => [
		`an envelope that says ${JSON.stringify(status)}`,
		body(envelope(status)),
	]),
	...[200, 403, 404, '404', 500].map((status): [string, Fault] => [
		`an envelope that says ${JSON.stringify(status)}, with HTTP 502`,
		body(envelope(status), 502),
	]),
];

describe.each(writes)('%s', (_, route, parameters) => {
	test.each(unreadable)('may have been done when the answer is %s', async (__, fault) => {
		for (const routing of [false, true]) {
			servers.omflow.reset();
			servers.omflow.fault({ ...fault, route, times: 9 });
			const { error, json: items } = await run(parameters, routing);
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/^OMFLOW refused this|^OMFLOW's answer cannot be read/);
			expect(error?.description).toMatch(
				/^It may have been recorded: check in the system before running it again\./,
			);
			expect(error?.description).not.toMatch(/run (the node|it) again|try again|Nothing was/i);
			expect(servers.omflow.count(route)).toBe(1);
		}
	});

	test.each<[string, Fault]>([
		['a page with HTTP 404', body(htmlPage('Not Found'), 404, html)],
		['nothing with HTTP 400', body('', 400)],
		['an envelope that says 404', body(envelope(404))],
		['an envelope that says 404, as text', body(envelope('404'))],
		['a redirect', { kind: 'status', status: 302, headers: { location: '/x/' } }],
	])('was not done when the answer is %s', async (__, fault) => {
		for (const routing of [false, true]) {
			servers.omflow.fault({ ...fault, route });
			const { error } = await run(parameters, routing);
			expect(error?.message).toMatch(/^OMFLOW refused this/);
			expect(error?.description).not.toMatch(/may have been recorded/);
		}
	});
});
