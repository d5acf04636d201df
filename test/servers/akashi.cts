import { DateTime } from 'luxon';

import { zone } from '../../nodes/Akashi/contract.ts';
import { alertTypes } from '../../nodes/Akashi/resources/alert/contract.ts';
import { staffPageSize, type Staff } from '../../nodes/Akashi/resources/staff/contract.ts';
import { stampMonths, stampRows, type Stamp } from '../../nodes/Akashi/resources/stamp/contract.ts';
import {
	workingRecordDays,
	type WorkingRecord,
} from '../../nodes/Akashi/resources/workingRecord/contract.ts';
import type { Call } from '../../nodes/shared/contract.ts';
import { akashiCalls } from '../contracts.cts';
import { companyHandlers, makeCompany, reached, type Company } from './akashi/company.cts';
import { page, parsed, Partly, Refusal, type Handler } from './akashi/parts.cts';
import { makeWork, workHandlers, type Work } from './akashi/projects.cts';
import { inReadings, type Readings } from './akashi/readings.cts';
import {
	asserted,
	extend,
	makeClock,
	objection,
	startServer,
	type Answer,
	type Clock,
	type Options,
	type Request,
	type StandIn,
} from './base.cts';
import { between, random, uuid } from './people.cts';

export type { Project, Task } from './akashi/projects.cts';

export interface AkashiOptions extends Options {
	/** People whom the administrator's token reaches; 45 unless told. */
	staff?: number;
	companyId?: string;
	/** Punches a day, every day alike or by person and day (`yyyy/mm/dd`); believable ones unless told. */
	stampsPerDay?: number | ((staffId: number, day: string) => number);
	/** 6.7, 6.10: a stamp is compared with the end of a period as it is (unless told), or as it is shown. */
	compares?: 'exactly' | 'as shown';
	/** 6.7, 6.10: a period as long as the longest is refused, though the text lets it pass. */
	longestRefused?: boolean;
	/** 6.10: a period that goes over midnight is refused. */
	overMidnightRefused?: boolean;
	/** HTTP status of refusals; 200 unless told (both seen by public clients). */
	refusalStatus?: number;
	/** Name of the total in the list of people, which differs between table, example and clients. */
	totalKey?: 'TotalCount' | 'totalCount' | 'total_count' | 'none';
	/**
	 * 6.11 with breaks and `end_date`: breaks of every day unless told, the first day only, days without breaks,
	 * or a refusal as the text has it.
	 */
	breaksOfSpan?: 'all' | 'firstDay' | 'none' | 'refused';
	/** 6.11: an array as in the example, or an object as in the table. */
	recordsShape?: 'array' | 'object';
	/** 6.11: names of the punches as in the table or as in the example. */
	punchNames?: 'table' | 'example';
	/** 6.12 to 6.15, 6.26: keep what is good and answer success with errors, instead of refusing the whole request. */
	partial?: boolean;
	/** Array calls keep some good records, at random, of a request that they refuse; 6.3 refuses, too. */
	keepsPart?: boolean;
	/** 6.3, 6.18 and 6.22 empty the fields of a record that an update does not give. */
	emptiesNotGiven?: boolean;
	/** How many projects there are; 3 unless told. */
	projects?: number;
	/** How many tasks each of them has; 4 unless told. */
	tasksPerProject?: number;
	/** The token used for a reissue stays valid; it dies at once unless told. */
	oldTokenLives?: boolean;
	/** What the vendor's text leaves open; see there. */
	readings?: Readings;
}

export interface Token {
	staffId: number;
	/** Epoch milliseconds. */
	expiresAt: number;
}

export interface Alert {
	month: string;
	date: string;
	alert_type: number;
}

