import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { folded } from '../../../shared/directory';
import { badInput } from '../../../shared/errors';
import { wordOf } from '../../../shared/inputs';
import { mayBeId } from '../../people';
import type { Staff } from './people';

/** People whose missing stamps nobody wants to hear of, such as those on leave. */

const displayName = 'People to Leave Out';

export const leaveOutField: INodeProperties = {
	displayName,
	name: 'leaveOut',
	type: 'string',
	default: '',
	placeholder: 'e.g. s001, suzuki@example.com, 103',
	description:
		"Staff codes (従業員番号), email addresses and IDs, separated by commas, or an expression that returns a list or the items of an earlier node, such as $('On Leave').all(). Names of people who are not looked at are ignored.",
	routing: { send: { type: 'query', property: 'leave_out' } },
};

/** How a name is compared: AKASHI's ID, the staff code, the email address, or whichever of them it looks like. */
type Mode = 'any' | 'code' | 'email' | 'id';
interface Name {
	mode: Mode;
	/** As `folded` gives it. */
	name: string;
	/** As it was given. */
	given: string;
}

/** The fields of rows that name a person: those of AKASHI's rows, and those of OMFLOW's users and leave records. */
const fields: Record<string, Mode> = {
	staffId: 'id',
	staffCode: 'code',
	employeeNumber: 'code',
	email: 'email',
	userName: 'code',
	principalEmployeeNumber: 'code',
	principalEmail: 'email',
};

const nameOf = (value: unknown, mode: Mode): Name[] => {
	const given = wordOf(value);
	if (given === undefined) return [];
	// No staff code has an @, but somebody's user name may be the address.
	const way = mode !== 'id' && folded(given, mode).includes('@') ? 'email' : mode;
	return [{ mode: way, name: folded(given, way), given }];
};

const isRow = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** The names in a row, or in an n8n item; undefined if it has no field that names anybody. */
function namesIn(entry: Record<string, unknown>): Name[] | undefined {
	const row = isRow(entry.json) ? entry.json : entry;
	const known = Object.keys(fields).filter((field) => field in row);
	// n8n's "Always Output Data" is an item without fields.
	if (known.length === 0) return Object.keys(row).length === 0 ? [] : undefined;
	return known.flatMap((field) => nameOf(row[field], fields[field]));
}

const words = {
	entry: 'must be staff codes, email addresses and IDs, or a list of them',
	object: `contains an item that names nobody: it needs one of the fields ${Object.keys(fields).join(', ')}`,
	text: 'contains an object as text. Use one expression for the whole field, so that it returns the items themselves',
};

/** What `leaveOutField` sends, as names. */
export const leaveOutInput = z.unknown().transform((value, context): Name[] => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message, fatal: true });
		return z.NEVER;
	};
	const list = typeof value === 'string' ? value.split(/[\s,、，]+/) : [value ?? []].flat(1);
	const names: Name[] = [];
	for (const entry of list) {
		if (entry === null || entry === undefined || entry === '') continue;
		if (isRow(entry)) {
			const found = namesIn(entry);
			if (!found) return refuse(words.object);
			names.push(...found);
			continue;
		}
		const found = nameOf(entry, 'any');
		if (found.length === 0) return refuse(words.entry);
		names.push(...found);
	}
	return /\[object\b/i.test(typeof value === 'string' ? value : '') ? refuse(words.text) : names;
});

/**
 * The people whom none of the names means.
 * @throws Problem when a number is the code of one person and the ID of another
 */
export function without(people: Staff[], names: Name[]): Staff[] {
	const index = new Map<string, number[]>();
	const add = (mode: Mode, name: unknown, staffId: number) => {
		const key = `${mode} ${folded(name, mode)}`;
		index.set(key, [...(index.get(key) ?? []), staffId]);
	};
	for (const { staffId, staffCode, email } of people) {
		add('id', staffId, staffId);
		if (staffCode) add('code', staffCode, staffId);
		if (email) add('email', email, staffId);
	}
	const left = new Set<number>();
	for (const { mode, name, given } of names) {
		const meant = (as: Mode) => index.get(`${as} ${name}`) ?? [];
		const [byCode, byId] =
			mode === 'any' ? [meant('code'), mayBeId(name) ? meant('id') : []] : [meant(mode), []];
		const other = byId.find((id) => byCode.length > 0 && !byCode.includes(id));
		if (other !== undefined) {
			const message = `contains "${given}", which is the staff code of ID ${byCode.join(', ')} and the ID of somebody else. Give the email address of the one who is meant`;
			throw badInput(displayName, message);
		}
		for (const id of [...byCode, ...byId]) left.add(id);
	}
	return people.filter(({ staffId }) => !left.has(staffId));
}
