import type { Call } from '../../../nodes/shared/contract.ts';
import { akashiCalls } from '../../contracts.cts';
import type { AkashiStandIn } from '../akashi.cts';
import type { Answer, Request } from '../base.cts';
import type { Kind } from './parts.cts';

/**
 * What AKASHI's text leaves open, or says in two ways: each can be ordered in every reading. Absent: as the
 * stand-in has it without readings. They stand in front of the stand-in, so that it knows nothing of them.
 */
export interface Readings {
	/** 6.2 without `includesParents`. */
	includesParents?: 'accepted' | 'refused';
	/** 6.4: the number of the first page; a page 0 is refused, or the same as page 1. */
	firstPage?: 0 | '1, page 0 refused' | '1, page 0 alike';
	/** 6.7 */
	stampOrder?: 'rising' | 'falling' | 'mixed';
	/** 6.7, 6.10: stamps at the very ends of a span; with fractions some at the last second come and some do not. */
	ends?: 'both' | 'without last' | 'without first' | 'fractions';
	/** 6.7: a span of exactly six months. */
	sixMonths?: 'accepted' | 'refused';
	/** 6.7: which rows come when there are more than 1,000. */
	stampRows?: 'oldest' | 'newest';
	/** 6.7 */
	badDate?: 'accepted' | 'refused';
	/** 6.10: a span of exactly one day. */
	oneDay?: 'accepted' | 'refused';
	/** 6.10: a month. */
	month?: 'whole' | 'first day' | 'refused';
	/** 6.11: breaks together with an end date. */
	breaks?: 'whole' | 'first day' | 'refused' | 'lacking' | 'empty';
	/** Dates of reads, by chapter. */
	digits?: Partial<Record<'6.16' | '6.24' | '6.25' | '6.28', '8' | '14' | 'both' | 'neither'>>;
	/** 6.16: `count` of a page. */
	projectCount?: 'page' | 'total';
	/** 6.16 */
	pastEnd?: 'empty' | 'refused' | 'again';
	/** 6.24, 6.25 */
	manHourNumbers?: 'numbers' | 'text';
	/** Lists without rows (5.1.2). */
	emptyLists?: 'lists' | 'null' | 'missing';
	/** What a refused token is called. */
	tokenWords?: 'token' | 'other';
	/** A GET without `application/json`. */
	getType?: 'accepted' | 'refused';
	/** 6.18: what is kept of an array with a bad record. */
	badRecord?: 'nothing' | 'before' | 'good' | 'after';
	/** 6.18: dates of a record. */
	projectDates?: '8' | 'slashes' | 'both';
	/** 6.18, 6.22: what an update does not name. */
	leftOut?: 'kept' | 'emptied';
	/** 6.22 */
	taskIndex?: 'number' | 'text' | 'both';
	/** 6.30 by POST. */
	assign?: 'accepted' | 'refused' | 'ignored';
	/** 6.26: minutes of the other tasks of that day. */
	otherTasks?: 'kept' | 'removed';
	/** 6.27, 6.19: whether what is deleted is gone. */
	deleted?: 'gone' | 'hours stay' | 'projects stay';
}

type Row = Record<string, unknown>;
type Rows = Row[];
interface Tools {
	readings: Readings;
	server: AkashiStandIn;
	request: Request;
	/** The stand-in itself. */
	ask: (request: Request) => Answer;
	refuse: (kind: Kind) => Answer;
}
/** Answers in the place of the stand-in; undefined where a reading has nothing to do with the request. */
type Reading = (tools: Tools) => Answer | undefined;

