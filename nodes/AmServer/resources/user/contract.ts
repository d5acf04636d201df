import { z } from 'zod';

import { answer, idText, type Call } from '../../../shared/contract';
import { password, text, userId } from '../../contract';

/** A person as user/search answers it. */
export const user = answer({
	userid: z.string(),
	username: z.string().nullable(),
	adminflg: z.string().nullable(),
});

/** Counted in UTF-16 units (seen), as `length` counts. */
export const username = text(
	/^(?=[^]*\S)[^]{1,20}$/,
	'must have 1 to 20 characters, not only blanks',
);

/** By the maker's headings. */
export const calls = {
	/** Both parameters are required, digits only; past the end `result` is null (seen). */
	listUsers: {
		source: 'ユーザー検索API',
		method: 'GET',
		path: '/admin/api/1.0/user/search',
		request: z.object({ limit: idText, offset: z.string().regex(/^\d+$/) }).strict(),
		// `count` is the total, as a string.
		response: answer({
			count: z.string().regex(/^\d+$/).nullable(),
			result: z.array(user).nullable(),
		}),
	},
	/** The server ignores a wrong `repassword` and never says which field was bad (seen). */
	createUser: {
		source: 'ユーザー登録API',
		method: 'POST',
		path: '/admin/api/1.0/user',
		writes: 'new',
		secrets: ['password', 'repassword'],
		request: z
			.object({ userid: userId, username, password, repassword: password })
			.strict()
			.refine((body) => body.password === body.repassword, 'passwords differ'),
		response: z.null(),
	},
} satisfies Record<string, Call>;
