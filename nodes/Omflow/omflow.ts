import { IANAZone } from 'luxon';
import { z } from 'zod';

import { filled, secretsOf } from '../shared/client/basicAuth';
import { asText } from '../shared/answers';
import type { Call } from '../shared/contract';
import { Problem } from '../shared/errors';
import type { Answer, Redact, System, Verdict } from '../shared/system';
import { isSecretColumn } from './resources/user/contract';
import { addressOf, currentCode, renewCode } from './securityCode';

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

const askForPermission =
	'Ask the OMFLOW administrator for the permission, or use another user in the credential.';

/** What the server says about a missing or malformed field: the names are in `result`. */
function named(result: unknown): string {
	const { status, result: names } = (result ?? {}) as { status?: unknown; result?: unknown };
	return typeof status === 'string' && Array.isArray(names)
		? `${status}: ${names.map(asText).filter(Boolean).join(', ')}`
		: '';
}

/** Whether a call was refused because it lacks this field, which some versions require. */
export const lacksField = ({ facts }: Problem, field: string): boolean =>
	facts.code === '404' &&
	new RegExp(`require (missing|null): (.*, )?${field}(,|$)`).test(facts.words ?? '');

/** Whether a call was refused because its version lacks one of these columns. */
export const lacksColumn = ({ facts }: Problem, columns: readonly string[]): boolean =>
	facts.code === '404' && columns.includes(columnsIn(facts.words ?? '')?.column ?? '');

/** Whether a list was refused because it is empty: this is what the server says for missions (seen on 1.1.0.0). */
export const hasNoTable = ({ facts }: Problem): boolean =>
	facts.code === '404' && /'NoneType' object has no attribute 'objects'/.test(facts.words ?? '');

/** An unknown column: the server names it and lists its columns, including a secret one (seen). */
function columnsIn(words: string): { column: string; known: string } | undefined {
	const [, column, list] = /Cannot resolve keyword '([^']*)' into field\.(.*)/s.exec(words) ?? [];
	if (column === undefined) return undefined;
	const names = list.replace(/^\s*Choices are:\s*/, '').split(/[,\s]+/);
	const known = names.filter((name) => name !== '' && !isSecretColumn(name)).join(', ');
	return { column, known };
}

/** The advice for known messages of the server. */
function adviceFor(code: number, words: string): string {
	const columns = columnsIn(words);
	if (columns) {
		return `This version of OMFLOW has no column "${columns.column}". It has: ${columns.known}.`;
	}
	if (/more than one OmUser/i.test(words)) {
		// The sign-in looks for the exact name, all other calls for names that contain it (seen).
		return "The user name in the credential is part of another user's name, and older versions of OMFLOW cannot tell the two apart. Use a user whose name is not part of another one, or update OMFLOW.";
	}
	if (/^Missing required (fields|variable)/i.test(words)) {
		return 'The form has required fields, which its design in OMFLOW shows. Set each of them in formdata, such as {"id": "FORMITM_2", "value": "…"}. For an existing ticket, data_id must be its current one: look it up in the list of its form first.';
	}
	return code === 404
		? 'Check the values of this item. The message above names what OMFLOW could not use.'
		: 'OMFLOW had an internal error. Check the values of this item, then ask the OMFLOW administrator to check its log.';
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
async function explain(problem: Problem, ask: (call: Call) => Promise<Verdict>): Promise<Problem> {
	const unknown = await ask(nowhere);
	if (unknown.ok || !unknown.signInRefused) return problem;
	if (unknown.problem.facts.words !== problem.facts.words) {
		return problem.with({ advice: askForPermission });
	}
	return new Problem(`This version of OMFLOW does not offer this call: ${problem.facts.words}`, {
		...problem.facts,
		unknownCall: true,
		advice:
			'Leave records and users by organization require OMFLOW 1.1.2.2 or later: ask the administrator for an update.',
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
