import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manHourItems } from './cases.cts';
import type { All } from './servers/all.cts';

/** The calls of AKASHI that take many records: each in use, and what AKASHI holds afterwards. */

const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const path = (value: string) => ({ __rl: true, mode: 'path', value });
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

export type Said = 'refused' | 'unsure' | 'written';
/** What an output item claims of its record. */
export const saidBy = ({ error, message }: IDataObject): Said =>
	error === undefined
		? 'written'
		: /Not known whether|may have been recorded|Check in the system whether|is not known/.test(
					`${error} ${message}`,
			  )
			? 'unsure'
			: 'refused';

export interface ArrayCall {
	route: string;
	parameters: INodeParameters;
	/** So many items, each about a record of its own; those of `bad` are refused by AKASHI. */
	items: (count: number, bad?: number[]) => IDataObject[];
	/** How often AKASHI holds what an item wrote. */
	held: (item: IDataObject) => number;
	/** What makes something new must not go twice. */
	creates?: true;
	/** AKASHI does not take the good records of a request with bad ones, whatever is told. */
	whole?: true;
	/** AKASHI refuses the request without naming the bad records. */
	nameless?: true;
}

/**
 * @param servers the stand-ins as they are when a call is made
 * @returns the calls by chapter and operation
 */
export function arrayCalls(servers: () => All): Record<string, ArrayCall> {
	/** Without the first, whose token is used. */
	const person = (index: number) => servers().akashi.staff[index + 1];
	const codes = (count: number, bad: number[] = []) =>
		range(count).map((index) => ({
			code: bad.includes(index) ? `nobody-${index}` : person(index).staffNum,
		}));
	const byCode = { __rl: true, mode: 'code', value: '={{ $json.code }}' };
	const news = (count: number, bad: number[] = []) =>
		range(count).map((index) => ({
			name: `新規 ${index}`,
			code: `NEW-${index}`,
			place: bad.includes(index) ? 'どこにもない部' : '営業部',
			id: bad.includes(index) ? 999_000 + index : undefined,
		}));
	const ofCode = (list: Array<{ staff_code?: string }>, { code }: IDataObject) =>
		list.filter((one) => one.staff_code === code).length;

	return {
		'6.1 organization.create': {
			route: 'createOrganizations',
			parameters: {
				resource: 'organization',
				operation: 'create',
				name: '={{ $json.name }}',
				parentPath: path('={{ $json.place }}'),
				additionalFields: { code: '={{ $json.code }}' },
			},
			items: news,
			held: ({ code }) => servers().akashi.organizations.filter((one) => one.code === code).length,
			creates: true,
			whole: true,
			nameless: true,
		},
		'6.3 staff.create': {
			route: 'changeStaff',
			parameters: {
				resource: 'staff',
				operation: 'create',
				lastName: '新人',
				firstName: '={{ $json.name }}',
				organizationPath: path('={{ $json.place }}'),
				additionalFields: { staffCode: '={{ $json.code }}' },
			},
			items: news,
			held: ({ code }) => servers().akashi.staff.filter((one) => one.staffNum === code).length,
			creates: true,
		},
		'6.3 staff.update': {
			route: 'changeStaff',
			parameters: {
				resource: 'staff',
				operation: 'update',
				staffId: picked('={{ $json.id }}'),
				lastName: '改名',
				firstName: '={{ $json.name }}',
			},
			items: (count, bad = []) =>
				range(count).map((index) => ({
					id: bad.includes(index) ? 999_000 + index : person(index).staffId,
					name: `花子 ${index}`,
				})),
			held: ({ name }) => servers().akashi.staff.filter((one) => one.firstName === name).length,
		},
		'6.12 workingCondition.update': {
			route: 'changeWorkingConditions',
			parameters: {
				resource: 'workingCondition',
				operation: 'update',
				staffId: byCode,
				settings: { fixedWorkingTime: '8:00' },
			},
			items: codes,
			held: ({ code }) => Number(servers().akashi.workingConditions.has(String(code))),
		},
		'6.13 transfer.create': {
			route: 'createTransfers',
			parameters: {
				resource: 'transfer',
				operation: 'create',
				staffId: byCode,
				transferDate: '2099-04-01',
				employmentCategory: '正社員',
				newOrganization: path('営業部'),
			},
			items: codes,
			held: (item) => ofCode(servers().akashi.transfers, item),
		},
		'6.14 permission.assign': {
			route: 'assignPermissions',
			parameters: {
				resource: 'permission',
				operation: 'assign',
				staffId: byCode,
				permissionName: '一般管理者',
				managedOrganization: path('営業部'),
			},
			items: codes,
			held: (item) => ofCode(servers().akashi.permissions, item),
		},
		'6.15 permission.reserve': {
			route: 'reservePermissions',
			parameters: {
				resource: 'permission',
				operation: 'reserve',
				staffId: byCode,
				permissionName: '一般管理者',
				permissionDate: '2099-04-01',
			},
			items: codes,
			held: (item) => ofCode(servers().akashi.reservations, item),
		},
		'6.18 project.create': {
			route: 'changeProjects',
			parameters: {
				resource: 'project',
				operation: 'create',
				name: '={{ $json.name }}',
				additionalFields: { projectCode: '={{ $json.code }}' },
			},
			// A name that is taken.
			items: (count, bad = []) =>
				news(count).map((one, index) =>
					bad.includes(index) ? { ...one, name: servers().akashi.projects[index].name } : one,
				),
			held: ({ code }) =>
				servers().akashi.projects.filter((one) => one.project_code === code).length,
			creates: true,
			whole: true,
			nameless: true,
		},
		'6.18 project.update': {
			route: 'changeProjects',
			parameters: {
				resource: 'project',
				operation: 'update',
				projectId: picked('={{ $json.id }}'),
				name: '={{ $json.name }}',
			},
			items: (count, bad = []) =>
				range(count).map((index) => ({
					id: bad.includes(index) ? 999_000 + index : servers().akashi.projects[index].project_id,
					name: `改名 ${index}`,
				})),
			held: ({ name }) => servers().akashi.projects.filter((one) => one.name === name).length,
			whole: true,
			nameless: true,
		},
		'6.22 task.update': {
			route: 'changeTasks',
			parameters: {
				resource: 'task',
				operation: 'update',
				projectId: picked('7001'),
				taskId: picked('={{ $json.id }}'),
				name: '={{ $json.name }}',
			},
			items: (count, bad = []) =>
				range(count).map((index) => ({
					id: bad.includes(index)
						? 999_000 + index
						: servers().akashi.projects[0].tasks[index].task_id,
					name: `改名 ${index}`,
				})),
			held: ({ name }) =>
				servers().akashi.projects[0].tasks.filter((one) => one.name === name).length,
			whole: true,
			nameless: true,
		},
		'6.22 task.create': {
			route: 'changeTasks',
			parameters: {
				resource: 'task',
				operation: 'create',
				projectId: picked('7001'),
				name: '={{ $json.name }}',
				additionalFields: { taskCode: '={{ $json.code }}' },
			},
			items: (count, bad = []) =>
				news(count).map((one, index) =>
					bad.includes(index)
						? { ...one, name: servers().akashi.projects[0].tasks[index].name }
						: one,
				),
			held: ({ code }) =>
				servers().akashi.projects[0].tasks.filter((one) => one.code === code).length,
			creates: true,
			whole: true,
			nameless: true,
		},
		'6.26 manHour.upsert': {
			route: 'upsertManHours',
			parameters: {
				resource: 'manHour',
				operation: 'upsert',
				staffId: picked('={{ $json.staff }}'),
				date: '={{ $json.date }}',
				projectId: picked('7001'),
				taskId: picked('={{ $json.task }}'),
				minutes: '={{ $json.minutes }}',
			},
			items: (count, bad = []) =>
				manHourItems(servers(), count).map((one, index) =>
					bad.includes(index) ? { ...one, task: 999_000 + index } : one,
				) as unknown as IDataObject[],
			held: ({ staff, date, task }) =>
				Number(servers().akashi.manHours.has(`${staff}|${date}|7001|${task}`)),
			nameless: true,
		},
	};
}
