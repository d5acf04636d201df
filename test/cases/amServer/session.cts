import type { Case } from '../case.cts';

/** In this order: whoever runs all cases is logged in afterwards. */
export const sessionCases: Case[] = [
	{
		name: 'log out, once for all items',
		node: 'amServer',
		parameters: { resource: 'session', operation: 'logout' },
		items: () => [{}, {}],
		expected: () => [{ loggedOut: true }, { loggedOut: true }],
		from: () => [0, 1],
		calls: 0,
	},
	{
		name: 'log in, once for all items',
		node: 'amServer',
		parameters: { resource: 'session', operation: 'login' },
		items: () => [{}, {}],
		expected: ({ amServer }) => [
			{ loggedIn: true, name: amServer.users[0].username },
			{ loggedIn: true, name: amServer.users[0].username },
		],
		from: () => [0, 1],
		calls: 0,
	},
];
