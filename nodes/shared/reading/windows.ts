import type { IDataObject } from 'n8n-workflow';

import type { Link } from '../client/client';
import { inTurn } from '../concurrency';
import type { Call } from '../contract';
import { Problem, problemOf } from '../errors';
import type { Read } from '../items';
import type { Asked } from '../operation';
import type { Values } from '../system';

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
