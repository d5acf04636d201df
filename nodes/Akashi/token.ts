import { DateTime } from 'luxon';
import { sleep, type ICredentialDataDecryptedObject, type IHttpRequestHelper } from 'n8n-workflow';

import { accountOf, baseUrlOf } from '../shared/client/basicAuth';
import { remember } from '../shared/cache';
import { SignIns } from '../shared/client/signIn';
import { Problem } from '../shared/errors';
import { connectionOptionsOf } from '../shared/client/connection';
import { judge } from './answers';
import { zone } from './contract';
import { calls } from './resources/token/contract';

/**
 * A token lives one month and one day (chapter 2), and only a token that lives can be reissued (6.9). So it
 * is reissued well before its end. Whether the one before survives that is not documented: from then on
 * nothing is sent with it, and what was under way with it goes once more.
 */

/**
 * How long before its end a token is renewed, in milliseconds. With less than three weeks, a workflow that
 * runs every three weeks could find the token fresh enough once and dead the next time.
 */
const ahead = 21 * 24 * 3_600_000;

/** After a reissue that failed the calls go on, and no other is tried for so many milliseconds. */
const pause = 5_000;

/** For how long a refused token is taken for one that another process is just renewing, in milliseconds. */
const grace = 6_000;

/** A token and its end, in milliseconds since 1970. */
interface Issued {
	token: string;
	end: number;
}

/** What replaces a token, by owner and old token. After a reissue that failed no other is tried for a while. */
const renewals = new SignIns<Issued>(pause);

/** The tokens that this process was given: none of them may be shown. */
export const issuedTokens = new Set<string>();

/** When a token was replaced last, by owner and old token. */
const replacedAt = new Map<string, number>();

/** When a token was refused first, by owner and token. */
const refusedAt = new Map<string, number>();

/** The base URL that a credential leads to. */
export const endpointOf = ({ endpoint, customEndpoint }: ICredentialDataDecryptedObject): string =>
	baseUrlOf(endpoint === 'custom' ? customEndpoint : endpoint);

/** The token of a credential; copied from a page it may carry blanks. */
export const tokenOf = ({ token }: ICredentialDataDecryptedObject): string =>
	String(token ?? '').trim();

const nameOf = (credentials: ICredentialDataDecryptedObject, token = tokenOf(credentials)) =>
	accountOf(endpointOf(credentials), String(credentials.companyId).trim(), token);

/** How the end is stored: with the token that it is of, so that another token has none. */
const stored = (credentials: ICredentialDataDecryptedObject, { token, end }: Issued) => ({
	token,
	validUntil: `${nameOf(credentials, token)} ${new Date(end).toISOString()}`,
});

/** The end of the credential's token; undefined while it is not known. */
export function endOf(credentials: ICredentialDataDecryptedObject): number | undefined {
	const [name, end] = String(credentials.validUntil ?? '').split(' ');
	return name === nameOf(credentials) ? Date.parse(end) : undefined;
}

/**
 * What n8n has to store before a call: a new token, when the end of the credential's one is near or not
 * known; nothing when it is not, or when the reissue fails.
 */
export async function renewed(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ token: string; validUntil: string } | undefined> {
	if (credentials.renewToken !== true) return undefined;
	let last = { ...credentials };
	for (;;) {
		await renewals.settled(nameOf(last));
		const next = renewals.get(nameOf(last));
		if (!next) break;
		last = { ...last, ...stored(last, next) };
	}
	const end = endOf(last);
	const now = Date.now();
	if (end === undefined || (end - now < ahead && end > now)) {
		const due = last;
		try {
			const issued = await renewals.renew(nameOf(due), async () => await reissue(http, due));
			replaced(due, issued);
			return stored(due, issued);
		} catch {
			// The token may still work, and the call itself tells if it does not.
		}
	}
	return last.token === credentials.token
		? undefined
		: { token: String(last.token), validUntil: String(last.validUntil) };
}

/** Notes that a token was reissued, by the node's own operation or before a call. */
export function replaced(credentials: ICredentialDataDecryptedObject, issued: Issued): void {
	const name = nameOf(credentials);
	renewals.set(name, issued);
	remember(issuedTokens, issued.token);
	remember(replacedAt, name, Date.now());
	// A system that gives an old token out again must not lead in a circle.
	renewals.forget(nameOf(credentials, issued.token));
}

/**
 * What 6.9 answers as token and end. A token whose end cannot be read is still the one that counts, the one
 * before it may be dead: it is taken to live a month (a month and a day, by chapter 2).
 */
export const issuedBy = (payload: unknown): Issued | undefined => {
	const { token, expired_at: text } = (payload ?? {}) as { token?: unknown; expired_at?: unknown };
	const end = DateTime.fromFormat(String(text), 'yyyy/MM/dd HH:mm:ss', { zone }).toMillis();
	if (typeof token !== 'string' || token === '') return undefined;
	return { token, end: Number.isNaN(end) ? DateTime.now().plus({ months: 1 }).toMillis() : end };
};

/**
 * Whether a refused token was renewed while its call was under way, here or by another process of n8n, which
 * is waited for.
 * @param sentAt when the call was sent, in milliseconds since 1970
 * @param stored reads the credential again
 */
export async function renewedMeanwhile(
	credentials: ICredentialDataDecryptedObject,
	sentAt: number,
	stored: () => Promise<ICredentialDataDecryptedObject>,
): Promise<boolean> {
	for (let pause = 200; ; pause *= 2) {
		if (replacedSince(credentials, sentAt)) return true;
		if (tokenOf(await stored()) !== tokenOf(credentials)) return true;
		if (pause > 3_200 || !mayBeReplaced(credentials)) return false;
		// Whoever renews it stores it as soon as the answer has come.
		await sleep(pause);
	}
}

/** Whether the token of a credential was replaced since a moment (milliseconds since 1970). */
const replacedSince = (credentials: ICredentialDataDecryptedObject, moment: number): boolean =>
	(replacedAt.get(nameOf(credentials)) ?? -1) >= moment;

/**
 * Whether another process of n8n may be about to store what replaces a refused token. That of a token which
 * is simply dead is waited for once, and not by every call after it.
 */
function mayBeReplaced(credentials: ICredentialDataDecryptedObject): boolean {
	const now = Date.now();
	if (credentials.renewToken !== true || (endOf(credentials) ?? Infinity) <= now) return false;
	const name = nameOf(credentials);
	const first = refusedAt.get(name) ?? now;
	remember(refusedAt, name, first);
	return now - first < grace;
}

/**
 * 6.9.
 * @throws when there is no new token
 */
async function reissue(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<Issued> {
	const baseUrl = endpointOf(credentials);
	const { method, path } = calls.reissueToken;
	const company = encodeURIComponent(String(credentials.companyId).trim());
	const answer = await helpers.httpRequest({
		method,
		url: baseUrl + path.replace('{companyId}', company),
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		body: { token: tokenOf(credentials) },
		json: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		...connectionOptionsOf(baseUrl),
	});
	const verdict = judge({ status: answer.statusCode, body: answer.body }, () => '');
	const issued = verdict.ok ? issuedBy(verdict.payload) : undefined;
	if (issued) return issued;
	throw new Problem('AKASHI issued no new token', { kind: 'refused', advice: '' });
}
