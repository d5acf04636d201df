import { baseUrlOf, secretsOf } from '../shared/account';
import type { System } from '../shared/system';
import { judge } from './answers';
import { sessionsOf, signInAnew, signOut } from './session';

export const amServer: System = {
	name: 'am-server',
	credentialType: 'amServerApi',
	headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
	connect: ({ baseUrl }) => ({ baseUrl: baseUrlOf(baseUrl), path: {}, zone: 'Asia/Tokyo' }),
	secrets: (credentials) => [...secretsOf(credentials), ...sessionsOf(credentials)],
	judge,
	// n8n logs in again by itself on an HTTP 401 that it may see.
	renewSignIn: async () => ({ ignoreHttpStatusErrors: false }),
	signInAnew,
	signOut,
};
