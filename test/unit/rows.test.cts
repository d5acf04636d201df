import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';

/** That docs/rows.md is true: for each resource the fields of its rows, in order, and the operations that have them. */

const systems = { AKASHI: akashi, OMFLOW: omflow, 'am-server': amServer };

/** The fields of a resource by name, each with the names of its operations; absent where no row has named fields. */
const schemas = Object.entries(systems).flatMap(([system, resources]) =>
	resources.flatMap(({ name, value, operations }) => {
		// The rows of a raw request are whatever OMFLOW answers.
		if (value === 'api') return [];
		const fields = new Map<string, string[]>();
		for (const { entry, output } of operations) {
			if (!(output instanceof z.ZodObject)) continue;
			for (const field of Object.keys(output.shape)) {
				fields.set(field, [...(fields.get(field) ?? []), entry.name]);
			}
		}
		return fields.size > 0 ? [[`${system}: ${name}`, fields] as const] : [];
	}),
);

const [, ...sections] = readFileSync(join(__dirname, '../../docs/rows.md'), 'utf8').split('\n## ');
const tables = new Map(
	sections.map((section) => {
		const [title, ...lines] = section.split('\n');
		const rows = lines.flatMap((line) => {
			const [, field, meaning, operations] =
				/^\| `(\w+)` *\| (.*?) *\| (.*?) *\|$/.exec(line) ?? [];
			return field ? [{ field, meaning, operations: operations.split(', ') }] : [];
		});
		return [title, rows] as const;
	}),
);

test('every resource has its table', () => {
	expect([...tables.keys()].sort()).toEqual(schemas.map(([title]) => title).sort());
});

test.each(schemas)('%s', (title, fields) => {
	const rows = tables.get(title)!;
	expect(rows.map(({ field, operations }) => [field, operations])).toEqual([...fields]);
	for (const { field, meaning } of rows) expect([field, meaning.length > 3]).toEqual([field, true]);
});

test('names are camelCase, and a field means the same everywhere', () => {
	const meanings = new Map<string, string>();
	for (const { field, meaning } of [...tables.values()].flat()) {
		expect(field).toMatch(/^[a-z][a-zA-Z0-9]*$/);
		const before = meanings.get(field);
		if (before !== undefined) expect([field, meaning]).toEqual([field, before]);
		meanings.set(field, meaning);
	}
});
