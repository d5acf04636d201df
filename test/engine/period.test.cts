import { DateTime } from 'luxon';
import type { INodeParameters } from 'n8n-workflow';

import { resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { daysOf, type PeriodName } from '../../nodes/shared/period.ts';
import { cases, isWork, type Case } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { engines, runNode, stored } from './engine.cts';

/**
 * Every read over days, with each period in words: the same requests and items as with two dates by hand, whatever
 * n8n's zone, and also in the hours in which it is another day in Japan than in UTC.
 */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());
afterEach(() => void jest.useRealTimers());

const periods: Array<Exclude<PeriodName, 'anyTime' | 'custom'>> = [
	'today',
	'yesterday',
	'thisWeek',
	'lastWeek',
	'thisMonth',
	'lastMonth',
	'thisClosingPeriod',
	'lastClosingPeriod',
];

/** One case for each operation that has a period. */
const reads: Case[] = Object.entries({ akashi, amServer, omflow }).flatMap(([node, resources]) =>
	resources.flatMap(({ value: resource, operations }) =>
		operations
			.filter(({ fields }) => fields.some(({ name }) => name === 'period'))
			.map(
				({ entry }) =>
					cases.find(
						(one) =>
							one.node === node &&
							one.parameters.resource === resource &&
							one.parameters.operation === entry.value &&
							one.parameters.period !== undefined,
					) ?? ({ name: `${node} ${resource} ${entry.value}: no case`, node } as Case),
			),
	),
);

async function run(one: Case, parameters: INodeParameters, routing: boolean, timezone: string) {
	const server = servers[one.node];
	server.reset();
	const { type, data } = credentialsOf(servers)[one.node];
	const done = await runNode({
		node: one.node,
		credential: stored(type, { ...data }),
		parameters: { ...one.parameters, ...parameters },
		items: one.items?.(servers),
		routing,
		timezone,
	});
	const calls = server.calls.filter(isWork).map(({ method, path, query, body }) => {
		const { token, security, ...rest } = { ...query, ...(body as object) } as Record<
			string,
			unknown
		>;
		return [method, path, rest];
	});
	return { error: done.error, items: done.items, calls };
}

test('every read over days is here', () => {
	expect(reads.map(({ name }) => name).filter((name) => name.endsWith('no case'))).toEqual([]);
	expect(reads.length).toBeGreaterThanOrEqual(3);
});

describe.each(engines)('%s', (_, routing) => {
	describe.each(reads.map((one) => [`${one.node} ${one.name}`, one] as const))('%s', (__, one) => {
		test.each([
			['14:59 UTC, before midnight in Japan', '2026-03-15T14:59:50Z', 'America/New_York'],
			['15:00 UTC, after midnight in Japan', '2026-03-15T15:00:10Z', 'UTC'],
			['the end of a month', '2026-02-28T14:30:00Z', 'Asia/Tokyo'],
		])('at %s', async (___, now, timezone) => {
			jest.useFakeTimers({ doNotFake: allButDate, now: new Date(now) });
			for (const period of periods) {
				const today = DateTime.now().setZone('Asia/Tokyo').startOf('day');
				const { from, to } = daysOf(period, today, 20);
				const words = await run(one, { period, closingDay: 20 }, routing, timezone);
				const dates = await run(
					one,
					{ period: 'custom', startDate: from.toISODate()!, endDate: to.toISODate()! },
					routing,
					timezone,
				);
				expect([period, words.error]).toEqual([period, undefined]);
				expect([period, words]).toEqual([period, dates]);
			}
		});
	});
});

/** Only the clock stands still. */
const allButDate = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'requestAnimationFrame',
	'cancelAnimationFrame',
	'requestIdleCallback',
	'cancelIdleCallback',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as Parameters<typeof jest.useFakeTimers>[0] extends { doNotFake?: infer T } | undefined
	? T
	: never;
