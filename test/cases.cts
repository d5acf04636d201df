import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { amServerCases } from './cases/amServer.cts';
import { omflowCases } from './cases/omflow.cts';
import { projectCases } from './cases/project.cts';
import { staffCases } from './cases/staff.cts';
import type { All } from './servers/all.cts';
import type { Entry } from './servers/base.cts';

/** One operation in use: what is set in the editor, what comes in, and what has to come out. */
export interface Case {
	name: string;
	node: 'akashi' | 'amServer' | 'omflow';
	parameters: INodeParameters;
	/** Input items; one empty item unless told. */
	items?: (servers: All) => IDataObject[];
	/** The output, from what the server holds after the run. */
	expected: (servers: All) => IDataObject[];
	/** The input item of each output item, when it is not 0 for all. */
	from?: (output: IDataObject[]) => number[];
	/** How many requests it takes, sign-in aside (see `isWork`). */
	calls: number;
	/** Puts into the servers what the case needs. */
	prepare?: (servers: All) => void;
	/** Puts the servers back into the state before, so that both paths start alike. */
	undo?: (servers: All) => void;
}

const signIns = ['signIn', 'login', 'logout'];

/** Whether a request belongs to the work: not the sign-in, nor one that was refused for lack of it. */
export const isWork = ({ route, status }: Entry): boolean =>
	!signIns.includes(route) && status !== 401;

const picked = (mode: 'id' | 'list', value: string | number) => ({ __rl: true, mode, value });
const iso = (local: string | null | undefined) =>
	local ? `${local.replace(/\//g, '-').replace(' ', 'T')}+09:00` : null;

type Staff = All['akashi']['staff'][number];
const staffRow = (one: Staff): IDataObject => ({
	staffId: one.staffId,
	staffCode: one.staffNum,
	email: one.email,
	name: `${one.lastName} ${one.firstName}`,
	lastName: one.lastName,
	firstName: one.firstName,
	nameKana: `${one.lastNameKana} ${one.firstNameKana}`,
	organizationId: one.organization!.organizationId,
	organizationName: one.organization!.name,
	subgroupNames: one.subgroups.map(({ name }) => name).join(', '),
	employmentCategoryId: one.employmentCategory!.employmentCategoryId,
	employmentCategoryName: one.employmentCategory!.name,
	permissionGroupId: one.permissionGroup!.permissionGroupId,
	permissionName: one.permissionGroup!.name,
	idmNumber: one.idmNum,
	tag: one.tag,
	remarks: one.remarks,
});

const words: Record<number, string> = {
	11: '出勤',
	12: '退勤',
	21: '直行',
	22: '直帰',
	31: '休憩入',
	32: '休憩戻',
};
const stampRows = ({ akashi }: All, ids: number[], from: string, to: string): IDataObject[] =>
	ids.flatMap((staffId) =>
		akashi.stampsOf(staffId, from, to).map((one) => ({
			staffId,
			date: iso(one.stamped_at)!.slice(0, 10),
			stampedAt: iso(one.stamped_at),
			type: one.type,
			typeName: words[one.type!],
			localTime: iso(one.local_time),
			timezone: one.timezone,
			method: one.attributes!.method ?? null,
			organizationId: one.attributes!.org_id ?? null,
			workplaceId: one.attributes!.workplace_id ?? null,
			latitude: one.attributes!.latitude ?? null,
			longitude: one.attributes!.longitude ?? null,
			ip: one.attributes!.ip ?? null,
		})),
	);
