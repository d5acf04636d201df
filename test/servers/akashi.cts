import { DateTime } from 'luxon';

import {
	calls,
	limits,
	zone,
	type Staff,
	type Stamp,
	type WorkingRecord,
} from '../../nodes/Akashi/contract.ts';
import type { Call } from '../../nodes/shared/contract.ts';
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
import { between, person, pick, random, uuid } from './people.cts';

export interface AkashiOptions extends Options {
	/** People whom the administrator's token reaches; 45 unless told. */
	staff?: number;
	companyId?: string;
	/** Punches a day, every day alike or by person and day (`yyyy/mm/dd`); believable ones unless told. */
	stampsPerDay?: number | ((staffId: number, day: string) => number);
	/** HTTP status of refusals; 200 unless told (both seen by public clients). */
	refusalStatus?: number;
	/** Name of the total in the list of people, which differs between table, example and clients. */
	totalKey?: 'TotalCount' | 'totalCount' | 'total_count' | 'none';
	/** 6.11: an array as in the example, or an object as in the table. */
	recordsShape?: 'array' | 'object';
	/** 6.11: names of the punches as in the table or as in the example. */
	punchNames?: 'table' | 'example';
	/** Man-hours: store what is good and answer success with errors, instead of refusing the whole request. */
	partial?: boolean;
	/** The token used for a reissue stays valid; it dies at once unless told. */
	oldTokenLives?: boolean;
}

export interface Token {
	staffId: number;
	/** Epoch milliseconds. */
	expiresAt: number;
}

export interface Project {
	project_id: number;
	name: string;
	project_code: string;
	tasks: { task_id: number; name: string; code: string }[];
}

export interface AkashiStandIn extends StandIn {
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
	/** The people whom the administrator reaches, in the order of their ids, as 6.4 answers them. */
	staff: Staff[];
	/** Ids of people outside everybody's managed set. */
	unmanaged: number[];
	organizations: Record<string, unknown>[];
	projects: Project[];
	/** Minutes by `staff_id|yyyy-mm-dd|project_id|task_id`. */
	manHours: Map<string, number>;
	/** Punches of a person, both ends (`yyyymmddHHMMSS`) included, in the order of time, without any cap. */
	stampsOf(staffId: number, from: string, to: string): Stamp[];
	/** Days (`yyyymmdd`, both included) of a person; breaks and unrounded minutes on request. */
	workingRecordsOf(
		staffId: number,
		from: string,
		to: string,
		include?: { breaks?: boolean; minutes?: boolean },
	): WorkingRecord[];
}

/** The vendor publishes no list of codes: these are invented, in its form. */
const errors = {
	token: ['ERR100001', 'アクセストークンが正しくありません'],
	expired: ['ERR100002', 'アクセストークンの期限が切れています'],
	company: ['ERR100003', '企業IDが正しくありません'],
	parameter: ['ERR200001', 'パラメータが正しくありません'],
	period: ['ERR200002', '期間の指定が正しくありません'],
	staff: ['ERR300101', '対象の従業員を参照できません'],
	organization: ['ERR300201', '組織が見つかりません'],
	manHour: ['ERR300601', '従業員、プロジェクトまたはタスクが見つかりません'],
	unknown: ['ERR900001', '該当する機能がありません'],
} as const;

