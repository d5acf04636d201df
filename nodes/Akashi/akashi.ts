import type { IDataObject } from 'n8n-workflow';

import { baseUrlOf } from '../shared/account';
import { Problem } from '../shared/errors';
import type { Answer, System, Verdict } from '../shared/system';
import { zone } from './contract';

/** AKASHI's own errors, as its envelope carries them. Codes come with a leading blank (example of 6.3). */
interface Refusal extends IDataObject {
	code?: string;
	message?: string;
	/** So the table of 6.1. */
	messages?: string;
}

/** What to do about a refusal, by what its words speak of: the vendor publishes no list of codes. */
function adviceFor(words: string): string {
	if (/トークン|token/i.test(words)) {
		return 'Check the access token in the credential. A token lives one month and one day; a new one comes from My Page in AKASHI.';
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
function judge({ status, body }: Answer): Verdict {
	const envelope = (body !== null && typeof body === 'object' ? body : {}) as {
		success?: unknown;
		response?: unknown;
		errors?: Refusal[];
	};
	if (envelope.success === true) {
		const partly = envelope.errors?.length ? refusal(envelope.errors, status) : undefined;
		return { ok: true, payload: envelope.response, partly };
	}
	if (envelope.success === false) return { ok: false, problem: refusal(envelope.errors, status) };
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

export const akashi: System = {
	name: 'AKASHI',
	credentialType: 'akashiApi',
	// Without a content type AKASHI loses `type` and picks in or out by itself (seen by public clients).
	headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
	connect: ({ endpoint, customEndpoint, companyId }) => ({
		baseUrl: baseUrlOf(endpoint === 'custom' ? customEndpoint : endpoint),
		path: { companyId: String(companyId) },
		zone,
	}),
	secrets: ({ token }) => [String(token)],
	judge,
	renewSignIn: async () => undefined,
};
