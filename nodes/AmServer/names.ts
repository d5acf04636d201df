import { asText } from '../shared/answers';
import { adding, type Read } from '../shared/items';
import { addsNames, type ItemRequest } from '../shared/operation';
import { userDirectory } from './lists/users';

/** Names in rows that am-server answers with IDs alone. */

/** Whether names are wanted; only simplified rows have them. */
export const isNamed = ({ simplified, settings }: ItemRequest<unknown>): boolean =>
	simplified && addsNames(settings);

/** A read whose rows (with `userid`) get a `name` where names are wanted: null if nobody knows it. */
export const withNames =
	<V>(read: Read<V>): Read<V> =>
	async (client, request) => {
		if (!isNamed(request)) return await read(client, request);
		const users = await userDirectory.rows(client);
		const names = new Map(users.map(({ userid, username }) => [asText(userid), asText(username)]));
		const name = ({ userid }: { userid?: unknown }) => ({
			name: names.get(asText(userid)) ?? null,
		});
		return await read(client, adding(request, name));
	};