const withQuery = (request: Request, query: Record<string, string | undefined>): Request => ({
	...request,
	query: Object.fromEntries(
		Object.entries({ ...request.query, ...query }).filter(([, value]) => value !== undefined),
	) as Record<string, string>,
});
const withRows = (request: Request, key: string, rows: Rows): Request => ({
	...request,
	body: { ...(request.body as Row), [key]: rows },
});
const rowsIn = (request: Request, key: string) => (request.body as Record<string, Rows>)[key] ?? [];
const succeeded = ({ body }: Answer) => (body as Row).success === true;
/** The answer with another `response`. */
const having = (answer: Answer, change: (response: never) => unknown): Answer => {
	if (!succeeded(answer)) return answer;
	const body = answer.body as Row;
	return {
		...answer,
		body: { ...body, response: change(structuredClone(body.response) as never) },
	};
};
const digitsOf = (time: string) => time.replace(/\D/g, '');
/** Full months from `start` to `end`, to the second. */
const isMonthsLong = (start: string, end: string, months: number) => {
	const [from, to] = [start, end].map(
		(text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(4, 6)),
	);
	return to - from === months && start.slice(6) === end.slice(6);
};
const msOf = (text: string) =>
	Date.parse(text.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z'));

const stampCalls = ['listOwnStamps', 'listStamps'];
type StampsOfOne = { staff_id: number; count: number; stamps: Array<{ stamped_at: string }> };
const eachPerson = (response: Row, change: (one: StampsOfOne) => void) => {
	const people = (response.multiple_stamps ?? [response]) as StampsOfOne[];
	for (const one of people) {
		change(one);
		one.count = one.stamps.length;
	}
	return response;
};

const readDates: Record<string, '6.16' | '6.24' | '6.25' | '6.28'> = {
	listProjects: '6.16',
	listManHours: '6.24',
	getManHours: '6.25',
	listStaffProjects: '6.28',
};
/** Dates of a read in the form in which the contract takes them. */
const asContract = (request: Request): Request => {
	const { token, ...sent } = request.query;
	const forms = [
		{},
		{ start_date: sent.start_date?.slice(0, 8), end_date: sent.end_date?.slice(0, 8) },
		{
			start_date: sent.start_date && `${sent.start_date.slice(0, 8)}000000`,
			end_date: sent.end_date && `${sent.end_date.slice(0, 8)}235959`,
		},
	].map((form) => withQuery(request, form));
	const call: Call = akashiCalls[request.route as keyof typeof akashiCalls];
	const fits = ({ query: { token: _, ...query } }: Request) =>
		call.request.safeParse(query).success;
	return forms.find(fits) ?? request;
};

/** IDs and minutes all as text, or all as numbers. */
const converted = (value: unknown, kind: 'numbers' | 'text', key = ''): unknown => {
	if (Array.isArray(value)) return value.map((one) => converted(one, kind));
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(
			Object.entries(value).map(([name, one]) => [name, converted(one, kind, name)]),
		);
	}
	if (!/_id$|^minute$/.test(key)) return value;
	return kind === 'text' ? String(value) : Number(value);
};
const withoutEmptyLists = (value: unknown, how: 'null' | 'missing'): unknown => {
	if (Array.isArray(value)) return value.map((one) => withoutEmptyLists(one, how));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, one]) => {
			if (!Array.isArray(one) || one.length > 0) return [[name, withoutEmptyLists(one, how)]];
			return how === 'null' ? [[name, null]] : [];
		}),
	);
};

