import { baseUrlOf, basicOf } from '../shared/account';
import { Problem } from '../shared/errors';
import type { Answer, System, Verdict } from '../shared/system';
import { adviceForLookup, currentCode, forgetCode } from './securityCode';

interface Envelope {
	status?: unknown;
	message?: unknown;
	result?: unknown;
}

const refusal = (
	code: number,
	words: string,
	advice: string,
	status: number,
	signInRefused = false,
): Verdict => ({
	ok: false,
	signInRefused,
	problem: new Problem(`OMFLOW refused this: ${code} ${words}`.trim(), {
		kind: code >= 500 ? 'unsure' : 'refused',
		code: String(code),
		words,
		httpStatus: status,
		advice,
	}),
});

const ask =
	'Ask the administrator of OMFLOW for the permission, or use another user in the credential.';

/** What the server says of a missing or badly formed field: the names stand in `result`. */
function named(result: unknown): string {
	const { status, result: names } = (result ?? {}) as { status?: unknown; result?: unknown };
	return typeof status === 'string' && Array.isArray(names)
		? `${status}: ${names.map(String).join(', ')}`
		: '';
}

/**
 * Reads OMFLOW's envelope. Refusals come with HTTP 200 and a number in the JSON, which some versions
 * write as a string; a missing permission can also be a redirect (seen on 1.1.0.0).
 */
function judge({ status, body }: Answer): Verdict {
	if (status >= 300 && status < 400) {
		return refusal(403, 'no permission (redirected to the permission page)', ask, status);
	}
	const envelope = body as Envelope | null;
	if (envelope === null || typeof envelope !== 'object' || envelope.status === undefined) {
		return refusal(
			status,
			"without OMFLOW's usual JSON",
			'Check the base URL in the credential. If it is right, this version of OMFLOW may not offer this call.',
			status,
		);
	}
	const code = Number(envelope.status);
	if (code === 200) return { ok: true, payload: envelope.result };
	const words = [String(envelope.message ?? ''), named(envelope.result)]
		.filter(Boolean)
		.join(' — ');
	if (code === 403) {
		// Expired code, missing permission and unknown URL all look alike (seen): one more try tells.
		const advice = `If it worked before, the user lost a permission: ${ask} Otherwise this version of OMFLOW does not offer the call.`;
		return refusal(code, words, advice, status, true);
	}
	const advice =
		adviceForLookup(words) ??
		(code === 404
			? 'Check the values of this item: OMFLOW names what it could not use above.'
			: 'OMFLOW failed inside. Check the values of this item, then ask the administrator of OMFLOW to look at its log.');
	return refusal(code, words, advice, status);
}

export const omflow: System = {
	name: 'OMFLOW',
	credentialType: 'omflowApi',
	headers: {
		'Content-Type': 'application/json',
		Accept: 'application/json',
		// Messages follow this header; without it they are Traditional Chinese (seen).
		'Accept-Language': 'en',
	},
	connect: ({ baseUrl, timezone }) => ({
		baseUrl: baseUrlOf(baseUrl),
		path: {},
		zone: String(timezone || 'Asia/Tokyo'),
	}),
	secrets: (credentials) => [
		String(credentials.password),
		basicOf(credentials),
		currentCode(credentials),
	],
	judge,
	renewSignIn: (credentials, sentAt) => {
		forgetCode(credentials, sentAt);
		return { ignoreHttpStatusErrors: true };
	},
};
