import { sleep } from 'n8n-workflow';

import type { System } from '../shared/system';
import { judge } from './answers';
import { calls, zone } from './contract';
import {
	endpointOf,
	issuedBy,
	issuedTokens,
	mayBeReplaced,
	replaced,
	replacedSince,
} from './token';

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
		for (let pause = 200; ; pause *= 2) {
			if (replacedSince(credentials, sentAt)) return { ignoreHttpStatusErrors: true };
			if ((await stored()).token !== credentials.token) return { ignoreHttpStatusErrors: true };
			if (pause > 3_200 || !mayBeReplaced(credentials)) return undefined;
			// Whoever renews it stores it as soon as the answer has come.
			await sleep(pause);
		}
	},
	keepsSignIn: ({ renewToken }) => renewToken === true,
	answered: async (call, payload, stored) => {
		const issued = call === calls.reissueToken ? issuedBy(payload) : undefined;
		if (issued) replaced(await stored(), issued);
	},
};
