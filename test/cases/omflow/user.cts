import type { IDataObject } from 'n8n-workflow';

import { newerUserColumns, userColumns } from '../../../nodes/Omflow/resources/user/contract.ts';
import type { All } from '../../servers/all.cts';
import type { Case } from '../case.cts';

type Omflow = All['omflow'];
type User = Omflow['users'][number];

/** Some columns of a row. */
export const columns = (row: IDataObject, names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, row[name]]));

/** Who comes where deleted, disabled and system users are left out. */
export const usersInUse = ({ users }: Omflow): User[] =>
	users.filter((one) => one.id > 1 && one.is_active && !one.delete);

/** A user of an organization, simplified. */
const memberRow = (group: Omflow['groups'][number], one: User): IDataObject => ({
	organizationCode: group.group_no,
	organizationName: group.display_name,
	userId: one.id,
	userName: one.username,
	name: one.nick_name,
	employeeNumber: one.ad_no as string,
});

/** A user as "Simplify" gives one. */
export const userRow = ({ groups }: Omflow, one: User): IDataObject => ({
	userId: one.id,
	userName: one.username,
	name: one.nick_name,
	email: one.email as string,
	employeeNumber: one.ad_no as string,
	organizationId: one.default_group as number,
	organizationName: groups.find(({ id }) => id === one.default_group)!.display_name,
	active: one.is_active as boolean,
	company: one.company as string,
	lastLogin: one.last_login ? `${one.last_login as string}+09:00` : null,
});

/** The users of the organizations at some places of the stand-in's list. */
const members = ({ omflow }: All, ...places: number[]): IDataObject[] =>
	places.flatMap((place) => {
		const group = omflow.groups[place];
		return omflow.membersOf(group).map((one) => memberRow(group, one));
	});

/** A user of an organization as the API answers them. */
export const memberAnswer = (one: User): IDataObject => ({
	user: one.id,
	user__nick_name: one.nick_name,
	user__username: one.username,
	user__ad_no: one.ad_no as string,
});

export const userCases: Case[] = [
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
			options: {
				columns: ['id', 'username', 'nick_name'],
				sort: { rule: [{ column: 'id', direction: 'descending' }] },
			},
		},
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.filter(({ id }) => id > 3 && ![5, 7].includes(id))
				.sort((a, b) => b.id - a.id)
				.map(({ id, username, nick_name }) => ({
					userId: id,
					userName: username,
					name: nick_name,
				})),
		calls: 1,
	},
	{
		name: 'ten users',
		node: 'omflow',
		parameters: { resource: 'user', operation: 'getAll', limit: 10 },
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.slice(0, 10)
				.map((one) => userRow(omflow, one)),
		// The organizations.
		calls: 1 + 1,
	},
	{
		name: 'ten users as the API answers them, every column but secrets',
		node: 'omflow',
		parameters: { resource: 'user', operation: 'getAll', limit: 10, simplify: false },
		expected: ({ omflow }) =>
			usersInUse(omflow)
				.slice(0, 10)
				.map((row) => columns(row as IDataObject, [...userColumns, ...newerUserColumns])),
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
			options: { leaveOutInactive: false, columns: ['username'], otherColumns: 'ad_no' },
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
		name: 'users of two organizations from the list',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizationCodes: ['1010', '1020'],
			returnAll: true,
		},
		expected: (servers) => members(servers, 1, 2),
		calls: 1 + 1,
	},
	{
		name: 'users of organizations by name and code, an item each',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizations: '={{ $json.names }}',
			limit: 2,
		},
		items: () => [{ names: ['営業部'] }, { names: '営業部 第一課、1040' }],
		expected: (servers) => [
			...members(servers, 2).slice(0, 2),
			...members(servers, 3, 4).slice(0, 2),
		],
		from: () => [0, 0, 1, 1],
		calls: 2 + 1,
	},
	{
		name: 'users of an organization as the API answers them',
		node: 'omflow',
		parameters: {
			resource: 'user',
			operation: 'getByOrganization',
			organizationCodes: '={{ [1030] }}',
			returnAll: true,
			simplify: false,
		},
		expected: ({ omflow }) =>
			omflow
				.membersOf(omflow.groups[3])
				.map((one) => ({ organization: '1030', ...memberAnswer(one) })),
		calls: 1,
	},
];
