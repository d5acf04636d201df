import { setTimeout as sleep } from 'node:timers/promises';

import { Pace } from '../../../nodes/shared/client/pace.ts';

/** When requests may start, in intervals since the first. The waits of nodes are a hundredth of the real ones here. */
async function starts(count: number, batchSize: number, batchInterval: number): Promise<number[]> {
	const pace = new Pace({ batch: { batchSize, batchInterval } });
	const started: number[] = [];
	let passed = 0;
	const clock = setInterval(() => passed++, batchInterval / 100);
	await Promise.all(
		Array.from({ length: count }, async () => {
			await pace.next();
			started.push(passed);
		}),
	);
	clearInterval(clock);
	return started;
}

test('after each batch the next request waits', async () => {
	const started = await starts(7, 3, 10_000);
	expect(started.slice(0, 3)).toEqual([0, 0, 0]);
	expect(new Set(started.slice(3, 6)).size).toBe(1);
	expect(started[3]).toBeGreaterThan(0);
	expect(started[6]).toBeGreaterThan(started[5]);
});

test.each([
	['-1 is no batch', { batchSize: -1, batchInterval: 10_000 }],
	['no interval', { batchSize: 1, batchInterval: 0 }],
	['nothing chosen', {}],
])('%s: no wait', async (_, batch) => {
	const pace = new Pace({ batch });
	const all = Promise.all(Array.from({ length: 50 }, async () => await pace.next()));
	expect(await Promise.race([all.then(() => 'done'), sleep(50).then(() => 'waits')])).toBe('done');
});

test('0 is read as 1', async () => {
	const started = await starts(3, 0, 10_000);
	expect(started[1]).toBeGreaterThan(started[0]);
	expect(started[2]).toBeGreaterThan(started[1]);
});
