import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { AkashiTrigger } from '../../nodes/Akashi/AkashiTrigger.node.ts';
import { resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { AmServerTrigger } from '../../nodes/AmServer/AmServerTrigger.node.ts';
import { resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { OmflowTrigger } from '../../nodes/Omflow/OmflowTrigger.node.ts';
import { chapters } from '../chapters.cts';

/** That the tables of operations and events, in English and Japanese, have all of them and no other. */

const textOf = (...path: string[]) => readFileSync(join(__dirname, '../..', ...path), 'utf8');

/** The cells of a page's tables; an empty first cell repeats the one above. */
function rowsOf(text: string): string[][] {
	let above = '';
	return [...text.matchAll(/^\| ?(.*?) ?\|$/gm)].map(([, row]) => {
		const [first, ...others] = row.split('|').map((cell) => cell.trim());
		above = first || above;
		return [above, ...others];
	});
}

/** Names in a cell: "Get、Get Many" or "Get, Get Many". */
const namesIn = (cell: string) => cell.split(/、|, /).filter(Boolean);

const sorted = (names: Iterable<string>) => [...names].sort();

const resources = { AKASHI: akashi, OMFLOW: omflow, 'am-server': amServer };

test('README.md', () => {
	const [, section] = textOf('README.md').split('\n## Operations\n');
	const listed = rowsOf(section.split('\n## ')[0])
		.filter((cells) => cells.length === 3)
		.slice(2)
		.map(([node, resource, operations]) => [node, resource, sorted(namesIn(operations))]);
	const there = Object.entries(resources).flatMap(([node, list]) =>
		list.map(({ name, operations }) => [
			node,
			name,
			sorted(operations.map((one) => one.entry.name)),
		]),
	);
	expect(sorted(listed.map((row) => JSON.stringify(row)))).toEqual(
		sorted(there.map((row) => JSON.stringify(row))),
	);
});

describe('docs/ja/operations.md', () => {
	const [, ...sections] = textOf('docs/ja/operations.md').split('\n## ');
	const table = Object.fromEntries(
		sections.map((text) => [text.split('\n')[0], rowsOf(text).slice(2)]),
	);

	test.each(Object.entries(resources))('the operations of %s', (node, list) => {
		for (const { name, operations } of list) {
			const rows = table[node].filter(([resource]) => resource.replace(/（.*/, '') === name);
			const names = rows.flatMap(([, cell]) => namesIn(cell));
			expect([name, sorted(names)]).toEqual([
				name,
				sorted(operations.map((one) => one.entry.name)),
			]);
		}
		const known: string[] = list.map(({ name }) => name);
		expect(table[node].filter(([one]) => !known.includes(one.replace(/（.*/, '')))).toEqual([]);
	});

	test("the chapters of AKASHI's text", () => {
		for (const { name, value } of akashi.filter((one) => one.value !== 'attendance')) {
			const rows = table.AKASHI.filter(([resource]) => resource.replace(/（.*/, '') === name);
			const serving = Object.entries(chapters).filter(([, { operations }]) =>
				operations.some((one) => one.startsWith(`${value}.`)),
			);
			const told = new Set(rows.flatMap(([, , , cell]) => namesIn(cell)));
			expect([name, sorted(told)]).toEqual([name, sorted(serving.map(([chapter]) => chapter))]);
		}
	});
});

test('docs/ja/triggers.md', () => {
	const rows = rowsOf(textOf('docs/ja/triggers.md')).slice(2);
	for (const { description } of [new AkashiTrigger(), new OmflowTrigger(), new AmServerTrigger()]) {
		const events = description.properties[0].options!.map((one) => one.name);
		const listed = rows.filter(([node]) => node === `**${description.displayName}**`);
		expect(sorted(listed.flatMap(([, cell]) => namesIn(cell)))).toEqual(sorted(events));
	}
});
