import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { mapConcurrently } from '../concurrency';
import { Problem } from '../errors';
import type { Read } from '../items';

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
		page: (client: Client, values: V, number: number) => Promise<Page>,
		key: (row: never) => unknown,
	): Read<V> =>
	async (client, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const seen = new Set<unknown>();
		let came = 0;
		const take = async (number: number) => {
			const { rows, total } = await page(client, values, number);
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
				if (seen.size !== came) throw changed(client);
			}
		} else {
			const wanted = Math.min(limit, total);
			const numbers = Array.from({ length: Math.ceil(wanted / size) }, (_, number) => number);
			const expected = Math.min(total, Math.max(1, numbers.length) * size);
			/** With a wrong total there would be no end of empty pages. */
			const filled = <P extends { count: number }>(one: P, number: number): P => {
				if (one.count > 0 || number >= numbers.length - 1) return one;
				throw miscounted(client.system.name, came, expected);
			};
			filled(first, 0);
			const others = await mapConcurrently(numbers.slice(1), client.concurrency, async (number) =>
				filled(await take(number), number),
			);
			if (came !== expected) throw miscounted(client.system.name, came, expected);
			if (others.some((one) => one.total !== total)) throw changed(client);
			parts.push(...others.map(({ shaped }) => shaped));
		}
		if (seen.size !== came) throw changed(client);
		return parts.flat().slice(0, settings.limit);
	};

/** All rows of a read, for the node's own use. */
export const allOf =
	<V>(read: Read<V>) =>
	async (client: Client, values: V): Promise<IDataObject[]> =>
		await read(client, { item: 0, values, settings: {}, shape: (row) => row as IDataObject });

/** A list that is not the same as a moment before. */
export const changed = (client: Client) =>
	new Problem(`${client.system.name}'s list changed while it was read`, {
		kind: 'refused',
		advice: 'Run the node again. Where the list has an order of your own, let new rows come last.',
	});

/** More or fewer rows came than the system had announced. */
export const miscounted = (system: string, came: number, announced: number) =>
	new Problem(`${system} announced ${announced} rows but sent ${came}`, {
		kind: 'refused',
		advice: 'The data changed while it was read. Run the node again.',
	});
