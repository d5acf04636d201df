import { resources } from '../../nodes/Akashi/Akashi.node.ts';
import { chapters, everywhere } from '../chapters.cts';
import { akashiCalls } from '../contracts.cts';
import { filledByTheNode, lacks, undocumented } from '../coverage.cts';

/**
 * Rows of each parameter table, counted by hand in the vendor's text; for 6.12, which has none, the
 * company ID and the different names in its two examples.
 */
const counted = [
	7, 4, 23, 5, 4, 5, 5, 2, 2, 5, 7, 70, 11, 10, 12, 5, 3, 12, 3, 4, 4, 11, 4, 4, 5, 11, 5, 5, 3, 7,
];

test.each(Object.entries(chapters))('%s is served', (number, chapter) => {
	expect(lacks(number, chapter)).toEqual([]);
});

test('the table holds all chapters and all rows of their tables', () => {
	expect(Object.keys(chapters)).toEqual(counted.map((_, index) => `6.${index + 1}`));
	const all = Object.values(chapters).map(({ parameters }) => [...everywhere, ...parameters]);
	expect(all.map(({ length }) => length)).toEqual(counted);
	for (const names of all) expect(new Set(names).size).toBe(names.length);
	expect(undocumented()).toEqual([]);
});

test('every operation of the node serves a chapter', () => {
	const used = new Set(Object.values(chapters).flatMap(({ operations }) => operations));
	const there = resources.flatMap(({ value, operations }) =>
		operations.map(({ entry }) => `${value}.${entry.value}`),
	);
	expect(there.filter((one) => !used.has(one))).toEqual([]);
});

test('the list of what the node fills has no idle entry', () => {
	for (const entry of Object.keys(filledByTheNode)) {
		const [name, number] = entry.split(' ').reverse();
		const named = Object.entries(chapters).some(
			([one, { parameters }]) =>
				(number ?? one) === one && [...everywhere, ...parameters].includes(name),
		);
		expect([entry, named]).toEqual([entry, true]);
	}
});

test('a missing call, another method or path, a missing operation and a missing field are found', () => {
	const chapter = chapters['6.17'];
	const { getProject } = akashiCalls;
	const check = (contract: object, node = resources) =>
		lacks('6.17', chapter, contract as never, node);
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
