import type { IDataObject } from 'n8n-workflow';

import { repeatOf, type Call } from './contract';
import { Problem, problemOf } from './errors';
import { Preview, type Link } from './link';
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
					if (problem instanceof Preview) {
						outcomes[index] = { rows: [problem.row] };
						return;
					}
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
		if (chosen.writes && !sameIds(sent, payload)) throw unconfirmed(link);
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
	/** An answer of this many rows may have been cut off by the system. */
	cap: number;
	/**
	 * Smaller pieces that cover the same, or nothing when it cannot be split any further.
	 * @param rows what came of it: how dense they lie tells how small the pieces should be
	 */
	split: (piece: Piece, rows: never[]) => Piece[] | undefined;
	/** Names a piece in an error. */
	name: (piece: Piece) => string;
}

/**
 * A read in pieces, in their order. An answer that reaches the system's cap is not trusted: its piece
 * is split and asked again. With a limit nothing is asked for beyond it.
 */
export const pieces =
	<V, Piece>(
		plan: (link: Link, asked: Asked<V>) => Piece[] | Promise<Piece[]>,
		how: Pieces<Piece>,
	): Read<V> =>
	async (link, asked) => {
		const { limit = Infinity } = asked.settings;
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
			const smaller = await ask(piece);
			return smaller.shaped ?? (await all(smaller.split, most));
		};
		/** The rows of a piece, or its parts: the answer itself is let go in either case. */
		const ask = async (piece: Piece) => {
			const payload = await link.call(how.call(piece), how.values(piece));
			const rows = how.rows(payload as never, piece);
			if (rows.length < how.cap) return { shaped: rows.map(asked.shape) };
			const split = how.split(piece, rows as never[]);
			if (split) return { split };
			throw new Problem(
				`${link.system.name} sends at most ${how.cap} rows and has more for ${how.name(piece)}`,
				{ kind: 'refused', advice: 'This cannot be read completely by this call.' },
			);
		};
		return await all(await plan(link, asked), limit);
	};

/** How the records of items share a call. */
export interface Batch<V> {
	call: Call;
	/** Records a call takes. */
	size: number;
	/** Items share a call only when this is the same: what the call says once, such as its project. */
	together?: (values: V) => string;
	body: (values: V[]) => Values;
	/** The records of an answer. */
	rows: (payload: never) => IDataObject[];
	/**
	 * What tells a record: the first of the names that both sides have must be the same. An item is only
	 * given the record that no other item of the batch could have caused.
	 */
	names: { sent: (values: V) => Names; answered: (row: IDataObject) => Names };
	/** Whether an error among those of an answer is about this record. */
	blames?: (values: V, error: IDataObject) => boolean;
	/** The answer only names what the items are about: without errors a record confirms all that it fits. */
	echoes?: true;
	/** One call after the other, where later records build on earlier ones. */
	inOrder?: true;
}

/** The most that one request should carry, in bytes. */
const mostBytes = 2_000_000;

/** Names of a record, the surest first; empty ones do not count. */
export type Names = Array<string | number | null | undefined>;

/**
 * Array calls: items go out together, those that may be repeated apart from those that may not. A refused
 * batch of records that may be repeated goes once more without those that the refusal names, or is halved
 * when it names none, until the items at fault stand alone; what creates is not repeated.
 */
