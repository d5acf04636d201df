import { asText } from '../shared/answers';
import { Problem } from '../shared/errors';
import type { Answer, Redact, Verdict } from '../shared/system';

interface Meaning {
	means: string;
	advice: string;
}

const checkSignIn =
	'Check the user ID and the password in the credential. A password that contains ":" never works.';

/** What the server's codes mean (seen by running it). */
const meanings: Record<string, Meaning> = {
	PE00001: { means: 'not signed in', advice: checkSignIn },
	PE00002: { means: 'wrong password or unknown user', advice: checkSignIn },
	PE00004: {
		means: 'a parameter is not valid (the server never says which)',
		advice: 'Check the values of this item and run it again.',
	},
	PE00005: {
		means: 'the user ID is already taken',
		advice: 'Choose another user ID, or skip this user.',
	},
};

/** What its pages without a code mean (seen). */
const pages: Record<number, Meaning> = {
	400: {
		means: 'the request could not be read',
		advice:
			'Check the values of this item, and that no proxy between n8n and am-server changes requests.',
	},
	401: meanings.PE00001,
	404: {
		means: 'the address is unknown to the server',
		advice: 'Check the base URL in the credential: the address of am-server, without /admin.',
	},
	413: {
		means: 'the request is larger than the server accepts',
		advice: 'Check the values of this item: am-server accepts at most 100 kB.',
	},
};

/** SYS codes and crashes. */
const disturbance: Meaning = {
	means: 'internal server error',
	advice: 'Ask the administrator of am-server to check its database and session store.',
};

/** HTTP 200 without its envelope: a page of a web server or a proxy, or an incomplete answer. */
const unreadable: Meaning = {
	means: 'the answer is not the JSON of am-server',
	advice: pages[404].advice,
};

/**
 * Reads am-server's envelope: both header strings are empty on success; a taken user ID is refused with
 * HTTP 200; a crash is an HTML page labelled as JSON (all seen).
 * @param refused what was refused, as the message starts
 */
export function judge(
	{ status, body }: Answer,
	redact: Redact,
	refused = 'am-server refused this',
): Verdict {
	const { header, body: payload } = (body !== null && typeof body === 'object' ? body : {}) as {
		header?: { errorcode?: unknown; message?: unknown } | null;
		body?: unknown;
	};
	const given = header?.errorcode;
	if (status === 200 && given === '') return { ok: true, payload };
	const known = meanings[asText(given) ?? ''] ?? pages[status];
	const { means, advice } = known ?? (status < 500 && !given ? unreadable : disturbance);
	const code = redact(asText(given) ?? '');
	const words = redact(asText(header?.message) ?? '');
	return {
		ok: false,
		// On the user side an unknown access token comes so (seen); a session is never refused with this code.
		signInRefused: status === 401 || given === 'PE00002',
		problem: new Problem(
			`${refused}: ${[code || `HTTP ${status}`, words, `(${means})`].filter(Boolean).join(' ')}`,
			{
				// A known code or 4xx refuses the request; after anything else, it may have been carried out.
				kind: status < 500 && (known || status >= 400) ? 'refused' : 'unsure',
				code: code || undefined,
				words,
				httpStatus: status,
				advice,
			},
		),
	};
}
