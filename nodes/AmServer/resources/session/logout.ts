import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { once } from '../../../shared/reading/single';

/** logout: ends the session, once for all items. */
export const logout = operation({
	entry: {
		name: 'Log Out',
		value: 'logout',
		action: 'Log out',
		description: 'End the session on the server. The next operation logs in again automatically.',
	},
	fields: [],
	input: () => z.object({}),
	execute: once(async (client) => {
		await client.signOut();
		return { loggedOut: true };
	}),
	output: z.object({ loggedOut: z.literal(true) }),
});
