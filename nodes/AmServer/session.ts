import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { remember } from '../shared/cache';
import { accountOf } from '../shared/client/basicAuth';
import { isBusy } from '../shared/client/retry';
import { SignIns } from '../shared/client/signIn';
import { problemOf } from '../shared/errors';
import { addressOf, cookie, logIn, logOut } from './login';

/**
 * Sessions never end by themselves (seen), so that each login must end the session before it. n8n stores
 * one in the credential; this process knows one for each account. Other processes have one of their own
 * at most, and it is ended or used again as soon as it is met in the credential.
 */
interface Session {
	token: string;
	/** The name of who is signed in. */
	name: string;
	/** The session that n8n had stored when this one was made. */
	before?: string;
	/** Whether a request was signed with it. */
	used?: true;
}

/**
 * The session of each account that this process logged in and that, as far as it knows, lives. A refused login
 * counts for two seconds, but not that of a busy server: when to ask again is not decided here.
 */
const sessions = new SignIns<Session>(
	2_000,
	({ facts }) => facts.endsRun === true && !isBusy(facts.httpStatus),
);

/** Sessions that were ended already, by account and session. */
const ended = new Set<string>();

const account = (credentials: ICredentialDataDecryptedObject) =>
	accountOf(addressOf(credentials), credentials.username, credentials.password);

/**
 * What n8n stores: the session and the account that it is of. A session that lives would otherwise hide
 * that server, user or password in the credential have been changed, and would go to another server.
 */
const toStore = (credentials: ICredentialDataDecryptedObject, session: string) =>
	`${account(credentials)}.${session}`;

/** The session in the credential, or nothing when it is another account's. */
function storedIn(credentials: ICredentialDataDecryptedObject): string {
	const stored = String(credentials.sessionToken ?? '');
	const before = toStore(credentials, '');
	return stored.startsWith(before) ? stored.slice(before.length) : '';
}

const knownTo = (credentials: ICredentialDataDecryptedObject): string =>
	sessions.get(account(credentials))?.token ?? '';

/** The sessions of a credential, in it and in this process; empty where there is none. */
export const sessionsOf = (credentials: ICredentialDataDecryptedObject): string[] => [
	storedIn(credentials),
	knownTo(credentials),
];

/** Notes that the server does not know a session any more; the credential then asks for another one. */
export function dropSession(
	refused: ICredentialDataDecryptedObject,
	credentials: ICredentialDataDecryptedObject,
): void {
	forget(refused);
	if (credentials.sessionToken === refused.sessionToken) credentials.sessionToken = '';
}

/** Nobody else is to be given the session of a credential. */
function forget(credentials: ICredentialDataDecryptedObject): void {
	const name = account(credentials);
	if (sessions.get(name)?.token === storedIn(credentials)) sessions.forget(name);
}

/**
 * A session to use instead of the one in the credential, which is empty, was refused or is to be tested, for
 * n8n to store.
 * @throws Problem when the server refuses user or password
 */
export async function nextSession(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const before = storedIn(credentials);
	forget(credentials);
	let session: Session;
	// What was waited for may have been refused or ended in the meantime.
	do session = await login(http, credentials);
	while (sessions.get(account(credentials)) !== session);
	if (before !== session.token) session.before = before;
	return toStore(credentials, session.token);
}

/**
 * Logs in whatever session there is, and ends that one. The credential then asks for the new one.
 * @returns who is signed in
 * @throws Problem when the server refuses user or password
 */
export async function signInAnew(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ name: string }> {
	const before = sessionsOf(credentials);
	sessions.forget(account(credentials));
	sessions.forgetFailure(account(credentials));
	const { token, name } = await login(http, credentials);
	credentials.sessionToken = '';
	for (const old of before) {
		// The login has worked: whatever keeps the old session from ending, the next call will tell.
		if (old !== token) await end(http, credentials, old).catch(() => undefined);
	}
	return { name };
}

/**
 * Ends the session in the credential and the one that this process knows; without any nothing is sent.
 * @throws Problem when the server does not do it
 */
export async function signOut(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const name = account(credentials);
	await sessions.settled(name);
	const living = sessionsOf(credentials);
	// First of all nobody is to be given it any more.
	const known = sessions.get(name);
	sessions.forget(name);
	try {
		for (const session of living) await end(http, credentials, session);
	} catch (error) {
		// Nobody else may know it, and it still has to be ended.
		if (known && !sessions.get(name)) sessions.set(name, known);
		throw problemOf(error);
	}
}

/** Looks like a session and is none: the server refuses it, and n8n asks for one. */
const noSession = '0'.repeat(128);

/** What signs a request. */
export function cookieOf(credentials: ICredentialDataDecryptedObject): { Cookie: string } {
	const session = storedIn(credentials);
	const known = sessions.get(account(credentials));
	if (known?.token === session) known.used = true;
	return cookie(session || noSession);
}

/**
 * What signs the logout by which a credential is tested: a session made for it. While there is none it is
 * refused, and n8n logs in. What n8n had stored before counts again after it.
 */
export function cookieOfTest(credentials: ICredentialDataDecryptedObject): { Cookie: string } {
	const name = account(credentials);
	const made = sessions.get(name);
	if (!made || made.used || made.token !== storedIn(credentials)) return cookie(noSession);
	sessions.forget(name);
	if (made.before) sessions.set(name, { token: made.before, name: made.name, used: true });
	return cookie(made.token);
}

/** The session that this process knows, or else a new one. Concurrent callers share one login. */
const login = async (http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) =>
	await sessions.obtain(account(credentials), async () => {
		const session = await logIn(http, credentials);
		// A server may give an old session out again.
		ended.delete(account(credentials) + session.token);
		return session;
	});

/**
 * Ends a session, once. One that is gone already is as good.
 * @throws Problem when the server does not do it
 */
async function end(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	session: string,
): Promise<void> {
	const name = account(credentials) + session;
	if (session === '' || ended.has(name)) return;
	remember(ended, name);
	try {
		await logOut(http, credentials, session);
	} catch (error) {
		ended.delete(name);
		throw problemOf(error);
	}
}
