import type { System } from '../shared/system';
import { judge } from './answers';
import { calls, ownToken, zone } from './contract';
import { endpointOf, issuedBy, issuedTokens, renewedMeanwhile, replaced } from './token';

/** What everybody may ask: who they are themselves. */
const askOwner = { call: calls.listStaff, values: { target: ownToken } };

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
	answered: async (call, payload, stored) => {
		const issued = call === calls.reissueToken ? issuedBy(payload) : undefined;
		if (!issued) return undefined;
		const credentials = await stored();
		replaced(credentials, issued);
		return credentials.renewToken === true ? askOwner : undefined;
	},
};
