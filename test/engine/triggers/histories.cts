import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { randomOf, type Random } from '../../unit/triggers/happenings.cts';
import { N8n, type Kill, type Outcome, type Storing } from '../../unit/triggers/n8nStore.cts';
import { clockAt, clockTo, day, hour, later, minute, Polled } from './rig.cts';

/**
 * Histories of a trigger against its stand-in: things happen, requests fail, n8n is killed. After every poll that succeeds
 * all must be told that is new since what n8n has stored, and nothing else.
 */

/** What happens in a system, and what must be told of it. */
export interface Play<Known> {
	parameters: INodeParameters;
	/** Something happens, just now. Returns what. */
	happen(random: Random): string;
	/** What is known at first: what is there. */
	baseline(): Known;
	/** What a poll must tell, and what it may. */
	expected(known: Known): { must: string[]; may: string[] };
	/** What is known after it. */
	next(known: Known, told: string[]): Known;
	/** An item in the words of `expected`. */
	wordsOf(item: IDataObject): string;
}

const acts = [
	'poll',
	'poll',
	'poll',
	'poll',
	'fault',
	'fault',
	'kill',
	'kill',
	'kill',
	'publish',
	'signOut',
] as const;
const kills: Kill[] = ['afterwards', 'beforeStoring', 'executedOnly', 'storedOnly'];
const storings: Storing[] = ['memory', 'scheduler', 'durable'];

const anyHistory = fc.record({
	storing: fc.constantFrom(...storings),
	alsoStores: fc.boolean(),
	seed: fc.nat(),
	steps: fc.array(
		fc.record({
			gap: fc.oneof(
				{ weight: 4, arbitrary: fc.integer({ min: 1, max: 55 }).map((n) => n * minute) },
				{ weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }).map((n) => n * hour) },
				{ weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((n) => n * day) },
			),
			events: fc.nat(5),
			act: fc.constantFrom(...acts),
			seed: fc.nat(1000),
		}),
		{ minLength: 3, maxLength: 9 },
	),
});

type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;

/** Items of `some` that are not in `all`, each as often as it is there. */
function without(some: string[], all: string[]): string[] {
	const rest = [...all];
	return some.filter((one) => {
		const at = rest.indexOf(one);
		if (at >= 0) rest.splice(at, 1);
		return at < 0;
	});
}

/** How often each class must come; on average, the rarest comes three times as often. */
const fewest = 10;

/** What happens to every trigger. */
const ofAll = [
	...[...storings.map((name) => `stored: ${name}`), 'poll with items', 'failed poll'],
	...['signed out', 'published anew', 'killed: afterwards', 'killed: beforeStoring'],
	'killed between starting and storing',
];

/**
 * A number of histories, however long they take.
 * @param start new stand-ins for each history: the clock goes back, and what the process knows of a sign-in with it
 * @param expected what must come often enough, besides what happens to every trigger: what `happen` returns, and the events
 */
export async function playHistories<Known>(
	system: 'amServer' | 'omflow',
	start: () => Promise<All>,
	begin: (servers: All, random: Random) => Play<Known>,
	expected: { happenings: string[]; events: string[] },
): Promise<void> {
	const counts = new Map<string, number>();
	const count = (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1);
	const history = async (servers: All, { storing, alsoStores, seed, steps }: History) => {
		const random = randomOf(seed);
		clockAt('2026-05-13T10:00:20');
		const play = begin(servers, random);
		const polled = new Polled(servers, system, play.parameters);
		const known: { now?: Known; stored?: Known } = {};
		let started = 0;
		const n8n = new N8n<IDataObject>(storing, alsoStores, async (data, which) => {
			if (which !== started) polled.restart();
			started = which;
			polled.data = data;
			// What happens does so at whole seconds: nothing falls between a poll and its judgement.
			clockTo(Math.ceil(Date.now() / 1000) * 1000 + 100);
			return await polled.poll(storing === 'memory' ? {} : { budgetMs: 36_000 });
		});
		const judge = ({ items, executed, stored, killed }: Outcome<IDataObject>) => {
			if (items) count('poll with items');
			const told = (items ?? []).map(play.wordsOf);
			const before = known.now;
			if (before === undefined) {
				expect(told).toEqual([]);
				known.now = play.baseline();
			} else {
				const { must, may } = play.expected(before);
				expect({ lost: without(must, told), wrong: without(told, [...must, ...may]) }).toEqual({
					lost: [],
					wrong: [],
				});
				known.now = play.next(before, told);
				for (const one of told) count(`event: ${one.split(' ')[0]}`);
			}
			if (stored) known.stored = known.now;
			if (!killed) return;
			count(executed === stored ? `killed: ${killed}` : 'killed between starting and storing');
			known.now = known.stored;
		};
		const activate = async () => judge(await n8n.activate());
		await activate();
		for (const step of steps) {
			for (let one = 0; one < step.events; one++) {
				later(Math.floor(step.gap / step.events / minute) * minute);
				count(play.happen(random));
			}
			later(minute);
			if (step.act === 'signOut') {
				polled.signOut();
				count('signed out');
			}
			if (step.act === 'fault') {
				if (random(2)) polled.signOut();
				polled.server.reset();
				// One that the client sends again, or one that it does not.
				const status = random(4) ? 400 : 503;
				polled.server.fault({ kind: 'status', status, skip: random(7), times: Infinity });
				let error: unknown;
				const outcome = await n8n.tick().catch((caught: unknown) => void (error = caught));
				const failed = polled.server.calls.some((call) => call.status === status);
				polled.server.reset();
				expect([outcome === undefined, error]).toEqual([
					failed,
					failed ? expect.anything() : undefined,
				]);
				if (outcome) judge(outcome);
				else count('failed poll');
				// A refused sign-in counts for some seconds.
				later(minute);
			} else if (step.act === 'publish') {
				n8n.deactivate();
				// What the memory had is gone, if n8n has not stored it; the module may know it.
				await activate();
				count('published anew');
			} else if (step.act === 'kill') {
				judge(await n8n.tick(kills[step.seed % kills.length]));
				later((step.seed % 3) * 7 * hour + minute);
				count(play.happen(random));
				await activate();
			} else judge(await n8n.tick());
		}
		judge(await n8n.tick());
		expect((await n8n.tick()).items).toBeNull();
		count(`stored: ${storing}`);
	};
	let runs = 0;
	try {
		await fc.assert(
			fc.asyncProperty(anyHistory, async (one) => {
				runs++;
				const servers = await start();
				await history(servers, one).finally(async () => await servers.close());
			}),
			{ numRuns: Number(process.env.KINTAI_HISTORIES ?? 100), endOnFailure: true },
		);
	} finally {
		const told = JSON.stringify(Object.fromEntries([...counts].sort()));
		process.stderr.write(`${runs} histories of ${system}: ${told}\n`);
	}
	const classes = [
		...ofAll,
		...expected.happenings,
		...expected.events.map((event) => `event: ${event}`),
	];
	expect(classes.filter((name) => (counts.get(name) ?? 0) < fewest)).toEqual([]);
}
