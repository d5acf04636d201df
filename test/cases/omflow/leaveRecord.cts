import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, firstTen, picked, type Case } from '../case.cts';

type Leave = All['omflow']['leaves'][number];

/** Three records of one pair, the second cancelled, one of them long past; and the list as it was. */
export function keptLeaves(): Required<Pick<Case, 'prepare' | 'undo'>> {
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
const ofPair = {
	principal: picked('userName', '={{ $json.who }}'),
	substitute: picked('userName', '={{ $json.standIn }}'),
};

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

/** The same in a list, with the names by which other systems know who is on leave. */
const listedRow = (servers: All, one: Leave): IDataObject => {
	const { ad_no, email } = servers.omflow.users[one.principal_id - 1];
	const names = { principalEmployeeNumber: ad_no, principalEmail: email } as IDataObject;
	return firstTen({ ...leaveRow(servers, one), ...names });
};

/** Who stands in by the record at a place, as rows tell it. */
const substituteOf = ({ leaves, users }: All['omflow'], place: number): IDataObject => {
	const { id, nick_name } = users[leaves[place].substitute_id - 1];
	return { substituteId: id, substituteName: nick_name };
};

export const leaveRecordCases: Case[] = [
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
			return [{ ...leaveRow({ omflow } as All, made), leaveId: made.id }];
		},
		// The users.
		calls: 1 + 1,
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
		expected: (servers) => servers.omflow.leaves.map((one) => listedRow(servers, one)),
		calls: 1 + 1,
	},
	{
		...keptLeaves(),
		name: 'leave records that overlap a period',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'getAll',
			...ofPair,
			period: 'custom',
			startDate: '2020-04-02',
			endDate: '2099-04-02',
			returnAll: true,
		},
		items: pair,
		expected: (servers) => [listedRow(servers, servers.omflow.leaves[1])],
		calls: 1 + 1,
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
		expected: (servers) => [listedRow(servers, servers.omflow.leaves[2])],
		calls: 1 + 1,
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
		calls: 1 + 1,
	},
	{
		...keptLeaves(),
		name: 'another substitute, by ID',
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'update',
			leaveId: '={{ $json.id }}',
			substitute: picked('employeeNumber', '={{ $json.standIn }}'),
		},
		items: ({ omflow }) => [
			{ id: 3, standIn: omflow.users[6].ad_no as string },
			{ id: '1', standIn: omflow.users[7].ad_no as string },
		],
		expected: ({ omflow }) => [
			{ leaveId: 3, ...substituteOf(omflow, 2) },
			{ leaveId: 1, ...substituteOf(omflow, 0) },
		],
		from: eachItsOwn,
		calls: 2 + 1,
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
			substitute: picked('list', 9),
		},
		expected: ({ omflow }) => [{ identifier: 'LV-2', ...substituteOf(omflow, 1) }],
		calls: 1 + 1,
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
				.map((leaveId) => ({ leaveId, deleted: true })),
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
				? [{ identifier: 'LV-2', deleted: true }]
				: [],
		calls: 1,
	},
];