export const batches = <V extends object>(how: Batch<V>): Way<V> =>
	Object.assign(
		async (link: Link, asked: Array<Asked<V>>): Promise<Outcome[]> => {
			if (link.checksOnly) {
				return asked.map(({ values }) => ({ rows: [link.preview(how.call, how.body([values]))] }));
			}
			const outcomes = new Map<Asked<V>, Outcome>();
			const width = how.inOrder ? 1 : link.width;
			const own = (problem: Problem | undefined, { values }: Asked<V>) =>
				problem?.facts.only?.((error) => how.blames?.(values, error) ?? false);
			const send = async (batch: Array<Asked<V>>, again = false): Promise<void> => {
				const repeat = repeatOf(how.call, batch[0].values);
				try {
					const body = how.body(batch.map(valuesOf));
					const { payload, partly } = await link.exchange(how.call, body, repeat);
					const matched = match(how, batch, how.rows(payload as never), partly === undefined);
					for (const one of batch) {
						const row = matched.get(one);
						const rest = how.blames ? undefined : partly;
						const problem = own(partly, one) ?? rest ?? unconfirmed(link, partly);
						outcomes.set(one, row ? { rows: [row] } : { problem });
					}
				} catch (error) {
					const problem = problemOf(error);
					const rest = batch.filter((one) => own(problem, one) === undefined);
					const named = rest.length < batch.length;
					for (const one of batch) {
						outcomes.set(one, { problem: own(problem, one) ?? blamed(problem, batch, named) });
					}
					// Only the system's own refusal says that nothing of the batch was kept.
					const refused = problem.facts.kind === 'refused' && problem.facts.code !== undefined;
					if (!refused || repeat !== 'keyed' || batch.length === 1) return;
					if (named && !again) {
						if (rest.length > 0) await send(rest, true);
					} else {
						const middle = Math.ceil(rest.length / 2);
						const halves = [rest.slice(0, middle), rest.slice(middle)];
						await inTurn(
							halves.filter(({ length }) => length > 0),
							width,
							async (half) => await send(half, true),
						);
					}
				}
			};
			const size = Math.min(how.size, link.recordsPerRequest);
			const name = (values: V) => `${repeatOf(how.call, values)} ${how.together?.(values) ?? ''}`;
			const parts = groups(asked, name).flatMap((group) => loads(group, size, how.body));
			await inTurn(parts, width, async (part) => await send(part));
			return asked.map((one) => outcomes.get(one)!);
		},
		{ records: how.size },
	);

/** The items in batches of at most `size` records that stay within what a request should carry. */
function loads<V>(
	asked: Array<Asked<V>>,
	size: number,
	body: (values: V[]) => Values,
): Array<Array<Asked<V>>> {
	const list: Array<Array<Asked<V>>> = [];
	let bytes = Infinity;
	for (const one of asked) {
		// Each alone is a little larger than as a part of many.
		const own = Buffer.byteLength(JSON.stringify(body([one.values])));
		const last = list[list.length - 1];
		if (last && last.length < size && bytes + own <= mostBytes) {
			last.push(one);
			bytes += own;
		} else {
			list.push([one]);
			bytes = own;
		}
	}
	return list;
}

const valuesOf = <V>({ values }: Asked<V>) => values;

/** The items in groups of one name, in the order of their first. */
function groups<V>(asked: Array<Asked<V>>, name: (values: V) => string = () => '') {
	const named = new Map<string, Array<Asked<V>>>();
	for (const one of asked) {
		const group = named.get(name(one.values));
		if (group) group.push(one);
		else named.set(name(one.values), [one]);
	}
	return [...named.values()];
}

/**
 * Gives each item its record of the answer, as far as that is beyond doubt: by name, or else by its place
 * when everything was done (`complete`), there is a record an item, and no name speaks against the order.
 */
function match<V>(
	{ names, echoes }: Pick<Batch<V>, 'names' | 'echoes'>,
	batch: Array<Asked<V>>,
	rows: IDataObject[],
	complete: boolean,
): Map<Asked<V>, IDataObject> {
	const matched = new Map<Asked<V>, IDataObject>();
	const answered = rows.map(names.answered);
	const compared = (sent: Names, came: Names): boolean | undefined => {
		const at = sent.findIndex((name, index) => isName(name) && isName(came[index]));
		return at < 0 ? undefined : String(sent[at]) === String(came[at]);
	};
	const same = (sent: Names, came: Names) => compared(sent, came) === true;
	const sent = batch.map(({ values }) => names.sent(values));
	const ordered =
		complete &&
		rows.length === batch.length &&
		sent.every((one, at) => compared(one, answered[at]) ?? !answered.some((row) => same(one, row)));
	batch.forEach((one, item) => {
		const fitting = [...answered.keys()].filter((at) => same(sent[item], answered[at]));
		const rivals = sent.filter((other) => fitting.some((at) => same(other, answered[at])));
		if (fitting.length === 1 && rivals.length === 1) matched.set(one, rows[fitting[0]]);
		else if (ordered) matched.set(one, rows[item]);
		else if (echoes && complete && fitting.length > 0) matched.set(one, rows[fitting[0]]);
	});
	return matched;
}

