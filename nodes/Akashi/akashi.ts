import type { System } from '../shared/system';
import { judge } from './answers';
import { calls, zone } from './contract';
import { endpointOf, issuedBy, issuedTokens, renewedMeanwhile, replaced } from './token';

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
	renewSignIn: async (_, credentials, sentAt, stored) =>
		(await renewedMeanwhile(credentials, sentAt, stored))
			? { ignoreHttpStatusErrors: true }
			: undefined,
	keepsSignIn: ({ renewToken }) => renewToken === true,
	answered: async (call, payload, stored) => {
		const issued = call === calls.reissueToken ? issuedBy(payload) : undefined;
		if (issued) replaced(await stored(), issued);
	},
};
