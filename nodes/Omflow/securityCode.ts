import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, baseUrlOf, secretsOf, signIn } from '../shared/client/basicAuth';
import { asNumber, asText } from '../shared/answers';
import { redactor } from '../shared/client/redact';
import { SignIns } from '../shared/client/signIn';
import { Problem } from '../shared/errors';

/** The address of the security code: not under /rest/, and without its last slash the server crashes (seen). */
const securityPath = '/accounts/api/security/get/';

/** Five minutes from the last use (seen), less a margin for the network. */
const lifetime = 5 * 60_000 - 10_000;

/** For how long a code counts as good after the server gave it again, in milliseconds. */
const trusted = 5_000;

interface Code {
	value: string;
	fetchedAt: number;
	usedAt: number;
	/** When the server last gave the same code again. */
	confirmedAt?: number;
}

/** The codes of this process: never stored, never shown. */
const codes = new SignIns<Code>();

/**
 * The address of a credential's server.
 * @throws Problem when it is none
 */
export const addressOf = ({ baseUrl }: ICredentialDataDecryptedObject): string =>
	baseUrlOf(baseUrl, '/rest');

const account = (credentials: ICredentialDataDecryptedObject) =>
	accountOf(addressOf(credentials), credentials.username, credentials.password);

/**
 * Makes sure that there is a code which may still be valid. Concurrent callers share one request.
 * @throws Problem when the server refuses the user
 */
export async function ensureCode(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const code = codes.get(account(credentials));
	if (!code || Date.now() - code.usedAt >= lifetime) await fetchCode(http, credentials);
}

/**
 * Gets the code anew after a refusal, which may have been about it. The server gives the same code again
 * while it lives (seen): a refusal soon after that is about something else.
 * @param sentAt when the refused request was sent, in milliseconds since 1970
 * @returns whether to ask once more
 * @throws Problem when the server refuses the user
 */
export async function renewCode(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	sentAt: number,
): Promise<boolean> {
	const name = account(credentials);
	const refused = codes.get(name);
	if (refused && refused.fetchedAt >= sentAt) return true;
	if (refused?.confirmedAt && sentAt - refused.confirmedAt < trusted) {
		return sentAt <= refused.confirmedAt;
	}
	await fetchCode(http, credentials);
	return true;
}

/** The code at hand, or nothing. */
export const currentCode = (credentials: ICredentialDataDecryptedObject): string =>
	codes.get(account(credentials))?.value ?? '';

/** The code for a request that leaves now; using it renews it on the server. */
export function useCode(credentials: ICredentialDataDecryptedObject): string {
	const code = codes.get(account(credentials));
	if (!code) return '';
	code.usedAt = Date.now();
	return code.value;
}

async function fetchCode(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<void> {
	const name = account(credentials);
	await codes.renew(name, async () => {
		const value = await askForCode(http, credentials);
		const now = Date.now();
		const same = codes.get(name);
		return same?.value === value
			? { ...same, usedAt: now, confirmedAt: now }
			: { value, fetchedAt: now, usedAt: now };
	});
}

async function askForCode(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const baseUrl = addressOf(credentials);
	const answer = await signIn(http, 'OMFLOW', baseUrl, securityPath, credentials);
	const { status, result, message } = (answer.body ?? {}) as Record<string, unknown>;
	const value = (result as { security?: unknown } | null | undefined)?.security;
	const code = asNumber(status);
	if (code === 200 && typeof value === 'string') return value;
	if (code === null || code === 200) throw notOmflow(baseUrl, answer.statusCode);
	// A credential test shows it as it is, and n8n writes it to its log.
	const redact = redactor(() => secretsOf(credentials));
	throw refusedSignIn(credentials, code, redact(asText(message) ?? ''));
}

/** A page of something else, such as of a web server or a proxy before OMFLOW. */
const notOmflow = (baseUrl: string, httpStatus: number) =>
	new Problem(`${baseUrl} answered the sign-in without OMFLOW's usual JSON (HTTP ${httpStatus})`, {
		kind: 'refused',
		httpStatus,
		endsRun: true,
		advice:
			'Check "Base URL" in the credential: enter only the address of OMFLOW. If it is right, check that OMFLOW is running.',
	});

/** A wrong password is 403; an unknown user, a log-in by email and a `:` in the password are 500 (seen). */
function refusedSignIn(
	{ baseUrl, username, password }: ICredentialDataDecryptedObject,
	code: number,
	words: string,
): Problem {
	const causes = String(password).includes(':')
		? 'The password contains a colon, which does not work with OMFLOW: give the user another password'
		: String(username).includes('@')
			? 'Enter the user name, not the email address'
			: code === 403
				? 'Check "Password" in the credential, and that the user is not disabled in OMFLOW'
				: 'Check "User Name" in the credential: OMFLOW knows no such user';
	return new Problem(
		`OMFLOW at ${String(baseUrl).trim()} refused the sign-in: ${code} ${words}`.trim(),
		{
			kind: 'refused',
			code: String(code),
			words,
			endsRun: true,
			advice: `${causes}.`,
		},
	);
}