const recordRows = (
	{ akashi }: All,
	ids: number[],
	from: string,
	to: string,
	include: { breaks?: boolean; minutes?: boolean } = {},
): IDataObject[] =>
	ids.flatMap((staffId) =>
		akashi.workingRecordsOf(staffId, from, to, include).map((one) => ({
			staffId,
			date: one.date.replace(/\//g, '-'),
			workingDayCategory: one.working_day_category,
			workingDayCategoryName: ['労働日', '所定休日', '法定休日'][one.working_day_category!],
			startTime: iso(one.start_time),
			endTime: iso(one.end_time),
			roundedStartTime: iso(one.rounded_start_time),
			roundedEndTime: iso(one.rounded_end_time),
			startPunchTime: iso(one.attendance_punch_time ?? one.start_punch_time),
			endPunchTime: iso(one.leaving_punch_time ?? one.end_punch_time),
			unroundedMinutes: one.actual_working_hours_no_rounding ?? null,
			...(include.breaks && {
				breaks: one.break_time_results!.map((rest) => ({
					startTime: iso(rest.result_break_time_start_time),
					endTime: iso(rest.result_break_time_end_time),
					roundedStartTime: iso(rest.rounded_break_time_start_time),
					roundedEndTime: iso(rest.rounded_break_time_end_time),
				})),
			}),
		})),
	);

/** The ids of some people, by their place in the stand-in's list. */
const ids = ({ akashi }: All, ...places: number[]) =>
	places.map((place) => akashi.staff[place].staffId);

/** Every operation of the package, in the ways people use it. */
export const cases: Case[] = [
	{
		name: 'all staff',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', returnAll: true },
		expected: ({ akashi }) => akashi.staff.map(staffRow),
		calls: 3,
	},
	{
		name: 'some staff as the API answers them',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', limit: 25, simplify: false },
		expected: ({ akashi }) => akashi.staff.slice(0, 25) as unknown as IDataObject[],
		calls: 2,
	},
	{
		name: 'one page of staff is one call',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', limit: 7 },
		expected: ({ akashi }) => akashi.staff.slice(0, 7).map(staffRow),
		calls: 1,
	},
	{
		name: 'staff by ID, an item each',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'get',
			staffId: picked('id', '={{ $json.staff }}'),
		},
		items: (servers) => ids(servers, 0, 3, 9).map((staff) => ({ staff })),
		expected: ({ akashi }) => [0, 3, 9].map((place) => staffRow(akashi.staff[place])),
		from: () => [0, 1, 2],
		calls: 3,
	},
	{
		name: "the token's owner",
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'get', staffIdentifiedBy: 'owner' },
		expected: ({ akashi }) => [staffRow(akashi.staff[0])],
		calls: 1,
	},
	{
		name: 'own stamps',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			startDate: '2026-03-01',
			endDate: '2026-03-31T00:00:00',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(servers, [servers.akashi.staff[0].staffId], '20260301000000', '20260331235959'),
		calls: 1,
	},
	{
		name: 'stamps of three people for a year, in half years',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			staff: 'selected',
			staffIds: '={{ $json.ids }}',
			startDate: '2025-01-01',
			endDate: '2025-12-31',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(servers, ids(servers, 0, 1, 2), '20250101000000', '20251231235959'),
		items: (servers) => [{ ids: ids(servers, 0, 1, 2).join(', ') }],
		calls: 6,
	},
	{
		name: 'stamps of everybody on one day',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			staff: 'all',
			startDate: '2026-03-03',
			endDate: '2026-03-03',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(
				servers,
				servers.akashi.staff.map(({ staffId }) => staffId),
				'20260303000000',
				'20260303235959',
			),
		calls: 3 + 1,
	},
	{
		name: 'working records of selected staff over two windows',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			staff: 'selected',
			staffIds: '={{ $json.ids }}',
			startDate: '2026-01-10',
			endDate: '2026-02-20',
			returnAll: true,
		},
		items: (servers) => [{ ids: ids(servers, 0, 4) }],
		expected: (servers) => [
			...recordRows(servers, ids(servers, 0, 4), '20260110', '20260209'),
			...recordRows(servers, ids(servers, 0, 4), '20260210', '20260220'),
		],
		calls: 2,
	},
	{
		name: 'own working records with breaks, days together',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			startDate: '2026-02-02',
			endDate: '2026-02-04',
			returnAll: true,
			options: { includeBreaks: true, includeUnroundedMinutes: true },
		},
		expected: (servers) =>
			['20260202', '20260203', '20260204'].flatMap((day) =>
				recordRows(servers, [servers.akashi.staff[0].staffId], day, day, {
					breaks: true,
					minutes: true,
				}),
			),
		calls: 1 + 1,
	},
	{
		name: 'organizations',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'getAll',
			returnAll: true,
			includeParents: true,
		},
		expected: ({ akashi }) => akashi.organizations as IDataObject[],
		calls: 1,
	},
	{
		name: 'one organization',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'getAll',
			organizationId: picked('id', '3'),
		},
		expected: ({ akashi }) =>
			akashi.organizations.filter(({ organizationId }) => organizationId === 3) as IDataObject[],
		calls: 1,
	},
	{
		name: 'a stamp',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: 31,
			additionalFields: { stampedAt: '2026-03-14T08:57:23' },
		},
		expected: ({ akashi }) => [
			{
				login_company_code: akashi.companyId,
				staff_id: akashi.staff[0].staffId,
				type: 31,
				stampedAt: lastStamp(akashi)!.stamped_at,
			},
		],
		calls: 1,
	},
	{
		name: 'man-hours of 120 items in three calls',
		node: 'akashi',
		parameters: {
			resource: 'manHour',
			operation: 'upsert',
			staffId: picked('id', '={{ $json.staff }}'),
			date: '={{ $json.date }}',
			projectId: '7001',
			taskId: '={{ $json.task }}',
			minutes: '={{ $json.minutes }}',
		},
		items: (servers) => manHourItems(servers, 120),
		expected: (servers) =>
			manHourItems(servers, 120).map(({ staff, date, task }) => ({
				staff_id: staff,
				date,
				project_id: 7001,
				task_id: task,
				minute: servers.akashi.manHours.get(`${staff}|${date}|7001|${task}`),
			})),
		from: (output) => output.map((_, index) => index),
		calls: 3,
		undo: ({ akashi }) => akashi.manHours.clear(),
	},
	...staffCases,
	...projectCases,
	...omflowCases,
	...amServerCases,
];

/** Items for `manHour.upsert`: distinct people, days and tasks, 4,480 of them for every 40 people. */
export function manHourItems(
	{ akashi }: All,
	count: number,
): Array<{
	staff: number;
	date: string;
	task: number;
	minutes: number;
}> {
	return Array.from({ length: count }, (_, index) => ({
		staff: akashi.staff[(index % 40) + 40 * Math.floor(index / (40 * 28 * 4))].staffId,
		date: `2026-03-${String(1 + (Math.floor(index / 40) % 28)).padStart(2, '0')}`,
		task: 8001 + 3 * (Math.floor(index / (40 * 28)) % 4),
		minutes: 15 + (index % 32) * 15,
	}));
}

function lastStamp(akashi: All['akashi']) {
	const owner = akashi.staff[0].staffId;
	const day = new Date(akashi.clock.now() + 9 * 3_600_000).toISOString().slice(0, 10);
	const digits = day.replace(/-/g, '');
	return akashi.stampsOf(owner, `${digits}000000`, `${digits}235959`).at(-1);
}
