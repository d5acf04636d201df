import { DateTime } from 'luxon';

import { happen, randomOf, type Random } from './happenings.cts';
import { N8n, type Kill, type Outcome, type Storing } from './n8nStore.cts';
import { reckonings, type Era, type Reckoning } from './reckoning.cts';
import {
	day,
	eventsOf,
	hour,
	minute,
	pollContext,
	triggerOf,
	World,
	type Item,
} from './system.cts';

/** The life of a trigger: what is done to it, and what it must have put out after each poll. */

const kills: Kill[] = ['afterwards', 'beforeStoring', 'executedOnly', 'storedOnly'];
const watchNames = Object.keys(reckonings) as Array<keyof typeof reckonings>;
type WatchName = (typeof watchNames)[number];

/** How often what may go wrong did. */
export const counts = new Map<string, number>();
export const count = (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1);

interface Settings {
	watches: WatchName[];
	group: string;
	unit: string;
	account: string;
	lookBack?: number;
	limit?: number;
	existing: boolean;
	since?: number;
}

export type Step = {
	gap: number;
	events: number;
	act:
		| 'abandoned'
		| 'fault'
		| 'finish'
		| 'kill'
		| 'overlap'
		| 'poll'
		| 'publish'
		| 'republish'
		| 'slow';
	seed: number;
};

export interface History {
	storing: Storing;
	alsoStores: boolean;
	saysBudget: boolean;
	start: number;
	zones: [string, string, string];
	seed: number;
	steps: Step[];
}

const pick = <T,>(random: Random, list: readonly T[]): T => list[random(list.length)];

let histories = 0;

export class Life {
	readonly world: World;
	readonly n8n: N8n<Item>;
	readonly random: Random;
	settings: Settings;
	private readonly known = new Map<WatchName, Reckoning>();
	private readonly name = `history ${++histories}`;
	private readonly budget: number;
	/** When a poll last had items. */
	private emitted = 0;

	constructor(readonly history: History) {
		const {
			storing,
			alsoStores,
			start,
			seed,
			zones: [zone],
		} = history;
		this.world = new World(start, zone);
		this.random = randomOf(seed);
		this.settings = {
			watches: watchNames.filter(() => this.random(3) > 0),
			group: pick(this.random, ['all', '0']),
			unit: 'all',
			account: '1',
			...this.options(),
		};
		if (this.settings.watches.length === 0) this.settings.watches = ['stamps'];
		this.budget = storing === 'memory' ? 300_000 : 36_000;
		// No mock of jest: it would remember every call.
		Date.now = () => this.world.now;
		const poll = triggerOf(this.world);
		this.n8n = new N8n<Item>(storing, alsoStores, async (data, process) => {
			const { account } = this.settings;
			const budgetMs = storing === 'memory' && !history.saysBudget ? undefined : this.budget;
			const context = pollContext(`${this.name} ${process}`, this.parameters(), data, {
				account,
				timezone: history.zones[1],
				budgetMs,
			});
			const output = await poll.call(context);
			return output && output[0].map(({ json }) => json as Item);
		});
	}

	private options(): Pick<Settings, 'existing' | 'limit' | 'lookBack' | 'since'> {
		const { random, world } = this;
		const since = random(5) === 0 ? world.now - random(12 * day) : undefined;
		return {
			existing: random(4) === 0,
			limit: random(3) === 0 ? pick(random, [7, 30, 100]) : undefined,
			lookBack: random(2) === 0 ? pick(random, [4, 24, 50, 150]) : undefined,
			// To the second, as the editor gives it.
			since: since && since - (since % 1000),
		};
	}

	private parameters() {
		const { watches, group, unit, lookBack, limit, existing, since } = this.settings;
		const zone = this.history.zones[1];
		return {
			events: watches.flatMap((one) => eventsOf[one]),
			group,
			unit,
			options: {
				includeExisting: existing,
				...(limit ? { limitPerPoll: limit } : {}),
				...(lookBack ? { lookBack } : {}),
				...(since ? { since: DateTime.fromMillis(since, { zone }).toISO()! } : {}),
			},
		};
	}

	private lookBack = (): number => (this.settings.lookBack ?? 24) * hour;

	pass(length: number, events: number): void {
		const { world, random } = this;
		const lookBack = Math.min(
			this.lookBack(),
			...[...this.known.values()].map(({ era }) => era.shortest),
		);
		happen(world, length, { events, random, lookBack, count });
	}

