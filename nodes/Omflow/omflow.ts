import { IANAZone } from 'luxon';
import { z } from 'zod';

import { filled, secretsOf } from '../shared/client/basicAuth';
import { asText } from '../shared/answers';
import type { Call } from '../shared/contract';
import { Problem } from '../shared/errors';
import type { Answer, Redact, System, Verdict } from '../shared/system';
import { isSecretColumn } from './resources/user/contract';
import { addressOf, currentCode, renewCode } from './securityCode';
import { adviceFor, nothingDone } from './words';

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
		kind: code >= 500 && !nothingDone(words) ? 'unsure' : 'refused',
		code: String(code),
		words,
		httpStatus: status,
		advice,
	}),
});

const askForPermission =
	'Ask the OMFLOW administrator for the permission, or use another user in the credential.';

/** What the server says about a missing or malformed field: the names are in `result`. */
function named(result: unknown): string {
	const { status, result: names } = (result ?? {}) as { status?: unknown; result?: unknown };
	return typeof status === 'string' && Array.isArray(names)
		? `${status}: ${names.map(asText).filter(Boolean).join(', ')}`
		: '';
}

/** The same data without secret columns, which the server adds by itself (seen: the password hash). */
function withoutSecretColumns(data: unknown): unknown {
	if (Array.isArray(data)) return data.map(withoutSecretColumns);
	if (data === null || typeof data !== 'object') return data;
	const kept: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(data)) {
		if (!isSecretColumn(name)) kept[name] = withoutSecretColumns(value);
	}
	return kept;
}

/** The status of an envelope, which some versions write as a string; undefined if it is not a valid one. */
function codeOf(body: unknown): number | undefined {
	const { status } = (body ?? {}) as Envelope;
	const code = typeof status === 'string' && /^\d+$/.test(status) ? Number(status) : status;
	const known = code === 200 || (typeof code === 'number' && code >= 400 && code < 600);
	return known ? code : undefined;
}

/** An answer that is incomplete or not from OMFLOW: unless it is a refusal, the request may have been carried out. */
const unreadable = (status: number): Verdict =>
	status >= 400 && status < 500
		? refusal(
				status,
				"without OMFLOW's usual JSON",
				'Check the base URL in the credential. If it is right, this version of OMFLOW may not offer this call.',
				status,
			)
		: {
				ok: false,
				problem: new Problem(
					`OMFLOW's answer cannot be read: it is not its usual JSON (HTTP ${status})`,
					{
						kind: 'unsure',
						httpStatus: status,
						advice:
							'Check the base URL in the credential, and whether OMFLOW or a proxy in front of it failed.',
					},
				),
			};

/**
 * Reads OMFLOW's envelope. Refusals come with HTTP 200 and a number in the JSON; a missing permission can
 * also be a redirect (seen on 1.1.0.0). HTTP 500 and above always means a failure.
 */
function judge({ status, body }: Answer, redact: Redact): Verdict {
	if (status >= 300 && status < 400) {
		const words = 'no permission (redirected to the permission page)';
		return refusal(403, words, askForPermission, status);
	}
	const inside = codeOf(body);
	if (inside === undefined) return unreadable(status);
	const { message, result } = body as Envelope;
	const code = status >= 500 ? status : inside;
	if (code === 200) return { ok: true, payload: withoutSecretColumns(result) };
	const words = redact([asText(message), named(result)].filter(Boolean).join(' — '));
	// An expired code, a missing permission and an unknown address are all 403 (seen).
	if (code === 403) return refusal(code, words, unclear, status, true);
	return refusal(code, words, adviceFor(code, words), status);
}

const unclear = `If this worked before, the user has lost a permission. ${askForPermission} Otherwise this version of OMFLOW does not offer the call.`;

/** An address that no version has: the server answers all unknown addresses in the same way. */
const nowhere: Call = {
	source: 'omflow-notes: the address is looked up before anything else',
	method: 'POST',
	path: '/rest/is/this/offered/',
	request: z.object({}),
	response: z.null(),
};

/** Distinguishes an address that this version does not know from a missing permission. */
async function explain(
	problem: Problem,
	{ needs = 'another version of OMFLOW' }: Call,
	ask: (call: Call) => Promise<Verdict>,
): Promise<Problem> {
	const unknown = await ask(nowhere);
	if (unknown.ok || !unknown.signInRefused) return problem;
	if (unknown.problem.facts.words !== problem.facts.words) {
		return problem.with({ advice: askForPermission });
	}
	return new Problem(`This version of OMFLOW does not offer this call: ${problem.facts.words}`, {
		...problem.facts,
		unknownCall: true,
		advice: `Such calls require ${needs}: ask the administrator for an update.`,
	});
}

/** @throws Problem when there is no such zone */
function zoneOf(timezone: unknown): string {
	const zone = String(timezone || 'Asia/Tokyo').trim();
	if (IANAZone.isValidZone(zone)) return zone;
	throw new Problem(`"Time Zone" in the credential is not known: ${zone}`, {
		kind: 'input',
		advice: 'Correct it in the credential: use a name such as Asia/Tokyo or Asia/Taipei.',
	});
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
	connect: (credentials) => {
		filled(credentials.username, 'User Name');
		filled(credentials.password, 'Password');
		return { baseUrl: addressOf(credentials), path: {}, zone: zoneOf(credentials.timezone) };
	},
	secrets: (credentials) => [...secretsOf(credentials), currentCode(credentials)],
	judge,
	// A second refusal is not about the code (seen).
	renewSignIn: async (http, { sentAt, tried }, credentials) =>
		tried < 2 && (await renewCode(http, credentials, sentAt)),
	explain,
};
