import { z } from 'zod';

import { answer, idText, type Call } from '../shared/contract';

/** A person as user/search answers it. */
export const user = answer({
	userid: z.string(),
	username: z.string().nullable(),
	adminflg: z.string().nullable(),
});

/** One day as attendance answers it; either time can be missing (seen). */
export const attendanceDay = answer({
	workday: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
	starttime: z.string().nullable(),
	endtime: z.string().nullable(),
});

export type AttendanceDay = z.infer<typeof attendanceDay>;

/** Text of one form; whatever else is given is refused in the same words. */
const text = (form: RegExp, words: string) =>
	z.string({ invalid_type_error: words, required_error: words }).regex(form, words);

/** User ids: the document says six characters, the server takes one to six (seen). */
export const userId = text(/^[0-9A-Za-z]{1,6}$/, 'must be 1 to 6 half-width letters or digits');
/** Counted in UTF-16 units (seen), as `length` counts. */
export const username = text(
	/^(?=[^]*\S)[^]{1,20}$/,
	'must have 1 to 20 characters, not only blanks',
);
export const password = text(/^[0-9A-Za-z]{8,16}$/, 'must be 8 to 16 half-width letters or digits');

/** Every call of this package, by the maker's headings. */
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
	/** The month needs two digits; `list` is null for an empty month and for an unknown user (seen). */
	getAttendance: {
		source: '勤怠取得API',
		method: 'GET',
		path: '/admin/api/1.0/attendance/{userid}/{year}/{month}',
		request: z.object({}).strict(),
		response: answer({
			year: z.number().int().nullable(),
			month: z.number().int().nullable(),
			list: z.array(attendanceDay).nullable(),
		}),
	},
} satisfies Record<string, Call>;
