import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/** By the maker's headings. */
export const calls = {
	/** Signed by user and password; the session comes as a cookie. Each login leaves one behind (seen). */
	login: {
		source: 'ログインAPI',
		method: 'POST',
		path: '/admin/api/1.0/login',
		request: z.undefined(),
		response: answer({ username: z.string() }),
	},
	/** Ends the session of the cookie; without one that lives it is refused with 401 (seen). */
	logout: {
		source: 'ログアウトAPI',
		method: 'GET',
		path: '/admin/api/1.0/logout',
		request: z.object({}).strict(),
		response: z.null(),
	},
} satisfies Record<string, Call>;
