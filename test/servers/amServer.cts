import { amServerCalls } from '../contracts.cts';
import {
	asserted,
	basicParts,
	extend,
	htmlPage,
	objection,
	startServer,
	type Answer,
	type Options,
	type Request,
	type StandIn,
} from './base.cts';
import { between, hex, person, random, shuffled } from './people.cts';

export interface AmServerOptions extends Options {
	/** Ordinary users besides the administrator; 31 unless told. */
	users?: number;
}

export interface AmServerUser {
	userid: string;
	username: string;
	/** `1` for an administrator. */
	adminflg: string;
	password: string;
}

export interface AttendanceDay {
	workday: string;
	starttime: string | null;
	endtime: string | null;
}

export interface AmServerStandIn extends StandIn {
	/** The administrator's sign-in. */
	username: string;
	password: string;
	users: AmServerUser[];
	/** Months that are other than invented, by `userid/yyyy/mm`. */
	attendance: Map<string, AttendanceDay[] | null>;
	/** A month in the server's own order, null where it has none. */
	attendanceOf(userid: string, year: number, month: number): AttendanceDay[] | null;
	/** Sessions that live. */
	readonly sessions: number;
	/** Log-ins that succeeded. */
	readonly logins: number;
	/** Loses the session store. */
	dropSessions(): void;
	/** The access tokens of the user side that were given out, each with whose it is. */
	readonly accessTokens: ReadonlyMap<string, string>;
	/** Forgets all access tokens; `accessTokens` still has them. */
	dropAccessTokens(): void;
	/** The server's clock in milliseconds, by which it stamps. */
	clock: () => number;
	/** What has failed: the database (SYS0001), reading sessions (SYS1001) or writing them (SYS1002). */
	failing?: 'database' | 'reading sessions' | 'writing sessions';
}

/** Codes as seen; the messages are invented, and so is which SYS code stands for what. */
const errors = {
	session: [401, 'PE00001', '認証に失敗しました。'],
	password: [400, 'PE00002', 'ユーザーIDまたはパスワードが違います。'],
	parameter: [400, 'PE00004', 'パラメータが不正です。'],
	taken: [200, 'PE00005', 'このユーザーIDは登録済みです。'],
	database: [500, 'SYS0001', 'データベースエラーが発生しました。'],
	'reading sessions': [500, 'SYS1001', 'セッションを取得できません。'],
	'writing sessions': [500, 'SYS1002', 'セッションを保存できません。'],
} as const;

class Refusal extends Error {
	constructor(public answer: Answer) {
		super('refused');
	}
}

const envelope = (body: unknown, errorcode = '', message = '') => ({
	header: { errorcode, message },
	body,
});
const refusal = (kind: keyof typeof errors) => {
	const [status, code, message] = errors[kind];
	return new Refusal({ status, body: envelope(null, code, message) });
};
/** An HTML page that the server labels application/json (seen for unknown routes and crashes). */
const crash = (status: number, title: string) => new Refusal({ status, body: htmlPage(title) });

const cookiePattern = /^sessionid=[0-9a-f]{128}$/;
const maxBodyBytes = 100 * 1024;
const pad = (value: number) => String(value).padStart(2, '0');

/**
 * Starts a stand-in for am-server, after the maker's page and what was seen of it. Routes: the contract's.
 * Its lax checks are kept, and noted as violations where the contract is stricter.
 */
