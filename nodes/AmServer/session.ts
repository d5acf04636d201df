import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, baseUrlOf, signIn } from '../shared/account';
import { Problem } from '../shared/errors';
import { reachOf } from '../shared/reach';

export const loginPath = '/admin/api/1.0/login';

const logoutPath = '/admin/api/1.0/logout';

/** How many old sessions are remembered with what replaced them. */
const remembered = 500;

/** By account and old session: the login that replaces it. However many wait, it happens once. */
const logins = new Map<string, Promise<string>>();

/** The newest session of each account of this process, so that it can be kept out of what is shown. */
const newest = new Map<string, string>();

const account = ({ baseUrl, username, password }: ICredentialDataDecryptedObject) =>
	accountOf(baseUrlOf(baseUrl), username, password);

/** The session that an account last signed in with, or nothing. */
export const currentSession = (credentials: ICredentialDataDecryptedObject): string =>
	newest.get(account(credentials)) ?? '';

/**
 * A session to use instead of the one in the credential, which is empty or was refused.
 * @throws Problem when the server refuses user or password
 */
export async function nextSession(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const stored = String(credentials.sessionToken ?? '');
	let last = stored;
	for (let next = after(credentials, last); next; next = after(credentials, last))
		last = await next;
	if (last !== stored) return last;
	// Nothing may be awaited between the look above and this: it is what makes many callers share a login.
	const login = logIn(http, credentials).then(({ session }) => session);
	replace(credentials, last, login);
	return await login;
}

/**
 * Logs in whatever session there is, and ends that one: sessions never end by themselves (seen).
 * @returns who is signed in
 * @throws Problem when the server refuses user or password
 */
export async function signInAnew(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ username: string }> {
	let old = String(credentials.sessionToken ?? '');
	for (let next = after(credentials, old); next; next = after(credentials, old)) old = await next;
	const { session, username } = await logIn(http, credentials);
	replace(credentials, old, Promise.resolve(session));
	if (old !== '') await logOut(http, credentials, old);
	return { username };
}

/** The exact cookie of a session: any other form of the header crashes the server (seen). */
export const cookieOf = (session: unknown) => ({ Cookie: `sessionid=${String(session)}` });

/** The session that replaced one, as far as this process knows. */
const after = (credentials: ICredentialDataDecryptedObject, session: string) =>
	logins.get(account(credentials) + session);

function replace(
	credentials: ICredentialDataDecryptedObject,
	old: string,
	login: Promise<string>,
): void {
	const name = account(credentials);
	logins.set(name + old, login);
	if (logins.size > remembered) logins.delete(logins.keys().next().value as string);
	login.then(
		(session) => {
			newest.set(name, session);
			// A server that gives an old session out again must not lead in a circle.
			logins.delete(name + session);
		},
		() => logins.delete(name + old),
	);
}

/** Ends a session. One that is gone already is as good. */
const logOut = async (
	{ helpers }: IHttpRequestHelper,
	{ baseUrl }: ICredentialDataDecryptedObject,
	session: string,
): Promise<void> =>
	void (await helpers
		.httpRequest({
			url: baseUrlOf(baseUrl) + logoutPath,
			headers: cookieOf(session),
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...reachOf(baseUrlOf(baseUrl)),
		})
		.catch(() => undefined));

async function logIn(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ session: string; username: string }> {
	const answer = await signIn(http, 'am-server', loginPath, credentials);
	const cookies = ([] as unknown[]).concat(answer.headers?.['set-cookie'] ?? []).map(String);
	const session = /(?:^|\n)\s*sessionid=([^;\s]+)/.exec(cookies.join('\n'))?.[1];
	const { header, body } = (answer.body ?? {}) as {
		header?: { errorcode?: string; message?: string };
		body?: { username?: unknown };
	};
	if (answer.statusCode === 200 && session) {
		return { session, username: String(body?.username ?? credentials.username) };
	}
	const code = String(header?.errorcode ?? '') || `HTTP ${answer.statusCode}`;
	const words = String(header?.message ?? '');
	const baseUrl = baseUrlOf(credentials.baseUrl);
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
