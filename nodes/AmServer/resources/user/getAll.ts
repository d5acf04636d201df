import { z } from 'zod';

import { howMany } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { pages, reads } from '../../../shared/ways';
import { calls, user } from '../../contract';

/** Rows a page: the server has no upper bound (seen); 500 keeps its answers small. */
const pageSize = 500;

/** user/search: everybody, sorted by ID. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many users',
		description: 'Get the users of the server',
	},
	fields: [...howMany],
	input: () => z.object({}),
	way: reads(
		pages(pageSize, async (link, _, number) => {
			const payload = await link.call(calls.listUsers, {
				limit: String(pageSize),
				offset: String(number * pageSize),
			});
			const { count, result } = payload as z.infer<typeof calls.listUsers.response>;
			return { rows: result ?? [], total: Number(count) };
		}),
	),
	output: user,
});
