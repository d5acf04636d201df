import type { INodeProperties } from 'n8n-workflow';

import { badInput, type Problem } from '../shared/errors';
import { wordOf } from '../shared/inputs';
import type { Settings } from '../shared/operation';
import type { Person } from '../shared/system';

/** Acting as somebody else than the owner of the credential: by a token of each person's own. */

const means = ['credential', 'personToken'];

/** The fields that say whom an item acts as. */
export const actAsFields: INodeProperties[] = [
	{
		displayName: 'Act As',
		name: 'actAs',
		type: 'options',
		options: [
			{
				name: 'Owner of the Credential',
				value: 'credential',
				description: 'The person whose token is in the credential',
			},
			{
				name: "Person's Token",
				value: 'personToken',
				description: 'Another person, by a token of their own',
			},
		],
		default: 'credential',
		description: 'On whose behalf to do this',
	},
	{
		displayName: "Person's Token",
		name: 'personToken',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		displayOptions: { show: { actAs: ['personToken'] } },
		default: '',
		description:
			'Access token of the person, issued on their My Page (マイページ) in AKASHI. With an expression, each item acts as a person of its own. The token of the credential stays as it is and is used for looking up names.',
	},
];

/** Whom an item acts as by these fields; undefined for the owner of the credential. */
export function actingAs({
	actAs = 'credential',
	personToken,
}: Settings): Person | Problem | undefined {
	if (!means.includes(String(actAs))) {
		return badInput('Act As', `must be one of ${means.join(', ')}`);
	}
	if (actAs === 'credential') return undefined;
	const secret = wordOf(personToken);
	if (secret === undefined) return badInput("Person's Token", 'must not be empty');
	return {
		secret,
		advice:
			'The access token in "Person\'s Token" is mistyped or no longer valid: it was not used for a month and a day, it was reissued elsewhere, or the answer to its renewal was lost. Have this person issue a new token on My Page (マイページ) in AKASHI, and enter it where the item takes it from.',
	};
}
