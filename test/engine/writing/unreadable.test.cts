import { cases, type Case } from '../../cases.cts';
import { akashiCalls, amServerCalls, omflowCalls } from '../../contracts.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { htmlPage, type Fault } from '../../servers/base.cts';
import type { Call } from '../../../nodes/shared/contract.ts';
import { runNode, stored } from '../engine.cts';

/**
 * An answer to a write that cannot be read, for every write of the three systems: nobody knows what happened, and
 * the advice never is to run the node again. (OMFLOW's own forms: omflowUnreadable.test.cts.)
 */

const routes: Record<string, Call> = { ...akashiCalls, ...amServerCalls, ...omflowCalls };
/** One case for each call that writes. A reissue is no case of the table: it would end the token of the others. */
const reissue: Case = {
	name: 'a reissue',
	node: 'akashi',
	parameters: { resource: 'token', operation: 'reissue' },
	expected: () => [],
	calls: 1,
};
const writing = new Map<string, Case>([['reissueToken', reissue]]);

let servers: All;
beforeAll(async () => {
	servers = await startAll({ akashi: { seed: 'unreadable' } });
});
afterAll(async () => await servers.close());

async function run(one: Case, fault?: Fault) {
	servers[one.node].reset();
	one.prepare?.(servers);
	if (fault) servers[one.node].fault(fault);
	const { type, data } = credentialsOf(servers)[one.node];
	const { node, parameters } = one;
	// One request is enough, and a read before it finds what it needs.
	const items = one.items?.(servers).slice(0, 1);
	const credential = stored(type, { ...data });
	const onError = 'continueRegularOutput' as const;
	const done = await runNode({ node, credential, parameters, items, onError });
	one.undo?.(servers);
	return done;
}

const forms: Array<[string, (route: string) => Fault]> = [
	['cut JSON', () => ({ kind: 'truncate' })],
	['an empty body', () => ({ kind: 'body', body: '' })],
	['a page with HTTP 200', () => ({ kind: 'html', status: 200 })],
	['a list', () => ({ kind: 'body', body: [] })],
	['a page with HTTP 500', () => ({ kind: 'html', status: 500 })],
	['a page with HTTP 502', () => ({ kind: 'body', body: htmlPage('Bad Gateway'), status: 502 })],
	['HTTP 500 after it stored', () => ({ kind: 'statusAfter', status: 500 })],
	[
		'HTTP 500 with an envelope',
		() => ({
			kind: 'body',
			status: 500,
			body: {
				success: false,
				errors: [{ code: 'ERR1', message: '内部エラー' }],
				status: 500,
				message: 'internal error',
				result: null,
				header: { errorcode: 'SYS0001', message: '内部エラー' },
				body: null,
			},
		}),
	],
];

test('there is a case for every call that writes', async () => {
	for (const one of cases) {
		await run(one);
		for (const { route } of servers[one.node].calls) {
			if (routes[route]?.writes && !writing.has(route)) writing.set(route, one);
		}
	}
	const all = Object.keys(routes).filter((route) => routes[route].writes);
	expect([...writing.keys()].sort()).toEqual(all.sort());
});

test.each(forms)('%s: it may have been recorded, and it is sent once', async (_, order) => {
	for (const [route, one] of writing) {
		const done = await run(one, { ...order(route), route, times: Infinity });
		const told = done.json.filter(({ error }) => error);
		expect([route, told.length > 0]).toEqual([route, true]);
		for (const { error, message } of told) {
			expect([route, `${error} ${message}`]).toEqual([
				route,
				expect.stringMatching(/may have been recorded/),
			]);
			expect(message).not.toMatch(/run (the node|it|this item) again(?! \(|.*check)/i);
		}
		expect([route, servers[one.node].count(route)]).toEqual([route, 1]);
	}
});
