import { chapters, everywhere } from '../chapters.cts';
import { akashiCalls, omflowCalls } from '../contracts.cts';
import { akashiText, lacks, omflowText, undocumented, type Documented } from '../coverage.cts';
import { besides, pages } from '../omflowPages.cts';

/**
 * Rows of each parameter table, counted by hand in the vendor's text; for 6.12, which has none, the
 * company ID and the different names in its two examples.
 */
const counted = [
	7, 4, 23, 5, 4, 5, 5, 2, 2, 5, 7, 70, 11, 10, 12, 5, 3, 12, 3, 4, 4, 11, 4, 4, 5, 11, 5, 5, 3, 7,
];

const texts = { AKASHI: akashiText, OMFLOW: omflowText };
const each = Object.entries(texts).flatMap(([name, text]) =>
	Object.keys(text.chapters).map((number) => [name, number, text] as const),
);

test.each(each)('%s: %s is served', (_, number, text) => {
	expect(lacks(number, text)).toEqual([]);
});

test("the pages hold all of the handbook's chapter, counted by hand, and what the node calls besides", () => {
	const numbers = Object.keys(pages).map((key) => key.split(' ')[0]);
	const counts = ['5-02', '5-03', '5-04', '5-05', '5-06', '5-07', '5-08', '5-09'].map(
		(page) => numbers.filter((one) => one === page).length,
	);
	// On 5-02 and 5-03, opening a ticket, advancing it and its buttons are one call.
	expect(counts).toEqual([1, 1, 1, 2, 2, 1, 5, 2]);
	expect(undocumented(omflowText)).toEqual([]);
	const sources = Object.values(omflowCalls).map(({ source }) => source as string);
	for (const source of Object.keys(besides)) expect(sources).toContain(source);
});

test('the table holds all chapters and all rows of their tables', () => {
	expect(Object.keys(chapters)).toEqual(counted.map((_, index) => `6.${index + 1}`));
	const all = Object.values(chapters).map(({ parameters }) => [...everywhere, ...parameters]);
	expect(all.map(({ length }) => length)).toEqual(counted);
	for (const names of all) expect(new Set(names).size).toBe(names.length);
	expect(undocumented()).toEqual([]);
});

test.each(Object.entries(texts))('every operation of %s serves a chapter', (_, text) => {
	const used = new Set(Object.values(text.chapters).flatMap(({ operations }) => operations));
	const there = text.node.flatMap(({ value, operations }) =>
		operations.map(({ entry }) => `${value}.${entry.value}`),
	);
	// A request of one's own goes anywhere.
	expect(there.filter((one) => !used.has(one) && one !== 'api.request')).toEqual([]);
});

test.each(Object.entries(texts))('what the node of %s fills has no idle entry', (_, text) => {
	for (const entry of Object.keys(text.filled)) {
		const name = entry.split(' ').at(-1)!;
		const number = entry.slice(0, -name.length).trim() || undefined;
		const named = Object.entries(text.chapters).some(
			([one, { parameters, paths }]) =>
				(number ?? one) === one &&
				([...text.everywhere, ...parameters].includes(name) ||
					paths.some((path) => path.includes(`{${name}}`))),
		);
		expect([entry, named]).toEqual([entry, true]);
	}
});

test('a missing call, another method or path, a missing operation and a missing field are found', () => {
	const { getProject } = akashiCalls;
	const check = (contract: object, node = akashiText.node) =>
		lacks('6.17', { ...akashiText, contract, node } as Documented);
	expect(check({})).toEqual(['no call for /{companyId}/projects/{project_id}']);
	expect(check({ getProject: { ...getProject, method: 'POST' } })).toEqual([
		'getProject uses POST, not GET',
	]);
	expect(check({ getProject: { ...getProject, path: '/x' } })).toEqual([
		'no call for /{companyId}/projects/{project_id}',
		'getProject goes to /x',
	]);
	expect(check({ getProject }, [])).toEqual([
		'no operation project.get',
		'nothing sets project_id',
	]);
});
