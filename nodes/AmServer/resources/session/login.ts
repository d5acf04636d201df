import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { once } from '../../../shared/reading/single';

/** login: replaces the session with a new one, once for all items. */
export const login = operation({
	entry: {
		name: 'Log In',
		value: 'login',
		action: 'Log in',
		description:
			'Start a new session and end the previous one, to check the user ID and password. All other operations log in automatically.',
	},
	fields: [],
	input: () => z.object({}),
	execute: once(async (client) => ({ loggedIn: true, ...(await client.signInAnew()) })),
	output: z.object({ loggedIn: z.literal(true), name: z.string() }),
});
