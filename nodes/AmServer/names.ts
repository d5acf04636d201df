import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { asText } from '../shared/answers';
import type { Read } from '../shared/items';
import type { ItemRequest } from '../shared/operation';
import { userDirectory } from './lists/users';

/** Names in rows that am-server answers with IDs alone. */

/** The option that adds names, on by default. */
export const addNamesOption: INodeProperties = {
	displayName: 'Add Names',
	name: 'addNames',
	type: 'boolean',
	default: true,
	description:
		'Whether to add the name of the user to each row, and to refuse IDs that no user has. The list of users is read once per run.',
};

/** Whether names are wanted; only simplified rows have them. */
export const addsNames = ({ simplified, settings }: ItemRequest<unknown>): boolean =>
	simplified && (settings.options as IDataObject | undefined)?.addNames !== false;

/** A read whose rows (with `userid`) get a `name` where names are wanted: null if nobody knows it. */
export const withNames =
	<V>(read: Read<V>): Read<V> =>
	async (client, request) => {
		if (!addsNames(request)) return await read(client, request);
		const users = await userDirectory.rows(client);
		const names = new Map(users.map(({ userid, username }) => [asText(userid), asText(username)]));
		const shape = (row: unknown) => {
			const { userid } = row as { userid: string };
			return request.shape({ ...(row as object), name: names.get(userid) ?? null });
		};
		return await read(client, { ...request, shape });
	};
