import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { recipes } from '../recipes/index.cts';
import { folder, recipeNames, workflowOf } from '../recipes/recipe.cts';

/** The recipes of the docs: what a person meets before a run. */

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const pages = ['README.md', 'README.ja.md'];

/** Text of every string in a value. */
const stringsIn = (value: unknown): string[] =>
	typeof value === 'string'
		? [value]
		: value !== null && typeof value === 'object'
			? Object.values(value).flatMap(stringsIn)
			: [];

/** What n8n writes when a field is dragged, and what its button "Let the model define" writes. */
const field = String.raw`(\.\w+|\['[^']+'\])+`;
const dragged = new RegExp(
	String.raw`^\{\{ (\$json${field}|\$\('[^']+'\)\.item\.json${field}|\$fromAI\('\w+', '[^']*', 'string'\)) \}\}$`,
);

test('there are at least 15, and each is run', () => {
	expect(recipeNames.length).toBeGreaterThanOrEqual(15);
	expect([...new Set(recipes.map(({ name }) => name))].sort()).toEqual(recipeNames);
});

describe.each(recipeNames)('%s', (name) => {
	const workflow = workflowOf(name);

	test('has both pages with its picture, and a small picture', () => {
		for (const page of pages) expect(read(name, page)).toContain('(picture.png)');
		expect(statSync(join(folder, name, 'picture.png')).size).toBeLessThanOrEqual(60 * 1024);
	});

	test('says on both pages what it does, what to set, what it costs and what it cannot do', () => {
		const headings = (page: string) => read(name, page).match(/^## .+$/gm);
		expect(headings('README.md')).toEqual([
			'## What to set',
			'## What it costs',
			'## What it cannot do',
		]);
		expect(headings('README.ja.md')).toEqual([
			'## 設定すること',
			'## 呼び出しの回数',
			'## できないこと',
		]);
	});

	test('names on both pages the nodes that are to be set, and the tables with their columns', () => {
		for (const page of pages) {
			const text = read(name, page);
			for (const node of workflow.nodes) {
				const { dataTableId } = node.parameters as { dataTableId?: { cachedResultName: string } };
				if (dataTableId) expect(text).toContain(`**${dataTableId.cachedResultName}**`);
			}
			const wrong = [...text.matchAll(/"([A-Z][^"]+)"/g)]
				.map(([, node]) => node)
				.filter((one) => !workflow.nodes.some((node) => node.name === one));
			expect(wrong).toEqual([]);
		}
	});

	test('has a note, no Code node, and names in Title Case', () => {
		const types = workflow.nodes.map(({ type }) => type);
		expect(types).toContain('n8n-nodes-base.stickyNote');
		expect(types.filter((type) => /code|function/i.test(type))).toEqual([]);
		const small = /^(a|an|and|as|by|for|from|in|is|it|of|on|or|over|per|the|to|with|at|am-server)$/;
		for (const { name: title } of workflow.nodes) {
			const words = title.split(/[ -]/).filter((word) => !small.test(word));
			expect(words.filter((word) => !/^[A-Z0-9]|^server$|^am$/.test(word))).toEqual([]);
		}
	});

	test('has only expressions that dragging makes', () => {
		for (const { parameters } of workflow.nodes) {
			for (const text of stringsIn(parameters)) {
				if (!text.startsWith('=')) {
					expect(text).not.toContain('{{');
					continue;
				}
				const parts = text.match(/\{\{.*?\}\}/gs) ?? [];
				expect(parts).not.toEqual([]);
				expect(parts.filter((part) => !dragged.test(part))).toEqual([]);
			}
		}
	});

	test('names in its expressions only nodes that are there', () => {
		const text = JSON.stringify(workflow);
		const named = [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, node]) => node);
		const names = workflow.nodes.map((node) => node.name);
		expect(named.filter((one) => !names.includes(one))).toEqual([]);
	});

	test("holds nobody's credential or table, and days in Japan", () => {
		for (const { credentials = {}, parameters } of workflow.nodes) {
			for (const { id } of Object.values(credentials)) expect(id).toBeNull();
			const { dataTableId } = parameters as { dataTableId?: { value: string } };
			if (dataTableId) expect(dataTableId.value).toBe('');
		}
		expect(workflow.settings).toMatchObject({ executionOrder: 'v1', timezone: 'Asia/Tokyo' });
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		// Addresses that mail reaches nobody at.
		for (const [address] of JSON.stringify(workflow).matchAll(/[\w.]+@[\w.]+/g)) {
			expect(address).toMatch(/@example\.com$/);
		}
	});
});

test.each(pages)('the index %s has each recipe once, with a page that is there', (page) => {
	const linked = [...read(page).matchAll(/\]\(([\w-]+)\/(README(?:\.ja)?\.md)\)/g)];
	expect(linked.map(([, name]) => name).sort()).toEqual(recipeNames);
	for (const [, name, target] of linked) {
		expect(target).toBe(page);
		expect(existsSync(join(folder, name, target))).toBe(true);
	}
});

test('nothing else lies there', () => {
	for (const name of recipeNames) {
		expect(readdirSync(join(folder, name)).sort()).toEqual([
			'README.ja.md',
			'README.md',
			'picture.png',
			'workflow.json',
		]);
	}
});
