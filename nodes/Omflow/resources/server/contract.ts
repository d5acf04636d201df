import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/** The sign-in, which every body carries, is added by the credential. */
export const calls = {
	/** A number such as 1002000000 for 1.2.0.0: that is what the handbook's script compares with. */
	getServerVersion: {
		source: '6-02 server-version/get',
		method: 'POST',
		path: '/rest/app/server-version/get/',
		needs: 'OMFLOW 1.2.0.0 or later',
		request: z.object({}).strict(),
		response: answer({ version: z.union([z.number(), z.string()]) }),
	},
} satisfies Record<string, Call>;