export async function startAmServer(options: AmServerOptions = {}): Promise<AmServerStandIn> {
	const seed = options.seed ?? 1;
	const sessions = new Set<string>();
	const created = new Set<string>();
	const accessTokens = new Map<string, string>();
	const livingTokens = new Set<string>();
	let logins = 0;

	const users: AmServerUser[] = [
		{ userid: 'admin', username: '管理ユーザー', adminflg: '1', password: 'adminpass1' },
	];
	for (let index = 1; index <= (options.users ?? 31); index++) {
		const { last, first } = person(random(seed, 'am', index));
		users.push({
			userid: `u${String(index).padStart(5, '0')}`,
			username: `${last.name} ${first.name}`,
			adminflg: '0',
			password: `password${pad(index)}`,
		});
	}

	const attendance = new Map<string, AttendanceDay[] | null>();
	const attendanceOf = (userid: string, year: number, month: number): AttendanceDay[] | null => {
		const given = attendance.get(`${userid}/${year}/${pad(month)}`);
		if (given !== undefined) return given;
		const user = users.find((row) => row.userid === userid);
		// Administrators and people just created have no days, and nobody has any before 2020.
		if (!user || user.adminflg === '1' || created.has(userid) || year < 2020) return null;
		const next = random(seed, 'attendance', userid, year, month);
		const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
		const days = Array.from({ length: count }, (_, index) => index + 1).flatMap((day) => {
			if ([0, 6].includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay())) return [];
			const time = (hour: number) => `${pad(hour % 24)}:${pad(between(next, 0, 59))}`;
			const row = {
				workday: `${year}-${pad(month)}-${pad(day)}`,
				starttime: next() < 0.05 ? null : time(between(next, 8, 9)),
				// Some stay until after midnight.
				endtime: next() < 0.08 ? null : time(between(next, 17, 20) + (next() < 0.06 ? 7 : 0)),
			};
			return row.starttime || row.endtime ? [row] : [];
		});
		return days.length ? shuffled(next, days) : null;
	};

	const works = (...parts: Array<AmServerStandIn['failing']>) => {
		if (server.failing && parts.includes(server.failing)) throw refusal(server.failing);
	};

	/** The session of the Cookie header, read as carelessly as the server does (seen). */
	const session = ({ route, headers: { cookie, authorization } }: Request) => {
		if (authorization?.startsWith('Bearer ')) server.note(`${route}: the access token of a user`);
		if (!cookiePattern.test(cookie ?? ''))
			server.note(`${route}: cookie is not exactly sessionid=X`);
		const parts = (cookie ?? '').split(';').map((part) => part.trim());
		if (!parts.every((part) => part.includes('='))) throw crash(500, 'Internal Server Error');
		works('reading sessions');
		const id = parts.find((part) => part.startsWith('sessionid='))?.slice('sessionid='.length);
		if (!id || !sessions.has(id)) throw refusal('session');
		return id;
	};

	/** Writes a time of today, over an earlier one (seen). */
	const stamp = ({ route, headers, bytes }: Request, name: 'endtime' | 'starttime'): null => {
		if (headers.cookie !== undefined) server.note(`${route}: the session of an administrator`);
		if (bytes > 0) server.note(`${route}: a body`);
		if (headers.authorization === undefined) throw refusal('session');
		const token = /^Bearer ([0-9a-f]{128})$/.exec(headers.authorization)?.[1];
		if (!token) server.note(`${route}: no Bearer header`);
		if (!token || !livingTokens.has(token)) throw refusal('password');
		works('database');
		const userid = accessTokens.get(token)!;
		// Japan has no daylight saving.
		const now = new Date(server.clock() + 9 * 3_600_000).toISOString();
		const [workday, time] = [now.slice(0, 10), now.slice(11, 16)];
		const [year, month] = workday.split('-').map(Number);
		const days = (attendanceOf(userid, year, month) ?? []).map((day) => ({ ...day }));
		const today = days.find((day) => day.workday === workday);
		if (today) today[name] = time;
		else days.push({ workday, starttime: null, endtime: null, [name]: time });
		attendance.set(`${userid}/${year}/${pad(month)}`, days);
		return null;
	};

	type Handler = (request: Request) => unknown;
	/** What each call answers as `body`. Parameters are checked before the session (seen). */
	const handlers: Record<keyof typeof amServerCalls, Handler> = {
		login: ({ headers }) => {
			const parts = basicParts(headers);
			if (!parts) server.note('login: no Basic header');
			// A password with a colon makes more than two parts: never accepted (seen).
			if (parts?.length !== 2) throw refusal('session');
			works('database');
			const user = users.find((row) => row.userid === parts[0] && row.password === parts[1]);
			if (!user) throw refusal('password');
			works('writing sessions');
			logins++;
			return { username: user.username };
		},
		logout: (request) => {
			const id = session(request);
			works('writing sessions');
			sessions.delete(id);
			return null;
		},
		listUsers: (request) => {
			const { limit = '', offset = '' } = request.query;
			if (![limit, offset].every((text) => /^\d+$/.test(text)) || Number(limit) < 1)
				throw refusal('parameter');
			session(request);
			works('database');
			const rows = [...users]
				.sort((a, b) => (a.userid < b.userid ? -1 : 1))
				.slice(Number(offset), Number(offset) + Number(limit))
				.map(({ userid, username, adminflg }) => ({ userid, username, adminflg }));
			return { count: String(users.length), result: rows.length ? rows : null };
		},
		createUser: (request) => {
			// A body of another type is not read.
			const unread = request.problems.includes('content type');
			const body = (unread ? {} : request.body) as Record<string, unknown> | undefined;
			const { userid, username, password } = body ?? {};
			const fine = (value: unknown, pattern: RegExp) =>
				typeof value === 'string' && pattern.test(value);
			if (
				!fine(userid, /^[0-9A-Za-z]{1,6}$/) ||
				// UTF-16 units (seen).
				!fine(username, /^[^]{1,20}$/) ||
				!fine(password, /^[0-9A-Za-z]{8,16}$/)
			) {
				throw refusal('parameter');
			}
			session(request);
			works('database');
			if (users.some((row) => row.userid === userid)) throw refusal('taken');
			created.add(userid as string);
			users.push({ userid, username, password, adminflg: '0' } as AmServerUser);
			return null;
		},
		getAttendance: (request) => {
			const { userid, year, month } = request.params;
			const fine =
				/^[0-9A-Za-z]{1,6}$/.test(userid) &&
				/^\d{4}$/.test(year) &&
				/^(0[1-9]|1[0-2])$/.test(month);
			if (!fine) {
				server.note('getAttendance: parameters of the path');
				throw refusal('parameter');
			}
			session(request);
			works('database');
			const list = attendanceOf(userid, Number(year), Number(month));
			return { year: Number(year), month: Number(month), list };
		},
		getAccessToken: ({ route, headers }) => {
			if (headers.cookie !== undefined) server.note(`${route}: the session of an administrator`);
			const parts = basicParts(headers);
			if (parts?.length !== 2) throw refusal('session');
			works('database');
			const user = users.find((row) => row.userid === parts[0] && row.password === parts[1]);
			if (!user) throw refusal('password');
			const token = hex(random(seed, 'access token', accessTokens.size), 128);
			accessTokens.set(token, user.userid);
			livingTokens.add(token);
			return { access_token: token };
		},
		clockIn: (request) => stamp(request, 'starttime'),
		clockOut: (request) => stamp(request, 'endtime'),
	};

	const answer = (request: Request): Answer => {
		const { route, method, path, problems, bytes } = request;
		// The body is read before any route is looked for (seen).
		if (bytes > maxBodyBytes) {
			server.note(`${route}: body over 100 kB`);
			throw new Refusal({ status: 413, body: htmlPage('Payload Too Large'), type: 'text/html' });
		}
		if (problems.includes('not JSON') && !problems.includes('content type')) {
			throw new Refusal({ status: 400, body: htmlPage('Bad Request'), type: 'text/html' });
		}
		if (route === 'unknown') {
			server.note(`unknown: ${method} ${path}`);
			throw crash(404, `Cannot ${method} ${path}`);
		}
		const call = amServerCalls[route as keyof typeof amServerCalls];
		const wrong = objection(call, method === 'GET' ? request.query : request.body);
		if (wrong) server.note(`${route}: ${wrong}`);
		const body = envelope(asserted(call, handlers[route as keyof typeof handlers](request)));
		if (route !== 'login') return { body };
		const id = hex(random(seed, 'session', logins), 128);
		sessions.add(id);
		return {
			headers: { 'set-cookie': `sessionid=${id}; Path=/; HttpOnly`, 'cache-control': 'no-store' },
			body,
		};
	};

	const handle = (request: Request): Answer => {
		try {
			return answer(request);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	};

	const server: AmServerStandIn = extend(await startServer(amServerCalls, handle, options), {
		username: users[0].userid,
		password: users[0].password,
		users,
		attendance,
		attendanceOf,
		get sessions() {
			return sessions.size;
		},
		get logins() {
			return logins;
		},
		dropSessions: () => sessions.clear(),
		accessTokens,
		dropAccessTokens: () => livingTokens.clear(),
		clock: () => Date.now(),
	});
	return server;
}
