import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { asText } from '../shared/answers';
import { accountOf, secretsOf, signIn } from '../shared/client/basicAuth';
import { redactor } from '../shared/client/redact';
import { SignIns } from '../shared/client/signIn';
import { Problem } from '../shared/errors';
import type { Person } from '../shared/system';
import { judge } from './answers';
import { addressOf } from './login';
import { calls } from './resources/stamp/contract';

/**
 * The user side of am-server, where people stamp: each user signs in with an access token. It has nothing to do with
 * the sessions of administrators, and none is made for it.
 */

type Credentials = ICredentialDataDecryptedObject;

/** The access token of each account, for this process. A refused password counts for two seconds. */
const tokens = new SignIns<string>(2_000, ({ facts }) => facts.ofSender === true);

const account = (credentials: Credentials) =>
	accountOf(addressOf(credentials), credentials.username, credentials.password);

/** Whether a credential signs as a user. It was made by `onUserSide`, and n8n stores nothing of it. */
export const isOnUserSide = ({ userSide }: Credentials): boolean => userSide === true;

/** What to check if the user of the credential is refused. */
export const asCredential: Person = {
	secret: '',
	advice: 'Check the user ID and the password in the credential.',
};

/**
 * The credential with which a user stamps: its access token stands where a session would, so that neither n8n nor the
 * client logs in. `asCredential` means the user of the credential; if another one is the same, it stays as it is.
 */
export function onUserSide(credentials: Credentials, { name, secret }: Person): Credentials {
	const { username, password } = credentials;
	if (name === username && secret === password) return credentials;
	const who = name === undefined ? { username, password } : { username: name, password: secret };
	return { ...credentials, ...who, sessionToken: '', userSide: true };
}

/** The access tokens of such a credential, in it and in this process. */
export const tokensOf = (credentials: Credentials): string[] => [
	String(credentials.sessionToken),
	tokens.get(account(credentials)) ?? '',
];

/** What signs a request of the user side. */
export const bearerOf = ({ sessionToken }: Credentials) => ({
	Authorization: `Bearer ${String(sessionToken)}`,
});

/**
 * The access token of a user: the one that this process knows, or else a new one. Concurrent callers share one call.
 * @throws Problem when user or password is refused, which ends only what this user does
 */
export const signInUser = async (http: IHttpRequestHelper, credentials: Credentials) =>
	await tokens.obtain(account(credentials), async () => await fetchToken(http, credentials));

/**
 * Drops an access token that the server refused. Returns true: it is to be sent again with another one.
 * @throws Problem when that was done already
 */
export function dropToken(
	{ credentials: refused, tried }: { credentials: Credentials; tried: number },
	credentials: Credentials,
): true {
	const name = account(credentials);
	if (tokens.get(name) === refused.sessionToken) tokens.forget(name);
	credentials.sessionToken = '';
	if (tried < 2) return true;
	throw new Problem('am-server refused an access token that it had just given out', {
		kind: 'refused',
		advice: 'Nothing was stamped. Ask the administrator of am-server to check its token store.',
	});
}

async function fetchToken(http: IHttpRequestHelper, credentials: Credentials): Promise<string> {
	const baseUrl = addressOf(credentials);
	const { path } = calls.getAccessToken;
	const answer = await signIn(http, 'am-server', baseUrl, path, credentials);
	const who = `am-server at ${baseUrl} refused user ${String(credentials.username)}`;
	const redact = redactor(() => secretsOf(credentials));
	const verdict = judge({ status: answer.statusCode, body: answer.body }, redact, who);
	if (!verdict.ok) {
		const { httpStatus = 0 } = verdict.problem.facts;
		// Nothing was stamped yet. A server that has failed may do it at the next try.
		if (httpStatus >= 500) throw verdict.problem.with({ kind: 'refused', unsent: true });
		const isSignIn = verdict.signInRefused === true;
		throw verdict.problem.with({ kind: 'refused', ...(isSignIn && ofUser) });
	}
	const token = asText((verdict.payload as { access_token?: unknown } | null)?.access_token);
	if (token) return token;
	throw new Problem(`am-server at ${baseUrl} answered without an access token`, {
		kind: 'refused',
		advice: 'Check that no proxy between n8n and am-server changes answers.',
	});
}

const ofUser = { endsRun: true, ofSender: true } as const;
