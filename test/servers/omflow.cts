import { DateTime } from 'luxon';

import { newerUserColumns, userColumns } from '../../nodes/Omflow/resources/user/contract.ts';
import { omflowCalls } from '../contracts.cts';
import {
	asserted,
	basicParts,
	extend,
	htmlPage,
	makeClock,
	objection,
	startServer,
	type Answer,
	type Clock,
	type Options,
	type Request,
	type SentFile,
	type StandIn,
} from './base.cts';
import {
	listGroups,
	makeGroups,
	type GroupOptions,
	type OmflowGroup,
} from './omflow/departments.cts';
import { makeEvents, type EventOptions, type OmflowEvent } from './omflow/events.cts';
import {
	forms,
	makeTickets,
	type OmflowMission,
	type OmflowTicket,
	type TicketOptions,
} from './omflow/tickets.cts';
import { makeWorklogs, type OmflowWorklog } from './omflow/worklogs.cts';
import { between, hex, person, random, shuffled, uuid } from './people.cts';

export interface OmflowOptions extends Options, GroupOptions, EventOptions, TicketOptions {
	/** Ordinary people besides the system user, the administrator, a disabled and a deleted one; 40 unless told. */
	users?: number;
	/** 1.1.0.0 has neither leave records nor users by organization nor the newer columns; `newer` unless told. */
	version?: '1.1.0.0' | 'newer';
	/** Users by organization want `group_no`, as older documents have it. */
	groupNoOnly?: boolean;
	/** Adds people one of whose user names is contained in the other's: `mori` and `mori2`. */
	overlapping?: boolean;
	/** `status` of the envelope as a string, as documents show it in places. */
	statusAsString?: boolean;
	/** What it says of its version: a number (handbook) unless told. */
	serverVersion?: number | string;
	/** Leave rows carry their id, which the documented ones do not. */
	leaveIds?: boolean;
	/** The server's time zone; Asia/Tokyo unless told. */
	zone?: string;
}

/** A row of the user table. */
export type OmflowUser = { id: number; username: string; nick_name: string } & Record<
	string,
	unknown
>;

export interface OmflowLeave {
	id: number;
	principal_id: number;
	substitute_id: number;
	/** Naive local ISO. */
	starttime: string;
	endtime: string;
	cancel: boolean;
	identifier: string | null;
}

export interface OmflowStandIn extends StandIn {
	/** Adjustable while it runs. */
	options: OmflowOptions;
	/** The administrator's sign-in. */
	username: string;
	password: string;
	/** Passwords by user name. */
	passwords: Map<string, string>;
	/** User names that may call nothing, told by a redirect (302). */
	denied: Set<string>;
	/** The same, told in the envelope (403), as some calls do. */
	refused: Set<string>;
	/** The whole table in the order of ids, the hash among its columns. */
	users: OmflowUser[];
	leaves: OmflowLeave[];
	groups: OmflowGroup[];
	events: OmflowEvent[];
	tickets: OmflowTicket[];
	missions: OmflowMission[];
	worklogs: OmflowWorklog[];
	forms: typeof forms;
	/** The files of tickets, by the numbers of these. */
	ticketFiles: Map<string, SentFile[]>;
	/** Opens a ticket as the administrator does. */
	openTicket(form: string, values: Partial<OmflowTicket>): void;
	/** Pushes a ticket on as the administrator does. */
	pushTicket(dataId: number): void;
	/** The next ticket gets the first number again. */
	forgetNumbers(): void;
	/** The users of an organization that are in use, by id. */
	membersOf(group: OmflowGroup): OmflowUser[];
	clock: Clock;
	/** Moves the clock on by milliseconds. */
	advance(ms: number): void;
	/** Loses all security codes, as a restart does. */
	restart(): void;
	/** Security codes handed out. */
	readonly signIns: number;
}

/** The most bytes of a body that the server reads (seen). */
const mostBytes = 2.5 * 2 ** 20;

/** How long a security code lives after its last use (seen). */
const codeLifeMs = 5 * 60_000;

