import type { INodeProperties } from 'n8n-workflow';

import { wordOf } from '../shared/inputs';
import type { Settings } from '../shared/operation';
import type { Person } from '../shared/system';
import { password as passwordForm, userId as userIdForm } from './contract';

/** Acting as somebody else than the user of the credential: by each person's own user ID and password. */

const means = ['credential', 'user'];
const another = { show: { actAs: ['user'] } };

/** The fields that say whom an item acts as. */
export const actAsFields: INodeProperties[] = [
	{
		displayName: 'Act As',
		name: 'actAs',
		type: 'options',
		options: [
			{
				name: 'Another User',
				value: 'user',
				description: 'A person, by a user ID and password of their own',
			},
			{
				name: 'User of the Credential',
				value: 'credential',
				description: 'The person whose user ID and password are in the credential',
			},
		],
		default: 'credential',
		description: 'On whose behalf to do this',
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		required: true,
		displayOptions: another,
		default: '',
		placeholder: 'e.g. user01',
		description:
			'User ID of the person. With an expression, each item acts as a person of its own.',
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		displayOptions: another,
		default: '',
		description: 'Password of the person. It is sent to am-server only, and is never output.',
	},
];

/** What is wrong with these fields: a parameter and why. */
export function checkActAs({
	actAs = 'credential',
	...given
}: Settings): [string, string] | undefined {
	if (!means.includes(String(actAs))) return ['Act As', `must be one of ${means.join(', ')}`];
	if (actAs === 'credential') return undefined;
	const parts = [
		['User ID', userIdForm.safeParse(wordOf(given.userId) ?? '')],
		['Password', passwordForm.safeParse(wordOf(given.password) ?? '')],
	] as const;
	for (const [name, { error }] of parts) if (error) return [name, error.issues[0].message];
	return undefined;
}

/** Whom an item acts as by these fields, whether right or wrong; undefined for the user of the credential. */
export function actingAs({ actAs, userId, password }: Settings): Person | undefined {
	const secret = wordOf(password);
	if (actAs !== 'user' || secret === undefined) return undefined;
	return {
		name: wordOf(userId) ?? '',
		secret,
		advice:
			'Nothing was stamped. Check the user ID and the password of this person where the item takes them from.',
	};
}
