import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { Problem } from '../errors';
import type { Read } from '../items';
import { changed, miscounted, type Page } from './pagination';

/**
 * Reads slices of an ordered list. Rows may be added and removed in the meantime: each slice starts with the last
 * row of the previous one, and if that row has moved, reading goes back to a row that is already known. So no row
 * that exists the whole time is missing or duplicated.
 * @param size rows of a slice
 * @param slice requests the rows from index `start` up to, not including, `end`
 * @param key identifies a row; without it, rows are compared as a whole
 */
export const slices =
	<V>(
		size: number,
		slice: (client: Client, values: V, start: number, end: number) => Promise<Page>,
		key?: (row: never) => unknown,
	): Read<V> =>
	async (client, { values, settings, shape }) => {
		const limit = settings.limit ?? Infinity;
		const rows: IDataObject[] = [];
		const seen = new Set<unknown>();
		const nameOf = key ?? JSON.stringify;
		let next = 0;
		let shifted = false;
		/** Where a slice that went back must end, so that it gets as many new rows as any other. */
		let until = 0;
		while (rows.length < limit) {
			const before = next;
			const had = rows.length;
			const start = Math.max(0, next - 1);
			const wanted = shifted ? size : Math.min(size, limit - rows.length);
			const end = Math.max(next + wanted, until);
			const { rows: came, total } = await slice(client, values, start, end);
			const names = came.map((row) => nameOf(row as never));
			if (names.some((name) => name === undefined || name === null)) throw unnamed(client);
			// Without a key two rows may be equal: only the first can be the repeated one.
			const known = (key ? names : names.slice(0, 1)).reduce(
				(last: number, name, at) => (seen.has(name) ? at : last),
				-1,
			);
			shifted ||= known !== next - start - 1;
			if (shifted && !key) throw changed(client);
			if (known < 0 && start > 0) {
				// All known rows from here on were removed: an earlier row still shows the position.
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
			// A total that is smaller than the rows received is ignored.
			if (total === undefined || total < next ? next < end : next >= total) break;
			if (next <= before && rows.length === had)
				throw miscounted(client.system.name, next, total as number);
		}
		return rows;
	};

const unnamed = (client: Client) =>
	new Problem(`${client.system.name} sent rows without the column that identifies them`, {
		kind: 'refused',
		advice:
			'The list cannot be read completely. Please report this with the version of the server.',
	});
