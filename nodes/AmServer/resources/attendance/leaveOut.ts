import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { wordOf } from '../../../shared/inputs';

/** Users whose missing stamps nobody wants to hear of, such as those on leave. */

export const leaveOutField: INodeProperties = {
	displayName: 'People to Leave Out',
	name: 'leaveOut',
	type: 'string',
	default: '',
	placeholder: 'e.g. user01, user02',
	description:
		"User IDs, separated by commas, or an expression that returns a list or the items of an earlier node, such as $('On Leave').all(). IDs of people who are not looked at are ignored.",
	routing: { send: { type: 'query', property: 'leave_out' } },
};

/** The fields of rows that name a user: those of am-server's rows, and those of other systems that may hold the same ID. */
const fields = ['userId', 'staffId', 'staffCode', 'employeeNumber', 'userName'];

const isRow = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** The IDs in a row, or in an n8n item; undefined if it has no field that names anybody. */
function idsIn(entry: Record<string, unknown>): string[] | undefined {
	const row = isRow(entry.json) ? entry.json : entry;
	const known = fields.filter((field) => field in row);
	// n8n's "Always Output Data" is an item without fields.
	if (known.length === 0) return Object.keys(row).length === 0 ? [] : undefined;
	return known.flatMap((field) => wordOf(row[field]) ?? []);
}

/** What `leaveOutField` sends, as a set of IDs. */
export const leaveOutInput = z.unknown().transform((value, context): Set<string> => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message, fatal: true });
		return z.NEVER;
	};
	if (typeof value === 'string' && /\[object\b/i.test(value)) {
		return refuse(
			'contains an object as text. Use one expression for the whole field, so that it returns the items themselves',
		);
	}
	const ids = new Set<string>();
	for (const entry of typeof value === 'string' ? value.split(/[\s,、，]+/) : [value].flat()) {
		if (entry === null || entry === undefined || entry === '') continue;
		const word = wordOf(entry);
		const found = isRow(entry) ? idsIn(entry) : word === undefined ? undefined : [word];
		if (!found) {
			return refuse(
				`must be user IDs, a list of them, or items with one of the fields ${fields.join(', ')}`,
			);
		}
		for (const id of found) ids.add(id);
	}
	return ids;
});
