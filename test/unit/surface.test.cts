import { readFileSync } from 'node:fs';

import { file, surface, type Surface } from '../surface.cts';

/** That workflows and credentials which people have saved mean the same as when they were saved. */

/** A surface as lines, such as `akashi: staff.get.staffId: string = ""`, with one more for each value that a field takes. */
const lines = (all: Surface) =>
	Object.entries(all).flatMap(([type, fields]) =>
		Object.entries(fields).flatMap(([field, what]) => {
			const [own, values] = what.split(' of ');
			return [own, ...(values?.split(', ') ?? [])].map((one) => `${type}: ${field}: ${one}`);
		}),
	);

const agreed = lines(JSON.parse(readFileSync(file, 'utf8')));
const now = lines(surface());

test('nothing that is saved is renamed, taken away or has another default', () => {
	// On purpose? Then a new version of the node is needed: CONTRIBUTING.md, "Versions".
	expect(agreed.filter((line) => !now.includes(line))).toEqual([]);
});

test('what is new is in test/surface.json', () => {
	// `npm run surface` adds it.
	expect(now.filter((line) => !agreed.includes(line))).toEqual([]);
});

test('two fields of one place are not taken for one', () => {
	const count = (text: string) => agreed.filter((line) => line.startsWith(text)).length;
	// The fields that all these operations have differ in number from those that one of them has.
	expect(count('akashi: staff.')).toBeGreaterThan(60);
	expect(count('akashiTrigger: ')).toBeGreaterThan(10);
	expect(new Set(agreed.map((line) => line.split(': ').slice(0, 2).join())).size).toBeGreaterThan(
		500,
	);
});
