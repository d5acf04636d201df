import fc from 'fast-check';
import { Settings as Luxon } from 'luxon';

import { count, counts, Life, type History, type Step } from './life.cts';
import type { Storing } from './n8nStore.cts';
import { day, hour, minute } from './system.cts';

/**
 * Every event once, none lost: histories of a month with 200 people, in which everything goes wrong that may. What must be
 * put out is reckoned from the events alone.
 */

const storings: Storing[] = ['memory', 'scheduler', 'durable'];
const zones = ['America/New_York', 'Asia/Tokyo'];
const acts: Array<[Step['act'], number]> = [
	['poll', 12],
	['slow', 3],
	['fault', 3],
	['kill', 4],
	['publish', 2],
	['overlap', 1],
	['republish', 1],
	['abandoned', 1],
	['finish', 1],
];
const gaps = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 1, max: 59 }).map((n) => n * minute) },
	{ weight: 5, arbitrary: fc.integer({ min: 1, max: 14 }).map((n) => n * hour) },
	{ weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => n * 6 * hour) },
	{ weight: 1, arbitrary: fc.integer({ min: 3, max: 15 }).map((n) => n * day) },
);
const steps = fc.array(
	fc.record({
		gap: gaps,
		events: fc.integer({ min: 0, max: 8 }),
		act: fc.oneof(...acts.map(([act, weight]) => ({ weight, arbitrary: fc.constant(act) }))),
		seed: fc.nat(1000),
	}),
	{ minLength: 6, maxLength: 30 },
);
/** Around the days on which the clocks of New York change. */
const starts = ['2026-02-20T10:00:00Z', '2026-10-12T10:00:00Z', '2026-05-13T10:00:00Z'];
const anyHistory: fc.Arbitrary<History> = fc.record({
	storing: fc.constantFrom(...storings),
	alsoStores: fc.boolean(),
	saysBudget: fc.boolean(),
	start: fc
		.tuple(fc.constantFrom(...starts), fc.nat(86_400_000))
		.map(([at, ms]) => Date.parse(at) + ms),
	zones: fc.tuple(fc.constantFrom(...zones), fc.constantFrom(...zones), fc.constantFrom(...zones)),
	seed: fc.nat(),
	steps,
});

const numRuns = Number(process.env.KINTAI_HISTORIES ?? 2000);

afterEach(() => {
	Luxon.defaultZone = 'system';
});

test('a month of 200 people: nothing lost, nothing twice', async () => {
	await fc.assert(
		fc.asyncProperty(anyHistory, async (history) => {
			Luxon.defaultZone = history.zones[2];
			const life = new Life(history);
			life.pass(3 * day, 20);
			await life.start();
			const begun = life.world.now;
			for (const step of history.steps) {
				if (life.world.now - begun > 30 * day) break;
				await life.step(step);
			}
			await life.end(history.seed % 3 === 0 && life.settings.limit === undefined);
			count('history');
			count(`history: ${history.storing}`);
		}),
		{ numRuns },
	);
	const rare = [...counts].filter(([, times]) => times < 20);
	if (numRuns >= 2000) expect(rare).toEqual([]);
	if (process.env.KINTAI_COUNTS) console.log(Object.fromEntries([...counts].sort()));
}, 900_000);
