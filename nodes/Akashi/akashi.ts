import { sleep } from 'n8n-workflow';

import type { System } from '../shared/system';
import { judge } from './answers';
import { calls, zone } from './contract';
import { endpointOf, issuedBy, issuedTokens, replaced, replacedSince } from './token';

export const akashi: System = {
	name: 'AKASHI',
	credentialType: 'akashiApi',
	// Without a content type AKASHI loses `type` and picks in or out by itself (seen by public clients).
	headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
	connect: (credentials) => ({
		baseUrl: endpointOf(credentials),
		path: { companyId: String(credentials.companyId) },
		zone,
	}),
	secrets: ({ token }) => [String(token), ...issuedTokens],
	judge,
	// The token may have been renewed while the call was under way, here or by another process of n8n.
	renewSignIn: async (_, credentials, sentAt, stored) => {
		for (let tries = 0; tries < 3; tries++) {
			if (replacedSince(credentials, sentAt)) return { ignoreHttpStatusErrors: true };
			if ((await stored()).token !== credentials.token) return { ignoreHttpStatusErrors: true };
			if (credentials.renewToken !== true) return undefined;
			// Whoever renews it stores it a moment later.
			await sleep(200);
		}
		return undefined;
	},
	keepsSignIn: ({ renewToken }) => renewToken === true,
	answered: (call, payload, credentials) => {
		const issued = call === calls.reissueToken ? issuedBy(payload) : undefined;
		if (issued) replaced(credentials, issued);
	},
};