/** The server's sentences in English and Traditional Chinese; the wording is invented. */
const messages = {
	read: ['Query succeeded.', '查詢成功。'],
	added: ['Added successfully.', '新增成功。'],
	updated: ['Updated successfully.', '更新成功。'],
	closed: ['Closed successfully.', '關閉成功。'],
	cancelled: ['Cancelled successfully.', '註銷成功。'],
	deleted: ['Deleted successfully.', '刪除成功。'],
	signIn: ['Wrong account or password.', '帳號或密碼錯誤。'],
	restapi: ['missing parameter: omflow_restapi', '缺少參數:omflow_restapi'],
	noCode: ['missing parameter: security', '缺少參數:security'],
	code: ['The security code is wrong.', '安全碼錯誤。'],
	expired: ['The security code has expired.', '安全碼已過期。'],
	refused: ['No permission.', '沒有權限。'],
	url: ['The API does not exist.', 'API不存在。'],
	required: ['A required parameter is missing.', '缺少必填參數。'],
	format: ['A parameter has a wrong format.', '參數格式錯誤。'],
	user: ['The user does not exist.', '使用者不存在。'],
	identifier: ['The identifier is already in use.', '識別碼已存在。'],
	leave: ['The leave record does not exist.', '請假紀錄不存在。'],
	order: ['The end is before the start.', '結束時間早於開始時間。'],
} as const;

/** Some parts of a form, which are JSON as text. */
const jsonIn = (form: Record<string, unknown>, names: string[]): Record<string, unknown> =>
	Object.fromEntries(
		names
			.filter((name) => name in form)
			.map((name) => [name, JSON.parse(String(form[name])) as unknown]),
	);

/** A refusal in the envelope; HTTP stays 200. */
class Refusal extends Error {
	constructor(
		public status: number,
		/** A known sentence, or an exception's raw text, which is not translated (seen). */
		message: string,
		public result: unknown = null,
	) {
		super(message);
	}
}

const iso = "yyyy-MM-dd'T'HH:mm:ss";
/** Naive local time in one of the accepted forms; undefined for `Z`, offsets, slashes and epoch numbers (seen). */
const naive = (value: unknown): string | undefined => {
	if (typeof value !== 'string') return undefined;
	if (!/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(value)) return undefined;
	const time = DateTime.fromISO(value.replace(' ', 'T'), { zone: 'utc' });
	if (!time.isValid) return undefined;
	return time.toFormat(time.millisecond ? `${iso}.SSS` : iso);
};

const timeColumns = ['createtime', 'last_login', 'updatetime'];