export interface AkashiStandIn extends StandIn, Omit<Company, 'strangers'>, Work {
	/** Adjustable while it runs. */
	options: AkashiOptions;
	companyId: string;
	/** A company administrator's token. */
	token: string;
	/** Every issued token. */
	tokens: Map<string, Token>;
	/** A token of this person, issued when first asked for. */
	tokenOf(staffId: number): string;
	clock: Clock;
	/** Ids of people outside everybody's managed set. */
	unmanaged: number[];
	/** Alerts of the owner of `token`; nobody else has any. */
	alerts: Alert[];
	/** All punches of a person (`yyyy/mm/dd HH:MM:SS` and type), in place of invented ones. */
	punches: Map<number, Array<[at: string, type: number]>>;
	/** What differs in the record of a person and day (`1001 yyyy/mm/dd`); null if there is none. */
	corrections: Map<string, Partial<WorkingRecord> | null>;
	/** Punches of a person, both ends (`yyyymmddHHMMSS`) included as shown, in the order of time, without any cap. */
	stampsOf(staffId: number, from: string, to: string): Stamp[];
	/** Days (`yyyymmdd`, both included) of a person; breaks and unrounded minutes on request. */
	workingRecordsOf(
		staffId: number,
		from: string,
		to: string,
		include?: { breaks?: boolean; minutes?: boolean },
	): WorkingRecord[];
}

const minute = 60;
const dayMs = 86_400_000;
const pad = (value: number) => String(value).padStart(2, '0');
const clockTime = (seconds: number) =>
	`${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / minute) % 60)}:${pad(seconds % 60)}`;
const secondOf = (dateTime: string) => {
	const [hours, minutes, seconds] = dateTime.slice(11).split(':').map(Number);
	return (hours * 60 + minutes) * 60 + seconds;
};
const slashed = (digits: string) =>
	digits.length === 8
		? digits.replace(/(....)(..)(..)/, '$1/$2/$3')
		: digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1/$2/$3 $4:$5:$6');
/** Every day from `from` to `to` (both `yyyy/mm/dd`). */
const daysBetween = (from: string, to: string) => {
	const start = Date.parse(`${from.replaceAll('/', '-')}T00:00Z`);
	const count = (Date.parse(`${to.replaceAll('/', '-')}T00:00Z`) - start) / dayMs + 1;
	return Array.from({ length: Math.max(0, count) }, (_, index) =>
		new Date(start + index * dayMs).toISOString().slice(0, 10).replaceAll('-', '/'),
	);
};
const weekday = (day: string) => new Date(`${day.replaceAll('/', '-')}T00:00Z`).getUTCDay();

/** Calls for which the vendor's roles are taken to need a company administrator: who and where people are. */
const administratorOnly: string[] = [
	'createOrganizations',
	'changeStaff',
	'retireStaff',
	'deleteStaff',
	'changeWorkingConditions',
	'createTransfers',
	'assignPermissions',
	'reservePermissions',
];

/** One alert of every kind. */
const makeAlerts = (): Alert[] =>
	Object.keys(alertTypes).map((type, index) => ({
		month: index < 4 ? '2026/02/01' : '2026/03/01',
		date: index < 4 ? `2026/02/${pad(10 + index)}` : `2026/03/${pad(index)}`,
		alert_type: Number(type),
	}));

/**
 * Starts a stand-in for AKASHI, after chapter 6 of the vendor's text and what was seen of it. `url` ends
 * with /api/cooperation.
 *
 * Every call of the contract is served and its state kept; any other path is refused. A refusal is
 * `{success: false, errors}`. Punches come from seed, person and day, so that every range has them; on
 * the clock's own day only those up to now.
 */
