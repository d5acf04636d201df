import type { IDataObject } from 'n8n-workflow';

import { Problem } from '../shared/errors';
import type { Answer, Verdict } from '../shared/system';

/** AKASHI's own errors, as its envelope carries them. Codes come with a leading blank (example of 6.3). */
interface Refusal extends IDataObject {
	code?: string;
	message?: string;
	/** So the table of 6.1. */
	messages?: string;
}

/** Words that speak of the token: the vendor publishes no list of codes. */
const ofToken = /トークン|token/i;

/** What to do about a refusal, by what its words speak of. */
function adviceFor(words: string): string {
	if (ofToken.test(words)) {
		return 'Check the access token in the credential. A token lives one month and one day, and one that has run out cannot be renewed: issue a new one on My Page (マイページ) in AKASHI and enter it.';
	}
	if (/権限|許可/.test(words)) {
		return "The token's owner may not do this. Use the token of a person with the permission, or ask an administrator of AKASHI.";
	}
	return "These are AKASHI's own words. Check the values of this item in AKASHI, correct them and run it again.";
}

function refusal(errors: Refusal[] | undefined, httpStatus: number): Problem {
	const list = Array.isArray(errors) ? errors : [];
	const said = (one: unknown) => String(one ?? '').trim();
	const code = list.map((one) => said(one.code)).find(Boolean) ?? 'no code';
	const words = [...new Set(list.map(({ message, messages }) => said(message ?? messages)))].join(
		' / ',
	);
	return new Problem(`AKASHI refused this: ${code} ${words}`.trim(), {
		kind: 'refused',
		code,
		words,
		httpStatus,
		advice: adviceFor(words),
		only: (about) => {
			const some = list.filter(about);
			return some.length > 0 ? refusal(some, httpStatus) : undefined;
		},
	});
}

/**
 * Reads AKASHI's envelope (chapter 5.1). Refusals come with HTTP 200 as well as 4xx (seen by public
 * clients): `success` decides, the status only where there is no envelope. Success with errors beside
 * it means that a part was refused (example of 6.3).
 */
export function judge({ status, body }: Answer): Verdict {
	const envelope = (body !== null && typeof body === 'object' ? body : {}) as {
		success?: unknown;
		response?: unknown;
		errors?: Refusal[];
	};
	if (envelope.success === true) {
		const partly = envelope.errors?.length ? refusal(envelope.errors, status) : undefined;
		return { ok: true, payload: envelope.response, partly };
	}
	if (envelope.success === false) {
		const problem = refusal(envelope.errors, status);
		return { ok: false, problem, signInRefused: ofToken.test(problem.facts.words ?? '') };
	}
	return {
		ok: false,
		problem: new Problem(`AKASHI answered HTTP ${status} without its usual JSON`, {
			kind: status < 500 ? 'refused' : 'unsure',
			httpStatus: status,
			advice:
				'Check the endpoint and the company ID in the credential. If they are right, AKASHI has a disturbance: run the node again later.',
		}),
	};
}
