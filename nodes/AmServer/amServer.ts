import { filled, secretsOf } from '../shared/client/basicAuth';
import type { System } from '../shared/system';
import { dropToken, isOnUserSide, onUserSide, signInUser, tokensOf } from './accessToken';
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
		return {
			baseUrl: addressOf(credentials),
			path: {},
			zone: 'Asia/Tokyo',
			user: String(credentials.username),
		};
	},
	actAs: onUserSide,
	secrets: (credentials) => [
		...secretsOf(credentials),
		...(isOnUserSide(credentials) ? tokensOf(credentials) : sessionsOf(credentials)),
	],
	judge,
	renewSignIn: async (_, refused, credentials) => {
		if (isOnUserSide(credentials)) return dropToken(refused, credentials);
		dropSession(refused.credentials, credentials);
		// The session that this process knows may have ended as well.
		return refused.tried < 3;
	},
	lacksSession: ({ sessionToken }) => sessionToken === '',
	// n8n uses a session in the credential as it is, and this process keeps it.
	signIn: async (http, credentials) => {
		credentials.sessionToken = isOnUserSide(credentials)
			? await signInUser(http, credentials)
			: await nextSession(http, credentials);
	},
	signInAnew,
	signOut,
};
