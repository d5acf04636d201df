import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { manHourItems } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored } from './engine.cts';

/** A thousand items through every array call: twenty calls, every item its own record. */

const thousand = 1000;
let servers: All;
beforeAll(async () => {
	servers = await startAll({ akashi: { staff: thousand + 1 } });
});
afterAll(async () => await servers.close());

const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const range = Array.from({ length: thousand }, (_, index) => index);
/** Without the first, whose token is used: a lesser permission would end the test. */
const people = () => servers.akashi.staff.slice(1, thousand + 1);
const codes = () => people().map(({ staffNum }) => ({ code: staffNum }));
const named = () => range.map((index) => ({ name: `新規 ${index}`, code: `NEW-${index}` }));

interface Job {
	route: string;
	parameters: INodeParameters;
	items: () => IDataObject[];
}

const jobs: Record<string, Job> = {
	'6.1 organization.create': {
		route: 'createOrganizations',
		parameters: {
			resource: 'organization',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: { code: '={{ $json.code }}' },
		},
		items: named,
	},
	'6.3 staff.create': {
		route: 'changeStaff',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '新人',
			firstName: '={{ $json.name }}',
			organizationPath: '企業',
			additionalFields: { staffCode: '={{ $json.code }}' },
		},
		items: named,
	},
	'6.3 staff.update': {
		route: 'changeStaff',
		parameters: {
			resource: 'staff',
			operation: 'update',
			staffId: picked('={{ $json.id }}'),
			lastName: '改名',
			firstName: '花子',
		},
		items: () => people().map(({ staffId }) => ({ id: staffId })),
	},
	'6.12 workingCondition.update': {
		route: 'changeWorkingConditions',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffCode: '={{ $json.code }}',
			settings: { fixedWorkingTime: '8:00' },
		},
		items: codes,
	},
	'6.13 transfer.create': {
		route: 'createTransfers',
		parameters: {
			resource: 'transfer',
			operation: 'create',
			staffCode: '={{ $json.code }}',
			transferDate: '2099-04-01',
			employmentCategory: '正社員',
			additionalFields: { newOrganizationPath: '営業部' },
		},
		items: codes,
	},
	'6.14 permission.assign': {
		route: 'assignPermissions',
		parameters: {
			resource: 'permission',
			operation: 'assign',
			staffCode: '={{ $json.code }}',
			permissionName: '一般管理者',
			managedOrganizationPath: '営業部',
		},
		items: codes,
	},
	'6.15 permission.reserve': {
		route: 'reservePermissions',
		parameters: {
			resource: 'permission',
			operation: 'reserve',
			staffCode: '={{ $json.code }}',
			permission: { permissionName: '一般管理者', permissionDate: '2099-04-01' },
		},
		items: codes,
	},
	'6.18 project.create': {
		route: 'changeProjects',
		parameters: {
			resource: 'project',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: { projectCode: '={{ $json.code }}' },
		},
		items: named,
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
		items: named,
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
		items: () => manHourItems(servers, thousand) as unknown as IDataObject[],
	},
};

test.each(Object.entries(jobs))('%s', async (_, { route, parameters, items }) => {
	const { type, data } = credentialsOf(servers).akashi;
	servers.akashi.reset();
	const done = await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		items: items(),
	});
	expect(done.error).toBeUndefined();
	expect(done.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(range);
	expect(new Set(done.json.map((row) => JSON.stringify(row))).size).toBe(thousand);
	expect(servers.akashi.violations).toEqual([]);
	expect(servers.akashi.count(route)).toBe(20);
	expect(servers.akashi.count()).toBe(20);
});
