import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { All } from './servers/all.cts';

type Credentials = Record<
	'akashi' | 'amServer' | 'omflow',
	{ type: string; data: ICredentialDataDecryptedObject }
>;

/** A credential for each stand-in, as a person would fill it in. */
export const credentialsOf = ({ akashi, amServer, omflow }: All): Credentials => ({
	akashi: {
		type: 'akashiApi',
		data: {
			endpoint: 'custom',
			customEndpoint: akashi.url,
			companyId: akashi.companyId,
			token: akashi.token,
			// A token that changes is a matter of its own tests.
			renewToken: false,
		},
	},
	amServer: {
		type: 'amServerApi',
		data: {
			baseUrl: amServer.url,
			username: amServer.username,
			password: amServer.password,
			sessionToken: '',
		},
	},
	omflow: {
		type: 'omflowApi',
		data: {
			baseUrl: omflow.url,
			username: omflow.username,
			password: omflow.password,
			timezone: 'Asia/Tokyo',
			securityCode: '',
		},
	},
});

/** Every secret that travelled to the stand-ins so far, or that they hold. */
export function secretsOf({ akashi, amServer, omflow }: All): string[] {
	const found = new Set<string>([amServer.password, omflow.password, ...akashi.tokens.keys()]);
	for (const { headers, body } of [...amServer.calls, ...omflow.calls]) {
		for (const name of ['authorization', 'cookie']) {
			const value = String(headers[name] ?? '');
			if (value) found.add(value.replace(/^(Basic |Bearer |sessionid=)/, ''));
		}
		const code = (body as { security?: unknown } | undefined)?.security;
		if (code) found.add(String(code));
	}
	for (const token of amServer.accessTokens.keys()) found.add(token);
	for (const { password } of omflow.users as Array<{ password?: string }>) {
		if (password) found.add(password);
	}
	return [...found].filter((secret) => secret.length >= 4);
}

/** The secrets that a text shows: as such, URL-encoded, or in Base64. */
export const secretsIn = (servers: All, text: string): string[] =>
	secretsOf(servers).filter((secret) =>
		[secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].some((form) =>
			text.includes(form),
		),
	);
