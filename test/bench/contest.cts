import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { defaultRequestsAtOnce } from '../../nodes/shared/client/run.ts';
import { mapConcurrently } from '../../nodes/shared/concurrency.ts';
import { withItems, workflowOf, type N8n, type Workflow } from '../n8n/instance.cts';
import { floorSeconds } from './floor.cts';
import { latencyMs, type Contestant, type Job, type Result } from './job.cts';
import type { CommonAnswers, StandInProcess } from './standIn.cts';

/** Lets contestants do a job in a real n8n, checks what came out, and measures. */

/** The workflow of a contestant. */
function workflowFor({ steps, loop }: Contestant): Workflow {
	const workflow = workflowOf(...steps);
	if (!loop) return workflow;
	const [first, last] = [steps[0].name, steps[steps.length - 1].name];
	// The second output of a loop is what is to be done; the first is for afterwards.
	const [next] = workflow.connections[first].main;
	workflow.connections[first] = { main: [[], next] };
	workflow.connections[last] = { main: [[{ node: first, type: 'main', index: 0 }]] };
	return workflow;
}

/**
 * Lets a contestant do the job once and returns the seconds and calls it took. Throws unless rows, calls
 * and what was stored are right.
 */
async function measure(
	n8n: N8n,
	standIn: StandInProcess<CommonAnswers>,
	{ work, items, rows, written, latency, stampsPerDay }: Job,
	contestant: Contestant,
): Promise<{ seconds: number; calls: number }> {
	const { who, steps, calls, atOnce = Infinity } = contestant;
	const fail = (what: string) => new Error(`${work}, ${who}: ${what}`);
	await standIn.ask('reset');
	await standIn.ask('set', { latency: latency ?? latencyMs, stampsPerDay });
	const workflow = withItems(workflowFor(contestant), contestant.items ?? items);
	const result = await n8n.run(workflow, { timeoutSeconds: 600 });
	if (result.error) throw fail(`the run failed: ${result.error.message}`);

	const seen = await standIn.ask('seen');
	if (seen.violations.length > 0) throw fail(`not allowed: ${seen.violations[0]}`);
	const fits = typeof calls === 'number' ? seen.calls === calls : seen.calls <= calls.atMost;
	if (!fits) throw fail(`${seen.calls} calls instead of ${JSON.stringify(calls)}`);
	if (seen.atOnce > atOnce) throw fail(`${seen.atOnce} calls at once instead of ${atOnce}`);

	const came = result
		.items(steps[steps.length - 1].name)
		.flatMap(({ json }, index) => contestant.rows(json, index))
		.sort();
	const expected = [...rows].sort();
	if (!isDeepStrictEqual(came, expected)) {
		const at = expected.findIndex((one, index) => one !== came[index]);
		throw fail(
			`${came.length} rows instead of ${expected.length}, or "${came[at]}" instead of "${expected[at]}"`,
		);
	}
	if (!isDeepStrictEqual(await standIn.ask('written'), written ?? {})) {
		throw fail('the stand-in does not hold what was to be written');
	}
	const seconds = (result.stoppedAt.getTime() - result.startedAt.getTime()) / 1000;
	console.error(`${work}, ${who}: ${seconds.toFixed(2)} s, ${seen.calls} calls`);
	return { seconds, calls: seen.calls };
}

/** The calls of the last run. */
async function sentTo(standIn: StandInProcess<CommonAnswers>) {
	const { url } = await standIn.ask('connection');
	return { origin: new URL(url).origin, requests: await standIn.ask('requests') };
}

/** Sends calls once more, as many at once as the node makes, and returns the seconds. */
async function secondsOf({ origin, requests }: Awaited<ReturnType<typeof sentTo>>) {
	const begun = performance.now();
	await mapConcurrently(
		requests,
		defaultRequestsAtOnce,
		async ({ method, path, body, headers }) => {
			const answer = await fetch(origin + path, { method, body, headers });
			await answer.json();
		},
	);
	return (performance.now() - begun) / 1000;
}

/** The seconds of the calls of the last run without n8n. */
export const bareSeconds = async (standIn: StandInProcess<CommonAnswers>) =>
	await secondsOf(await sentTo(standIn));

/** The seconds of the calls of the last run without n8n, and by the least that n8n can do. */
async function limitsOf(n8n: N8n, standIn: StandInProcess<CommonAnswers>) {
	const sent = await sentTo(standIn);
	const bare = await secondsOf(sent);
	return { bare, floor: await floorSeconds(n8n, sent.origin, sent.requests) };
}

export const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The longest that n8n's editor waits for an answer while `work` goes on, asked ten times a second. */
export async function longestWait<T>(
	n8n: N8n,
	work: () => Promise<T>,
): Promise<{ result: T; ms: number }> {
	let ms = 0;
	let working = true;
	const asking = (async () => {
		while (working) {
			const begun = performance.now();
			await n8n.rest('GET', '/rest/settings');
			ms = Math.max(ms, performance.now() - begun);
			await sleep(100);
		}
	})();
	asking.catch(() => {});
	try {
		return { result: await work(), ms };
	} finally {
		working = false;
		await asking;
	}
}

/**
 * Lets all contestants of a job do it in turn: to warm up, `runs` times for the time, once for the heap.
 * What takes long is done once, and the editor is watched meanwhile.
 */
export async function contest(
	n8n: N8n,
	akashi: StandInProcess<CommonAnswers>,
	job: Job,
	runs: number,
): Promise<Result[]> {
	const standIn = job.standIn ?? akashi;
	const results: Result[] = [];
	const { work, goal } = job;
	if (job.once) {
		for (const contestant of job.contestants) {
			const { result, ms } = await longestWait(
				n8n,
				async () => await measure(n8n, standIn, job, contestant),
			);
			const limits = contestant === job.contestants[0] ? await limitsOf(n8n, standIn) : {};
			results.push({ work, who: contestant.who, ...result, editorWaited: ms, ...limits });
		}
	} else {
		const taken = job.contestants.map((): number[] => []);
		const bare: number[] = [];
		const floor: number[] = [];
		for (let run = 0; run <= runs; run++) {
			for (const [index, contestant] of job.contestants.entries()) {
				const { seconds } = await measure(n8n, standIn, job, contestant);
				if (run > 0) taken[index].push(seconds);
				if (run === 0 || index > 0) continue;
				const limits = await limitsOf(n8n, standIn);
				bare.push(limits.bare);
				floor.push(limits.floor);
			}
		}
		for (const [index, contestant] of job.contestants.entries()) {
			// Apart from the timed runs: reading the heap keeps n8n busy.
			const { result, peakHeapBytes, baseHeapBytes } = await n8n.peakHeap(
				async () => await measure(n8n, standIn, job, contestant),
			);
			results.push({
				work,
				who: contestant.who,
				seconds: median(taken[index]),
				calls: result.calls,
				...(index === 0 ? { bare: median(bare), floor: median(floor) } : {}),
				peakHeap: peakHeapBytes / 1e6,
				heapRise: (peakHeapBytes - baseHeapBytes) / 1e6,
			});
		}
	}
	const [ours, other] = results;
	if (other) Object.assign(ours, { ratio: ours.seconds / other.seconds, goal });
	return results;
}
