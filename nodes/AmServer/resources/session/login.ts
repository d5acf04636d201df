import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { once } from '../../../shared/reading/single';
import { calls as userCalls } from '../user/contract';
import { calls } from './contract';

/** login: a new session in the place of the one before, for all items at once. */
export const login = operation({
	entry: {
		name: 'Log In',
		value: 'login',
		action: 'Log in',
		description:
			'Start a new session and end the one before, to check user and password. The other operations log in by themselves.',
	},
	fields: [],
	input: () => z.object({}),
	execute: once(async (client) => {
		const who = await client.signInAnew();
		// n8n stores the new session when a call first needs it: at once, lest nobody knows it after a restart.
		await client.call(userCalls.listUsers, { limit: '1', offset: '0' });
		return who;
	}),
	output: calls.login.response,
});
