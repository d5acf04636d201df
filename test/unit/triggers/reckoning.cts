import { ahead, deadlines, groupOf, hour, World, type Item, type Stamp } from './system.cts';

/**
 * What a trigger must put out, reckoned from what happened in the world alone: whoever receives the items must know, after
 * every poll that had the time to read all, what the system shows, and must have been told nothing twice. What comes later
 * than the look-back promises may come or not.
 */

/** Since when a watch watches, and by which settings. */
export interface Era {
	/** The moment of the poll that set the baseline. */
	begun: number;
	existing: boolean;
	since?: number;
	/** In milliseconds: at the beginning, and the shortest since then. */
	lookBack: number;
	shortest: number;
	/** The group whose rows are read, or "all". */
	group: string;
	/** Whether n8n has stored the baseline. */
	stored: boolean;
}

type Verdict = 'may' | 'must' | 'never';

/** Polls an hour apart at most read back so much less; a server's clock may be ahead of this one. */
const slack = hour + ahead;

/** Of a row by its moment that can be read from `known` on. */
function verdictOf(era: Era, at: number, known: number, margin: number): Verdict {
	if (known <= era.begun) {
		if (era.since !== undefined) return at >= era.since ? 'must' : 'never';
		if (!era.existing) return 'never';
		return at >= era.begun + margin - era.lookBack ? 'must' : 'never';
	}
	if (at < (era.since ?? era.begun + margin - era.lookBack)) return 'never';
	return known - at <= era.shortest - slack ? 'must' : 'may';
}

const wants = (era: Era, person: number) => era.group === 'all' || era.group === groupOf(person);

export abstract class Reckoning {
	constructor(
		readonly world: World,
		public era: Era,
	) {}

	/** Takes the items of an execution. @param start when the poll began */
	abstract take(items: Item[], start: number): void;
	/** What is wrong after a poll that had the time to read everything. */
	abstract missing(start: number): string[];
	protected abstract told: unknown;

	/** What was told so far, to go back to. */
	keep = () => structuredClone(this.told);
	goBack(told: unknown): void {
		this.told = told;
	}
}

const fail = (words: string, item: unknown): never => {
	throw new Error(`${words}: ${JSON.stringify(item)}`);
};

export class Stamps extends Reckoning {
	protected told = new Map<string, number>();

	private key = ({ person, text }: Stamp) => `${person} ${text}`;

	/** From when on a stamp can be read: also none that is too far ahead. */
	private known = ({ known, at }: Stamp) => Math.max(known, at - ahead + 1);

	/** How often each stamp must and may be told of those that can be read. */
	private counts(start: number): Map<string, { must: number; may: number; at: number }> {
		const counts = new Map<string, { must: number; may: number; at: number }>();
		for (const one of this.world.stamps) {
			const known = this.known(one);
			if (known > start || !wants(this.era, one.person)) continue;
			const verdict = verdictOf(this.era, one.at, known, ahead);
			if (verdict === 'never') continue;
			const key = this.key(one);
			const count = counts.get(key) ?? { must: 0, may: 0, at: one.at };
			counts.set(key, count);
			count.may++;
			if (verdict === 'must') count.must++;
		}
		return counts;
	}

	take(items: Item[], start: number): void {
		const counts = this.counts(start);
		let last = -Infinity;
		for (const item of items) {
			const told = (this.told.get(item.key) ?? 0) + 1;
			if (told > (counts.get(item.key)?.may ?? 0)) fail('A stamp that is none, or twice', item);
			if (item.version < last) fail('Not in the order of time', item);
			last = item.version;
			this.told.set(item.key, told);
		}
		for (const [key, { must, at }] of counts) {
			if (at < last && (this.told.get(key) ?? 0) < must) fail('Left out for a later one', key);
		}
	}

	missing(start: number): string[] {
		return [...this.counts(start)].flatMap(([key, { must }]) =>
			(this.told.get(key) ?? 0) < must ? [`stamp ${key}`] : [],
		);
	}
}

