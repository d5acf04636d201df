import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { Problem } from '../errors';
import { busy } from './retry';
import { connectionOptionsOf, unanswered } from './connection';

/** Names an account of a server without holding its password: base URL, user and password as one digest. */
export const accountOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The Basic value of a credential's user name and password. */
const basicOf = ({ username, password }: ICredentialDataDecryptedObject): string =>
	Buffer.from(`${String(username)}:${String(password)}`).toString('base64');

/** Secrets of a sign-in that a server may quote. */
export const secretsOf = (credentials: ICredentialDataDecryptedObject): string[] => [
	String(credentials.password),
	basicOf(credentials),
];

/** The header that signs a request with user name and password. */
const basicHeader = (credentials: ICredentialDataDecryptedObject) => ({
	Authorization: `Basic ${basicOf(credentials)}`,
});

/**
 * Signs in by user name and password; the answer comes whatever its status, unless it says "busy".
 * @param server the system's name in messages
 * @throws Problem when the server is busy or no answer comes
 */
export async function signIn(
	{ helpers }: IHttpRequestHelper,
	server: string,
	baseUrl: string,
	path: string,
	credentials: ICredentialDataDecryptedObject,
): Promise<IN8nHttpFullResponse> {
	const connectionOptions = connectionOptionsOf(baseUrl);
	try {
		const answer: IN8nHttpFullResponse = await helpers.httpRequest({
			method: 'POST',
			url: baseUrl + path,
			// OMFLOW writes its messages in this language; am-server ignores it.
			headers: { ...basicHeader(credentials), 'Accept-Language': 'en' },
			json: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			...connectionOptions,
		});
		const unready = busy(`The sign-in of ${server}`, answer, 'sign-in');
		if (unready) throw unready;
		return answer;
	} catch (error) {
		throw unanswered(error, `${server} at ${baseUrl}`, connectionOptions.timeout, 'sign-in');
	}
}

/**
 * A required field of a credential, trimmed.
 * @param name as the credential shows it
 * @throws Problem when it is empty, which can happen if an expression fills it
 */
export function filled(value: unknown, name: string): string {
	const text = String(value ?? '').trim();
	if (text !== '') return text;
	throw new Problem(`"${name}" in the credential is empty`, {
		kind: 'input',
		advice:
			'Nothing was sent. Enter it in the credential. If an expression fills it, check that it has a value for every item.',
	});
}

/**
 * The base URL of a credential, without a trailing slash.
 * @param endsBefore a part of the path that people often copy with it, such as /rest
 * @throws Problem when it is not the address of an HTTP server
 */
export function baseUrlOf(url: unknown, endsBefore?: string): string {
	const trimmed = String(url ?? '')
		.trim()
		.replace(/\/+$/, '');
	// No user info, query or fragment: a password in an address would show in every error.
	if (!/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(trimmed)) {
		throw new Problem('"Base URL" in the credential is not the address of a server', {
			kind: 'input',
			advice:
				'Correct it in the credential: it must start with https:// or http:// and must not contain a password, "?" or "#".',
		});
	}
	if (endsBefore && `${trimmed}/`.includes(`${endsBefore}/`)) {
		throw new Problem(`"Base URL" in the credential must end before ${endsBefore}`, {
			kind: 'input',
			advice: `Correct it in the credential: ${trimmed.slice(0, `${trimmed}/`.indexOf(`${endsBefore}/`))}`,
		});
	}
	return trimmed;
}