/** A condition's value as the server understands it, by the column's kind of value; `sample` is one that it holds. */
function understood(column: string, sample: unknown, value: unknown): unknown {
	if (timeColumns.includes(column)) {
		const time = naive(value);
		if (time) return time;
		// With an offset (seen), and in any other form.
		const aware = typeof value === 'string' && /\d[ T]\d.*(Z|[+-]\d{2}:?\d{2})$/.test(value);
		throw new Refusal(
			404,
			aware
				? 'SQLite backend does not support timezone-aware datetimes when USE_TZ is False.'
				: `“${value}” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.`,
		);
	}
	if (column === 'birthday') {
		if (/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return value;
		throw new Refusal(
			404,
			`“${value}” value has an invalid date format. It must be in YYYY-MM-DD format.`,
		);
	}
	if (typeof sample === 'boolean') {
		// Not "true" (seen).
		if ([true, 1, '1', 'True'].includes(value as never)) return true;
		if ([false, 0, '0', 'False'].includes(value as never)) return false;
		throw new Refusal(404, `“${value}” value must be either True or False.`);
	}
	if (typeof sample !== 'number') return String(value);
	if (Number.isFinite(Number(value))) return Number(value);
	throw new Refusal(404, `Field '${column}' expected a number but got '${value}'.`);
}

function makeUsers(seed: number | string, count: number, overlapping: boolean) {
	const passwords = new Map<string, string>();
	const users: OmflowUser[] = [];
	const add = (
		username: string,
		last: string,
		first: string,
		changes: Record<string, unknown> = {},
	) => {
		const id = users.length + 1;
		const next = random(seed, 'user', username);
		const moment = (days: number) =>
			DateTime.utc(2026, 1, 5, 8)
				.plus({ days, seconds: between(next, 0, 36_000), milliseconds: ((id * 37) % 999) + 1 })
				// The fraction is missing when zero (seen).
				.toFormat(id % 3 ? `${iso}.SSS` : iso);
		passwords.set(username, `pass-${username}`);
		users.push({
			id,
			password: `pbkdf2_sha256$150000$${hex(next, 12)}$${hex(next, 40)}=`,
			last_login: id % 6 === 5 ? null : moment(between(next, 0, 300)),
			is_superuser: false,
			username,
			first_name: first,
			last_name: last,
			is_active: true,
			email: `${username}@example.com`,
			nick_name: `${last} ${first}`.trim(),
			birthday:
				id % 4
					? null
					: `19${between(next, 65, 99)}-0${between(next, 1, 9)}-1${between(next, 0, 9)}`,
			gender: id % 4 ? null : 'M',
			phone1: `03-5550-${String(id).padStart(4, '0')}`,
			phone2: null,
			company: ['株式会社みなと商事', '有限会社あおば印刷'][id % 2],
			ad_flag: false,
			ad_sid: null,
			frequency: 60,
			updatetime: moment(320),
			delete: false,
			default_group: between(next, 1, 5),
			ad_no: `A${String(id).padStart(4, '0')}`,
			extension_no: null,
			...changes,
		});
	};
	// Not disabled, and an administrator as well (seen): only the ID tells it.
	add('system', '', 'system', { is_superuser: true, nick_name: 'system' });
	add('admin', '管理', '者', { is_superuser: true });
	// The number at the end keeps one name from being contained in another.
	for (let index = 0; index < count + 2; index++) {
		const { last, first } = person(random(seed, 'person', index));
		const number = String(index + 1).padStart(4, '0');
		const username = `${last.romaji}.${first.romaji}${number}`;
		const changes =
			index === count ? { is_active: false } : index === count + 1 ? { delete: true } : {};
		// People of the same name are told apart by a number, so that a nick name finds one person.
		const same = users.some((row) => row.nick_name === `${last.name} ${first.name}`);
		add(username, last.name, first.name, {
			...changes,
			...(same && { nick_name: `${last.name} ${first.name}${index + 1}` }),
		});
	}
	if (overlapping) for (const username of ['mori', 'mori2']) add(username, '森', username);
	return { users, passwords };
}

interface Condition {
	column?: string;
	condition?: string;
	value?: unknown;
}

/**
 * Starts a stand-in for OMFLOW, after omflow-users, omflow-leave-records and what was seen on 1.1.0.0.
 *
 * It behaves like the real server, silent habits included, and notes as a violation whatever the contract
 * does not allow. Routes: the contract's, those of `besides`, and `signIn` for the security code; any other path
 * under /rest/ is an unknown URL (403), which people may well ask for. Refusals are an envelope in HTTP 200,
 * or a redirect for a denied person.
 */
export async function startOmflow(options: OmflowOptions = {}): Promise<OmflowStandIn> {
	const seed = options.seed ?? 1;
	const zone = options.zone ?? 'Asia/Tokyo';
	const clock = makeClock();
	const { users, passwords } = makeUsers(seed, options.users ?? 40, options.overlapping ?? false);
	const leaves: OmflowLeave[] = [];
	const codes = new Map<string, { code: string; usedAt: number }>();
	const denied = new Set<string>();
	const refused = new Set<string>();
	const groups = makeGroups();
	const ties = random(seed, 'ties');
	let signIns = 0;
	let issued = 0;

	const localNow = () => DateTime.fromMillis(clock.now(), { zone }).toFormat(iso);
	const columns = () =>
		[
			...userColumns,
			...(server.options.version === '1.1.0.0' ? [] : newerUserColumns),
			'password',
		].sort();
	const envelope = (request: Request, status: number, message: string, result: unknown): Answer => {
		const language = request.headers['accept-language']?.startsWith('en') ? 0 : 1;
		const known = messages[message as keyof typeof messages];
		return {
			body: {
				status: server.options.statusAsString ? String(status) : status,
				message: known?.[language] ?? message,
				result,
			},
		};
	};
	/** Who calls, looked up as the server does: by names that contain theirs, in any case (its bug, seen). */
	const caller = (username: string) => {
		const found = users.filter((row) =>
			row.username.toLowerCase().includes(username.toLowerCase()),
		);
		if (found.length > 1) {
			throw new Refusal(500, `get() returned more than one OmUser -- it returned ${found.length}!`);
		}
		return found[0];
	};
	/** The server's own lists of users leave out the system user, the deleted and the disabled (seen). */
	const membersOf = (group: OmflowGroup) =>
		users.filter(
			(row) =>
				row.id > 1 &&
				row.is_active &&
				!row.delete &&
				// Every fourth person also belongs to the second organization.
				(row.default_group === group.id || (group.id === 2 && row.id % 4 === 0)),
		);
	const alive = (username: string) => {
		const entry = codes.get(username);
		return entry && clock.now() - entry.usedAt < codeLifeMs ? entry : undefined;
	};

	const signIn = (request: Request): Answer => {
		if (request.bytes) server.note('signIn: carries no body');
		const parts = basicParts(request.headers);
		if (!parts) {
			server.note('signIn: no Basic header');
			throw new Refusal(500, "'HTTP_AUTHORIZATION'");
		}
		const [username, password] = parts;
		// A password with a colon falls apart (seen).
		if (parts.length !== 2) throw new Refusal(500, 'too many values to unpack (expected 2)');
		// Log-in by e-mail is broken (seen).
		if (username.includes('@'))
			throw new Refusal(500, "local variable 'user' referenced before assignment");
		// The exact name, other than in the calls (seen).
		const user = users.find((row) => row.username === username);
		if (!user) throw new Refusal(500, 'OmUser matching query does not exist.');
		if (!user.is_active || passwords.get(username) !== password) throw new Refusal(403, 'signIn');
		// One code a user: asking again while it lives renews and repeats it (seen).
		const code = alive(username)?.code ?? uuid(random(seed, 'code', ++issued));
		codes.set(username, { code, usedAt: clock.now() });
		signIns++;
		return envelope(request, 200, 'read', { security: code });
	};

	/** The person a body's code belongs to; every use renews it. */
	const signedIn = (request: Request): OmflowUser => {
		const body = request.body as { security?: unknown; omflow_restapi?: unknown };
		const isForm = request.files !== undefined;
		const unread = request.problems.includes('not JSON') || body === undefined || body === null;
		if (unread || (!isForm && (request.bytes > mostBytes || body.omflow_restapi !== 1))) {
			server.note(`${request.route}: no omflow_restapi`);
			throw new Refusal(403, 'restapi');
		}
		if (typeof body.security !== 'string') {
			server.note(`${request.route}: no security code`);
			throw new Refusal(403, 'noCode');
		}
		const username = [...codes.keys()].find((name) => codes.get(name)!.code === body.security);
		if (!username) throw new Refusal(403, 'code');
		const entry = alive(username);
		if (!entry) throw new Refusal(403, 'expired');
		entry.usedAt = clock.now();
		return caller(username);
	};

	const cell = (column: string, all = columns()) => {
		if (all.includes(column)) return column;
		throw new Refusal(
			404,
			`Query failed, the error is: Cannot resolve keyword '${column}' into field. Choices are: ${all.join(', ')}`,
		);
	};
	const holds = (
		row: Record<string, unknown>,
		{ column, condition, value }: Required<Condition>,
		sample: Record<string, unknown> = users[0],
	): boolean => {
		const comparable = (_: string, one: unknown) => understood(column, sample[column], one);
		const held = row[column] as string | number | boolean | null;
		if (condition === 'in') {
			if (!Array.isArray(value)) throw new Refusal(404, "'in' wants a list");
			return value.some((one) => held !== null && held === comparable(column, one));
		}
		if (condition === 'contains') {
			return held !== null && String(held).toLowerCase().includes(String(value).toLowerCase());
		}
		const wanted = comparable(column, value) as typeof held;
		if (held === null || wanted === null) return false;
		if (condition === '<') return held < wanted;
		if (condition === '>') return held > wanted;
		// Any other operator silently acts as = (seen).
		return held === wanted;
	};
	/** The conditions the server minds: one that lacks a key is dropped with all that follow it (seen). */
	const minded = (conditions: unknown, all?: string[]) => {
		const list = (Array.isArray(conditions) ? conditions : []) as Condition[];
		const lame = list.findIndex((one) =>
			['column', 'condition', 'value'].some((key) => !(key in one)),
		);
		const kept = (lame < 0 ? list : list.slice(0, lame)) as Required<Condition>[];
		kept.forEach((one) => cell(one.column, all));
		return kept;
	};

	/** The rows that a body asks for, in its order. */
	const queried = (
		all: Array<Record<string, unknown>>,
		body: Record<string, unknown>,
		known: string[],
		sample: Record<string, unknown>,
	) => {
		const search = minded(body.search_conditions, known);
		const exclude = minded(body.exclude_conditions, known);
		const named = body.order_columns as string[] | undefined;
		const order = (named?.length ? named : ['id']).map((name) => ({
			column: cell(name.replace(/^-/, ''), known),
			sign: name.startsWith('-') ? -1 : 1,
		}));
		const rows = all.filter(
			(row) =>
				search.every((one) => holds(row, one, sample)) &&
				// NOT (a AND b) (seen).
				!(exclude.length && exclude.every((one) => holds(row, one, sample))),
		);
		// Shuffled first: rows that tie in the order come differently on every call (seen as unstable pages).
		return shuffled(ties, rows).sort((a, b) => {
			for (const { column, sign } of order) {
				const [left, right] = [a[column] ?? '', b[column] ?? ''] as [string, string];
				if (left !== right) return left < right ? -sign : sign;
			}
			return 0;
		});
	};

	const listUsers = (body: Record<string, unknown>) => {
		const sorted = queried(users, body, columns(), users[0]);
		const named = body.search_columns as string[] | undefined;
		// Without columns every column comes, the hash among them (seen).
		const shown = named?.length ? named.map((name) => cell(name)) : columns();
		const { start = 0, limit = 100 } = body as { start?: number; limit?: number };
		if (![start, limit].every(Number.isInteger))
			throw new Refusal(500, 'slice indices must be integers');
		if (start < 0 || limit < 0) throw new Refusal(500, 'Negative indexing is not supported.');
		// A slice: limit is an end index (seen).
		return sorted
			.slice(start, Math.max(start, limit))
			.map((row) => Object.fromEntries(shown.map((column) => [column, row[column]])));
	};

	const required = (body: Record<string, unknown>, names: string[]) => {
		const refuse = (status: string, bad: string[]) => {
			if (bad.length)
				throw new Refusal(404, 'required', { status, result: bad, message: messages.required[0] });
		};
		refuse(
			'require missing',
			names.filter((name) => !(name in body)),
		);
		refuse(
			'require null',
			names.filter((name) => body[name] === null || body[name] === ''),
		);
	};
	const badFormat = (names: string[]) =>
		new Refusal(404, 'format', {
			status: 'format error',
			result: names,
			message: messages.format[0],
		});
	/** A person by user name, nick name or member code (omflow-leave-records). */
	const someone = (name: unknown) => {
		const found = users.find((row) =>
			[row.username, row.nick_name, row.ad_no].includes(name as string),
		);
		if (!found) throw new Refusal(404, 'user');
		return found;
	};

	const createLeave = (body: Record<string, unknown>) => {
		required(body, ['start', 'end', 'principal', 'substitute']);
		const [starttime, endtime] = [naive(body.start), naive(body.end)];
		if (!starttime || !endtime) {
			throw badFormat(['start', 'end'].filter((name) => !naive(body[name])));
		}
		if (endtime < starttime) throw new Refusal(404, 'order');
		const identifier = (body.identifier as string | undefined) ?? null;
		if (identifier !== null && leaves.some((row) => row.identifier === identifier)) {
			throw new Refusal(404, 'identifier');
		}
		const [principal, substitute] = [someone(body.principal), someone(body.substitute)];
		const id = (leaves.at(-1)?.id ?? 0) + 1;
		leaves.push({
			id,
			principal_id: principal.id,
			substitute_id: substitute.id,
			starttime,
			endtime,
			cancel: false,
			identifier,
		});
		return id;
	};

	const listLeaves = (body: Record<string, unknown>) => {
		required(body, ['principal', 'substitute']);
		const bad = ['cancel', 'history'].filter(
			(name) => ![undefined, 0, 1].includes(body[name] as never),
		);
		if (bad.length) throw badFormat(bad);
		const [principal, substitute] = [someone(body.principal), someone(body.substitute)];
		const now = localNow();
		const rows = leaves.filter(
			(row) =>
				row.principal_id === principal.id &&
				row.substitute_id === substitute.id &&
				(body.cancel === undefined || row.cancel === (body.cancel === 1)) &&
				(body.history === undefined || row.endtime < now === (body.history === 1)),
		);
		const nick = (userId: number) => users.find((row) => row.id === userId)!.nick_name;
		return {
			now_time: now,
			leave_list: rows.map(({ id, ...row }) => ({
				...(server.options.leaveIds && { id }),
				...row,
				principal_id__nick_name: nick(row.principal_id),
				substitute_id__nick_name: nick(row.substitute_id),
			})),
		};
	};

	/** The record that a body names by exactly one of its two names. */
	const oneLeave = (body: Record<string, unknown>) => {
		const { leave_id, identifier } = body;
		if ((leave_id === undefined) === (identifier === undefined)) {
			required({}, ['leave_id', 'identifier']);
		}
		const found = leaves.find((row) =>
			leave_id === undefined ? row.identifier === identifier : row.id === leave_id,
		);
		if (!found) throw new Refusal(404, 'leave');
		return found;
	};
	const updateLeave = (body: Record<string, unknown>) => {
		required(body, ['substitute']);
		oneLeave(body).substitute_id = someone(body.substitute).id;
		return null;
	};
	const cancelLeave = (body: Record<string, unknown>) => {
		oneLeave(body).cancel = true;
		return null;
	};
	const deleteLeave = (body: Record<string, unknown>) => {
		leaves.splice(leaves.indexOf(oneLeave(body)), 1);
		return null;
	};

	/** Organizations by the codes or the names in a body; unknown ones are not in the answer. */
	const chosenGroups = (body: Record<string, unknown>, codesAs: string) => {
		const name = [body[codesAs]].flat().length > 0 && codesAs in body ? codesAs : 'org_name';
		const wanted = body[name];
		if (!Array.isArray(wanted)) throw badFormat([name]);
		return groups.filter((one) =>
			wanted.includes(name === 'org_name' ? one.display_name : one.group_no),
		);
	};
	const listByOrganization = (body: Record<string, unknown>) => {
		const { groupNoOnly } = server.options;
		if (groupNoOnly) required(body, ['group_no']);
		else if ('group_no' in body) server.note('listByOrganization: group_no where org_no is known');
		const chosen = chosenGroups(body, groupNoOnly ? 'group_no' : 'org_no');
		const rowOf = (row: OmflowUser) => ({
			user: row.id,
			user__nick_name: row.nick_name,
			user__username: row.username,
			user__ad_no: row.ad_no as string,
		});
		return Object.fromEntries(chosen.map((one) => [one.group_no, membersOf(one).map(rowOf)]));
	};
	const answerGroups = (body: Record<string, unknown>) =>
		listGroups(groups, body, server.options, (given) => chosenGroups(given, 'org_no'));
	const { events, createEvent, closeEvents } = makeEvents(
		() => server.options,
		required,
		badFormat,
	);
	const { tickets, missions, ...about } = makeTickets({
		refuse: (words, status = 404) => new Refusal(status, words),
		now: localNow,
		options: () => server.options,
		filter: (rows, body, sample) => queried(rows, body, Object.keys(sample), sample),
	});
	const { worklogs, createWorklog, listWorklogs } = makeWorklogs({
		refuse: (words, status = 404) => new Refusal(status, words),
		now: localNow,
		old: () => server.options.version === '1.1.0.0',
		required,
		tickets,
		ownStep: () => server.options.ownStep,
		flowOf: (path) => about.designOf(path as string)?.uuid,
	});

	const served: Record<
		keyof typeof omflowCalls,
		[
			(
				body: Record<string, unknown>,
				user: OmflowUser,
				params: Record<string, string>,
				files?: SentFile[],
			) => unknown,
			keyof typeof messages,
		]
	> = {
		listUsers: [listUsers, 'read'],
		listByOrganization: [listByOrganization, 'read'],
		listGroups: [answerGroups, 'read'],
		createEvent: [createEvent, 'added'],
		closeEvents: [closeEvents, 'closed'],
		getServerVersion: [() => ({ version: server.options.serverVersion ?? 1_002_000_001 }), 'read'],
		createLeave: [createLeave, 'added'],
		listLeaves: [listLeaves, 'read'],
		updateLeave: [updateLeave, 'updated'],
		cancelLeave: [cancelLeave, 'cancelled'],
		deleteLeave: [deleteLeave, 'deleted'],
		listTickets: [(body, _, { form }) => about.list(body, form), 'read'],
		editTicket: [
			(body, { username }, { form }, files) => {
				// The source of 1.1.0.0: it adds to what it has read of a form in parts.
				if (files && server.options.version === '1.1.0.0') {
					throw new Refusal(500, 'This QueryDict instance is immutable');
				}
				return about.edit(body, form, username, files);
			},
			'added',
		],
		listForms: [about.listForms, 'read'],
		getFormFormat: [about.formFormat, 'read'],
		getFormDesign: [about.formDesign, 'read'],
		loadTicket: [about.loadTicket, 'read'],
		createWorklog: [(body, { nick_name }) => createWorklog(body, nick_name), 'added'],
		listWorklogs: [listWorklogs, 'read'],
		printForm: [(_body, _user, params) => about.print(params), 'read'],
		listMissions: [(body, { id }) => about.missionsOf(id, body), 'read'],
	};

	const answer = (request: Request): Answer => {
		const { route, path } = request;
		if (route === 'signIn') return signIn(request);
		if (route === 'denied') {
			server.note('denied: a redirect was followed');
			return { status: 403, body: htmlPage('Forbidden'), type: 'text/html' };
		}
		const outside = !path.startsWith('/rest/') || path === '/rest/';
		if (route === 'signInWithoutSlash' || outside) {
			server.note(`${route}: ${request.method} ${path}`);
			const status = outside && route === 'unknown' ? 404 : 500;
			return {
				status,
				body: htmlPage(status === 404 ? 'Not Found' : 'Server Error'),
				type: 'text/html',
			};
		}
		const name = route.replace('WithoutSlash', '') as keyof typeof omflowCalls;
		const old = server.options.version === '1.1.0.0';
		// The URL is looked at first, before anything that the body holds (seen).
		if (route === 'unknown' || (old && 'needs' in omflowCalls[name])) {
			throw new Refusal(403, 'url');
		}
		const user = signedIn(request);
		if (denied.has(user.username))
			return { status: 302, headers: { location: '/api/permission/denied/' } };
		if (refused.has(user.username)) throw new Refusal(403, 'refused');
		const {
			security: _security,
			omflow_restapi: _restapi,
			...sent
		} = request.body as Record<string, unknown>;
		const { files } = request;
		// All parts of a form are text (omflow-rest).
		const body = files ? { ...sent, ...jsonIn(sent, ['formdata', 'files_item']) } : sent;
		// Tolerated by the server (seen).
		if (name !== route) server.note(`${name}: no trailing slash`);
		if (Object.keys(request.query).length) server.note(`${name}: query`);
		const [serve, message] = served[name];
		// Tests ask for these as they like.
		const wrong = name === 'listGroups' ? undefined : objection(omflowCalls[name], body);
		if (wrong) server.note(`${name}: ${wrong}`);
		const came = serve(body, user, request.params, files);
		if (name === 'printForm') return { body: came as string, type: 'text/html' };
		// Without columns, or with others, it is another answer.
		const whole = body.search_columns === undefined || name === 'listUsers';
		return envelope(request, 200, message, whole ? asserted(omflowCalls[name], came) : came);
	};

	const handle = (request: Request): Answer => {
		try {
			return answer(request);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return envelope(request, error.status, error.message, error.result);
		}
	};

	const security = '/accounts/api/security/get';
	const routes: Record<string, { method?: string; path: string }> = {
		// Any method (seen).
		signIn: { path: `${security}/` },
		signInWithoutSlash: { path: security },
		denied: { path: '/api/permission/denied/' },
	};
	const paths = Object.entries(omflowCalls);
	for (const [name, { path }] of paths) {
		const method = 'POST';
		routes[name] = { method, path };
		routes[`${name}WithoutSlash`] = { method, path: path.slice(0, -1) };
	}
	const server: OmflowStandIn = extend(await startServer(routes, handle, options), {
		options: { ...options },
		username: 'admin',
		password: passwords.get('admin')!,
		passwords,
		denied,
		refused,
		users,
		leaves,
		groups,
		events,
		tickets,
		missions,
		worklogs,
		forms,
		ticketFiles: about.ticketFiles,
		openTicket: (path: string, values: Partial<OmflowTicket>) =>
			void about.create(about.designOf(path)!, values, 'admin'),
		pushTicket: about.pushTicket,
		forgetNumbers: about.forgetNumbers,
		membersOf,
		clock,
		advance: (ms: number) => clock.advance(ms),
		restart: () => codes.clear(),
		get signIns() {
			return signIns;
		},
	});
	return server;
}