const isName = (name: string | number | null | undefined) =>
	name !== undefined && name !== null && name !== '';

/** What a refused batch tells of an item that it does not name. */
function blamed(problem: Problem, batch: unknown[], named: boolean): Problem {
	const { message, facts } = problem;
	// Whether an unsure batch was kept is as unsure for each of its items.
	if (batch.length === 1 || facts.kind !== 'refused' || facts.code === undefined) return problem;
	const why = named ? 'because of other records of the same request' : 'together';
	return new Problem(message, {
		...facts,
		advice: `${facts.advice} The records of ${batch.length} items were refused ${why}, and none was recorded. Correct the one at fault, or set "Records per Request" under Request Options to 1 to find it.`,
	});
}

const unconfirmed = (link: Link, others?: Problem) =>
	new Problem(`${link.system.name} accepted the request but did not confirm this record`, {
		kind: 'unsure',
		advice: `Check in the system whether it was recorded before running it again.${others ? ` Refused beside it: ${others.facts.words}` : ''}`,
	});

/** How a record is found that may be there already. */
export interface Lookup<V> {
	/** The name by which people know the record, such as its code. */
	key: (values: V) => string;
	/** Where the record is to be found, such as its project: items with the same share one reading. */
	together?: (values: V) => string;
	/** All records that the items could mean, by that name; read once a run, whatever the number of items. */
	existing: (link: Link, values: V[]) => Promise<Array<{ key: string; id: number }>>;
	withId: (values: V, id: number) => V;
}

/**
 * "Create or Update": an item whose record exists goes out with its ID, the others without. The output
 * says which of the two happened under `upserted`.
 */
export const upserts = <V extends object>(lookup: Lookup<V>, way: Way<V>): Way<V> =>
	Object.assign(found(lookup, way), { records: way.records });

const found =
	<V extends object>({ key, together, existing, withId }: Lookup<V>, way: Way<V>): Way<V> =>
	async (link, asked) => {
		const found = new Map<string, Set<number>>();
		const outcomes = new Map<Asked<V>, Outcome>();
		await inTurn(groups(asked, together), link.width, async (group) => {
			try {
				for (const one of await existing(link, group.map(valuesOf))) {
					found.set(one.key, (found.get(one.key) ?? new Set()).add(one.id));
				}
			} catch (problem) {
				for (const one of group) outcomes.set(one, { problem });
			}
		});
		const ready: Array<{ from: Asked<V>; to: Asked<V>; upserted: string }> = [];
		for (const from of asked) {
			if (outcomes.has(from)) continue;
			const ids = [...(found.get(key(from.values)) ?? [])];
			if (ids.length > 1) outcomes.set(from, { problem: several(link, key(from.values), ids) });
			else {
				const [id] = ids;
				const values = id === undefined ? from.values : withId(from.values, id);
				const upserted = id === undefined ? 'created' : 'updated';
				ready.push({ from, to: { ...from, values }, upserted });
			}
		}
		const written = await way(
			link,
			ready.map(({ to }) => to),
		);
		ready.forEach(({ from, upserted }, index) => {
			const outcome = written[index];
			outcomes.set(
				from,
				'rows' in outcome ? { rows: outcome.rows.map((row) => ({ ...row, upserted })) } : outcome,
			);
		});
		return asked.map((one) => outcomes.get(one)!);
	};

const several = (link: Link, key: string, ids: number[]) =>
	new Problem(`${link.system.name} has several records named ${key}: ${ids.join(', ')}`, {
		kind: 'input',
		advice: 'Nothing was sent for this item. Make the name unique in the system, or update by ID.',
	});

/** A list in parts of at most `size`. */
export const chunks = <T>(list: T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);
