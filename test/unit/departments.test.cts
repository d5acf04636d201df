import fc from 'fast-check';

import { flattened } from '../../nodes/Omflow/resources/department/tree.ts';

/** A department by its ID and its parent's. */
const row = (id: number, parent_group_id: number | null, more: object = {}) => ({
	id,
	group_no: String(1000 + id),
	display_name: `D${id}`,
	parent_group_id,
	description: '',
	...more,
});

const places = (rows: Parameters<typeof flattened>[0]) =>
	flattened(rows).map(({ place }) => place.path);

test('each department is followed by those below it, in the order of the server', () => {
	const rows = [row(3, 1), row(1, null), row(2, null), row(5, 3), row(4, 1)];
	expect(places(rows)).toEqual(['D1', 'D1 / D3', 'D1 / D3 / D5', 'D1 / D4', 'D2']);
});

test('a parent that is not shown, none, itself or in a circle loses no department', () => {
	expect(places([row(2, 9), row(3, 2)])).toEqual(['D2', 'D2 / D3']);
	expect(places([row(1, 1), row(2, 1)])).toEqual(['D1', 'D1 / D2']);
	expect(places([row(1, 2), row(2, 1), row(3, null), row(4, 2)])).toEqual([
		'D3',
		'D1',
		'D1 / D2',
		'D1 / D2 / D4',
	]);
});

test('rows of 1.1.0.0, IDs as text and departments without a name are read', () => {
	const old = { parent_group_id: undefined, parent_group: 1 };
	expect(places([row(1, null), row(2, null, old)])).toEqual(['D1', 'D1 / D2']);
	const text = { id: '2', parent_group_id: '1', display_name: null };
	expect(places([row(1, null), row(0, null, text)])).toEqual(['D1', 'D1 / 2']);
});

test('whatever the parents are, every department is there once, with its parent before it', () => {
	const parents = fc.array(fc.option(fc.integer({ min: 1, max: 12 })), { maxLength: 10 });
	fc.assert(
		fc.property(parents, (given) => {
			const rows = given.map((parent, index) => row(index + 1, parent));
			const list = flattened(rows);
			expect(list.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
			list.forEach(({ id, parent_group_id, place: { path, depth, parent } }, at) => {
				expect([path.split(' / ').at(-1), path.split(' / ').length]).toEqual([`D${id}`, depth]);
				if (!parent) return;
				expect(parent_group_id).toBe(parent.id);
				expect(list.slice(0, at).map((one) => one.id)).toContain(parent.id);
			});
		}),
	);
});

test('a chain of ten thousand departments is read', () => {
	const rows = Array.from({ length: 10_000 }, (_, index) => row(index + 1, index || null));
	expect(flattened(rows).at(-1)!.place.depth).toBe(10_000);
});
