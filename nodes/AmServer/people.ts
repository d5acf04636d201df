import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asText } from '../shared/answers';
import type { Client } from '../shared/client/client';
import { ofField, ofList } from '../shared/directory';
import { commasOrBlanks, listOf, oneOf, textOf } from '../shared/inputs';
import { userId } from './contract';
import { userDirectory } from './lists/users';

/** Whose data to read: everybody's, or selected users'. */

const selected = { show: { whose: ['selected'] } };
const send = (property: string): INodeProperties['routing'] => ({
	send: { type: 'query', property },
});
const pickedName = 'User Names or IDs';
const typedName = 'User IDs';

/** The fields that say whose data to read. */
export const peopleFields: INodeProperties[] = [
	{
		displayName: 'Users',
		name: 'whose',
		type: 'options',
		options: [
			{ name: 'All Users', value: 'all' },
			{ name: 'Selected Users', value: 'selected' },
		],
		default: 'all',
		description: 'Whose data to get',
		routing: send('whose'),
	},
	{
		displayName: pickedName,
		name: 'userIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getUsers' },
		displayOptions: selected,
		default: [],
		description:
			'Users to get data of. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		routing: send('user_ids'),
	},
	{
		displayName: typedName,
		name: 'users',
		type: 'string',
		displayOptions: selected,
		default: '',
		placeholder: 'e.g. user01, user02',
		description: 'IDs of further users, separated by commas',
		routing: send('users'),
	},
];

const ids = listOf(textOf(userId), commasOrBlanks).optional();

/** What `peopleFields` send. */
export const peopleInput = { whose: oneOf(['all', 'selected']), user_ids: ids, users: ids };
export type People = z.output<z.ZodObject<typeof peopleInput>>;

/** Refuses a selection of nobody. */
export function checkPeople({
	whose,
	user_ids = [],
	users = [],
}: People): [string, string] | undefined {
	if (whose === 'all' || user_ids.length + users.length > 0) return undefined;
	return [pickedName, `must not be empty if "${typedName}" is empty as well`];
}

/**
 * The IDs of the users, in the order given or listed. The list is read once per run.
 * @param known whether to refuse IDs that nobody has: the server itself does not (seen)
 * @throws Problem when an ID is refused
 */
export async function userIdsOf(
	client: Client,
	{ whose, user_ids = [], users = [] }: People,
	known: boolean,
): Promise<string[]> {
	if (whose === 'all') {
		return (await userDirectory.rows(client)).map(({ userid }) => asText(userid)!);
	}
	if (known) {
		for (const [field, list] of [
			[pickedName, user_ids],
			[typedName, users],
		] as const) {
			for (const id of list) await userCalled(client, id, field);
		}
	}
	return [...new Set([...user_ids, ...users])];
}

const userCalled = async (client: Client, id: string, field: string) =>
	await userDirectory.find(client, id, 'id').catch((error) => {
		throw ofField(field, ofList(error));
	});