export async function startAkashi(options: AkashiOptions = {}): Promise<AkashiStandIn> {
	const seed = options.seed ?? 1;
	const companyId = options.companyId ?? 'kintai001';
	const clock = makeClock();
	const company = makeCompany(seed, options.staff ?? 45);
	const { strangers, ...shown } = company;
	const { staff } = company;
	const work = makeWork(staff, options.projects, options.tasksPerProject);
	const personOf = (id: number) =>
		staff.find((row) => row.staffId === id) ?? strangers.find((row) => row.staffId === id);
	const alerts = makeAlerts();
	const added = new Map<number, Stamp[]>();
	const punches: AkashiStandIn['punches'] = new Map();
	const corrections: AkashiStandIn['corrections'] = new Map();
	/** The fraction of a second that no answer shows. */
	const fractionOf = new WeakMap<Stamp, string>();
	const tokens = new Map<string, Token>();
	let issued = 0;

	const now = () => DateTime.fromMillis(clock.now(), { zone });
	// Called for every day that is looked at, so without Luxon; Japan keeps +09:00 all year.
	const nowText = () =>
		new Date(clock.now() + 9 * 3_600_000)
			.toISOString()
			.slice(0, 19)
			.replaceAll('-', '/')
			.replace('T', ' ');
	const nowFraction = () => `.${String(clock.now() % 1_000).padStart(3, '0')}`;
	const issue = (staffId: number) => {
		const token = uuid(random(seed, 'token', ++issued));
		// One month and one day (chapter 4).
		tokens.set(token, { staffId, expiresAt: now().plus({ months: 1, days: 1 }).toMillis() });
		return token;
	};
	const tokenOf = (staffId: number) =>
		[...tokens].find(
			([, owner]) => owner.staffId === staffId && owner.expiresAt > clock.now(),
		)?.[0] ?? issue(staffId);

	const usual = (day: string, next: () => number) => {
		const luck = next();
		if ([0, 6].includes(weekday(day))) return luck < 0.03 ? 2 : 0;
		if (luck < 0.05) return 0;
		if (luck < 0.08) return 1;
		return luck < 0.25 ? 2 : 4;
	};
	const punchTimes = (count: number, next: () => number) => {
		const day = [
			between(next, 8 * 60 + 30, 9 * 60 + 20),
			between(next, 12 * 60, 12 * 60 + 10),
			between(next, 12 * 60 + 50, 13 * 60 + 5),
			between(next, 17 * 60 + 45, 20 * 60 + 30),
		].map((minutes) => minutes * minute + between(next, 0, 59));
		if (count === 2) return [day[0], day[3]];
		if (count <= 4) return day.slice(0, count);
		const step = (16 * 60 * minute) / count;
		return Array.from({ length: count }, (_, index) =>
			Math.floor(6 * 60 * minute + (index + next()) * step),
		);
	};
	const punched = (at: string, type: number): Stamp => ({
		stamped_at: at,
		type,
		local_time: at,
		timezone: '+9.0',
		attributes: { method: 3 },
	});
	const generated = (staffId: number, day: string): Stamp[] => {
		const next = random(seed, 'stamps', staffId, day);
		const { stampsPerDay } = server.options;
		const wanted = typeof stampsPerDay === 'function' ? stampsPerDay(staffId, day) : stampsPerDay;
		const count = wanted ?? usual(day, next);
		const org = personOf(staffId)?.organization?.organizationId ?? 1;
		return punchTimes(count, next).map((second, index) => {
			const outside = next() < 0.04;
			const last = index > 0 && index === count - 1 && count !== 3;
			const inner = index % 2 ? 31 : 32;
			const type = index === 0 ? (outside ? 21 : 11) : last ? (outside ? 22 : 12) : inner;
			const row: Stamp = {
				stamped_at: `${day} ${clockTime(second)}`,
				type,
				local_time: `${day} ${clockTime(Math.max(0, second - 2))}`,
				timezone: '+9.0',
				attributes: {
					method: 3,
					org_id: org,
					workplace_id: null,
					latitude: outside ? 35.681 : null,
					longitude: outside ? 139.767 : null,
					ip: `192.0.2.${(staffId % 250) + 1}`,
				},
			};
			// None at times, so that one stamp lies exactly on a second.
			fractionOf.set(row, ['', '.001', '.8', '.999'][second % 4]);
			return row;
		});
	};
	const stampsOf = (staffId: number, from: string, to: string): Stamp[] => {
		const [start, end, present] = [slashed(from), slashed(to), nowText()];
		const today = present.slice(0, 10);
		const given = punches.get(staffId)?.map(([at, type]) => punched(at, type));
		const invented = given
			? []
			: daysBetween(start.slice(0, 10), end.slice(0, 10)).flatMap((day) =>
					generated(staffId, day).filter((row) => day !== today || row.stamped_at! <= present),
				);
		return [...invented, ...(given ?? []), ...(added.get(staffId) ?? [])]
			.filter((row) => row.stamped_at! >= start && row.stamped_at! <= end)
			.sort((a, b) => (a.stamped_at! < b.stamped_at! ? -1 : a.stamped_at! > b.stamped_at! ? 1 : 0));
	};

	/** What an answer of 6.7 and 6.10 holds, as far as a fraction after the last second counts. */
	const answered = (staffId: number, { start_date, end_date }: Record<string, string>) => {
		const end = slashed(end_date);
		const within = (row: Stamp) => row.stamped_at! + (fractionOf.get(row) ?? '') <= end;
		const rows = stampsOf(staffId, start_date, end_date);
		return server.options.compares === 'as shown' ? rows : rows.filter(within);
	};

	const workingRecordsOf: AkashiStandIn['workingRecordsOf'] = (staffId, from, to, include = {}) => {
		return daysBetween(slashed(from), slashed(to)).flatMap((day) => {
			const correction = corrections.get(`${staffId} ${day}`);
			if (correction === null) return [];
			const { break_time_results, actual_working_hours_no_rounding, ...corrected } =
				correction ?? {};
			const digits = day.replaceAll('/', '');
			const stamps = stampsOf(staffId, `${digits}000000`, `${digits}235959`);
			const start = stamps.find((row) => [11, 21].includes(row.type!))?.stamped_at ?? null;
			const end = stamps.findLast((row) => [12, 22].includes(row.type!))?.stamped_at ?? null;
			const rounded = (time: string | null, round: (value: number) => number) =>
				time && `${day} ${clockTime(round(secondOf(time) / (15 * minute)) * 15 * minute)}`;
			const breaks = stamps.flatMap((row, index) =>
				row.type === 31 && stamps[index + 1]?.type === 32
					? [{ start: row.stamped_at!, end: stamps[index + 1].stamped_at! }]
					: [],
			);
			const [inName, outName] =
				server.options.punchNames === 'example'
					? ['start_punch_time', 'end_punch_time']
					: ['attendance_punch_time', 'leaving_punch_time'];
			const worked =
				start && end
					? secondOf(end) -
						secondOf(start) -
						breaks.reduce((sum, one) => sum + secondOf(one.end) - secondOf(one.start), 0)
					: null;
			return {
				date: day,
				working_day_category: ({ 0: 2, 6: 1 } as Record<number, number>)[weekday(day)] ?? 0,
				start_time: start,
				end_time: end,
				rounded_start_time: rounded(start, Math.ceil),
				rounded_end_time: rounded(end, Math.floor),
				[inName]: start,
				[outName]: end,
				...(include.minutes && {
					actual_working_hours_no_rounding: worked === null ? null : Math.floor(worked / minute),
				}),
				...(include.breaks && {
					break_time_results: breaks.map((one) => ({
						result_break_time_start_time: one.start,
						result_break_time_end_time: one.end,
						rounded_break_time_start_time: rounded(one.start, Math.floor),
						rounded_break_time_end_time: rounded(one.end, Math.ceil),
					})),
				}),
				...corrected,
				...(include.minutes &&
					actual_working_hours_no_rounding !== undefined && { actual_working_hours_no_rounding }),
				...(include.breaks && break_time_results && { break_time_results }),
			};
		});
	};

	const reachedIds = (owner: Staff) => new Set(reached(company, owner).map((row) => row.staffId));
	const wantedIds = (owner: Staff, ids: string) => {
		const all = reachedIds(owner);
		const wanted = [...new Set(ids.split(',').map(Number))].sort((a, b) => a - b);
		if (!wanted.every((id) => all.has(id))) throw new Refusal('staff');
		return wanted;
	};
	/** Refuses an end before the start and a span above what a chapter allows. */
	const period = (query: Record<string, string>, most: { months?: number; days?: number }) => {
		const start = parsed(query.start_date);
		const end = parsed(query.end_date ?? query.start_date);
		if (end < start || end > start.plus(most)) throw new Refusal('period');
		const timed = query.start_date.length === 14;
		if (timed && server.options.longestRefused && +end === +start.plus(most))
			throw new Refusal('longest');
	};

	const staffAnswer = (rows: Staff[], total: number) => {
		const { totalKey = 'TotalCount' } = server.options;
		return {
			login_company_code: companyId,
			Count: rows.length,
			...(totalKey !== 'none' && { [totalKey]: total }),
			staffs: rows,
		};
	};
	const stampsAnswer = (staffId: number, query: Record<string, string>) => {
		period(query, { months: stampMonths });
		// 6.7: no cursor and no sign that rows are missing.
		const stamps = answered(staffId, query).slice(0, stampRows);
		return { login_company_code: companyId, staff_id: staffId, count: stamps.length, stamps };
	};

	const partial = () => server.options.partial === true;
	const empties = () => server.options.emptiesNotGiven === true;
	const luck = random(seed, 'kept');
	const kept = () => (server.options.keepsPart ? () => luck() < 0.5 : undefined);
	/** What each call answers as `response`, by the contract's names. */
	const handlers: Record<Exclude<keyof typeof akashiCalls, 'reissueToken'>, Handler> = {
		...companyHandlers(companyId, company, {
			today: () => now().toISODate()!,
			partial,
			empties,
			kept,
		}),
		...workHandlers(work, { now, partial, empties, kept, reachedIds }),
		listStaff: (owner, { query }) => {
			if (query.target) {
				const target = tokens.get(query.target);
				const rows = reached(company, owner).filter((row) => row.staffId === target?.staffId);
				if (!rows.length) throw new Refusal('staff');
				return staffAnswer(rows, 1);
			}
			const rows = reached(company, owner);
			return staffAnswer(page(rows, query.page, staffPageSize), rows.length);
		},
		getStaff: (owner, { params }) => {
			const [staffId] = wantedIds(owner, params.staff_id);
			return staffAnswer([personOf(staffId)!], 1);
		},
		createStamp: ({ staffId, organization }, request) => {
			const sent = request.body as { type?: number; stampedAt?: string };
			// Without a content type the kind is lost and the server decides (seen).
			const type = request.problems.includes('content type') ? undefined : sent.type;
			const stampedAt = nowText();
			const yesterday = now().minus({ days: 1 }).toFormat('yyyyMMdd');
			const last = stampsOf(staffId, `${yesterday}000000`, now().toFormat('yyyyMMddHHmmss')).at(
				-1,
			)?.type;
			const decided = type ?? (last && ![12, 22].includes(last) ? 12 : 11);
			const row: Stamp = {
				stamped_at: stampedAt,
				type: decided,
				local_time: sent.stampedAt ?? stampedAt,
				timezone: '+9.0',
				attributes: {
					method: 4,
					org_id: organization!.organizationId,
					workplace_id: null,
					latitude: null,
					longitude: null,
					ip: null,
				},
			};
			fractionOf.set(row, nowFraction());
			added.set(staffId, [...(added.get(staffId) ?? []), row]);
			return { login_company_code: companyId, staff_id: staffId, type: decided, stampedAt };
		},
		listOwnStamps: (owner, { query }) => stampsAnswer(owner.staffId, query),
		listStamps: (owner, { params, query }) =>
			stampsAnswer(wantedIds(owner, params.staff_id)[0], query),
		listStampsOfMany: (owner, { query }) => {
			period(query, { days: 1 });
			const days = [query.start_date, query.end_date].map((at) => at.slice(0, 8));
			if (server.options.overMidnightRefused && days[0] !== days[1]) throw new Refusal('longest');
			let left: number = stampRows;
			const people = wantedIds(owner, query.staff_ids).map((staffId) => {
				const stamps = answered(staffId, query).slice(0, left);
				left -= stamps.length;
				return { staff_id: staffId, count: stamps.length, stamps };
			});
			return { login_company_code: companyId, multiple_stamps: people };
		},
		listAlerts: (owner) => {
			const rows = owner === staff[0] ? alerts : [];
			return {
				login_company_code: companyId,
				staff_id: owner.staffId,
				count: rows.length,
				alerts: rows,
			};
		},
		listWorkingRecords: (owner, { query }) => {
			// 31 days with both ends.
			period(query, { days: workingRecordDays - 1 });
			const both = query.include_break_results === '1' && query.end_date !== undefined;
			const { breaksOfSpan } = both ? server.options : {};
			if (breaksOfSpan === 'refused') throw new Refusal('breaks');
			const last = breaksOfSpan === 'firstDay' ? undefined : query.end_date;
			return wantedIds(owner, query.staff_ids).map((staffId) => ({
				staff_id: staffId,
				working_records: workingRecordsOf(staffId, query.start_date, last ?? query.start_date, {
					breaks: query.include_break_results === '1' && breaksOfSpan !== 'none',
					minutes: query.include_actual_working_hours_no_rounding === '1',
				}),
			}));
		},
	};

	const reissue = (owner: Staff, used: string) => {
		if (!server.options.oldTokenLives) tokens.delete(used);
		for (const [token, { staffId, expiresAt }] of tokens) {
			if (staffId === owner.staffId && expiresAt <= clock.now()) tokens.delete(token);
		}
		const token = issue(owner.staffId);
		const expires = DateTime.fromMillis(tokens.get(token)!.expiresAt, { zone });
		return {
			login_company_code: companyId,
			staff_id: owner.staffId,
			agency_manager_id: null,
			token,
			expired_at: expires.toFormat('yyyy/MM/dd HH:mm:ss'),
		};
	};

	/** What is wrong with a request by the contract; a missing content type is noted, but stamps bear it. */
	const broken = (call: Call, request: Request, sent: unknown) =>
		request.method !== 'GET' && Object.keys(request.query).length
			? 'query on a write'
			: objection(call, sent);
	const success = (call: Call, result: unknown): Answer => {
		const { response, errors } = result instanceof Partly ? result : new Partly(result, []);
		asserted(call, response);
		const listed =
			call === akashiCalls.listWorkingRecords && server.options.recordsShape === 'object';
		return {
			body: {
				success: true,
				response: listed ? { login_company_code: companyId, response } : response,
				...(errors.length && { errors }),
			},
		};
	};

	const answer = (request: Request): Answer => {
		const { route, method, problems } = request;
		const source = method === 'GET' ? request.query : request.body;
		const { token, ...sent } = (source && typeof source === 'object' ? source : {}) as Record<
			string,
			unknown
		>;
		const call: Call = akashiCalls[route as keyof typeof akashiCalls];
		const wrong = broken(call, request, sent);
		if (wrong) server.note(`${route}: ${wrong}`);
		if (typeof token !== 'string') server.note(`${route}: no token where ${method} carries it`);

		const owner = tokens.get(String(token));
		if (!owner) throw new Refusal('token');
		if (owner.expiresAt <= clock.now()) throw new Refusal('expired');
		if (request.params.companyId !== companyId) throw new Refusal('company');
		const borne =
			route === 'createStamp' && problems.every((problem) => problem === 'content type');
		if (wrong || (problems.length && !borne)) throw new Refusal('parameter');

		// A person who left since: the token is no longer good for anything.
		const person = personOf(owner.staffId);
		if (!person) throw new Refusal('token');
		if (administratorOnly.includes(route) && person.permissionGroup?.permissionType !== 1) {
			throw new Refusal('permission');
		}
		if (route === 'reissueToken') return success(call, reissue(person, String(token)));
		return success(call, handlers[route as keyof typeof handlers](person, request));
	};

	const handle = (request: Request): Answer => {
		try {
			if (request.route !== 'unknown') return answer(request);
			server.note(`unknown: ${request.method} ${request.path}`);
			throw new Refusal('unknown');
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			// A period that the chapters forbid is never to be asked for.
			if (error.kind === 'period') server.note(`${request.route}: period`);
			return refused(error);
		}
	};
	const refused = ({ kind, errors }: Refusal): Answer => ({
		status: kind === 'unknown' ? 404 : (server.options.refusalStatus ?? 200),
		body: { success: false, errors },
	});

	const prefix = '/api/cooperation';
	/** 6.5 is one call: a date in it makes the difference. */
	const retires = (body: unknown) => 'retirement_date' in ((body ?? {}) as object);
	const routes = Object.fromEntries(
		Object.entries(akashiCalls).map(([name, { method, path }]) => [
			name,
			{ method, path: prefix + path, ...(name === 'retireStaff' && { when: retires }) },
		]),
	);
	const read = inReadings(
		() => server,
		handle,
		(kind) => refused(new Refusal(kind)),
	);
	const base = await startServer(routes, read, options);
	base.url += prefix;
	const server: AkashiStandIn = extend(base, {
		options: { ...options },
		companyId,
		token: issue(staff[0].staffId),
		tokens,
		tokenOf,
		clock,
		...shown,
		...work,
		unmanaged: strangers.map((row) => row.staffId),
		alerts,
		punches,
		corrections,
		stampsOf,
		workingRecordsOf,
	});
	return server;
}
