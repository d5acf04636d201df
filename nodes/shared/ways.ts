import type { IDataObject } from 'n8n-workflow';

import type { Call } from './contract';
import { Problem, problemOf, unconfirmed } from './errors';
import { Preview, type Link } from './link';
import type { Asked, Outcome, Way } from './operation';
import type { Values } from './system';
import { inTurn } from './turns';

/** Rows of one read, cut at the item's limit. */
type Read<V> = (link: Link, asked: Asked<V>) => Promise<IDataObject[]>;

const each =
	<V>(run: Read<V>, width: (link: Link) => number): Way<V> =>
	async (link, asked) => {
		const outcomes: Outcome[] = [];
		try {
			await inTurn(asked, width(link), async (one, index) => {
				try {
					outcomes[index] = { rows: await run(link, one) };
				} catch (problem) {
					if (problem instanceof Preview) {
						outcomes[index] = { rows: [problem.row] };
						return;
					}
					outcomes[index] = { problem };
					if (link.stopsAtFailure) throw problemOf(problem);
				}
			});
		} catch {
			asked.forEach((_, index) => (outcomes[index] ??= { problem: notReached }));
		}
		return outcomes;
	};

/** In "Stop" mode an item after the one that failed. */
const notReached = new Problem('Nothing was sent for this item', {
	kind: 'refused',
	untried: true,
	advice: 'An item before it failed.',
});

/** Each item reads for itself, a few at a time. */
export const reads = <V>(read: Read<V>): Way<V> => each(read, ({ width }) => width);

/** Each item writes for itself, one after the other: the order of the items is the order of the writes. */
export const writesInOrder = <V>(write: Read<V>): Way<V> => each(write, () => 1);

/** What is done once for all items: each gets the same row. */
export const once =
	<V>(run: (link: Link) => Promise<IDataObject>): Way<V> =>
	async (link, asked) => {
		try {
			const row = await run(link);
			return asked.map(() => ({ rows: [{ ...row }] }));
		} catch (problem) {
			return asked.map(() => ({ problem }));
		}
	};

/** One call, and the rows in its answer. */
export const single =
	<V extends object>(
		call: Call | ((values: V) => Call),
		rows: (payload: never, values: V) => unknown[],
		encode: (values: V) => Values = (values) => values as Values,
	): Read<V> =>
	async (link, { values, settings, shape }) => {
		const chosen = typeof call === 'function' ? call(values) : call;
		const sent = encode(values);
		const payload = await link.call(chosen, sent);
		if (chosen.writes && !sameIds(sent, payload)) throw unconfirmed(link.system.name);
		return rows(payload as never, values)
			.slice(0, settings.limit)
			.map(shape);
	};

/** Whether the answer to a write is about the record that was sent, as far as it names it. */
const sameIds = (sent: Values, answered: unknown): boolean =>
	Object.entries((answered ?? {}) as Values).every(
		([name, id]) =>
			!name.endsWith('_id') || sent[name] === undefined || String(sent[name]) === String(id),
	);

/** A part of a list as the system answers it. */
export interface Page {
	rows: unknown[];
	/** How many rows there are in all, where the system says so. */
	total?: number;
}

/**
 * Pages of a fixed size: page 1 tells how many rows there are, the others go together. Without a total
 * the reading goes on until a page is short. With a limit only the pages that it needs are asked for.
 * Whatever does not add up is an error: pages shift when records are added or removed meanwhile.
 * @param size rows in a full page
 * @param page asks for one page, counted from 0
 * @param key names a row
 */
