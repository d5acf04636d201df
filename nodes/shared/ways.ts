import type { IDataObject } from 'n8n-workflow';

import type { Call } from './contract';
import { Problem, problemOf } from './errors';
import type { Link } from './link';
import type { Asked, Outcome, Way } from './operation';
import type { Values } from './system';

/** Rows of one read, cut at the item's limit. */
type Read<V> = (link: Link, asked: Asked<V>) => Promise<IDataObject[]>;

/**
 * Works through a list, a few at a time, in order. After a failure nothing more is started; what was
 * started is waited for.
 * @throws the failure
 */
async function inTurn<T, R>(
	list: T[],
	width: number,
	work: (one: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = new Array(list.length);
	let next = 0;
	let failed: { error: unknown } | undefined;
	const worker = async () => {
		while (next < list.length && !failed) {
			const index = next++;
			try {
				results[index] = await work(list[index], index);
			} catch (error) {
				failed ??= { error };
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker));
	if (failed) throw problemOf(failed.error);
	return results;
}

const each =
	<V>(run: Read<V>, width: (link: Link) => number): Way<V> =>
	async (link, asked) => {
		const outcomes: Outcome[] = [];
		try {
			await inTurn(asked, width(link), async (one, index) => {
				try {
					outcomes[index] = { rows: await run(link, one) };
				} catch (problem) {
					outcomes[index] = { problem };
					if (link.stopsAtFailure) throw problemOf(problem);
				}
			});
		} catch (problem) {
			asked.forEach((_, index) => (outcomes[index] ??= { problem }));
		}
		return outcomes;
	};

/** Each item reads for itself, a few at a time. */
export const reads = <V>(read: Read<V>): Way<V> => each(read, ({ width }) => width);

/** Each item writes for itself, one after the other: the order of the items is the order of the writes. */
export const writesInOrder = <V>(write: Read<V>): Way<V> => each(write, () => 1);

/** One call, and the rows in its answer. */
export const single =
	<V extends object>(
		call: Call | ((values: V) => Call),
		rows: (payload: never, values: V) => unknown[],
		encode: (values: V) => Values = (values) => values as Values,
	): Read<V> =>
	async (link, { values, settings, shape }) => {
		const chosen = typeof call === 'function' ? call(values) : call;
		const payload = await link.call(chosen, encode(values));
		return rows(payload as never, values)
			.slice(0, settings.limit)
			.map(shape);
	};

/** One page of an answer. `total` is undefined where the system did not say. */
export interface Page {
	rows: unknown[];
	total?: number;
}

/**
 * Pages of a fixed size with a total: page 1 tells how many there are, the others go together. With a
 * limit only the pages that it needs are asked for.
 * @param size rows in a full page
 * @param page asks for one page, counted from 0
 */
export const pages =
	<V>(size: number, page: (link: Link, values: V, number: number) => Promise<Page>): Read<V> =>
	async (link, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const take = async (number: number) => {
			const { rows, total } = await page(link, values, number);
			return { count: rows.length, total, shaped: rows.map(shape) };
		};
		const first = await take(0);
		const parts = [first.shaped];
		if (!Number.isInteger(first.total)) {
			// No total: go on until a page is short.
			for (let last = first; last.count >= size && parts.length * size < limit; ) {
				last = await take(parts.length);
				parts.push(last.shaped);
			}
		} else {
			const wanted = Math.min(limit, first.total as number);
			const others = Array.from(
				{ length: Math.max(0, Math.ceil(wanted / size) - 1) },
				(_, n) => n + 1,
			);
			const came = await inTurn(others, link.width, take);
			parts.push(...came.map(({ shaped }) => shaped));
			const all = parts.reduce((sum, { length }) => sum + length, 0);
			if (all < wanted) throw cutOff(link, all, wanted);
		}
		return parts.flat().slice(0, settings.limit);
	};

/**
 * Slices of a list without a total: a short one is the last. With a limit the last slice is cut to it.
 * @param slice asks for the rows from index `start` up to, not including, `end`
 */
export const slices =
	<V>(
		size: number,
		slice: (link: Link, values: V, start: number, end: number) => Promise<unknown[]>,
	): Read<V> =>
	async (link, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const rows: IDataObject[] = [];
		while (rows.length < limit) {
			const wanted = Math.min(size, limit - rows.length);
			const came = await slice(link, values, rows.length, rows.length + wanted);
			for (const row of came) rows.push(shape(row));
			if (came.length < wanted) break;
		}
		return rows;
	};

/** Fewer rows came than the system had announced. */
const cutOff = (link: Link, came: number, announced: number) =>
	new Problem(`${link.system.name} announced ${announced} rows but sent ${came}`, {
		kind: 'refused',
		advice: 'The data changed while it was read. Run the node again.',
	});

/** A part of a read that one call can answer. */
export interface Pieces<Piece> {
	call: (piece: Piece) => Call;
	values: (piece: Piece) => Values;
	/** The rows of its answer, and how many rows count against the cap. */
	rows: (payload: never, piece: Piece) => unknown[];
	/** An answer of this many rows may have been cut off by the system. */
	cap: number;
	/** Smaller pieces that cover the same, or nothing when it cannot be split any further. */
	split: (piece: Piece) => Piece[] | undefined;
	/** Names a piece in an error. */
	name: (piece: Piece) => string;
}

/**
 * A read in pieces, in their order. An answer that reaches the system's cap is not trusted: its piece
 * is split and asked again.
 */
export const pieces =
	<V, Piece>(
		plan: (link: Link, asked: Asked<V>) => Piece[] | Promise<Piece[]>,
		how: Pieces<Piece>,
	): Read<V> =>
	async (link, asked) => {
		const take = async (piece: Piece): Promise<IDataObject[]> => {
			const payload = await link.call(how.call(piece), how.values(piece));
			const rows = how.rows(payload as never, piece);
			if (rows.length < how.cap) return rows.map(asked.shape);
			const smaller = how.split(piece);
			if (!smaller) {
				throw new Problem(
					`${link.system.name} sends at most ${how.cap} rows and has more for ${how.name(piece)}`,
					{ kind: 'refused', advice: 'This cannot be read completely by this call.' },
				);
			}
			return (await inTurn(smaller, link.width, take)).flat();
		};
		const all = await plan(link, asked);
		const { limit } = asked.settings;
		if (limit === undefined) return (await inTurn(all, link.width, take)).flat();
		const rows: IDataObject[] = [];
		for (const piece of all) {
			rows.push(...(await take(piece)));
			if (rows.length >= limit) break;
		}
		return rows.slice(0, limit);
	};

/** How items share a call. */
interface Batch<V> {
	call: Call;
	/** Records a call takes. */
	size: number;
	body: (values: V[]) => Values;
	/** The name of an item's record, the same in its values and in the answer. */
	key: (values: V) => string;
	/** The records of an answer by that name. */
	records: (payload: never) => Map<string, IDataObject>;
}

/**
 * Keyed writes that may be repeated without harm: items go out together, and a refused batch is halved
 * until the items at fault stand alone, so that each item gets its own outcome.
 */
export const keyedBatches =
	<V extends Values>({ call, size, key, body, records }: Batch<V>): Way<V> =>
	async (link, asked) => {
		const outcomes = new Map<Asked<V>, Outcome>();
		const send = async (batch: Array<Asked<V>>): Promise<void> => {
			try {
				const { payload, partly } = await link.exchange(call, body(batch.map(valuesOf)));
				const came = records(payload as never);
				for (const one of batch) {
					const row = came.get(key(one.values));
					outcomes.set(one, row ? { rows: [row] } : { problem: partly ?? unconfirmed(link) });
				}
			} catch (problem) {
				// Only the system's own refusal says that nothing of the batch was kept.
				const refused = problem instanceof Problem && problem.facts.code !== undefined;
				if (batch.length === 1 || !refused || problem.facts.kind !== 'refused') {
					for (const one of batch) outcomes.set(one, { problem });
					return;
				}
				const middle = Math.ceil(batch.length / 2);
				await inTurn([batch.slice(0, middle), batch.slice(middle)], link.width, send);
			}
		};
		await inTurn(chunks(asked, size), link.width, send);
		return asked.map((one) => outcomes.get(one)!);
	};

const valuesOf = <V>({ values }: Asked<V>) => values;

const unconfirmed = (link: Link) =>
	new Problem(`${link.system.name} accepted the request but did not confirm this record`, {
		kind: 'unsure',
		advice: 'Check in the system whether it was recorded before running it again.',
	});

/** A list in parts of at most `size`. */
export const chunks = <T>(list: T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);
