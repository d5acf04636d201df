import type { IDataObject } from 'n8n-workflow';

import { asId, asList } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import type { Call } from '../../shared/contract';
import { problemOf, type Problem } from '../../shared/errors';
import type { Read } from '../../shared/items';
import { slices } from '../../shared/reading/slices';

/** Rows per slice: the server has no upper limit (seen). */
const sliceSize = 1000;

/** What to read of a list whose rows have an ID. */
export interface RowQuery {
	search_conditions?: object[];
	search_columns?: string[];
	/** Values for `{name}` in the path. */
	path?: IDataObject;
}

/**
 * A list in slices by ID, which identifies rows while others are added and removed. Some lists ignore `start` and
 * `limit`, and come completely each time (seen): that is noticed.
 * @param isEmpty whether a refusal only says that there are no rows
 */
export const readRows =
	(call: Call, isEmpty: (problem: Problem) => boolean = () => false): Read<RowQuery> =>
	async (client, request) => {
		let first: unknown;
		const read = slices(
			sliceSize,
			async (_: Client, { path, ...query }: RowQuery, start, limit) => {
				const body = { ...path, ...query, order_columns: ['id'], start, limit } as IDataObject;
				const came = await client.call(call, body).catch((error: unknown) => {
					const problem = problemOf(error);
					if (isEmpty(problem)) return [];
					throw problem;
				});
				const rows = asList(came as IDataObject[]);
				const top = rows.length > 0 ? asId(rows[0].id) : undefined;
				if (start === 0) {
					first = top;
					// More rows than asked for are the complete list.
					return { rows, total: rows.length > limit ? rows.length : undefined };
				}
				const whole = start > 0 && top !== undefined && top === first;
				return { rows: whole ? rows.slice(start) : rows };
			},
			({ id }: IDataObject) => id,
		);
		return await read(client, request);
	};
