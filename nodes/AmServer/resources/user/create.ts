import { z } from 'zod';

import { textOf } from '../../../shared/inputs';
import type { Client } from '../../../shared/client/client';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { judge } from '../../answers';
import { password, userId } from '../../contract';
import { userDirectory } from '../../lists/users';
import { calls, username } from './contract';

const input = () =>
	z.object({ userid: textOf(userId), username: textOf(username), password: textOf(password) });
type Values = ValuesOf<typeof input>;

/**
 * For runs with "Check Only", which read the list of users once.
 * @throws Problem like the server for an ID that is taken (seen: HTTP 200), without creating the user
 */
async function refuseTaken(client: Client, id: string): Promise<void> {
	if ((await userDirectory.matching(client, id, ['id'])).length === 0) return;
	const header = { errorcode: 'PE00005', message: '' };
	const verdict = judge({ status: 200, body: { header, body: null } }, (words) => words);
	if (!verdict.ok) throw verdict.problem;
}

const send = single(
	calls.createUser,
	// The server returns nothing: output what was created, without the password.
	(_, { userid, username: name }) => [{ userId: userid, name }],
	(values: Values) => ({ ...values, repassword: values.password }),
);

/** user: all fields are checked here, since the server accepts wrong ones or does not say which one is wrong. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create user',
		description: 'Create a user who can record attendance',
	},
	fields: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. yamada',
			description: 'Up to 6 half-width letters or digits',
			routing: { send: { type: 'body', property: 'userid' } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 山田 太郎',
			description: 'Up to 20 characters',
			routing: { send: { type: 'body', property: 'username' } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: '8 to 16 half-width letters or digits',
			routing: { send: { type: 'body', property: 'password' } },
		},
	],
	input,
	key: ({ userid }) => userid,
	execute: writesInOrder<Values>(async (client, requests) => {
		if (client.checkOnly) await refuseTaken(client, requests.values.userid);
		return await send(client, requests);
	}),
	writes: true,
	output: z.object({ userId: z.string(), name: z.string() }),
});
