import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { asText } from '../shared/answers';
import { baseUrlOf, secretsOf, signIn } from '../shared/client/basicAuth';
import { connectionOptionsOf, unanswered } from '../shared/client/connection';
import { redactor } from '../shared/client/redact';
import { busy } from '../shared/client/retry';
import { Problem } from '../shared/errors';
import { judge } from './answers';
import { calls } from './resources/session/contract';

/** The two calls of am-server that make a session and end it; what becomes of sessions stands in session.ts. */

/**
 * The address of a credential's server.
 * @throws Problem when it is none
 */
export const addressOf = ({ baseUrl }: ICredentialDataDecryptedObject): string =>
	baseUrlOf(baseUrl, '/admin');

/** The exact header that carries a session: any other form of it crashes the server (seen). */
export const cookie = (session: string) => ({ Cookie: `sessionid=${session}` });

/**
 * login: a new session.
 * @throws Problem when the server refuses user or password
 */
export async function logIn(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ token: string; name: string }> {
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
		throw verdict.problem.with({ kind: 'refused', endsRun: true, ofSender: true });
	}
	const cookies = ([] as unknown[]).concat(answer.headers?.['set-cookie'] ?? []).map(String);
	const token = /(?:^|\n)\s*sessionid=([^;\s]+)/.exec(cookies.join('\n'))?.[1];
	if (!token) {
		throw new Problem(`${server} answered the login without a session`, {
			kind: 'refused',
			endsRun: true,
			advice: 'Check that no proxy between n8n and am-server removes cookies.',
		});
	}
	const { username } = (verdict.payload ?? {}) as { username?: unknown };
	return { token, name: asText(username) ?? String(credentials.username) };
}

/**
 * logout: ends a session, beside n8n's own signing. One that is gone already is as good.
 * @throws Problem when the server does not do it
 */
export async function logOut(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	session: string,
): Promise<void> {
	const server = addressOf(credentials);
	const options = connectionOptionsOf(server);
	let answer: IN8nHttpFullResponse;
	try {
		answer = await helpers.httpRequest({
			url: server + calls.logout.path,
			headers: cookie(session),
			json: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			...options,
		});
	} catch (error) {
		throw unanswered(error, `am-server at ${server}`, options.timeout, 'read');
	}
	const unready = busy('am-server', answer, 'read');
	if (unready) throw unready;
	const verdict = judge(
		{ status: answer.statusCode, body: answer.body },
		redactor(() => [session, ...secretsOf(credentials)]),
		'am-server refused the logout',
	);
	if (!verdict.ok && !verdict.signInRefused) throw verdict.problem;
}