export const pages =
	<V>(
		size: number,
		page: (link: Link, values: V, number: number) => Promise<Page>,
		key: (row: never) => unknown,
	): Read<V> =>
	async (link, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const seen = new Set<unknown>();
		let came = 0;
		const take = async (number: number) => {
			const { rows, total } = await page(link, values, number);
			for (const row of rows) seen.add(key(row as never));
			came += rows.length;
			return { count: rows.length, total, shaped: rows.map(shape) };
		};
		const first = await take(0);
		const parts = [first.shaped];
		const { total } = first;
		if (total === undefined) {
			for (let last = first; last.count >= size && came < limit; parts.push(last.shaped)) {
				last = await take(parts.length);
				// A server that answers the same page again and again would never come to an end.
				if (seen.size !== came) throw changed(link);
			}
		} else {
			const wanted = Math.min(limit, total);
			const numbers = Array.from({ length: Math.ceil(wanted / size) }, (_, number) => number);
			const expected = Math.min(total, Math.max(1, numbers.length) * size);
			/** With a wrong total there would be no end of empty pages. */
			const filled = <P extends { count: number }>(one: P, number: number): P => {
				if (one.count > 0 || number >= numbers.length - 1) return one;
				throw miscounted(link.system.name, came, expected);
			};
			filled(first, 0);
			const others = await inTurn(numbers.slice(1), link.width, async (number) =>
				filled(await take(number), number),
			);
			if (came !== expected) throw miscounted(link.system.name, came, expected);
			if (others.some((one) => one.total !== total)) throw changed(link);
			parts.push(...others.map(({ shaped }) => shaped));
		}
		if (seen.size !== came) throw changed(link);
		return parts.flat().slice(0, settings.limit);
	};

/** All rows of a read, for the node's own use. */
export const allOf =
	<V>(read: Read<V>) =>
	async (link: Link, values: V): Promise<IDataObject[]> =>
		await read(link, { item: 0, values, settings: {}, shape: (row) => row as IDataObject });

/**
 * Slices of an ordered list. Rows may be added and removed while it is read: each slice starts with the
 * last row of the one before, and where that is no longer its first row, the reading goes back to a row
 * that it knows. So no row that is there all the time is missing or doubled.
 * @param size rows of a slice
 * @param slice asks for the rows from index `start` up to, not including, `end`
 * @param key names a row; rows of a list without such a name are compared as a whole
 */
export const slices =
	<V>(
		size: number,
		slice: (link: Link, values: V, start: number, end: number) => Promise<Page>,
		key?: (row: never) => unknown,
	): Read<V> =>
	async (link, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const rows: IDataObject[] = [];
		const seen = new Set<unknown>();
		const nameOf = key ?? JSON.stringify;
		let next = 0;
		let shifted = false;
		/** How far a slice has to reach that went back, so that it gains as much as one that did not. */
		let until = 0;
		while (rows.length < limit) {
			const before = next;
			const had = rows.length;
			const start = Math.max(0, next - 1);
			const wanted = shifted ? size : Math.min(size, limit - rows.length);
			const end = Math.max(next + wanted, until);
			const { rows: came, total } = await slice(link, values, start, end);
			const names = came.map((row) => nameOf(row as never));
			if (names.some((name) => name === undefined || name === null)) throw unnamed(link);
			// Without a key two rows may be alike: only the first can be the one that was asked for again.
			const known = (key ? names : names.slice(0, 1)).reduce(
				(last: number, name, at) => (seen.has(name) ? at : last),
				-1,
			);
			shifted ||= known !== next - start - 1;
			if (shifted && !key) throw changed(link);
			if (known < 0 && start > 0) {
				// All that is known was removed from here on: a row before still tells the place.
				next = Math.max(0, start - size);
				until = end;
				continue;
			}
			until = 0;
			for (let at = known + 1; at < came.length && rows.length < limit; at++) {
				if (key && seen.has(names[at])) continue;
				rows.push(shape(came[at]));
				if (key) seen.add(names[at]);
			}
			if (!key && came.length > 0) {
				seen.clear();
				seen.add(names[names.length - 1]);
			}
			next = start + came.length;
			// A total that what came exceeds says nothing.
			if (total === undefined || total < next ? next < end : next >= total) break;
			if (next <= before && rows.length === had)
				throw miscounted(link.system.name, next, total as number);
		}
		return rows;
	};

const unnamed = (link: Link) =>
	new Problem(`${link.system.name} sent rows without the column that tells them apart`, {
		kind: 'refused',
		advice: 'They cannot be read completely. Please report this with the version of the server.',
	});

const changed = (link: Link) =>
	new Problem(`${link.system.name}'s list changed while it was read`, {
		kind: 'refused',
		advice: 'Run the node again. Where the list has an order of your own, let new rows come last.',
	});

/** More or fewer rows came than the system had announced. */
export const miscounted = (system: string, came: number, announced: number) =>
	new Problem(`${system} announced ${announced} rows but sent ${came}`, {
		kind: 'refused',
		advice: 'The data changed while it was read. Run the node again.',
	});

