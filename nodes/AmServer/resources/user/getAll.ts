import { z } from 'zod';

import { asCount, asList, asText, type Answered, type Loose } from '../../../shared/answers';
import { limitFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { slices } from '../../../shared/reading/slices';
import { calls, user } from './contract';

/** Rows per slice: the server has no upper limit (seen); 500 keeps its answers small. */
const sliceSize = 500;

/** Everybody, sorted by ID. */
export const everybody = slices(
	sliceSize,
	async (client, _: object, start, end) => {
		const payload = await client.call(calls.listUsers, {
			limit: String(end - start),
			offset: String(start),
		});
		const { count, result } = payload as Answered<typeof calls.listUsers>;
		// After the end there is no list at all (seen).
		return { rows: asList(result), total: asCount(count) };
	},
	({ userid }: Loose<z.infer<typeof user>>) => asText(userid),
);

/** user/search. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many users',
		description: 'Get the users of am-server',
	},
	fields: [...limitFields],
	input: () => z.object({}),
	execute: reads(everybody),
	output: user,
});