export class People extends Reckoning {
	protected told: Map<string, number>;

	constructor(world: World, era: Era) {
		super(world, era);
		this.told = era.existing ? new Map() : this.shown(era.begun);
	}

	private shown(now: number): Map<string, number> {
		const shown = new Map<string, number>();
		for (const [key, versions] of this.world.persons) {
			const one = World.at(versions, now);
			if (one && !one.gone) shown.set(key, one.version);
		}
		return shown;
	}

	take(items: Item[], start: number): void {
		const shown = this.shown(start);
		for (const item of items) {
			const { event, key, version } = item;
			const before = this.told.get(key);
			if (event === 'left') {
				if (before === undefined || shown.has(key)) fail('Nobody who left', item);
				if (item.kept !== `code ${key}`) fail('Without the code', item);
				this.told.delete(key);
				continue;
			}
			if ((event === 'added') !== (before === undefined)) fail('No such change', item);
			if (version !== shown.get(key) || version === before) fail('Not how it is, or twice', item);
			this.told.set(key, version);
		}
	}

	missing(start: number): string[] {
		const shown = this.shown(start);
		return [...new Set([...shown.keys(), ...this.told.keys()])].flatMap((key) =>
			shown.get(key) === this.told.get(key) ? [] : [`person ${key}`],
		);
	}
}

export class Days extends Reckoning {
	/** The last version that was told of each day, and how often its start was. */
	protected told = { versions: new Map<string, number>(), starts: new Map<string, number>() };

	private verdict = (key: string, known: number): Verdict =>
		wants(this.era, Number(key.split(' ')[0]))
			? verdictOf(this.era, this.world.endOf(key), known, 0)
			: 'never';

	take(items: Item[], start: number): void {
		const { versions, starts } = this.told;
		for (const item of items) {
			const { event, key } = item;
			const now = World.at(this.world.days.get(key)!, start)!;
			if (item.version !== now.version) fail('Not how it is', item);
			if (this.verdict(key, now.known) === 'never') fail('No change of a day', item);
			if (event === 'dayWritten') {
				if (now.version <= (versions.get(key) ?? -1)) fail('A day twice', item);
				versions.set(key, now.version);
				continue;
			}
			const first = this.world.days.get(key)!.find(({ started }) => started);
			if (!first || this.verdict(key, first.known) === 'never') fail('No start of a day', item);
			if (starts.has(key)) fail('A start twice', item);
			starts.set(key, 1);
		}
	}

	missing(start: number): string[] {
		const missing: string[] = [];
		for (const [key, all] of this.world.days) {
			const now = World.at(all, start);
			if (!now) continue;
			if (this.verdict(key, now.known) === 'must' && this.told.versions.get(key) !== now.version) {
				missing.push(`day ${key}`);
			}
			const first = all.find(({ started }) => started);
			if (!first || first.known > start || this.told.starts.has(key)) continue;
			if (this.verdict(key, first.known) === 'must') missing.push(`start ${key}`);
		}
		return missing;
	}
}

export class Missed extends Reckoning {
	protected told = new Set<number>();

	private due = (start: number) => deadlines(this.era.since ?? this.era.begun, start);

	take(items: Item[], start: number): void {
		const due = new Set(this.due(start));
		let last = -Infinity;
		for (const item of items) {
			const { version } = item;
			if (!due.has(version) || this.told.has(version)) fail('No such moment, or twice', item);
			if (version < last) fail('Not in the order of time', item);
			last = version;
			this.told.add(version);
		}
		for (const at of due) if (at < last && !this.told.has(at)) fail('Left out', at);
	}

	missing = (start: number): string[] =>
		this.due(start).flatMap((at) => (this.told.has(at) ? [] : [`moment ${at}`]));
}

export const reckonings = { stamps: Stamps, people: People, days: Days, missed: Missed };
