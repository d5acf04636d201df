import type { IDataObject } from 'n8n-workflow';

import { eachItsOwn, type Case } from '../case.cts';
import { keptLeaves } from './leaveRecord.cts';
import { columns, memberAnswer } from './user.cts';

export const apiCases: Case[] = [
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
				'1040': omflow.membersOf(omflow.groups[4]).map(memberAnswer),
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
