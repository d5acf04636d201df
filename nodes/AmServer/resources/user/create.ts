import { z } from 'zod';

import { textOf } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { single, writesInOrder } from '../../../shared/ways';
import { calls, password, userId, username } from '../../contract';

/** user: all fields are checked here, since the server accepts wrong ones or never says which it was. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create a user',
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
	input: () =>
		z.object({ userid: textOf(userId), username: textOf(username), password: textOf(password) }),
	key: ({ userid }) => userid,
	way: writesInOrder(
		single(
			calls.createUser,
			// The server answers nothing: what was created is said without its password.
			(_, { userid, username: name }) => [{ userId: userid, username: name }],
			(values: { userid: string; username: string; password: string }) => ({
				...values,
				repassword: values.password,
			}),
		),
	),
	writes: true,
	output: z.object({ userId: z.string(), username: z.string() }),
});
