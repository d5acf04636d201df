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
	/** Selects the rows of the window itself, without those at its edge that belong to the next one. Default: all. */
	own?: (window: Window) => (row: never) => boolean;
	/** An answer with this many rows may have been cut off by the system. */
	cap: number;
	/**
	 * Smaller windows that cover the same; undefined if it cannot be split further.
	 * @param rows the rows received: their density determines the size of the windows
	 */
	split: (window: Window, rows: never[]) => Window[] | undefined;
	/**
	 * Alternative windows for one whose form the system may refuse, such as a span that is too long. If a form was
	 * refused and the alternative worked, the form is not tried again in this run.
	 */
	instead?: (window: Window) => { form: string; windows: Window[] } | undefined;
	/** The good rows of an incomplete answer, and the windows that return the rest. */
	rest?: (window: Window, rows: never[]) => { rows: unknown[]; windows: Window[] };
	/** The name of a window in an error. */
	name: (window: Window) => string;
}

/**
 * Reads windows in order. If an answer has as many rows as the system's cap, its window is split and requested
 * again. With a limit, nothing beyond it is requested.
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
		/** At most `most` rows of some windows; without a limit, a few windows are read at a time. */
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
		/** The rows of a window, and further windows for what is missing. The answer itself is not kept. */
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
				{ kind: 'refused', advice: 'This call cannot return all of them.' },
			);
		};
		return await all(await plan(client, request), limit);
	};
};
