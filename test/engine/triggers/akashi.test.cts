import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { AkashiOptions } from '../../servers/akashi.cts';
import { clockAt, day, holds, hour, later, minute, Polled, type EventCase } from './rig.cts';

/** AKASHI's trigger: what holds for every event, then what is particular to its lists. */

const begin = async (options: AkashiOptions = {}): Promise<All> => {
	const servers = await startAll({
		akashi: { staff: 25, stampsPerDay: 0, ...options },
		omflow: { users: 1 },
		amServer: { users: 1 },
	});
	clockAt('2026-03-03T09:00:00');
	servers.akashi.alerts.splice(0);
	return servers;
};

const idOf = ({ akashi }: All, place: number) => akashi.staff[place].staffId;
/** Adds a stamp of a person, wherever it belongs in time. */
function punch(servers: All, place: number, time: string, type = 11): void {
	const { punches } = servers.akashi;
	const id = idOf(servers, place);
	punches.set(id, [...(punches.get(id) ?? []), [time, type] as [string, number]].sort());
}

/** A person as the trigger names one. */
function named({ akashi }: All, place: number): IDataObject {
	const { staffId, staffNum, lastName, firstName, organization } = akashi.staff[place];
	return {
		staffId,
		staffCode: staffNum,
		name: `${lastName} ${firstName}`,
		organizationName: organization!.name,
	};
}
function staffRow(servers: All, place: number): IDataObject {
	const one = servers.akashi.staff.at(place)!;
	return {
		...named(servers, servers.akashi.staff.indexOf(one)),
		nameKana: `${one.lastNameKana} ${one.firstNameKana}`,
		email: one.email,
		organizationId: one.organization!.organizationId,
		employmentCategoryName: one.employmentCategory!.name,
		permissionName: one.permissionGroup!.name,
		tag: one.tag,
		lastName: one.lastName,
		firstName: one.firstName,
		subgroupNames: one.subgroups!.map(({ name }) => name).join(', '),
		employmentCategoryId: one.employmentCategory!.employmentCategoryId,
		permissionGroupId: one.permissionGroup!.permissionGroupId,
		idmNumber: one.idmNum,
		remarks: one.remarks,
	} as IDataObject;
}
function hire({ akashi }: All): number {
	const staffId = Math.max(...akashi.staff.map((one) => one.staffId)) + 1;
	const one = structuredClone(akashi.staff[3]);
	akashi.staff.push({ ...one, staffId, staffNum: `N${staffId}`, email: null });
	return staffId;
}
let gone: IDataObject;
function dismiss(servers: All, place: number): void {
	const { staffId, staffCode } = named(servers, place);
	gone = { staffId, staffCode };
	servers.akashi.staff.splice(place, 1);
}

const stampRow = (servers: All, place: number, time: string): IDataObject => ({
	...named(servers, place),
	date: time.slice(0, 10),
	stampedAt: `${time}+09:00`,
	type: 11,
	typeName: '出勤',
	method: 3,
	workplaceId: null,
	localTime: `${time}+09:00`,
	timezone: '+9.0',
	organizationId: null,
	latitude: null,
	longitude: null,
	ip: null,
});
const projectRow = ({ akashi }: All): IDataObject => {
	const one = akashi.projects.at(-1)!;
	return {
		projectId: one.project_id,
		projectCode: one.project_code,
		projectName: one.name,
		shortName: one.short_name,
		startDate: one.start_date,
		endDate: one.end_date,
		remarks: one.remarks,
		syncPunch: one.sync_punch,
		allStaffsTarget: one.all_staffs_target,
	} as IDataObject;
};
const taskRow = ({ akashi }: All): IDataObject => {
	const project = akashi.projects.at(-1)!;
	const one = project.tasks.at(-1)!;
	return {
		projectId: project.project_id,
		taskId: one.task_id,
		taskCode: one.code,
		taskName: one.name,
		index: one.index,
		estimatedMinutes: one.estimated_hour,
		estimatedAmount: one.estimated_amount,
		finished: one.is_finished,
	} as IDataObject;
};
const noWork = ({ akashi }: All) => void akashi.projects.splice(0);

