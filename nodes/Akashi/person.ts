import type { INodeProperties } from 'n8n-workflow';

import { asId, asText } from '../shared/answers';
import type { Client } from '../shared/client/client';
import type { Zones } from '../shared/dates';
import { NotFound } from '../shared/directory';
import { commasOrBlanks, day, idOf, idWords, listOf, wordOf } from '../shared/inputs';
import { located } from '../shared/located';
import { fields } from './contract';
import { nameOf, staffDirectory } from './lists/staff';
import { staffLocator } from './locators';
import { mayBeId, personCalled } from './people';
import type { AnsweredStaff } from './resources/staff/contract';

/** Picks the person whom a row of 6.12 to 6.15 is about. */
export const personField: INodeProperties = {
	...staffLocator,
	routing: { send: { type: 'body', property: 'staff' } },
};

/** How 6.13 to 6.15 name a person: by one of the two. */
export interface Person {
	staff_code?: string;
	staff_email?: string;
}

const codeOf = (value: unknown) => fields.staffCode.safeParse(wordOf(value)).data;
const emailOf = (value: unknown) => fields.email.safeParse(wordOf(value)).data;

const words = {
	code: 'must be a staff code: 1 to 20 half-width letters, digits, hyphens or underscores',
	email: 'must be an email address',
	id: idWords,
};

/** Refuses somebody whom AKASHI's call cannot name. */
const unnamed = (one: AnsweredStaff, lacks: string) =>
	new NotFound(
		`is ID ${asId(one.staffId)} (${nameOf(one)}), who has ${lacks}, by which AKASHI identifies people here`,
	);

function staffCodeOf(one: AnsweredStaff): string {
	const code = asText(one.staffNum);
	if (!code) throw unnamed(one, 'no staff code (従業員番号)');
	return code;
}

/** The code, or the email address of somebody without a code. */
function namesOf(one: AnsweredStaff): Person {
	const [staff_code, staff_email] = [asText(one.staffNum), asText(one.email)];
	if (staff_code) return { staff_code };
	if (!staff_email) throw unnamed(one, 'neither a staff code (従業員番号) nor an email address');
	return { staff_email };
}

/** What `personField` sends: a code or an email address as it is; others are looked up in the staff list. */
export const person = (client: Client) =>
	located<Person>(
		{
			code: (value) => {
				const staff_code = codeOf(value);
				return staff_code === undefined ? undefined : { staff_code };
			},
			email: (value) => {
				const staff_email = emailOf(value);
				return staff_email === undefined ? undefined : { staff_email };
			},
			id: (value) => {
				const id = idOf(value);
				return id === undefined ? undefined : staffDirectory.find(client, id, 'id').then(namesOf);
			},
		},
		words,
	);

const codeBy = async (client: Client, name: unknown, mode: 'email' | 'id') =>
	staffCodeOf(await staffDirectory.find(client, name, mode));
const codeById = (client: Client) => (value: unknown) => {
	const id = idOf(value);
	return id === undefined ? undefined : codeBy(client, id, 'id');
};

/** The same for calls that take only codes. */
export const personWithCode = (client: Client) =>
	located<string>(
		{
			code: codeOf,
			email: (value) => {
				const email = emailOf(value);
				return email === undefined ? undefined : codeBy(client, email, 'email');
			},
			id: codeById(client),
		},
		words,
	);

/** The codes of people picked from a list. */
export const codesOfPicked = (client: Client) =>
	listOf(located<string>({ id: codeById(client) }, idWords), commasOrBlanks);

/** The codes of people named by codes, email addresses and IDs. What can only be a code is not looked up. */
export const codesOfCalled = (client: Client) =>
	listOf(
		located<string>(
			{
				id: (value) => {
					const name = wordOf(value) ?? '';
					if (!name.includes('@') && !mayBeId(name)) return codeOf(name);
					return personCalled(client, name).then(staffCodeOf);
				},
			},
			words.code,
		),
		commasOrBlanks,
	);

/** A day as chapters 6.3, 6.5 and 6.12 to 6.15 take it. */
export const slashedDay = (zones: Zones) => day(zones).transform((at) => at.toFormat('yyyy/MM/dd'));
