import { DateTime } from 'luxon';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { limits, zone } from '../../nodes/Akashi/contract.ts';
import { chain, type N8n } from '../n8n/instance.cts';
import { bareSeconds, longestWait } from './contest.cts';
import { heapOfPoll, type Growth } from './growth.cts';
import { cells, latencyMs, nodeStep, slashed, type Akashi, type Result } from './job.cts';

/** One poll of AKASHI's "New Stamp" that finds a day of everybody. */

const stampsPerDay = 5;

/** Milliseconds that n8n 2.41 allows a poll. */
const budget = 300_000;

/**
 * Publishes a trigger since yesterday, so that its first poll finds all, and measures from its first request to the start of the
 * execution.
 * @throws Error when rows, calls or time are wrong
 */
export async function pollOfMany(
	n8n: N8n,
	akashi: Akashi,
): Promise<{ result: Result; heap: { work: string } & Growth }> {
	const { standIn, credential, staff, pages } = akashi;
	const yesterday = DateTime.now().setZone(zone).minus({ days: 1 }).startOf('day');
	const onlyOn = yesterday.toFormat('yyyy/MM/dd');
	await standIn.ask('reset');
	await standIn.ask('set', { latency: latencyMs, stampsPerDay, onlyOn });
	const ids = staff.map(({ staffId }) => staffId);
	const digits = yesterday.toFormat('yyyyMMdd');
	const held = await standIn.ask('stamps', ids, `${digits}000000`, `${digits}235959`);
	const work = `poll with ${held.length} new stamps of ${staff.length} people`;
	const fail = (what: string) => new Error(`${work}: ${what}`);
	const parameters = { events: ['stampCreated'], options: { since: yesterday.toISO()! } };

	const node = nodeStep('akashi', credential, {
		...parameters,
		pollTimes: { item: [{ mode: 'everyHour', minute: 59 }] },
	});
	const { id } = await n8n.createWorkflow(
		chain({ ...node, type: `${node.type}Trigger` }, { name: 'After', type: 'n8n-nodes-base.noOp' }),
	);
	// What comes after the poll is n8n's own: it stores the items.
	const { result: first, ms } = await longestWait(n8n, async () => {
		await n8n.activate(id);
		const deadline = Date.now() + budget;
		for (;;) {
			const [execution] = await n8n.executions(id);
			if (execution?.startedAt) return execution;
			if (Date.now() > deadline) throw fail('nothing came within the time of a poll');
			await sleep(20);
		}
	});
	const run = await n8n.waitForExecution(id, { timeoutSeconds: 600 });
	await n8n.deactivate(id);
	if (run.error) throw fail(`the run failed: ${run.error.message}`);
	const { calls, violations, firstAt } = await standIn.ask('seen');
	if (violations.length > 0) throw fail(`not allowed: ${violations[0]}`);
	const came = run
		.items('Node')
		.map(({ json }) => cells(json.staffId, slashed(json.stampedAt as string), json.type))
		.sort();
	const expected = held.map((one) => cells(one.staffId, one.stamped_at, one.type)).sort();
	if (!isDeepStrictEqual(came, expected)) {
		throw fail(`${came.length} items instead of ${expected.length}, or others`);
	}
	// A call for fifty people and a day at most; yesterday and today are three at most.
	const atMost = pages + 3 * Math.ceil(staff.length / limits.staffIds);
	if (calls > atMost) throw fail(`${calls} calls instead of ${atMost} at most`);
	const seconds = (new Date(first.startedAt!).getTime() - firstAt) / 1000;
	console.error(`${work}: ${seconds.toFixed(2)} s, ${calls} calls`);
	const bare = await bareSeconds(standIn);
	const heap = await heapOfPoll(await standIn.ask('connection'), parameters);
	await standIn.ask('set', {});
	return {
		result: { work, who: 'AKASHI Trigger', seconds, calls, bare, editorWaited: ms },
		heap: { work, ...heap },
	};
}
