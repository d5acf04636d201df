import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { once } from '../../../shared/reading/single';
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
	execute: once(async (client) => await client.signInAnew()),
	output: calls.login.response,
});
