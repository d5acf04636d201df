import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import { NotFound } from '../../../shared/directory';
import { idOf, wordOf } from '../../../shared/inputs';
import { located, lookedUp } from '../../../shared/located';
import { locator } from '../../../shared/locators';
import { callNameOf, userDirectory } from '../../lists/users';

/** The two people of a leave record. */

const personField = (displayName: string, name: string, description: string): INodeProperties => ({
	...locator({ displayName, name, description }, 'searchUsers', {
		userName: 'yamada.taro',
		name: '山田 太郎',
		employeeNumber: 'A0123',
		email: 'name@email.com',
		id: '123',
	}),
	routing: { send: { type: 'body', property: name } },
});

export const principalField = personField('Principal', 'principal', 'Person on leave');
export const substituteField = personField('Substitute', 'substitute', 'Person who stands in');

interface Named {
	mode: string;
	name: unknown;
}

const byWord = (mode: string) => (value: unknown) => {
	const name = wordOf(value);
	return name === undefined ? undefined : { mode, name };
};

/** A person as entered; `lookUp` finds out who it is. */
export const person = located<Named>(
	{
		id: (value) => (idOf(value) === undefined ? undefined : { mode: 'id', name: value }),
		userName: byWord('userName'),
		name: byWord('name'),
		employeeNumber: byWord('employeeNumber'),
		email: byWord('email'),
	},
	'must not be empty, and an ID must be a whole number greater than 0',
);

/** A person who was looked up. */
export interface Person {
	id: number;
	name: string | null;
	employeeNumber: string | null;
	email: string | null;
	/** What the API calls this person. */
	callName: string;
}

/** @throws NotFound when it is nobody, or possibly somebody else */
async function find(client: Client, { mode, name: given }: Named): Promise<Person> {
	const user = await userDirectory.find(client, given, mode);
	const callName = await callNameOf(client, user);
	if (callName !== undefined) {
		const [name, employeeNumber, email] = [user.nick_name, user.ad_no, user.email].map(asText);
		return { id: asId(user.id), name, employeeNumber, email, callName };
	}
	throw new NotFound(
		`is "${String(given)}", whom OMFLOW cannot tell from other users: their user names, employee numbers or display names are the same`,
	);
}

/**
 * Looks people up in the list of users, when all other values are right: the server does not say which of two people
 * it does not know (seen), and rows show who they are.
 */
export const lookUp =
	<Name extends string>(client: Client, ...names: Name[]) =>
	<V extends Record<Name, Named>>(values: V, context: z.RefinementCtx) => {
		const found = names.map(async (field) => [
			field,
			await lookedUp(find(client, values[field]), context, [field]),
		]);
		return Promise.all(found).then(
			(people) =>
				({ ...values, ...Object.fromEntries(people) }) as Omit<V, Name> & Record<Name, Person>,
		);
	};
