import type { IDataObject } from 'n8n-workflow';

import { userColumns } from '../../nodes/Omflow/resources/user/contract.ts';
import type { Case } from '../cases.cts';
import type { All } from '../servers/all.cts';

/** Leave records, users, and calls of people's own. */

type Omflow = All['omflow'];
type User = Omflow['users'][number];
type Leave = Omflow['leaves'][number];

const eachItsOwn = (output: IDataObject[]) => output.map((_, index) => index);

const columns = (row: IDataObject, names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, row[name]]));

/** Who comes where deleted, disabled and system users are left out. */
export const usersInUse = ({ users }: Omflow): User[] =>
	users.filter((one) => one.id > 1 && one.is_active && !one.delete);

/** A user of an organization, simplified. */
const memberRow = (organizationCode: string, one: User): IDataObject => ({
	organizationCode,
	userId: one.id,
	username: one.username,
	name: one.nick_name,
	staffCode: one.ad_no as string,
});

/** The users of the organizations at some places of the stand-in's list. */
const members = ({ omflow }: All, ...places: number[]): IDataObject[] =>
	places.flatMap((place) => {
		const group = omflow.groups[place];
		return omflow.membersOf(group).map((one) => memberRow(group.group_no, one));
	});

/** Three records of one pair, the second cancelled, one of them long past; and the list as it was. */
function keptLeaves(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let before: Leave[];
	return {
		prepare: ({ omflow }) => {
			before = structuredClone(omflow.leaves);
			const ids = [1, 2, 3];
			const records = ids.map((id) => ({
				id,
				principal_id: 2,
				substitute_id: 3,
				starttime: `${id === 3 ? 2099 : 2020}-04-0${id}T09:00:00`,
				endtime: `${id === 3 ? 2099 : 2020}-04-0${id}T18:00:00`,
				cancel: id === 2,
				identifier: `LV-${id}`,
			}));
			omflow.leaves.splice(0, omflow.leaves.length, ...records);
		},
		undo: ({ omflow }) => omflow.leaves.splice(0, omflow.leaves.length, ...before),
	};
}

const pair = ({ omflow }: All) => [
	{ who: omflow.users[1].username as string, standIn: omflow.users[2].username as string },
];
const ofPair = { principal: '={{ $json.who }}', substitute: '={{ $json.standIn }}' };

const leaveRow = ({ omflow }: All, one: Leave): IDataObject => ({
	leaveId: null,
	identifier: one.identifier,
	principalId: one.principal_id,
	principalName: omflow.users[one.principal_id - 1].nick_name,
	substituteId: one.substitute_id,
	substituteName: omflow.users[one.substitute_id - 1].nick_name,
	start: `${one.starttime}+09:00`,
	end: `${one.endtime}+09:00`,
	cancelled: one.cancel,
});