	/** A poll and what it must have put out. */
	async attempt(
		how: {
			activating?: boolean;
			kill?: Kill;
			slow?: number;
			failing?: number;
			abandoned?: boolean;
		} = {},
	): Promise<Outcome<Item> | undefined> {
		const { world, n8n } = this;
		// For some seconds after a poll with items n8n may still be storing them: the next poll waits for it.
		world.now = Math.max(world.now, this.emitted + 10_000);
		const start = world.now;
		Object.assign(world, { slow: how.slow ?? 0, failing: how.failing ?? -1, reads: 0, readTo: 0 });
		let outcome: Outcome<Item>;
		try {
			outcome = await (how.activating ? n8n.activate(how.kill) : n8n.tick(how.kill, how.abandoned));
		} catch (error) {
			if (world.reads <= world.failing || world.failing < 0) throw error;
			count('fault');
			return undefined;
		}
		this.judge(outcome, start, how.abandoned === true);
		const { items, killed } = outcome;
		const isWhole = !items || items.length < (this.settings.limit ?? Infinity) - 2;
		if (!isWhole) count('limit reached');
		if (how.slow && world.readTo && world.readTo < start) count('budget exhausted');
		if (!killed && !how.abandoned && !how.slow && isWhole) this.checkWhole(start);
		return outcome;
	}

	private judge(
		{ items, executed, stored, killed }: Outcome<Item>,
		start: number,
		abandoned: boolean,
	): void {
		const { known, settings } = this;
		if (items) this.emitted = this.world.now;
		if (abandoned) {
			if (items) count('items thrown away');
			return;
		}
		for (const name of settings.watches)
			if (!known.has(name)) known.set(name, this.begin(name, start));
		if (stored) for (const { era } of known.values()) era.stored = true;
		for (const [name, reckoning] of known) {
			const own = (items ?? []).filter(({ event }) => eventsOf[name].includes(event));
			// What is not executed may be told again; what is stored only is lost by n8n, and nobody is told twice.
			const told = executed && !stored ? reckoning.keep() : undefined;
			if (executed || stored) reckoning.take(own, start);
			if (told) reckoning.goBack(told);
		}
		if (killed) this.forget();
		if (killed) count(`killed: ${this.n8n.storing} ${killed}${items ? '' : ', no items'}`);
		if (items) count('poll with items');
		count('poll');
	}

	/** n8n was killed: baselines that were not stored are gone. */
	forget(): void {
		for (const [name, { era }] of this.known) if (!era.stored) this.known.delete(name);
	}

	private begin(name: WatchName, begun: number): Reckoning {
		const { existing, since, group, unit } = this.settings;
		const lookBack = this.lookBack();
		const era: Era = { begun, existing, lookBack, shortest: lookBack, group, since, stored: false };
		if (name === 'people' || name === 'missed') era.group = 'all';
		if (name === 'days') era.group = unit;
		if (existing || since) count('existing rows wanted');
		return new reckonings[name](this.world, era);
	}

	missing(start: number): string[] {
		return [...this.known.values()].flatMap((one) => one.missing(start));
	}

	private checkWhole(start: number): void {
		count('everything compared');
		expect(this.missing(start)).toEqual([]);
	}

	/** Publishes until it succeeds. */
	async activate(kill?: Kill, failing?: number): Promise<void> {
		let outcome = await this.attempt({ activating: true, kill, failing });
		while (!outcome || !this.n8n.isActive) {
			this.pass(5 * minute, 0);
			outcome = await this.attempt({ activating: true });
		}
	}

	/** The baseline of a durable cursor is stored by the next poll only. */
	private async settle(): Promise<void> {
		const isStored = [...this.known.values()].every(({ era }) => era.stored);
		if (this.n8n.storing === 'durable' && !isStored) await this.attempt();
	}

