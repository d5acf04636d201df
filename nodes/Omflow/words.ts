import type { Problem } from '../shared/errors';
import { isSecretColumn } from './resources/user/contract';

/** What messages of the server mean. Most are an exception's raw text, which is not translated (seen). */

const missingRequired = /^Missing required (fields|variable)/i;

/** Whether a form was refused because it lacks a required field, or a value is not in the format of its field. */
export const lacksRequired = ({ facts }: Problem): boolean =>
	facts.code === '404' && missingRequired.test(facts.words ?? '');

/** Internal errors that come before anything is done (source of 1.1.0.0), and what to do. */
const harmless: Array<[words: RegExp, advice: string]> = [
	[
		/'NoneType' object has no attribute 'api'/,
		'OMFLOW has no form with this API path, so that nothing was recorded. Check the form: OMFLOW shows its API path in the settings of the flow (應用管理 > 已上架應用).',
	],
	[
		/QueryDict instance is immutable/,
		'This version of OMFLOW cannot take files with a ticket (1.1.0.0 cannot), so that nothing was recorded. Create the ticket without files, or ask the administrator for an update.',
	],
];

/** What to do about an internal error after which nothing is recorded; undefined for any other message. */
export const nothingDone = (words: string): string | undefined =>
	harmless.find(([known]) => known.test(words))?.[1];

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
export function adviceFor(code: number, words: string): string {
	const columns = columnsIn(words);
	if (columns) {
		return `This version of OMFLOW has no column "${columns.column}". It has: ${columns.known}.`;
	}
	if (/more than one OmUser/i.test(words)) {
		// The sign-in looks for the exact name, all other calls for names that contain it (seen).
		return "The user name in the credential is part of another user's name, and older versions of OMFLOW cannot tell the two apart. Use a user whose name is not part of another one, or update OMFLOW.";
	}
	if (missingRequired.test(words)) {
		return 'The form has required fields, which its design in OMFLOW shows. Set each of them in formdata, such as {"id": "FORMITM_2", "value": "…"}. For an existing ticket, data_id must be its current one: look it up in the list of its form first.';
	}
	const known = nothingDone(words);
	if (known) return known;
	return code === 404
		? 'Check the values of this item. The message above names what OMFLOW could not use.'
		: 'OMFLOW had an internal error. Check the values of this item, then ask the OMFLOW administrator to check its log.';
}
