import type { IDataObject } from 'n8n-workflow';
import type { z } from 'zod';

import { asId, asList, asText, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { problemOf } from '../../shared/errors';
import { allOf } from '../../shared/reading/pagination';
import { slices } from '../../shared/reading/slices';
import { lacksColumn } from '../words';
import { calls, newerUserColumns, type user } from '../resources/user/contract';

export type AnsweredUser = Loose<z.infer<typeof user>>;

/** Rows per slice: the server has no upper limit (seen); 500 keeps its answers small. */
const sliceSize = 500;

/** What to read of the user list. */
export interface UserQuery {
	search_columns: string[];
	order_columns: string[];
	search_conditions?: object[];
	exclude_conditions?: object[];
	/** Whether to do without the columns that older servers lack. */
	mayLackColumns: boolean;
}

/** The runs whose server lacks the newer columns. */
const older = new WeakSet<Client>();

async function listUsers(client: Client, { mayLackColumns, ...body }: UserQuery & object) {
	const ask = async (without: readonly string[]) => {
		const search_columns = body.search_columns.filter((column) => !without.includes(column));
		const rows = await client.call(calls.listUsers, { ...body, search_columns } as IDataObject);
		return asList(rows as IDataObject[]);
	};
	if (!mayLackColumns) return await ask([]);
	if (older.has(client)) return await ask(newerUserColumns);
	try {
		return await ask([]);
	} catch (error) {
		const problem = problemOf(error);
		// One unknown column fails the whole call (seen on 1.1.0.0).
		if (!lacksColumn(problem, newerUserColumns)) throw problem;
		older.add(client);
		return await ask(newerUserColumns);
	}
}

/** The user list in slices by ID, which identifies rows while users are added and removed. */
export const readUsers = slices(
	sliceSize,
	async (client, query: UserQuery, start, end) => {
		const search_columns = [...new Set(['id', ...query.search_columns])];
		const slice = { ...query, search_columns, start, limit: end };
		return { rows: await listUsers(client, slice) };
	},
	({ id }: IDataObject) => id,
);

const identifying = ['id', 'username', 'nick_name', 'email', 'is_active', 'delete', 'ad_no'];

const everybody = async (client: Client, search_columns: string[]) =>
	(await allOf(readUsers)(client, {
		search_columns,
		order_columns: ['id'],
		mayLackColumns: true,
	})) as AnsweredUser[];

/** Everybody, also deleted, disabled and system users, with what identifies them. */
export const allUsers = async (client: Client) => await everybody(client, identifying);

/** The same with the ID of each one's organization. */
export const allUsersWithOrganizations = async (client: Client) =>
	await everybody(client, [...identifying, 'default_group']);

/** Whether the server's own lists show a user: not deleted, not disabled, not the system user, whose ID is 1 (seen). */
export const isInUse = ({ id, is_active, delete: deleted }: AnsweredUser): boolean =>
	asId(id) > 1 && is_active !== false && deleted !== true;

/** The users by what people know: read once per run. */
export const userDirectory = new Directory('user', 'among the users of OMFLOW', allUsers, {
	id: ({ id }) => id,
	userName: ({ username }) => username,
	name: ({ nick_name }) => nick_name,
	employeeNumber: ({ ad_no }) => ad_no,
	email: ({ email }) => email,
});

/**
 * What leave records call a user: the user name, or else another name that they take, since one user's name can be
 * another's number. Undefined if none of them means this user alone.
 */
export async function callNameOf(client: Client, user: AnsweredUser): Promise<string | undefined> {
	for (const name of [user.username, user.ad_no, user.nick_name].map(asText)) {
		const meant = await userDirectory.matching(client, name, [
			'userName',
			'employeeNumber',
			'name',
		]);
		if (name !== null && meant.length === 1) return name;
	}
	return undefined;
}
