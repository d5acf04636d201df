import { filled, secretsOf } from '../shared/client/basicAuth';
import type { System } from '../shared/system';
import { judge } from './answers';
import { addressOf } from './login';
import { dropSession, nextSession, sessionsOf, signInAnew, signOut } from './session';

export const amServer: System = {
	name: 'am-server',
	credentialType: 'amServerApi',
	headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
	connect: (credentials) => {
		filled(credentials.username, 'User ID');
		filled(credentials.password, 'Password');
		return { baseUrl: addressOf(credentials), path: {}, zone: 'Asia/Tokyo' };
	},
	secrets: (credentials) => [...secretsOf(credentials), ...sessionsOf(credentials)],
	judge,
	renewSignIn: async (_, refused, credentials) => {
		dropSession(refused.credentials, credentials);
		// The session that this process knows may have ended as well.
		return refused.tried < 3;
	},
	lacksSession: ({ sessionToken }) => sessionToken === '',
	// n8n uses a session in the credential as it is, and this process keeps it.
	signIn: async (http, credentials) => {
		credentials.sessionToken = await nextSession(http, credentials);
	},
	signInAnew,
	signOut,
};