	private async publish(seed: number): Promise<void> {
		const { random, n8n, known } = this;
		await this.settle();
		n8n.deactivate();
		this.pass(random(3) * 20 * minute + minute, random(4));
		const next = { ...this.settings };
		const kind = seed % 6;
		if (kind === 0) next.group = pick(random, ['all', '0', '1']);
		if (kind === 1) next.unit = pick(random, ['all', '0', '1']);
		if (kind === 2) Object.assign(next, this.options());
		if (kind === 3) next.account = String(random(3));
		if (kind === 4) {
			const other = pick(random, watchNames);
			const rest = next.watches.filter((one) => one !== other);
			next.watches = rest.length < next.watches.length && rest.length > 0 ? rest : [...rest, other];
		}
		count(kind === 5 ? 'published anew' : 'settings changed');
		const changed = watchNames.filter(
			(name) =>
				next.account !== this.settings.account ||
				(name === 'stamps' && next.group !== this.settings.group) ||
				(name === 'days' && next.unit !== this.settings.unit) ||
				!next.watches.includes(name),
		);
		for (const name of changed) known.delete(name);
		this.settings = next;
		for (const { era } of known.values()) era.shortest = Math.min(era.shortest, this.lookBack());
		await this.activate();
		if (kind === 4) await this.settleAnyway();
	}

	/** What was dropped from the settings is dropped from what is stored. */
	private async settleAnyway(): Promise<void> {
		if (this.n8n.storing === 'durable') await this.attempt();
	}

	/** Lets all reads wait, until they are released. */
	private close(): () => void {
		const { world } = this;
		let open = () => {};
		world.gate = new Promise((resolve) => (open = resolve));
		return () => {
			world.gate = undefined;
			open();
		};
	}

	/** The first activation: it may be slow, or another one comes while its poll runs, whose result is thrown away. */
	async start(): Promise<void> {
		const { world, n8n, random } = this;
		const kind = random(4);
		if (kind === 1) {
			count('first poll slow');
			return void (await this.attempt({ activating: true, slow: this.budget }));
		}
		if (kind > 1) return await this.activate();
		const release = this.close();
		const first = n8n.activate();
		const second = n8n.activate();
		release();
		const { items } = await first;
		if (items) this.emitted = world.now;
		count(
			items ? 'published anew in the first poll, with items' : 'published anew in the first poll',
		);
		this.judge(await second, world.now, false);
	}

	/** A poll that hangs, and what comes meanwhile. */
	private async hang(act: 'overlap' | 'republish'): Promise<void> {
		const { world, n8n } = this;
		await this.settle();
		const release = this.close();
		const isOwn = n8n.storing === 'memory' && act === 'overlap';
		const first = this.attempt({ abandoned: !isOwn });
		if (act === 'republish') n8n.deactivate();
		const start = world.now;
		const others = act === 'republish' ? [n8n.activate()] : [n8n.tick(), n8n.tick()];
		release();
		await first;
		for (const other of others) this.judge(await other, start, false);
		count(act === 'overlap' ? 'polls at once' : 'published anew while a poll ran');
	}

	async step({ gap, events, act, seed }: Step): Promise<void> {
		const { random, n8n } = this;
		this.pass(gap, events);
		if (gap > 12 * hour) count('pause of half a day or more');
		if (act === 'poll') await this.attempt();
		if (act === 'slow') await this.attempt({ slow: this.budget });
		if (act === 'fault') await this.attempt({ failing: seed % 5 });
		if (act === 'abandoned') await this.attempt({ abandoned: n8n.storing !== 'memory' });
		if (act === 'finish') n8n.finish();
		if (act === 'kill') {
			const failing = seed % 9 === 0 ? seed % 5 : undefined;
			await this.attempt({ kill: kills[seed % 4], failing });
			// While n8n is down.
			this.pass(pick(random, [5 * minute, 3 * hour, 4 * day]), random(8));
			if (n8n.isActive) {
				n8n.kill();
				this.forget();
				count('killed in a poll that failed');
			}
			const again = seed % 5 === 0 ? kills[seed % 3] : undefined;
			await this.activate(again, seed % 7 === 0 ? seed % 5 : undefined);
		}
		if (act === 'publish') await this.publish(seed);
		if (act === 'overlap' || act === 'republish') await this.hang(act);
	}

	/** In the end all is there, however slow every poll is. */
	async end(slow: boolean): Promise<void> {
		const { world } = this;
		const start = world.now;
		for (let poll = 0; poll < 400; poll++) {
			this.pass(5 * minute, 0);
			const outcome = await this.attempt({ slow: slow ? this.budget : 0 });
			if (poll % 8 === 7 && this.missing(start).length === 0) break;
			if (!slow && poll > 2 && outcome!.items === null) break;
		}
		if (slow) count('every poll slow to the end');
		expect(this.missing(start)).toEqual([]);
		await this.attempt();
		expect((await this.attempt())?.items).toBeNull();
	}
}
