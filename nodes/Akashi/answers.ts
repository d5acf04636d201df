import type { IDataObject } from 'n8n-workflow';

import { asText } from '../shared/answers';
import { Problem } from '../shared/errors';
import type { Answer, Redact, Verdict } from '../shared/system';

/** AKASHI's own errors, as its envelope carries them. Codes come with a leading blank (example of 6.3). */
interface Refusal extends IDataObject {
	code?: string;
	message?: string;
	/** As in the table of 6.1. */
	messages?: string;
}

/** Messages about the token: AKASHI publishes no list of codes. */
const ofToken = /トークン|token/i;

const days = [
	'Date',
	'Transfer Date',
	'Permission Date',
	'Organization Date',
	'Retirement Date',
	'Entry Date',
	'Effective Date',
	'Period',
];
const people = [
	'Staff Member',
	'Staff Names or IDs',
	'Staff Codes, Emails or IDs',
	'Managed Staff Codes, Emails or IDs',
	'Managed Staff Names or IDs',
];

/**
 * What messages name, and the fields that may be meant: the first group of which an operation has any. A word stands
 * before the shorter ones that it contains.
 */
export const fieldsNamedBy: Array<[word: string, ...groups: string[][]]> = [
	['従業員番号', ['Staff Code'], people],
	['メールアドレス', ['Email'], people],
	['IDm番号', ['IDm Number']],
	['雇用区分', ['Employment Category']],
	['管理権限', ['Permission Name']],
	['付与権限', ['Permission Name']],
	['テンプレート', ['Template Name']],
	['親組織', ['Parent Path']],
	[
		'組織',
		[
			'New Organization',
			'Managed Organization',
			'Further Organization Code',
			'Sub-Organization Codes',
			'Sub-Organization Paths',
		],
		['Organization Path', 'Organization'],
	],
	['プロジェクトコード', ['Project Code']],
	['プロジェクト名称', ['Name']],
	['プロジェクト', ['Project']],
	['タスクコード', ['Task Code']],
	['タスク名称', ['Name']],
	['タスク', ['Task']],
	['従業員', people],
	['対象者', people],
	['異動日', ['Transfer Date']],
	['退職日', ['Retirement Date']],
	['日付', days],
	['期間', ['Period']],
	['打刻', ['Type']],
];

/** What a message names; another person (他の従業員) is none of the item's. */
function namedIn(message: string): Problem['facts']['about'] {
	let text = message.replace(/他の従業員/g, '');
	const about = fieldsNamedBy.flatMap(([word, ...fields]) => {
		if (!text.includes(word)) return [];
		text = text.replaceAll(word, '');
		return { word, fields };
	});
	return about.length > 0 ? about : undefined;
}

/** The advice for a refusal, by its message. */
function adviceFor(words: string): string {
	if (ofToken.test(words)) {
		return 'The access token in the credential is mistyped or no longer valid: it was not used for a month and a day, it was reissued elsewhere (on My Page, by another program or credential), or the answer to its renewal was lost. Issue a new token on My Page (マイページ) in AKASHI and enter it in the credential.';
	}
	// Not the permission that a person is given (example of 6.15).
	if (/(?<!管理|付与)権限|権限が(な|あり)|許可/.test(words)) {
		return "The token's owner does not have permission for this. Use the token of a person who has it, or ask an AKASHI administrator.";
	}
	return "The message above is AKASHI's own. Check the values of this item in AKASHI, correct them and run the item again.";
}

/** The entries of an error list that can be read. */
const errorsIn = (errors: unknown): Refusal[] =>
	Array.isArray(errors)
		? errors.filter((one): one is Refusal => one !== null && typeof one === 'object')
		: [];

const said = (one: unknown) => (asText(one) ?? '').trim();

const wordsOf = (list: Refusal[]): string =>
	[...new Set(list.map(({ message, messages }) => said(message ?? messages)))].join(' / ');

function refusal(list: Refusal[], httpStatus: number, redact: Redact): Problem {
	const code = redact(list.map((one) => said(one.code)).find(Boolean) ?? 'no code');
	const spoken = wordsOf(list);
	const words = redact(spoken);
	// After an internal error, the request may still have been carried out.
	const unsure = httpStatus >= 500;
	return new Problem(`AKASHI refused this: ${code} ${words}`.trim(), {
		kind: unsure ? 'unsure' : 'refused',
		code,
		words,
		httpStatus,
		advice: unsure ? disturbed : adviceFor(spoken),
		...(ofToken.test(spoken) ? { ofSender: true as const } : {}),
		...(unsure || ofToken.test(spoken) ? {} : { about: namedIn(spoken) }),
		only: (about) => {
			const some = list.filter(about);
			return some.length > 0 ? refusal(some, httpStatus, redact) : undefined;
		},
	});
}

const disturbed =
	'AKASHI had an internal error. Its support site (サポートサイト) shows its current status.';

/**
 * Reads AKASHI's envelope (chapter 5.1). Refusals come with HTTP 200 as well as 4xx (seen by public
 * clients): `success` decides, the status only where there is no envelope. Success with errors
 * means that part of the request was refused (example of 6.3).
 */
export function judge({ status, body }: Answer, redact: Redact): Verdict {
	const envelope = (body !== null && typeof body === 'object' ? body : {}) as {
		success?: unknown;
		response?: unknown;
		errors?: unknown;
	};
	const errors = errorsIn(envelope.errors);
	if (envelope.success === true) {
		const partly = errors.length > 0 ? refusal(errors, status, redact) : undefined;
		return { ok: true, payload: envelope.response, partly };
	}
	if (envelope.success === false) {
		const problem = refusal(errors, status, redact);
		return { ok: false, problem, signInRefused: status < 500 && ofToken.test(wordsOf(errors)) };
	}
	return {
		ok: false,
		problem: new Problem(`AKASHI answered HTTP ${status} without its usual JSON`, {
			// 4xx refuses the request; after anything else, it may have been carried out.
			kind: status >= 400 && status < 500 ? 'refused' : 'unsure',
			httpStatus: status,
			advice:
				'Check the endpoint and the company ID in the credential. If they are right, AKASHI may be having an outage.',
		}),
	};
}