const reads: Reading[] = [
	({ readings: { emptyLists }, request, ask }) =>
		(emptyLists === 'null' || emptyLists === 'missing') && request.method === 'GET'
			? having(ask(request), (response) => withoutEmptyLists(response, emptyLists))
			: undefined,

	({ readings: { getType }, request, refuse }) =>
		getType === 'refused' &&
		request.method === 'GET' &&
		request.headers['content-type'] !== 'application/json'
			? refuse('parameter')
			: undefined,

	({ readings: { includesParents }, request, ask }) =>
		includesParents === 'accepted' && request.route === 'listOrganizations'
			? ask(withQuery(request, { includesParents: request.query.includesParents ?? '0' }))
			: undefined,

	({ readings: { firstPage }, request, ask, refuse }) => {
		const { page } = request.query;
		if (!firstPage || request.route !== 'listStaff' || page === undefined) return undefined;
		if (page === '0' && firstPage === '1, page 0 refused') return refuse('parameter');
		return ask(withQuery(request, { page: String(Math.max(0, Number(page) - 1)) }));
	},

	({ readings: { badDate }, request, ask }) => {
		const { start_date: start = '' } = request.query;
		if (badDate !== 'accepted' || !start.includes('0230')) return undefined;
		const moved = (text: string) => text.replace('0230', '0301');
		const { end_date: end } = request.query;
		return ask(withQuery(request, { start_date: moved(start), end_date: moved(end) }));
	},

	({ readings: { sixMonths }, request: { route, query }, refuse }) =>
		sixMonths === 'refused' &&
		stampCalls.includes(route) &&
		isMonthsLong(query.start_date, query.end_date, 6)
			? refuse('period')
			: undefined,

	({ readings: { oneDay }, request: { route, query }, refuse }) =>
		oneDay === 'refused' &&
		route === 'listStampsOfMany' &&
		msOf(query.end_date) - msOf(query.start_date) === 86_400_000
			? refuse('period')
			: undefined,

	({ readings: { stampOrder }, request, ask }) => {
		if (!stampOrder || stampOrder === 'rising' || !stampCalls.includes(request.route))
			return undefined;
		return having(ask(request), (response: Row) =>
			eachPerson(response, (one) => {
				one.stamps.reverse();
				if (stampOrder === 'mixed') one.stamps.push(...one.stamps.splice(0, 1));
			}),
		);
	},

	({ readings: { ends }, server, request, ask }) => {
		if (!ends || ![...stampCalls, 'listStampsOfMany'].includes(request.route)) return undefined;
		const { start_date: start, end_date: end } = request.query;
		// Those at the very end as ordered, whatever the stand-in makes of them.
		const atEnd = (staffId: number) => {
			const stamps = server.stampsOf(staffId, end, end) as StampsOfOne['stamps'];
			// With fractions every second stamp of a day, beginning with its first, is at a full second.
			const place = server.stampsOf(staffId, `${end.slice(0, 8)}000000`, end).length;
			return ends === 'both' || (ends === 'fractions' && place % 2 === 1) ? stamps : [];
		};
		return having(ask(request), (response: Row) =>
			eachPerson(response, (one) => {
				if (ends === 'without first') {
					one.stamps = one.stamps.filter((row) => digitsOf(row.stamped_at) !== start);
				} else if (one.stamps.length < 1000) {
					const before = one.stamps.filter((row) => digitsOf(row.stamped_at) !== end);
					one.stamps = [...before, ...atEnd(one.staff_id)];
				}
			}),
		);
	},

	({ readings: { stampRows }, server, request, ask }) => {
		if (stampRows !== 'newest' || request.route !== 'listStamps') return undefined;
		const { start_date: from, end_date: to } = request.query;
		return having(ask(request), (response: Row) =>
			eachPerson(response, (one) => {
				one.stamps = server.stampsOf(one.staff_id, from, to).slice(-1000) as StampsOfOne['stamps'];
			}),
		);
	},

	({ readings: { month }, server, request, ask, refuse }) => {
		const { start_date: from, end_date: to } = request.query;
		if (!month || request.route !== 'listStampsOfMany' || msOf(to) - msOf(from) <= 86_400_000) {
			return undefined;
		}
		if (month === 'refused') return refuse('period');
		const day = ask(withQuery(request, { end_date: `${from.slice(0, 8)}235959` }));
		if (month === 'first day') return day;
		return having(day, (response: Row) =>
			eachPerson(response, (one) => {
				one.stamps = server.stampsOf(one.staff_id, from, to) as StampsOfOne['stamps'];
			}),
		);
	},

	({ readings: { breaks }, server, request, ask, refuse }) => {
		const { end_date: end, include_break_results: wanted, start_date: start } = request.query;
		if (!breaks || request.route !== 'listWorkingRecords' || !end || !wanted) return undefined;
		if (breaks === 'refused') return refuse('parameter');
		if (breaks === 'first day') return ask(withQuery(request, { end_date: undefined }));
		const plain = ask(withQuery(request, { include_break_results: undefined }));
		return having(plain, (response: Row | Rows) => {
			const people = (Array.isArray(response) ? response : response.response) as Rows;
			for (const person of people) {
				const all = server.workingRecordsOf(Number(person.staff_id), start, end, { breaks: true });
				for (const [index, day] of (person.working_records as Rows).entries()) {
					const first = digitsOf(String(day.date)) === start;
					if (breaks === 'whole' || first) day.break_time_results = all[index].break_time_results;
					else if (breaks === 'empty') day.break_time_results = [];
				}
			}
			return response;
		});
	},

	({ readings: { digits }, request, ask, refuse }) => {
		const allowed = digits?.[readDates[request.route]];
		const given = request.query.start_date ?? request.query.end_date;
		if (!allowed || given === undefined) return undefined;
		if (allowed !== 'both' && allowed !== String(given.length)) return refuse('parameter');
		return ask(asContract(request));
	},

	({ readings: { projectCount, pastEnd }, server: { projects }, request, ask, refuse }) => {
		if (request.route !== 'listProjects') return undefined;
		const asked = Number(request.query.page ?? 0);
		const last = Math.ceil(projects.length / 50) - 1;
		const past = asked > last;
		if (past && pastEnd === 'refused') return refuse('parameter');
		const page = past && pastEnd === 'again' ? last : asked;
		const answer = ask(withQuery(request, { page: String(page) }));
		return having(answer, (response: Row) =>
			projectCount === 'total' ? { ...response, count: projects.length } : response,
		);
	},

	({ readings: { manHourNumbers }, request, ask }) =>
		manHourNumbers && ['listManHours', 'getManHours'].includes(request.route)
			? having(ask(request), (response: Row) => converted(response, manHourNumbers))
			: undefined,

	({ readings: { tokenWords }, request, ask }) => {
		if (tokenWords !== 'other') return undefined;
		const answer = ask(request);
		const text = JSON.stringify(answer.body).replaceAll('アクセストークン', '認証情報');
		return { ...answer, body: JSON.parse(text) };
	},
];

