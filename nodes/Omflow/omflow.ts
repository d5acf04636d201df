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
	'Ask the administrator of OMFLOW for the permission, or use another user in the credential.';

/** What the server says of a missing or badly formed field: the names stand in `result`. */
function named(result: unknown): string {
	const { status, result: names } = (result ?? {}) as { status?: unknown; result?: unknown };
	return typeof status === 'string' && Array.isArray(names)
		? `${status}: ${names.map(asText).filter(Boolean).join(', ')}`
		: '';
}

/** Whether a call was refused because it lacks this field, which some versions ask for. */
export const lacksField = ({ facts }: Problem, field: string): boolean =>
	facts.code === '404' &&
	new RegExp(`require (missing|null): (.*, )?${field}(,|$)`).test(facts.words ?? '');

/** Whether a list was refused since there is nothing to list: of missions the server says it so (seen on 1.1.0.0). */
export const hasNoTable = ({ facts }: Problem): boolean =>
	facts.code === '404' && /'NoneType' object has no attribute 'objects'/.test(facts.words ?? '');

/** An unknown column: the server names it and lists what it has, a column of secrets among it (seen). */
function columnsIn(words: string): { column: string; known: string } | undefined {
	const [, column, list] = /Cannot resolve keyword '([^']*)' into field\.(.*)/s.exec(words) ?? [];
	if (column === undefined) return undefined;
	const names = list.replace(/^\s*Choices are:\s*/, '').split(/[,\s]+/);
	const known = names.filter((name) => name !== '' && !isSecretColumn(name)).join(', ');
	return { column, known };
}

/** What to do about words of the server that are known. */
function adviceFor(code: number, words: string): string {
	const columns = columnsIn(words);
	if (columns) {
		return `This version of OMFLOW has no column "${columns.column}". It has: ${columns.known}.`;
	}
	if (/more than one OmUser/i.test(words)) {
		// The sign-in looks the name up exactly, all other calls by names that contain it (seen).
		return "The credential's user name is contained in another user's name, which older OMFLOW servers cannot tell apart. Use a user whose name stands alone, or update OMFLOW.";
	}
	if (/^Missing required (fields|variable)/i.test(words)) {
		return 'The form has fields that must be filled in, which its design in OMFLOW shows. Give each in formdata, such as {"id": "FORMITM_2", "value": "…"}. For a ticket that exists, data_id must be its present one: look it up in the list of its form first.';
	}
	return code === 404
		? 'Check the values of this item: OMFLOW names what it could not use above.'
		: 'OMFLOW failed inside. Check the values of this item, then ask the administrator of OMFLOW to look at its log.';
}

/** The same data without the columns of secrets, which the server adds unasked (seen: the password hash). */
function withoutSecretColumns(data: unknown): unknown {
	if (Array.isArray(data)) return data.map(withoutSecretColumns);
	if (data === null || typeof data !== 'object') return data;
	const kept: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(data)) {
		if (!isSecretColumn(name)) kept[name] = withoutSecretColumns(value);
	}
	return kept;
}

/** The number of an envelope, which some versions write as a string; undefined when there is none that it uses. */
function codeOf(body: unknown): number | undefined {
	const { status } = (body ?? {}) as Envelope;
	const code = typeof status === 'string' && /^\d+$/.test(status) ? Number(status) : status;
	const known = code === 200 || (typeof code === 'number' && code >= 400 && code < 600);
	return known ? code : undefined;
}

/** An answer of something else than OMFLOW, or one that broke on its way: unless it is a refusal, anything may have been done. */
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
							'Check the base URL in the credential, and whether OMFLOW or a proxy before it failed.',
					},
				),
			};

/**
 * Reads OMFLOW's envelope. Refusals come with HTTP 200 and a number in the JSON; a missing permission can
 * also be a redirect (seen on 1.1.0.0). Whatever is in it, HTTP 500 and above means that something failed.
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

const unclear = `If it worked before, the user lost a permission: ${askForPermission} Otherwise this version of OMFLOW does not offer the call.`;

/** An address that no version has: what the server says of it, it says of every address it does not know. */
const nowhere: Call = {
	source: 'omflow-notes: the address is looked up before anything else',
	method: 'POST',
	path: '/rest/is/this/offered/',
	request: z.object({}),
	response: z.null(),
};

/** Tells an address that this version does not know from a missing permission. */
async function explain(problem: Problem, ask: (call: Call) => Promise<Verdict>): Promise<Problem> {
	const unknown = await ask(nowhere);
	if (unknown.ok || !unknown.signInRefused) return problem;
	if (unknown.problem.facts.words !== problem.facts.words) {
		return new Problem(problem.message, { ...problem.facts, advice: askForPermission });
	}
	return new Problem(`This version of OMFLOW does not offer this call: ${problem.facts.words}`, {
		...problem.facts,
		unknownCall: true,
		advice:
			'Leave records and users by organization came with OMFLOW 1.1.2.2: ask the administrator for an update.',
	});
}

/** @throws Problem when there is no such zone */
export function zoneOf(timezone: unknown): string {
	const zone = String(timezone || 'Asia/Tokyo').trim();
	if (IANAZone.isValidZone(zone)) return zone;
	throw new Problem(`"Time Zone" in the credential is not known: ${zone}`, {
		kind: 'input',
		advice: 'Correct it in the credential: a name such as Asia/Tokyo or Asia/Taipei.',
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
	// A second refusal is a real one (seen).
	renewSignIn: async (http, { sentAt, tried }, credentials) =>
		tried < 2 && (await renewCode(http, credentials, sentAt)),
	explain,
};
