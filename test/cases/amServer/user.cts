import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, type Case } from '../case.cts';

const userRow = ({
	userid,
	username,
	adminflg,
}: All['amServer']['users'][number]): IDataObject => ({
	userId: userid,
	name: username,
	admin: adminflg === '1',
});

const newUsers = [
	{ id: 'a', name: '新', password: '12345678' },
	{ id: 'New001', name: '𠮷野家'.padEnd(20, '長'), password: 'Abcdefgh12345678' },
];

export const userCases: Case[] = [
	{
		name: 'users',
		node: 'amServer',
		parameters: { resource: 'user', operation: 'getAll', returnAll: true },
		expected: ({ amServer }) => amServer.users.map(userRow),
		calls: 1,
	},
	{
		name: 'the first seven users',
		node: 'amServer',
		parameters: { resource: 'user', operation: 'getAll', limit: 7 },
		expected: ({ amServer }) => amServer.users.slice(0, 7).map(userRow),
		calls: 1,
	},
	{
		name: 'users as the server answers them',
		node: 'amServer',
		parameters: { resource: 'user', operation: 'getAll', limit: 3, simplify: false },
		expected: ({ amServer }) =>
			amServer.users
				.slice(0, 3)
				.map(({ userid, username, adminflg }) => ({ userid, username, adminflg })),
		calls: 1,
	},
	{
		name: 'new users, with the shortest and the longest of all fields',
		node: 'amServer',
		parameters: {
			resource: 'user',
			operation: 'create',
			userId: '={{ $json.id }}',
			username: '={{ $json.name }}',
			password: '={{ $json.password }}',
		},
		items: () => newUsers,
		expected: ({ amServer }) =>
			amServer.users
				.slice(-newUsers.length)
				.map(({ userid, username }) => ({ userId: userid, name: username })),
		from: eachItsOwn,
		calls: 2,
		undo: ({ amServer }) => {
			for (const { id } of newUsers) {
				const place = amServer.users.findIndex(({ userid }) => userid === id);
				if (place > 0) amServer.users.splice(place, 1);
			}
		},
	},
];