/** The third person, by the staff code. */
const third: INodeParameters = { staff: 'selected', people: 'E00003' };
const missing = (servers: All, by: string): IDataObject => ({
	...named(servers, 2),
	email: servers.akashi.staff[2].email as string,
	date: '2026-03-03',
	by: `2026-03-03T${by}:00+09:00`,
	lastStampAt: null,
	lastStampTypeName: null,
	// Only known for AKASHI itself.
	sheetUrl: null,
});

const cases: EventCase[] = [
	{
		event: 'stampCreated',
		happen: (servers) => punch(servers, 2, '2026/03/03 09:04:00'),
		item: (servers) => stampRow(servers, 2, '2026-03-03T09:04:00'),
		clear: () => undefined,
	},
	{
		event: 'clockInMissing',
		parameters: { ...third, clockInBy: '09:04' },
		happen: () => undefined,
		item: (servers) => missing(servers, '09:04'),
		clear: (servers) => {
			for (let date = 10; date < 29; date++) punch(servers, 2, `2026/02/${date} 08:00:00`);
			for (const date of ['01', '02', '03']) punch(servers, 2, `2026/03/${date} 08:00:00`);
		},
	},
	{
		event: 'clockOutMissing',
		parameters: { ...third, clockOutBy: '09:04' },
		before: (servers) => punch(servers, 2, '2026/03/03 08:00:00'),
		happen: () => undefined,
		item: (servers) => ({
			...missing(servers, '09:04'),
			lastStampAt: '2026-03-03T08:00:00+09:00',
			lastStampTypeName: '出勤',
		}),
		clear: ({ akashi }) => akashi.punches.clear(),
	},
	{
		event: 'alertRaised',
		happen: ({ akashi }) =>
			void akashi.alerts.push({ month: '2026/03/01', date: '2026/03/03', alert_type: 7 }),
		item: (servers) => ({
			staffId: idOf(servers, 0),
			date: '2026-03-03',
			month: '2026-03-01',
			alertType: 7,
			alertTypeName: '遅刻',
		}),
		clear: () => undefined,
	},
	{
		event: 'staffAdded',
		happen: (servers) => void hire(servers),
		item: (servers) => staffRow(servers, -1),
	},
	{
		event: 'staffChanged',
		happen: ({ akashi }) => void (akashi.staff.at(-1)!.tag = '夜勤'),
		item: (servers) => ({
			...staffRow(servers, -1),
			changed: { tag: expect.objectContaining({ new: '夜勤' }) },
		}),
		sampled: (servers) => ({ ...staffRow(servers, -1), changed: {} }),
	},
	{
		event: 'staffLeft',
		happen: (servers) => dismiss(servers, 7),
		item: () => gone,
		sampled: null,
		clear: () => undefined,
	},
	{
		event: 'projectChanged',
		happen: ({ akashi }) => void (akashi.projects.at(-1)!.name = '別の名前'),
		item: (servers) => ({
			...projectRow(servers),
			change: 'changed',
			changed: { projectName: expect.objectContaining({ new: '別の名前' }) },
		}),
		sampled: (servers) => ({ ...projectRow(servers), change: 'added' }),
		clear: noWork,
	},
	{
		event: 'taskChanged',
		parameters: { projectId: { __rl: true, mode: 'list', value: '' } },
		happen: ({ akashi }) => void (akashi.projects.at(-1)!.tasks.at(-1)!.is_finished = false),
		item: (servers) => ({
			...taskRow(servers),
			change: 'changed',
			changed: { finished: expect.objectContaining({ new: false }) },
		}),
		sampled: (servers) => ({ ...taskRow(servers), change: 'added' }),
		clear: noWork,
	},
	{
		event: 'manHoursChanged',
		happen: (servers) =>
			void servers.akashi.manHours.set(`${idOf(servers, 2)}|2026-03-03|7001|8001`, 60),
		item: (servers) => ({
			...named(servers, 2),
			month: '2026-03',
			minutes: 60,
			minutesBefore: 0,
			changedDates: ['2026-03-03'],
		}),
		clear: () => undefined,
	},
];

holds('akashi', begin, cases);
