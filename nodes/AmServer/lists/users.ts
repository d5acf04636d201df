import type { z } from 'zod';

import { asCount, asList, asText, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { allOf } from '../../shared/reading/pagination';
import { slices } from '../../shared/reading/slices';
import { calls, type user } from '../resources/user/contract';

export type AnsweredUser = Loose<z.infer<typeof user>>;

/** Rows per slice: the server has no upper limit (seen); 500 keeps its answers small. */
const sliceSize = 500;

/** Everybody, sorted by ID. */
export const readUsers = slices(
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
	({ userid }: AnsweredUser) => asText(userid),
);

/** Everybody, as the list is now. */
export const allUsers = async (client: Client) =>
	(await allOf(readUsers)(client, {})) as AnsweredUser[];

/** The users by ID: read once per run. */
export const userDirectory = new Directory('user', 'among the users of am-server', allUsers, {
	id: ({ userid }) => userid,
});
