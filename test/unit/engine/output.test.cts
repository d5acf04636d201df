import type { IDataObject } from 'n8n-workflow';

import { output } from '../../../nodes/shared/engine/output.ts';
import type { Operation, Settings } from '../../../nodes/shared/operation.ts';

/** What becomes of a row: simplified, some of its fields, or as the system sent it. */

const sent = { a_b: 1 };
const full = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`field${at}`, at]));
const operation = { simplify: () => full } as unknown as Operation;
const shaped = (settings: Settings, of = operation): IDataObject =>
	output(of, settings, 'UTC').shape(sent);

const firstTen = Object.fromEntries(Object.entries(full).slice(0, 10));

test.each<[string, Settings, IDataObject]>([
	['Simplify on', { simplify: true }, firstTen],
	['Simplify off', { simplify: false }, sent],
	['a write, which has no such field', {}, firstTen],
	['Output Simplified', { output: 'simplified' }, firstTen],
	['Output Raw', { output: 'raw' }, sent],
	[
		'Output Selected Fields, in the order of the row',
		{ output: 'selected', fields: ['field12', 'field3', 'unknown'] },
		{ field3: 3, field12: 12 },
	],
	[
		'fields as a model writes them',
		{ output: 'selected', fields: 'field12, field3' as never },
		{ field3: 3, field12: 12 },
	],
	['no fields selected', { output: 'selected', fields: [] }, firstTen],
])('%s', (_, settings, expected) => {
	expect(shaped(settings)).toEqual(expected);
	expect(Object.keys(shaped(settings))).toEqual(Object.keys(expected));
});

test('an operation that does not simplify puts out what came', () => {
	expect(shaped({ simplify: true }, {} as Operation)).toBe(sent);
});
