import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/** Stamps as the server calls them, each with the word of a Japanese time sheet. */
export const stampTypes = { clockIn: '出勤', clockOut: '退勤' } as const;

/** The user side of the server. The document has nothing on it: all of this was seen. */
export const calls = {
	/** Signed by user and password; a wrong one is refused with 400 PE00002. */
	getAccessToken: {
		source: 'seen',
		method: 'POST',
		path: '/api/1.0/auth/access_token',
		request: z.undefined(),
		response: answer({ access_token: z.string() }),
	},
	/**
	 * Signed by the access token. Writes the start of the day by the server's own clock, over an earlier one. An unknown
	 * token is refused with 400 PE00002.
	 */
	clockIn: {
		source: 'seen',
		method: 'POST',
		path: '/api/1.0/attendance_time',
		writes: 'new',
		request: z.undefined(),
		response: z.null(),
	},
	/** The same for the end of the day. */
	clockOut: {
		source: 'seen',
		method: 'POST',
		path: '/api/1.0/quitting_time',
		writes: 'new',
		request: z.undefined(),
		response: z.null(),
	},
} satisfies Record<string, Call>;
