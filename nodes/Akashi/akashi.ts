import { filled } from '../shared/client/basicAuth';
import type { System } from '../shared/system';
import { judge } from './answers';
import { zone } from './contract';
import { calls } from './resources/token/contract';
import {
	endOf,
	endpointOf,
	issuedBy,
	issuedTokens,
	renewedMeanwhile,
	replaced,
	tokenOf,
} from './token';

export const akashi: System = {
	name: 'AKASHI',
	credentialType: 'akashiApi',
	// Without a content type AKASHI loses `type` and picks in or out by itself (seen by public clients).
	headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
	connect: (credentials) => {
		filled(credentials.token, 'Access Token');
		return {
			baseUrl: endpointOf(credentials),
			path: { companyId: filled(credentials.companyId, 'Company ID') },
			zone,
		};
	},
	secretOf: (credentials) => ({ secret: tokenOf(credentials), end: endOf(credentials) }),
	secrets: (credentials) => [tokenOf(credentials), ...issuedTokens],
	actAs: (credentials, { secret }) =>
		secret === tokenOf(credentials)
			? credentials
			: { ...credentials, token: secret, renewToken: false, validUntil: '' },
	judge,
	renewSignIn: async (_, refused, credentials, stored) => {
		if (refused.tried > 1) return false;
		if (!(await renewedMeanwhile(refused.credentials, refused.sentAt, stored))) return false;
		Object.assign(credentials, await stored());
		return true;
	},
	withoutStoring: (credentials, fields) => {
		if (credentials.renewToken !== true) return undefined;
		// Only this process would know the renewed token, and the old one may stop working.
		credentials.renewToken = false;
		return `Expressions fill the credential (${fields.join(', ')}). n8n cannot store a new token there, so the token is never renewed. Renew it at its source, or enter fixed values in the credential.`;
	},
	answered: (call, payload, credentials) => {
		const issued = call === calls.reissueToken ? issuedBy(payload) : undefined;
		if (!issued) return false;
		replaced(credentials, issued);
		return credentials.renewToken === true;
	},
};