export const omflowCases: Case[] = [
	{
		name: 'users by conditions',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getAll',
			returnAll: true,
			filters: {
				match: {
					condition: [
						{ column: 'id', condition: 'greaterThan', value: 3 },
						{ column: 'ad_flag', condition: 'equals', value: '={{ false }}' },
					],
				},
				exclude: {
					condition: [{ column: 'id', condition: 'in', value: '5, 7' }],
				},
			},
			options: { columns: ['id', 'username', 'nick_name'], sort: '-id' },
		},
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.filter(({ id }) => id > 3 && ![5, 7].includes(id))
				.sort((a, b) => b.id - a.id)
				.map(({ id, username, nick_name }) => ({ userId: id, username, name: nick_name })),
		calls: 1,
	},
	{
		name: 'ten users',
		node: 'omflow',
		parameters: { resource: 'user', operation: 'getAll', limit: 10 },
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.slice(0, 10)
				.map((one) => ({
					userId: one.id,
					username: one.username,
					name: one.nick_name,
					email: one.email as string,
					company: one.company as string,
					defaultGroup: one.default_group as number,
					phone1: one.phone1 as string,
					isActive: one.is_active as boolean,
					lastLogin: one.last_login ? `${one.last_login as string}+09:00` : null,
					updatedAt: `${one.updatetime as string}+09:00`,
				})),
		calls: 1,
	},
	{
		name: 'ten users as the API answers them, every column but secrets',
		node: 'omflow',
		parameters: { resource: 'user', operation: 'getAll', limit: 10, simplify: false },
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.slice(0, 10)
				.map((row) => columns(row as IDataObject, userColumns)),
		calls: 1,
	},
	{
		name: 'all users, deleted, disabled and system ones too, without their IDs',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			options: { leaveOutInactive: false, columns: ['username', 'ad_no'] },
		},
		expected: ({ omflow }) =>
			omflow.users.map((row) => columns(row as IDataObject, ['username', 'ad_no'])),
		calls: 1,
	},
	{
		name: 'users who are not both of two things',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			filters: {
				exclude: {
					condition: [
						{ column: 'id', condition: 'lessThan', value: 9 },
						{ column: 'company', condition: 'contains', value: '有限会社' },
					],
				},
			},
			options: { columns: '={{ ["id", "company"] }}' },
		},
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.filter(({ id, company }) => !(id < 9 && String(company).includes('有限会社')))
				.map((row) => columns(row as IDataObject, ['id', 'company'])),
		calls: 1,
	},
	{
		name: 'users of two organizations by code',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizations: '1010, 1020',
			returnAll: true,
		},
		expected: (servers) => members(servers, 1, 2),
		calls: 1,
	},
	{
		name: 'users of organizations by name, an item each',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizationIdentifiedBy: 'name',
			organizations: '={{ $json.names }}',
			limit: 2,
		},
		items: () => [{ names: ['営業部'] }, { names: '営業部 第一課、開発部' }],
		expected: (servers) => [
			...members(servers, 2).slice(0, 2),
			...members(servers, 3, 4).slice(0, 2),
		],
		from: () => [0, 0, 1, 1],
		calls: 2,
	},
	{
		name: 'users of an organization as the API answers them',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizations: '={{ [1030] }}',
			returnAll: true,
			simplify: false,
		},
		expected: ({ omflow }) =>
			omflow.membersOf(omflow.groups[3]).map((one) => ({
				organization: '1030',
				user: one.id,
				user__nick_name: one.nick_name,
				user__username: one.username,
				user__ad_no: one.ad_no as string,
			})),
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'a leave record',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'create',
			...ofPair,
			start: '2026-04-01T09:00:00+09:00',
			end: '2026-04-02',
			additionalFields: { identifier: 'LV-2026-0401' },
		},
		items: pair,
		expected: ({ omflow }) => {
			const made = omflow.leaves.find(({ identifier }) => identifier === 'LV-2026-0401')!;
			return [
				{
					leaveId: made.id,
					principal: omflow.users[made.principal_id - 1].username,
					substitute: omflow.users[made.substitute_id - 1].username,
					start: made.starttime.replace('T', ' '),
					end: made.endtime.replace('T', ' '),
					identifier: made.identifier,
				},
			];
		},
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'leave records',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'getAll',
			...ofPair,
			returnAll: true,
		},
		items: pair,
		expected: (servers) => servers.omflow.leaves.map((one) => leaveRow(servers, one)),
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'leave records to come that hold',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'getAll',
			...ofPair,
			filters: { cancelled: 0, history: 0 },
		},
		items: pair,
		expected: (servers) => [leaveRow(servers, servers.omflow.leaves[2])],
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'past leave records that were cancelled, as the API answers them',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'getAll',
			...ofPair,
			simplify: false,
			filters: { cancelled: 1, history: 1 },
		},
		items: pair,
		expected: ({ omflow: { leaves, users } }) => {
			const { id, ...row } = leaves[1];
			const names = {
				principal_id__nick_name: users[row.principal_id - 1].nick_name,
				substitute_id__nick_name: users[row.substitute_id - 1].nick_name,
			};
			return [{ ...row, ...names }];
		},
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'another substitute, by ID',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'update',
			leaveId: '={{ $json.id }}',
			substitute: '={{ $json.standIn }}',
		},
		items: ({ omflow }) => [
			{ id: 3, standIn: omflow.users[6].username },
			{ id: '1', standIn: omflow.users[7].ad_no as string },
		],
		expected: ({ omflow: { leaves, users } }) => {
			const standIn = (place: number) => users[leaves[place].substitute_id - 1];
			return [
				{ leaveId: 3, substitute: standIn(2).username, updated: true },
				{ leaveId: 1, substitute: standIn(0).ad_no as string, updated: true },
			];
		},
		from: eachItsOwn,
		calls: 2,
	},
	{
		...keptLeaves(),
		name: 'another substitute, by identifier',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'update',
			leaveIdentifiedBy: 'identifier',
			identifier: 'LV-2',
			substitute: '={{ $json.standIn }}',
		},
		items: ({ omflow }) => [{ standIn: omflow.users[8].nick_name }],
		expected: ({ omflow: { leaves, users } }) => [
			{
				identifier: 'LV-2',
				substitute: users[leaves[1].substitute_id - 1].nick_name,
				updated: true,
			},
		],
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'leave records cancelled',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'cancel',
			leaveIdentifiedBy: 'identifier',
			identifier: '={{ $json.number }}',
		},
		items: () => [{ number: 'LV-3' }, { number: 'LV-1' }],
		expected: ({ omflow }) =>
			[2, 0].map((place) => {
				const { identifier, cancel } = omflow.leaves[place];
				return { identifier, cancelled: cancel };
			}),
		from: eachItsOwn,
		calls: 2,
	},
	{
		...keptLeaves(),
		name: 'a leave record cancelled by ID',
		node: 'omflow',
		parameters: { resource: 'leaveRecord', operation: 'cancel', leaveId: '1' },
		expected: ({ omflow }) => [{ leaveId: 1, cancelled: omflow.leaves[0].cancel }],
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'leave records deleted',
		node: 'omflow',
		parameters: { resource: 'leaveRecord', operation: 'delete', leaveId: '={{ $json.id }}' },
		items: () => [{ id: 1 }, { id: 2 }],
		expected: ({ omflow }) =>
			[1, 2]
				.filter((id) => !omflow.leaves.some((one) => one.id === id))
				.map((leaveId) => ({ deleted: true, leaveId })),
		from: eachItsOwn,
		calls: 2,
	},
	{
		...keptLeaves(),
		name: 'a leave record deleted by identifier',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'delete',
			leaveIdentifiedBy: 'identifier',
			identifier: 'LV-2',
		},
		expected: ({ omflow }) =>
			omflow.leaves.length === 2 && !omflow.leaves.some(({ id }) => id === 2)
				? [{ deleted: true, identifier: 'LV-2' }]
				: [],
		calls: 1,
	},
	{
		name: 'a request of its own, an item a row',
		node: 'omflow',
		parameters: {
			resource: 'api',
			operation: 'request',
			// The missing last slash is added.
			path: '/rest/accounts/api/group/list',
			body: '{"org_no": ["1010", "1040"]}',
		},
		expected: ({ omflow }) => [omflow.groups[1], omflow.groups[4]] as unknown as IDataObject[],
		calls: 1,
	},
	{
		name: 'a request that answers an object',
		node: 'omflow',
		parameters: {
			resource: 'api',
			operation: 'request',
			path: '/rest/accounts/api/user/list-by-group/',
			body: '={{ { org_no: [$json.code] } }}',
		},
		items: () => [{ code: '1040' }],
		expected: ({ omflow }) => [
			{
				'1040': omflow.membersOf(omflow.groups[4]).map((one) => ({
					user: one.id,
					user__nick_name: one.nick_name,
					user__username: one.username,
					user__ad_no: one.ad_no as string,
				})),
			},
		],
		calls: 1,
	},
	{
		...keptLeaves(),
		name: 'requests that write and answer a number',
		node: 'omflow',
		parameters: {
			resource: 'api',
			operation: 'request',
			path: '/rest/api/leave-records/add/',
			body: '={{ JSON.stringify({ start: $json.day, end: $json.day, principal: "admin", substitute: "system" }) }}',
		},
		items: () => [{ day: '2026-05-01' }, { day: '2026-05-02' }],
		expected: ({ omflow }) => omflow.leaves.slice(3).map(({ id }) => ({ result: id })),
		from: eachItsOwn,
		calls: 2,
	},
	{
		name: 'a request that reads page by page',
		node: 'omflow',
		parameters: {
			resource: 'api',
			operation: 'request',
			path: '/rest/accounts/api/user/list/',
			body: '{"search_columns": ["id", "username"], "order_columns": ["-id"]}',
			paged: true,
			limit: 12,
		},
		expected: ({ omflow }) =>
			[...omflow.users]
				.reverse()
				.slice(0, 12)
				.map((row) => columns(row as IDataObject, ['id', 'username'])),
		calls: 1,
	},
];
