import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, baseUrlOf, signIn } from '../shared/account';
import { Problem } from '../shared/errors';

export const loginPath = '/admin/api/1.0/login';

/** How many old sessions are remembered with what replaced them. */
const remembered = 500;

/** By account and old session: the login that replaces it. However many wait, it happens once. */
const logins = new Map<string, Promise<string>>();

/**
 * A session to use instead of the one in the credential, which is empty or was refused.
 * @throws Problem when the server refuses user or password
 */
export async function nextSession(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const { baseUrl, username, password } = credentials;
	const name = (session: string) => accountOf(baseUrlOf(baseUrl), username, password, session);
	// A session that was replaced more than once leads to the newest.
	let old = String(credentials.sessionToken ?? '');
	for (let next = logins.get(name(old)); next; next = logins.get(name(old))) {
		old = await next;
		if (!logins.has(name(old))) return old;
	}
	const login = logIn(http, credentials);
	logins.set(name(old), login);
	if (logins.size > remembered) logins.delete(logins.keys().next().value as string);
	try {
		return await login;
	} catch (error) {
		logins.delete(name(old));
		throw asProblem(error, baseUrlOf(baseUrl));
	}
}

const asProblem = (error: unknown, baseUrl: string): Problem =>
	error instanceof Problem
		? error
		: new Problem(`am-server at ${baseUrl} did not answer the login`, {
				kind: 'refused',
				advice: 'Check the address in the credential and that the server is running.',
			});

async function logIn(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const baseUrl = baseUrlOf(credentials.baseUrl);
	const answer = await signIn(http, baseUrl + loginPath, credentials);
	const cookies = ([] as unknown[]).concat(answer.headers?.['set-cookie'] ?? []).map(String);
	const session = /(?:^|\n)\s*sessionid=([^;\s]+)/.exec(cookies.join('\n'))?.[1];
	if (answer.statusCode === 200 && session) return session;
	const { header } = (answer.body ?? {}) as { header?: { errorcode?: string; message?: string } };
	const code = String(header?.errorcode ?? '') || `HTTP ${answer.statusCode}`;
	const words = String(header?.message ?? '');
	throw new Problem(`am-server at ${baseUrl} refused the login: ${code} ${words}`.trim(), {
		kind: 'refused',
		code,
		words,
		httpStatus: answer.statusCode,
		signIn: true,
		advice:
			'Check the user ID and the password in the credential. A password with ":" can never log in.',
	});
}
