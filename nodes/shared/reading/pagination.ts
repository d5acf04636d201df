import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { mapConcurrently } from '../concurrency';
import { Problem } from '../errors';
import type { Read } from '../items';

/** One page of a list. */
export interface Page {
	rows: unknown[];
	/** The total number of rows, if the system states it. */
	total?: number;
}

/**
 * Reads pages of a fixed size. The first page states the total, the others are requested concurrently. Without a
 * total, reading continues until a page is not full. With a limit, only the necessary pages are requested. Any
 * mismatch is an error, since pages shift when records are added or removed in the meantime.
 * @param size rows in a full page
 * @param page requests one page, counted from 0
 * @param key identifies a row
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
				// A server that returns the same page again and again would never end.
				if (seen.size !== came) throw changed(client);
			}
		} else {
			const wanted = Math.min(limit, total);
			const numbers = Array.from({ length: Math.ceil(wanted / size) }, (_, number) => number);
			const expected = Math.min(total, Math.max(1, numbers.length) * size);
			/** A wrong total would otherwise cause endless empty pages. */
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

/** All rows of a read, for the node's own use: as they come, or as `shape` turns them. */
export const allOf =
	<V, Row = IDataObject>(read: Read<V>, shape: (row: never) => Row = (row) => row as Row) =>
	async (client: Client, values: V): Promise<Row[]> =>
		(await read(client, {
			item: 0,
			values,
			settings: {},
			simplified: false,
			shape: (row) => shape(row as never) as IDataObject,
		})) as Row[];

/** The list changed while it was read. */
export const changed = (client: Client) =>
	new Problem(`${client.system.name}'s list changed while it was read`, {
		kind: 'refused',
		advice:
			'Run the node again. If you choose the order of the list, sort it so that new rows come last.',
	});

/** The number of rows differs from the total that the system stated. */
export const miscounted = (system: string, came: number, announced: number) =>
	new Problem(`${system} announced ${announced} rows but sent ${came}`, {
		kind: 'refused',
		advice: 'The data changed while it was read. Run the node again.',
	});
