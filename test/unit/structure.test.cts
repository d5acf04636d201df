import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** That the map in CONTRIBUTING.md is true: the folders are there, and imports run downwards only. */

const repository = join(__dirname, '..', '..');
const files = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
			join(folder, name),
		),
	)
	.filter((name) => name.endsWith('.ts'));

/** What a file imports from this package, as paths from the repository's root. */
function importsOf(file: string): string[] {
	const text = readFileSync(join(repository, file), 'utf8');
	return [...text.matchAll(/\bfrom '(\.[^']*)'/g)].map(([, name]) => {
		const path = relative(repository, join(repository, dirname(file), name));
		return [`${path}.ts`, join(path, 'index.ts')].find((one) => existsSync(join(repository, one)))!;
	});
}
const imports = new Map(files.map((file) => [file, importsOf(file)]));

const map = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8');
/** The lines of the map: a path, and what lies there. Lower lines are used by higher ones. */
const [, section] = map.split('## Where things are');
const places = [...section.split('\n## ')[0].matchAll(/^\| `([^`]+)` +\| /gm)].map(
	([, path]) => path,
);

test('every place of the map is there', () => {
	expect(places.length).toBeGreaterThan(15);
	for (const place of places) {
		const path = place.replace(/<System>/g, 'Akashi').replace(/<resource>/g, 'staff');
		const file = path.replace(/<system>/g, 'akashi').replace(/<operation>/g, 'getAll');
		expect([place, existsSync(join(repository, file))]).toEqual([place, true]);
	}
});

test('every import leads to a file of this package', () => {
	for (const [file, list] of imports)
		expect([file, list.includes(undefined as never)]).toEqual([file, false]);
});

test('no file imports itself by way of others', () => {
	const done = new Set<string>();
	const visit = (file: string, path: string[]): void => {
		if (path.includes(file)) throw new Error([...path.slice(path.indexOf(file)), file].join(' → '));
		if (done.has(file)) return;
		for (const next of imports.get(file)!) visit(next, [...path, file]);
		done.add(file);
	};
	for (const file of files) visit(file, []);
});

/** The layers of the shared code, the upper ones first; what is not named lies below all. */
const layers: RegExp[] = [
	/^(node|listSearch|resourceMapping|fields|attendance\/(fields|guard))\.ts$/,
	/^triggers\//,
	/^engine\//,
	/^(reading|writing)\//,
	/^(operation|items)\.ts$/,
	/^client\//,
];
const layerOf = (file: string) => {
	const layer = layers.findIndex((pattern) => pattern.test(file));
	return layer < 0 ? layers.length : layer;
};

test('imports of the shared code run downwards', () => {
	const shared = 'nodes/shared/';
	for (const [file, list] of imports) {
		if (!file.startsWith(shared)) continue;
		for (const other of list) {
			expect([file, other.startsWith(shared)]).toEqual([file, true]);
			const [from, to] = [file, other].map((one) => layerOf(one.slice(shared.length)));
			expect([`${file} → ${other}`, to >= from]).toEqual([`${file} → ${other}`, true]);
		}
	}
});

test('no system knows another, and no resource the node that it is in', () => {
	const systemOf = (file: string) => /^nodes\/(Akashi|Omflow|AmServer)\//.exec(file)?.[1];
	for (const [file, list] of imports) {
		for (const other of list) {
			const [from, to] = [systemOf(file), systemOf(other)];
			const one = `${file} → ${other}`;
			if (from && to) expect([one, to]).toEqual([one, from]);
			if (file.includes('/resources/'))
				expect([one, other.endsWith('.node.ts')]).toEqual([one, false]);
		}
	}
});

test('contracts lie below all else of a system, and resources do not reach into each other', () => {
	const placeOf = (file: string) =>
		/^nodes\/\w+\/resources\/(\w+)\/(.*)$/.exec(file)?.slice(1) ?? [];
	const isContract = (file: string) => file.endsWith('/contract.ts');
	for (const [file, list] of imports) {
		const [resource] = placeOf(file);
		// The node lists the resources, pickers read them, and triggers put out their rows.
		const isAbove = /\.node\.ts$|\/(events|listSearch|watches)\//.test(file);
		for (const other of list) {
			const [another] = placeOf(other);
			const isOfOther = another !== undefined && another !== resource && !isAbove;
			const isBelow = isContract(other) || other.startsWith('nodes/shared/');
			const wrong = (isOfOther && !isContract(other)) || (isContract(file) && !isBelow);
			expect([`${file} → ${other}`, wrong]).toEqual([`${file} → ${other}`, false]);
		}
	}
});

test('files are of one thought', () => {
	const lines = (file: string) => readFileSync(join(repository, file), 'utf8').split('\n').length;
	const long = files.filter((file) => lines(file) > 240);
	expect(long).toEqual([
		// The settings that 6.12 takes are a table.
		'nodes/Akashi/resources/workingCondition/settings.ts',
	]);
});