class Refusal extends Error {
	constructor(public kind: keyof typeof errors) {
		super(kind);
	}
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
/** `yyyymmdd[HHMMSS]` as a Japan time; a date that the calendar does not know is refused. */
const parsed = (digits: string) => {
	const time = DateTime.fromFormat(digits, digits.length === 8 ? 'yyyyMMdd' : 'yyyyMMddHHmmss', {
		zone,
	});
	if (!time.isValid) throw new Refusal('period');
	return time;
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

const tree = [
	[1, '企業', null, null],
	[2, '管理本部', 'A', 1],
	[3, '総務部', 'A-1', 2],
	[4, '経理部', 'A-2', 2],
	[5, '営業部', 'B', 1],
	[6, '営業一課', 'B-1', 5],
	[7, '営業二課', 'B-2', 5],
	[8, '開発部', 'C', 1],
	[9, '開発一課', 'C-1', 8],
	[10, '開発二課', 'C-2', 8],
] as const;
const organizations = tree.map(([organizationId, name, code, parentId]) => ({
	organizationId,
	name,
	code,
	label: code,
	parentId,
	displayPunchTypes: [
		{ punchType: 11, displayName: '出社' },
		{ punchType: 12, displayName: '退社' },
	],
}));
const organizationOf = (organizationId: number) => ({
	organizationId,
	name: organizations.find((row) => row.organizationId === organizationId)!.name,
});
const descendants = (ids: number[]): number[] => {
	const below = tree.filter(([id, , , parent]) => ids.includes(parent ?? 0) && !ids.includes(id));
	return below.length ? descendants([...ids, ...below.map(([id]) => id)]) : ids;
};
const ancestors = (ids: number[]): number[] => {
	const above = tree.filter(([id]) =>
		ids.some((child) => tree.find((row) => row[0] === child)![3] === id),
	);
	return above.length ? [...above.map(([id]) => id), ...ancestors(above.map(([id]) => id))] : [];
};

// 従業員 is the category without an id (6.4).
const employmentCategories = [
	[1, '正社員'],
	[1, '正社員'],
	[1, '正社員'],
	[2, '契約社員'],
	[3, 'アルバイト'],
	[null, '従業員'],
] as const;
const permissionGroups = { 1: '企業管理者', 2: '一般管理者', 3: '従業員' } as const;

function makeStaff(seed: number | string, count: number): Staff[] {
	let staffId = 1000;
	return Array.from({ length: count }, (_, index) => {
		const next = random(seed, 'staff', index);
		// Gaps, so that nothing can count on consecutive ids.
		staffId += between(next, 1, 3);
		const { last, first } = person(next);
		const organizationId = between(next, 2, tree.length);
		const [employmentCategoryId, category] = index
			? pick(next, employmentCategories)
			: employmentCategories[0];
		const permissionType = index === 0 ? 1 : index % 12 === 1 ? 2 : 3;
		const managed = permissionType === 1 ? [1] : permissionType === 2 ? [organizationId] : [];
		return {
			staffId,
			email: index % 15 === 14 ? null : `${first.romaji}.${last.romaji}${staffId}@example.com`,
			lastName: last.name,
			firstName: first.name,
			lastNameKana: last.kana,
			firstNameKana: first.kana,
			organization: organizationOf(index ? organizationId : 1),
			subgroups: index % 7 === 6 ? [organizationOf(between(next, 2, tree.length))] : [],
			employmentCategory: { employmentCategoryId, name: category },
			tag: index % 9 === 4 ? '時短勤務' : null,
			staffNum: `E${String(index + 1).padStart(5, '0')}`,
			idmNum: null,
			cardTypeId: null,
			remarks: index % 11 === 3 ? '在宅勤務あり' : null,
			permissionGroup: {
				permissionGroupId: permissionType * 10,
				permissionType,
				name: permissionGroups[permissionType],
			},
			managedOrganizations: managed.map(organizationOf),
		};
	});
}

const makeProjects = (): Project[] =>
	['販売管理システム刷新', '社内ポータル運用', '新卒研修'].map((name, index) => ({
		project_id: 7001 + index * 4,
		name,
		project_code: `PJ${index + 1}`,
		tasks: ['設計', '実装', 'レビュー', '会議'].map((task, place) => ({
			task_id: 8001 + index * 100 + place * 3,
			name: task,
			code: `T${index + 1}-${place + 1}`,
		})),
	}));

/**
 * Starts a stand-in for AKASHI, after the vendor's text (chapters 6.2, 6.4, 6.6, 6.7, 6.9, 6.10, 6.11,
 * 6.26) and what was seen of it. `url` ends with /api/cooperation.
 *
 * Every call of the contract is served, and token reissue as route `reissueToken`; any other path is
 * refused. A refusal is `{success: false, errors}`. Punches come from seed, person and day, so that every
 * range has them; on the clock's own day only those up to now.
 */
export async function startAkashi(options: AkashiOptions = {}): Promise<AkashiStandIn> {
	const seed = options.seed ?? 1;
	const companyId = options.companyId ?? 'kintai001';
	const clock = makeClock();
	const unmanagedCount = 3;
	const everybody = makeStaff(seed, (options.staff ?? 45) + unmanagedCount);
	const staff = everybody.slice(0, -unmanagedCount);
	const unmanaged = everybody.slice(-unmanagedCount).map((row) => row.staffId);
	const byId = new Map(everybody.map((row) => [row.staffId, row]));
	const projects = makeProjects();
	const manHours = new Map<string, number>();
	const added = new Map<number, Stamp[]>();
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
	const generated = (staffId: number, day: string): Stamp[] => {
		const next = random(seed, 'stamps', staffId, day);
		const { stampsPerDay } = server.options;
		const wanted = typeof stampsPerDay === 'function' ? stampsPerDay(staffId, day) : stampsPerDay;
		const count = wanted ?? usual(day, next);
		const org = byId.get(staffId)?.organization?.organizationId ?? 1;
		return punchTimes(count, next).map((second, index) => {
			const outside = next() < 0.04;
			const last = index > 0 && index === count - 1 && count !== 3;
			const inner = index % 2 ? 31 : 32;
			const type = index === 0 ? (outside ? 21 : 11) : last ? (outside ? 22 : 12) : inner;
			return {
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
		});
	};
	const stampsOf = (staffId: number, from: string, to: string): Stamp[] => {
		const [start, end, present] = [slashed(from), slashed(to), nowText()];
		const today = present.slice(0, 10);
		const invented = daysBetween(start.slice(0, 10), end.slice(0, 10)).flatMap((day) =>
			generated(staffId, day).filter((row) => day !== today || row.stamped_at! <= present),
		);
		return [...invented, ...(added.get(staffId) ?? [])]
			.filter((row) => row.stamped_at! >= start && row.stamped_at! <= end)
			.sort((a, b) => (a.stamped_at! < b.stamped_at! ? -1 : a.stamped_at! > b.stamped_at! ? 1 : 0));
	};

	const workingRecordsOf: AkashiStandIn['workingRecordsOf'] = (staffId, from, to, include = {}) => {
		return daysBetween(slashed(from), slashed(to)).map((day) => {
			const digits = day.replaceAll('/', '');
			const punches = stampsOf(staffId, `${digits}000000`, `${digits}235959`);
			const start = punches.find((row) => [11, 21].includes(row.type!))?.stamped_at ?? null;
			const end = punches.findLast((row) => [12, 22].includes(row.type!))?.stamped_at ?? null;
			const rounded = (time: string | null, round: (value: number) => number) =>
				time && `${day} ${clockTime(round(secondOf(time) / (15 * minute)) * 15 * minute)}`;
			const breaks = punches.flatMap((row, index) =>
				row.type === 31 && punches[index + 1]?.type === 32
					? [{ start: row.stamped_at!, end: punches[index + 1].stamped_at! }]
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
			};
		});
	};

	/** Whom the owner of a token reaches: himself and the people of the organisations he manages. */
	const reached = (owner: Staff): Staff[] => {
		const managed = descendants(owner.managedOrganizations.map((row) => row.organizationId));
		return everybody.filter(
			(row) =>
				row === owner ||
				(!unmanaged.includes(row.staffId) && managed.includes(row.organization!.organizationId)),
		);
	};
	const reachedIds = (owner: Staff, ids: string) => {
		const all = new Set(reached(owner).map((row) => row.staffId));
		const wanted = [...new Set(ids.split(',').map(Number))].sort((a, b) => a - b);
		if (!wanted.every((id) => all.has(id))) throw new Refusal('staff');
		return wanted;
	};
	/** Refuses an end before the start and a span above what a chapter allows. */
	const period = (query: Record<string, string>, most: { months?: number; days?: number }) => {
		const start = parsed(query.start_date);
		const end = parsed(query.end_date ?? query.start_date);
		if (end < start || end > start.plus(most)) throw new Refusal('period');
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
		period(query, { months: limits.stampMonths });
		// 6.7: no cursor and no sign that rows are missing.
		const stamps = stampsOf(staffId, query.start_date, query.end_date).slice(0, limits.stampRows);
		return { login_company_code: companyId, staff_id: staffId, count: stamps.length, stamps };
	};

	interface ManHours {
		staff_id: number;
		dates: {
			date: string;
			projects: { project_id: number; daily_hour_items: { task_id: number; minute: number }[] }[];
		}[];
	}
	const upsert = (owner: Staff, people: ManHours[]) => {
		const all = new Set(reached(owner).map((row) => row.staffId));
		const bad: { staff_id: string }[] = [];
		const good: [string, number][] = [];
		const keep = (
			staffId: number,
			date: string,
			projectId: number,
			task: { task_id: number; minute: number },
		) => {
			const tasks = projects.find((row) => row.project_id === projectId)?.tasks;
			const known = all.has(staffId) && tasks?.some((row) => row.task_id === task.task_id);
			if (known) good.push([`${staffId}|${date}|${projectId}|${task.task_id}`, task.minute]);
			else bad.push({ staff_id: String(staffId) });
			return known;
		};
		// What stays empty because of a bad task is left out of the answer.
		const stored = people.map(({ staff_id, dates }) => ({
			staff_id,
			dates: dates
				.map((day) => {
					parsed(day.date);
					const date = slashed(day.date).replaceAll('/', '-');
					const kept = day.projects.map(({ project_id, daily_hour_items }) => ({
						project_id,
						daily_hour_items: daily_hour_items.filter((task) =>
							keep(staff_id, date, project_id, task),
						),
					}));
					return { date, projects: kept.filter((row) => row.daily_hour_items.length) };
				})
				.filter((row) => row.projects.length),
		}));
		if (bad.length && !(server.options.partial && good.length)) throw new Refusal('manHour');
		for (const [key, minutes] of good) manHours.set(key, minutes);
		// The leading blank of codes beside a success was seen in 6.3.
		const [code, message] = errors.manHour;
		return {
			response: { manhours: stored.filter((row) => row.dates.length) },
			errors: bad.map((row) => ({ code: ` ${code}`, message, ...row })),
		};
	};

	type Handler = (owner: Staff, request: Request) => unknown;
	/** What each call answers as `response`, by the contract's names. */
	const handlers: Record<Exclude<keyof typeof calls, 'upsertManHours'>, Handler> = {
		listOrganizations: (owner, { query }) => {
			const managed = owner.managedOrganizations.map((row) => row.organizationId);
			const own = managed.length ? managed : [owner.organization!.organizationId];
			const wanted = query.orgId
				? [Number(query.orgId)]
				: [...descendants(own), ...(query.includesParents === '1' ? ancestors(own) : [])];
			const rows = organizations.filter((row) => wanted.includes(row.organizationId));
			if (!rows.length) throw new Refusal('organization');
			return { count: rows.length, organizations: rows };
		},
		listStaff: (owner, { query }) => {
			if (query.target) {
				const target = tokens.get(query.target);
				const rows = reached(owner).filter((row) => row.staffId === target?.staffId);
				if (!rows.length) throw new Refusal('staff');
				return staffAnswer(rows, 1);
			}
			const rows = reached(owner);
			const start = Number(query.page ?? 0) * limits.staffPage;
			return staffAnswer(rows.slice(start, start + limits.staffPage), rows.length);
		},
		getStaff: (owner, { params }) => {
			const [staffId] = reachedIds(owner, params.staff_id);
			return staffAnswer([byId.get(staffId)!], 1);
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
			added.set(staffId, [...(added.get(staffId) ?? []), row]);
			return { login_company_code: companyId, staff_id: staffId, type: decided, stampedAt };
		},
		listOwnStamps: (owner, { query }) => stampsAnswer(owner.staffId, query),
		listStamps: (owner, { params, query }) =>
			stampsAnswer(reachedIds(owner, params.staff_id)[0], query),
		listStampsOfMany: (owner, { query }) => {
			period(query, { days: 1 });
			let left: number = limits.stampRows;
			const people = reachedIds(owner, query.staff_ids).map((staffId) => {
				const stamps = stampsOf(staffId, query.start_date, query.end_date).slice(0, left);
				left -= stamps.length;
				return { staff_id: staffId, count: stamps.length, stamps };
			});
			return { login_company_code: companyId, multiple_stamps: people };
		},
		listWorkingRecords: (owner, { query }) => {
			// 31 days with both ends.
			period(query, { days: limits.workingRecordDays - 1 });
			return reachedIds(owner, query.staff_ids).map((staffId) => ({
				staff_id: staffId,
				working_records: workingRecordsOf(
					staffId,
					query.start_date,
					query.end_date ?? query.start_date,
					{
						breaks: query.include_break_results === '1',
						minutes: query.include_actual_working_hours_no_rounding === '1',
					},
				),
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
	const broken = (call: Call | undefined, request: Request, sent: unknown) => {
		if (request.method !== 'GET' && Object.keys(request.query).length) return 'query on a write';
		if (call) return objection(call, sent);
		return Object.keys(sent as object).length ? 'only the token belongs here' : undefined;
	};
	const success = (call: Call, response: unknown, rest: { errors?: unknown[] } = {}): Answer => {
		asserted(call, response);
		const listed = call === calls.listWorkingRecords && server.options.recordsShape === 'object';
		const shown = listed ? { login_company_code: companyId, response } : response;
		return {
			body: { success: true, response: shown, ...(rest.errors?.length && { errors: rest.errors }) },
		};
	};

	const answer = (request: Request): Answer => {
		const { route, method, problems } = request;
		const source = method === 'GET' ? request.query : request.body;
		const { token, ...sent } = (source && typeof source === 'object' ? source : {}) as Record<
			string,
			unknown
		>;
		const call: Call | undefined = calls[route as keyof typeof calls];
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

		const person = byId.get(owner.staffId)!;
		if (route === 'reissueToken') {
			return { body: { success: true, response: reissue(person, String(token)) } };
		}
		if (route === 'upsertManHours') {
			const { response, errors: bad } = upsert(person, sent.manhours as ManHours[]);
			return success(call, response, { errors: bad });
		}
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
			const [code, message] = errors[error.kind];
			const status = error.kind === 'unknown' ? 404 : (server.options.refusalStatus ?? 200);
			return { status, body: { success: false, errors: [{ code, message }] } };
		}
	};

	const prefix = '/api/cooperation';
	const routes = Object.fromEntries(
		Object.entries(calls).map(([name, { method, path }]) => [
			name,
			{ method, path: prefix + path },
		]),
	);
	const reissueToken = { method: 'POST', path: `${prefix}/token/reissue/{companyId}` };
	const base = await startServer({ ...routes, reissueToken }, handle, options);
	base.url += prefix;
	const server: AkashiStandIn = extend(base, {
		options: { ...options },
		companyId,
		token: issue(staff[0].staffId),
		tokens,
		tokenOf,
		clock,
		staff,
		unmanaged,
		organizations,
		projects,
		manHours,
		stampsOf,
		workingRecordsOf,
	});
	return server;
}
