import { z } from 'zod';

import { resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { find } from '../../nodes/shared/operation.ts';
import { cases, isWork, type Case } from '../cases.cts';
import { credentialsOf, secretsIn } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored, type Done } from './engine.cts';

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

async function run(one: Case, routing: boolean) {
	const server = servers[one.node];
	server.reset();
	one.prepare?.(servers);
	const { type, data } = credentialsOf(servers)[one.node];
	const done = await runNode({
		node: one.node,
		credential: stored(type, { ...data }),
		parameters: one.parameters,
		items: one.items?.(servers),
		routing,
	});
	const calls = server.calls.filter(isWork);
	const expected = one.expected(servers);
	one.undo?.(servers);
	return { done, calls, expected, violations: [...server.violations] };
}

const sent = (calls: Awaited<ReturnType<typeof run>>['calls']) =>
	calls
		.map(({ method, path, query, body }) =>
			JSON.stringify([method, path, query, body], (name, value: unknown) =>
				name === 'security' || name === 'token' ? 'code' : value,
			),
		)
		.sort();

const pairs = (done: Done) =>
	done.items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

/** The names of an operation's output as the editor shows it before a first run; nothing where the columns are free. */
function outputNames({ node, parameters: { resource, operation } }: Case): string[] | undefined {
	if (node === 'omflow' && ['api', 'user'].includes(String(resource))) return undefined;
	const { output } = find({ akashi, amServer, omflow }[node], resource, operation)!;
	return output instanceof z.ZodObject ? Object.keys(output.shape) : undefined;
}

describe.each(cases.map((one) => [`${one.node}: ${one.name}`, one] as const))('%s', (_, one) => {
	test('gives what the server holds, on both paths alike', async () => {
		const fast = await run(one, false);
		expect(fast.done.error).toBeUndefined();
		expect(fast.done.json).toEqual(fast.expected);
		expect(fast.expected.length).toBeGreaterThan(0);
		expect(pairs(fast.done)).toEqual(one.from?.(fast.done.json) ?? fast.done.json.map(() => 0));
		expect(fast.violations).toEqual([]);
		expect(fast.calls).toHaveLength(one.calls);

		const names = one.parameters.simplify === false ? undefined : outputNames(one);
		const unknown = fast.done.json
			.flatMap((row) => Object.keys(row))
			.filter((name) => !names?.includes(name));
		expect(names ? [...new Set(unknown)] : []).toEqual([]);
		// Raw rows, and those of columns that somebody chose, have as many fields as they have.
		const isRaw = one.parameters.simplify === false || one.parameters.resource === 'api';
		const widths = fast.done.json.map((row) => Object.keys(row).length);
		if (!isRaw) expect(Math.max(...widths)).toBeLessThanOrEqual(10);

		const routed = await run(one, true);
		expect(routed.done.error).toBeUndefined();
		expect(routed.done.json).toEqual(routed.expected);
		expect(pairs(routed.done)).toEqual(pairs(fast.done));
		expect(routed.violations).toEqual([]);
		expect(sent(routed.calls)).toEqual(sent(fast.calls));

		for (const { done } of [fast, routed]) {
			expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
		}
	});
});