/** A part of a read that one call can answer. */
export interface Pieces<Piece> {
	call: (piece: Piece) => Call;
	values: (piece: Piece) => Values;
	/** The rows of its answer, which count against the cap. */
	rows: (payload: never, piece: Piece) => unknown[];
	/** Tells the rows that are a piece's own from those at its edge that are the next one's; all are unless told. */
	own?: (piece: Piece) => (row: never) => boolean;
	/** An answer of this many rows may have been cut off by the system. */
	cap: number;
	/**
	 * Smaller pieces that cover the same, or nothing when it cannot be split any further.
	 * @param rows what came of it: how dense they lie tells how small the pieces should be
	 */
	split: (piece: Piece, rows: never[]) => Piece[] | undefined;
	/**
	 * What to ask for instead of a piece that the system may refuse by its form, such as a span that is too long.
	 * A form that was refused and whose pieces were then answered is not tried again in this run.
	 */
	instead?: (piece: Piece) => { form: string; pieces: Piece[] } | undefined;
	/** The good rows of an answer that is not all that was asked for, and the pieces that give the rest. */
	rest?: (piece: Piece, rows: never[]) => { rows: unknown[]; pieces: Piece[] };
	/** Names a piece in an error. */
	name: (piece: Piece) => string;
}

/**
 * A read in pieces, in their order. An answer that reaches the system's cap is not trusted: its piece
 * is split and asked again. With a limit nothing is asked for beyond it.
 */
export const pieces = <V, Piece>(
	plan: (link: Link, asked: Asked<V>) => Piece[] | Promise<Piece[]>,
	how: Pieces<Piece>,
): Read<V> => {
	const refusedForms = new WeakMap<Link, Set<string>>();
	return async (link, asked) => {
		const { limit = Infinity } = asked.settings;
		const refused = refusedForms.get(link) ?? new Set<string>();
		refusedForms.set(link, refused);
		/** At most `most` rows of some pieces; without a limit they go a few at a time. */
		const all = async (list: Piece[], most: number): Promise<IDataObject[]> => {
			if (most === Infinity) {
				return (await inTurn(list, link.width, async (piece) => await take(piece, most))).flat();
			}
			const rows: IDataObject[] = [];
			for (const piece of list) {
				if (rows.length >= most) break;
				rows.push(...(await take(piece, most - rows.length)));
			}
			return rows.slice(0, most);
		};
		const take = async (piece: Piece, most: number): Promise<IDataObject[]> => {
			const { shaped = [], others, form } = await ask(piece);
			if (!others?.length || shaped.length >= most) return shaped;
			const rows = await all(others, most - shaped.length);
			if (form !== undefined) refused.add(form);
			return [...shaped, ...rows];
		};
		/** The rows of a piece, and other pieces for what it does not give: the answer itself is let go. */
		const ask = async (
			piece: Piece,
		): Promise<{ shaped?: IDataObject[]; others?: Piece[]; form?: string }> => {
			const instead = how.instead?.(piece);
			if (instead && refused.has(instead.form)) return { others: instead.pieces };
			let payload: unknown;
			try {
				payload = await link.call(how.call(piece), how.values(piece));
			} catch (error) {
				const problem = problemOf(error);
				const { kind, code, endsRun } = problem.facts;
				if (!instead || kind !== 'refused' || code === undefined || endsRun) throw problem;
				return { others: instead.pieces, form: instead.form };
			}
			const rows = how.rows(payload as never, piece);
			if (rows.length < how.cap) {
				const { rows: good, pieces: others } = how.rest?.(piece, rows as never[]) ?? {
					rows,
					pieces: undefined,
				};
				const own = how.own ? good.filter(how.own(piece) as (row: unknown) => boolean) : good;
				return { shaped: own.map(asked.shape), others };
			}
			const others = how.split(piece, rows as never[]);
			if (others) return { others };
			throw new Problem(
				`${link.system.name} sends at most ${how.cap} rows and has more for ${how.name(piece)}`,
				{ kind: 'refused', advice: 'This cannot be read completely by this call.' },
			);
		};
		return await all(await plan(link, asked), limit);
	};
};

/** A list in parts of at most `size`. */
export const chunks = <T>(list: T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);