const writes: Reading[] = [
	({ readings: { projectDates }, request, ask, refuse }) => {
		if (!projectDates || request.route !== 'changeProjects') return undefined;
		const rows = rowsIn(request, 'projects');
		const dates = rows
			.flatMap(({ start_date, end_date }) => [start_date, end_date])
			.filter(Boolean);
		const slashes = dates.some((date) => String(date).includes('/'));
		if (dates.length > 0 && projectDates === (slashes ? '8' : 'slashes'))
			return refuse('parameter');
		const plain = rows.map((row) =>
			Object.fromEntries(
				Object.entries(row).map(([key, value]) => [
					key,
					key.endsWith('_date') ? digitsOf(String(value)) : value,
				]),
			),
		);
		return ask(withRows(request, 'projects', plain));
	},

	({ readings: { badRecord }, request, ask }) => {
		if (!badRecord || badRecord === 'nothing' || request.route !== 'changeProjects')
			return undefined;
		const answer = ask(request);
		if (succeeded(answer)) return answer;
		let bad = false;
		for (const row of rowsIn(request, 'projects')) {
			if (badRecord === 'before' && bad) break;
			if (badRecord === 'after' && !bad) {
				// Whether it is bad shows when it is tried alone; a good one must not stay.
				const alone = ask(withRows(request, 'projects', [row]));
				bad = !succeeded(alone);
				const [made] = bad ? [] : ((alone.body as Row).response as { projects: Rows }).projects;
				if (made) {
					const params = { ...request.params, project_id: String(made.project_id) };
					const { token } = request.body as Row;
					ask({ ...request, route: 'deleteProject', method: 'DELETE', params, body: { token } });
				}
				continue;
			}
			bad = !succeeded(ask(withRows(request, 'projects', [row]))) || bad;
		}
		return answer;
	},

	({ readings: { leftOut }, server, request, ask }) => {
		if (leftOut !== 'emptied') return undefined;
		const { projects } = server;
		if (request.route === 'changeProjects') {
			const answer = ask(request);
			for (const sent of succeeded(answer) ? rowsIn(request, 'projects') : []) {
				const row = projects.find(({ project_id }) => project_id === sent.project_id);
				if (!row) continue;
				if (!sent.remarks) row.remarks = null;
				if (!sent.short_name_ja) row.short_name = null;
				if (!sent.start_date) row.start_date = null;
				if (!sent.end_date) row.end_date = null;
			}
			return answer;
		}
		if (request.route !== 'changeTasks') return undefined;
		const answer = ask(request);
		const tasks = projects.flatMap((project) => project.tasks);
		for (const sent of succeeded(answer) ? rowsIn(request, 'tasks') : []) {
			const row = tasks.find(({ task_id }) => task_id === sent.task_id);
			if (!row) continue;
			row.code = (sent.code ?? null) as string | null;
			row.estimated_hour = (sent.estimated_hour ?? null) as number | null;
			row.estimated_amount = (sent.estimated_amount ?? null) as number | null;
			row.is_finished = sent.is_finished === true;
		}
		return answer;
	},

	({ readings: { taskIndex }, request, ask, refuse }) => {
		if (!taskIndex || request.route !== 'changeTasks') return undefined;
		const rows = rowsIn(request, 'tasks');
		const kinds = rows.map(({ index }) => typeof index).filter((kind) => kind !== 'undefined');
		const wrong = taskIndex === 'number' ? 'string' : 'number';
		if (taskIndex !== 'both' && kinds.includes(wrong)) return refuse('parameter');
		const numbered = rows.map((row) =>
			row.index === undefined ? row : { ...row, index: Number(row.index) },
		);
		return ask(withRows(request, 'tasks', numbered));
	},

	({ readings: { assign }, request, ask, refuse }) => {
		if (request.route !== 'changeProjectMembers') return undefined;
		if (assign === 'refused') return refuse('unknown');
		if (assign === 'ignored')
			return ask({ ...request, body: { token: (request.body as Row).token } });
		return undefined;
	},

	({ readings: { otherTasks }, server: { manHours }, request, ask }) => {
		if (otherTasks !== 'removed' || request.route !== 'upsertManHours') return undefined;
		const [person] = rowsIn(request, 'manhours') as Array<{ staff_id: number; dates: Rows }>;
		const day = String(person.dates[0].date).replace(/(....)(..)(..)/, '$1-$2-$3');
		for (const key of [...manHours.keys()]) {
			if (key.startsWith(`${person.staff_id}|${day}|`)) manHours.delete(key);
		}
		return ask(request);
	},

	({ readings: { deleted }, server, request, ask }) => {
		if (deleted === 'hours stay' && request.route === 'deleteManHours') {
			const before = new Map(server.manHours);
			const answer = ask(request);
			for (const [key, minutes] of before) server.manHours.set(key, minutes);
			return answer;
		}
		if (deleted !== 'projects stay' || request.route !== 'deleteProject') return undefined;
		const before = [...server.projects];
		const answer = ask(request);
		server.projects.splice(0, server.projects.length, ...before);
		return answer;
	},
];

/**
 * Puts the readings of a stand-in in front of it: each hands the request on to the next, and the last to it.
 * @param server the stand-in, with the readings in its options
 * @param itself what the stand-in answers without readings
 * @param refuse how it refuses
 */
export const inReadings =
	(
		server: () => AkashiStandIn,
		itself: (request: Request) => Answer,
		refuse: (kind: Kind) => Answer,
	) =>
	(request: Request): Answer => {
		const { readings } = server().options;
		if (!readings) return itself(request);
		const chain = [...reads, ...writes].reduceRight<(request: Request) => Answer>(
			(ask, reading) => (asked) =>
				reading({ readings, server: server(), request: asked, ask, refuse }) ?? ask(asked),
			itself,
		);
		return chain(request);
	};
