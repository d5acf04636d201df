import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { commasOrBlanks, wordOf } from '../inputs';

/** People whose missing stamps nobody wants to hear of, such as those on leave. */

export const leaveOutName = 'People to Leave Out';

/**
 * The field that names them.
 * @param names what names a person, as the beginning of a sentence
 */
export const leaveOutField = (names: string, placeholder: string): INodeProperties => ({
	displayName: leaveOutName,
	name: 'leaveOut',
	type: 'string',
	default: '',
	placeholder,
	description: `${names}, separated by commas, or an expression that returns a list or the items of an earlier node, such as $('On Leave').all(). Names of people who are not looked at are ignored.`,
	routing: { send: { type: 'query', property: 'leave_out' } },
});

/** A name as it was given, and the field of a row that it was in. */
export interface GivenName {
	given: string;
	field?: string;
}

const isRow = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** The names in a row, or in an n8n item; undefined if it has no field that names anybody. */
function namesIn(entry: Record<string, unknown>, fields: string[]): GivenName[] | undefined {
	const row = isRow(entry.json) ? entry.json : entry;
	const known = fields.filter((field) => field in row);
	// n8n's "Always Output Data" is an item without fields.
	if (known.length === 0) return Object.keys(row).length === 0 ? [] : undefined;
	return known.flatMap((field) => {
		const given = wordOf(row[field]);
		return given === undefined ? [] : [{ given, field }];
	});
}

/**
 * What `leaveOutField` sends: text with commas, a list of names, or rows or items that have one of the fields.
 * @param fields names of the fields that name a person
 */
export const leaveOutInput = (fields: string[]) =>
	z.unknown().transform((value, context): GivenName[] => {
		const refuse = (message: string) => {
			context.addIssue({ code: 'custom', message, fatal: true });
			return z.NEVER;
		};
		if (typeof value === 'string' && /\[object\b/i.test(value)) {
			return refuse(
				'contains an object as text. Use one expression for the whole field, so that it returns the items themselves',
			);
		}
		const names: GivenName[] = [];
		const list = typeof value === 'string' ? value.split(commasOrBlanks) : [value].flat();
		for (const entry of list) {
			if (entry === null || entry === undefined || entry === '') continue;
			const given = wordOf(entry);
			const found = isRow(entry) ? namesIn(entry, fields) : given === undefined ? [] : [{ given }];
			if (!found) {
				return refuse(
					`contains an item that names nobody: it needs one of the fields ${fields.join(', ')}`,
				);
			}
			if (found.length === 0 && !isRow(entry)) return refuse('must be names, or a list of them');
			names.push(...found);
		}
		return names;
	});
