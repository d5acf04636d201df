import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, baseUrlOf, secretsOf, signIn } from '../shared/client/basicAuth';
import { asText } from '../shared/answers';
import { redactor } from '../shared/client/redact';
import { Problem, problemOf } from '../shared/errors';
import { remember } from '../shared/cache';
import { busy, isBusy } from '../shared/client/retry';
import { connectionOptionsOf, unanswered } from '../shared/client/connection';
import type { Answer } from '../shared/system';
import { judge } from './answers';
import { calls } from './contract';

/**
 * Sessions never end by themselves (seen), so that each login must end the session before it. n8n stores
 * one in the credential; this process knows one for each account. Other processes have one of their own
 * at most, and it is ended or used again as soon as it is met in the credential.
 */
interface Session {
	token: string;
	/** Who is signed in. */
	username: string;
	/** The session that n8n had stored when this one was made. */
	before?: string;
	/** Whether a request was signed with it. */
	used?: true;
}

/** How long a refused login counts for all who ask, in milliseconds. */
const refusedFor = 2_000;

/** The session of each account that this process logged in and that, as far as it knows, lives. */
const newest = new Map<string, Session>();

/** Logins under way by account: however many wait, it happens once. */
const renewals = new Map<string, Promise<Session>>();

/** The last refusal of an account's login. */
const refusals = new Map<string, { problem: Problem; at: number }>();

/** Sessions that were ended already, by account and session. */
const ended = new Set<string>();

/**
 * The address of a credential's server.
 * @throws Problem when it is none
 */
export const addressOf = ({ baseUrl }: ICredentialDataDecryptedObject): string =>
	baseUrlOf(baseUrl, '/admin');

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
	newest.get(account(credentials))?.token ?? '';

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
	if (newest.get(name)?.token === storedIn(credentials)) newest.delete(name);
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
	do session = await renewal(http, credentials);
	while (newest.get(account(credentials)) !== session);
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
): Promise<{ username: string }> {
	const before = sessionsOf(credentials);
	newest.delete(account(credentials));
	refusals.delete(account(credentials));
	const { token, username } = await renewal(http, credentials);
	credentials.sessionToken = '';
	for (const old of before) {
		// The login has worked: whatever keeps the old session from ending, the next call will tell.
		if (old !== token) await end(http, credentials, old).catch(() => undefined);
	}
	return { username };
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
	await renewals.get(name)?.catch(() => undefined);
	const sessions = sessionsOf(credentials);
	// First of all nobody is to be given it any more.
	const known = newest.get(name);
	newest.delete(name);
	try {
		for (const session of sessions) await end(http, credentials, session);
	} catch (error) {
		// Nobody else may know it, and it still has to be ended.
		if (known && !newest.has(name)) newest.set(name, known);
		throw problemOf(error);
	}
}

/** Looks like a session and is none: the server refuses it, and n8n asks for one. */
const noSession = '0'.repeat(128);

/** What signs a request: the exact cookie, since any other form of the header crashes the server (seen). */
export function cookieOf(credentials: ICredentialDataDecryptedObject): { Cookie: string } {
	const session = storedIn(credentials);
	const known = newest.get(account(credentials));
	if (known?.token === session) known.used = true;
	return cookie(session || noSession);
}

/**
 * What signs the logout by which a credential is tested: a session made for it. While there is none it is
 * refused, and n8n logs in. What n8n had stored before counts again after it.
 */
export function cookieOfTest(credentials: ICredentialDataDecryptedObject): { Cookie: string } {
	const name = account(credentials);
	const made = newest.get(name);
	if (!made || made.used || made.token !== storedIn(credentials)) return cookie(noSession);
	newest.delete(name);
	if (made.before) newest.set(name, { token: made.before, username: made.username, used: true });
	return cookie(made.token);
}

const cookie = (session: string) => ({ Cookie: `sessionid=${session}` });

/** A login under way, or a new one. Nothing may be awaited between look-up and set. */
function renewal(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<Session> {
	const name = account(credentials);
	let pending = renewals.get(name);
	if (!pending) {
		pending = renew(http, credentials).finally(() => renewals.delete(name));
		renewals.set(name, pending);
	}
	return pending;
}

/** The session that this process knows, or else a new one. */
async function renew(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<Session> {
	const name = account(credentials);
	const known = newest.get(name);
	if (known) return known;
	const refusal = refusals.get(name);
	if (refusal && Date.now() - refusal.at < refusedFor) throw refusal.problem;
	try {
		const session = await logIn(http, credentials);
		newest.set(name, session);
		// A server may give an old session out again.
		ended.delete(name + session.token);
		refusals.delete(name);
		return session;
	} catch (error) {
		const problem = problemOf(error);
		const { facts } = problem;
		// A server that is busy may take the next one: when to ask again is not decided here.
		if (facts.endsRun && !isBusy(facts.httpStatus)) refusals.set(name, { problem, at: Date.now() });
		throw problem;
	}
}

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
		const verdict = judge(
			await ask(http, credentials, calls.logout.path, session),
			redactor(() => [session, ...secretsOf(credentials)]),
			'am-server refused the logout',
		);
		if (!verdict.ok && !verdict.signInRefused) throw verdict.problem;
	} catch (error) {
		ended.delete(name);
		throw problemOf(error);
	}
}

/** A signed GET, beside n8n's own signing; the answer comes whatever its status, unless it says "busy". */
async function ask(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	path: string,
	session: string,
): Promise<Answer> {
	const server = addressOf(credentials);
	const connectionOptions = connectionOptionsOf(server);
	try {
		const answer = await helpers.httpRequest({
			url: server + path,
			headers: cookie(session),
			json: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			...connectionOptions,
		});
		const unready = busy('am-server', answer, 'read');
		if (unready) throw unready;
		return { status: answer.statusCode, body: answer.body };
	} catch (error) {
		throw unanswered(error, `am-server at ${server}`, connectionOptions.timeout, 'read');
	}
}

async function logIn(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<Session> {
	const server = `am-server at ${addressOf(credentials)}`;
	const answer = await signIn(
		http,
		'am-server',
		addressOf(credentials),
		calls.login.path,
		credentials,
	);
	const verdict = judge(
		{ status: answer.statusCode, body: answer.body },
		// A credential test shows it as it is, and n8n writes it to its log.
		redactor(() => secretsOf(credentials)),
		`${server} refused the login`,
	);
	if (!verdict.ok) {
		// Nothing was changed, and no other request can do better.
		const { message, facts } = verdict.problem;
		throw new Problem(message, { ...facts, kind: 'refused', endsRun: true });
	}
	const cookies = ([] as unknown[]).concat(answer.headers?.['set-cookie'] ?? []).map(String);
	const token = /(?:^|\n)\s*sessionid=([^;\s]+)/.exec(cookies.join('\n'))?.[1];
	if (!token) {
		throw new Problem(`${server} answered the login without a session`, {
			kind: 'refused',
			endsRun: true,
			advice: 'Check that nothing between n8n and am-server removes cookies.',
		});
	}
	const { username } = (verdict.payload ?? {}) as { username?: unknown };
	return { token, username: asText(username) ?? String(credentials.username) };
}
