import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { mapConcurrently } from '../concurrency';
import type { Call } from '../contract';
import { Problem, problemOf } from '../errors';
import type { Read } from '../items';
import type { ItemRequest } from '../operation';
import type { Values } from '../system';

/** A part of a read that one call can answer. */
export interface Windows<Window> {
	call: (window: Window) => Call;
	values: (window: Window) => Values;
	/** The rows of its answer, which count against the cap. */
	rows: (payload: never, window: Window) => unknown[];
	/** Tells the rows that are a window's own from those at its edge that are the next one's; all are unless told. */
	own?: (window: Window) => (row: never) => boolean;
	/** An answer of this many rows may have been cut off by the system. */
	cap: number;
	/**
	 * Smaller windows that cover the same, or nothing when it cannot be split any further.
	 * @param rows what came of it: how dense they lie tells how small the windows should be
	 */
	split: (window: Window, rows: never[]) => Window[] | undefined;
	/**
	 * What to ask for instead of a window that the system may refuse by its form, such as a span that is too long.
	 * A form that was refused and whose windows were then answered is not tried again in this run.
	 */
	instead?: (window: Window) => { form: string; windows: Window[] } | undefined;
	/** The good rows of an answer that is not all that was asked for, and the windows that give the rest. */
	rest?: (window: Window, rows: never[]) => { rows: unknown[]; windows: Window[] };
	/** Names a window in an error. */
	name: (window: Window) => string;
}

/**
 * A read in windows, in their order. An answer that reaches the system's cap is not trusted: its window
 * is split and asked again. With a limit nothing is asked for beyond it.
 */
export const windows = <V, Window>(
	plan: (client: Client, request: ItemRequest<V>) => Window[] | Promise<Window[]>,
	how: Windows<Window>,
): Read<V> => {
	const refusedForms = new WeakMap<Client, Set<string>>();
	return async (client, request) => {
		const { limit = Infinity } = request.settings;
		const refused = refusedForms.get(client) ?? new Set<string>();
		refusedForms.set(client, refused);
		/** At most `most` rows of some windows; without a limit they go a few at a time. */
		const all = async (list: Window[], most: number): Promise<IDataObject[]> => {
			if (most === Infinity) {
				return (
					await mapConcurrently(
						list,
						client.concurrency,
						async (window) => await take(window, most),
					)
				).flat();
			}
			const rows: IDataObject[] = [];
			for (const window of list) {
				if (rows.length >= most) break;
				rows.push(...(await take(window, most - rows.length)));
			}
			return rows.slice(0, most);
		};
		const take = async (window: Window, most: number): Promise<IDataObject[]> => {
			const { shaped = [], others, form } = await ask(window);
			if (!others?.length || shaped.length >= most) return shaped;
			const rows = await all(others, most - shaped.length);
			if (form !== undefined) refused.add(form);
			return [...shaped, ...rows];
		};
		/** The rows of a window, and other windows for what it does not give: the answer itself is let go. */
		const ask = async (
			window: Window,
		): Promise<{ shaped?: IDataObject[]; others?: Window[]; form?: string }> => {
			const instead = how.instead?.(window);
			if (instead && refused.has(instead.form)) return { others: instead.windows };
			let payload: unknown;
			try {
				payload = await client.call(how.call(window), how.values(window));
			} catch (error) {
				const problem = problemOf(error);
				const { kind, code, endsRun } = problem.facts;
				if (!instead || kind !== 'refused' || code === undefined || endsRun) throw problem;
				return { others: instead.windows, form: instead.form };
			}
			const rows = how.rows(payload as never, window);
			if (rows.length < how.cap) {
				const { rows: good, windows: others } = how.rest?.(window, rows as never[]) ?? {
					rows,
					windows: undefined,
				};
				const own = how.own ? good.filter(how.own(window) as (row: unknown) => boolean) : good;
				return { shaped: own.map(request.shape), others };
			}
			const others = how.split(window, rows as never[]);
			if (others) return { others };
			throw new Problem(
				`${client.system.name} sends at most ${how.cap} rows and has more for ${how.name(window)}`,
				{ kind: 'refused', advice: 'This cannot be read completely by this call.' },
			);
		};
		return await all(await plan(client, request), limit);
	};
};
