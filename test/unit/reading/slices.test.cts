import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../../../nodes/shared/client/client.ts';
import type { ItemRequest } from '../../../nodes/shared/operation.ts';
import { slices } from '../../../nodes/shared/reading/slices.ts';

/** Slices of a list that changes between the calls: OMFLOW's user/list and am-server's user/search. */

interface Row extends IDataObject {
	/** The place in the order. */
	id: number;
}

/** A change before a call: rows that come to stand at some places, and rows that go. */
interface Change {
	added: number[];
	removed: number[];
}

const client = { system: { name: 'The server' } } as unknown as Client;
const ask = (limit: number | undefined): ItemRequest<object> => ({
	item: 0,
	values: {},
	settings: { limit },
	simplified: false,
	shape: (row) => row as IDataObject,
});

/** Even numbers are there at the start; odd ones are added. */
const change: fc.Arbitrary<Change> = fc.record({
	added: fc.array(
		fc.nat(200).map((number) => 2 * number + 1),
		{ maxLength: 40 },
	),
	removed: fc.array(fc.nat(400), { maxLength: 40 }),
});
const situation = fc.record({
	count: fc.nat(120),
	size: fc.integer({ min: 1, max: 30 }),
	limit: fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined }),
	changes: fc.array(change, { maxLength: 12 }),
	descending: fc.boolean(),
	/** The server tells how many there are, as am-server does. */
	total: fc.boolean(),
	/** A server that sends fewer rows than asked for. */
	cap: fc.option(fc.integer({ min: 2, max: 30 }), { nil: undefined }),
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function server({ count, changes, descending, total, cap }: Situation) {
	const held = new Set(Array.from({ length: count }, (_, index) => index * 2));
	const always = new Set(held);
	const pending = [...changes];
	let calls = 0;
	const slice = async (_: Client, __: object, start: number, end: number) => {
		if (calls++ > 0) {
			const next = pending.shift();
			for (const id of next?.removed ?? []) if (held.delete(id)) always.delete(id);
			for (const id of next?.added ?? []) held.add(id);
		}
		if (calls > 2_000) throw new Error('does not end');
		const sorted = [...held].sort((a, b) => (descending ? b - a : a - b));
		const last = total && cap !== undefined ? Math.min(end, start + cap) : end;
		return {
			rows: sorted.slice(start, last).map((id): Row => ({ id })),
			total: total ? sorted.length : undefined,
		};
	};
	return { slice, always, calls: () => calls, sorted: () => [...held].sort((a, b) => a - b) };
}

test('what is there all the time comes once, whatever is added and removed while reading', async () => {
	await fc.assert(
		fc.asyncProperty(situation, async (one) => {
			const { slice, always } = server(one);
			const read = slices(one.size, slice, ({ id }: Row) => id);
			const ids = (await read(client, ask(one.limit))).map(({ id }) => id as number);
			expect(new Set(ids).size).toBe(ids.length);
			if (one.limit === undefined) {
				expect([...always].filter((id) => !ids.includes(id))).toEqual([]);
			} else {
				expect(ids.length).toBeLessThanOrEqual(one.limit);
				// Of what was there all the time nothing is left out before the last row that came.
				const last = ids[ids.length - 1];
				const before = (id: number) => (one.descending ? id > last : id < last);
				if (ids.length === one.limit) {
					expect([...always].filter((id) => before(id) && !ids.includes(id))).toEqual([]);
				} else {
					expect([...always].filter((id) => !ids.includes(id))).toEqual([]);
				}
			}
		}),
		{ numRuns: 3_000 },
	);
});

test('a list that does not change takes the fewest calls and keeps its order', async () => {
	await fc.assert(
		fc.asyncProperty(situation, async (given) => {
			const one = { ...given, changes: [], cap: undefined };
			const { slice, calls, always } = server(one);
			const read = slices(one.size, slice, ({ id }: Row) => id);
			const ids = (await read(client, ask(one.limit))).map(({ id }) => id as number);
			const sorted = [...always].sort((a, b) => (one.descending ? b - a : a - b));
			expect(ids).toEqual(sorted.slice(0, one.limit));
			const wanted = Math.min(one.limit ?? Infinity, one.count);
			expect(calls()).toBeLessThanOrEqual(Math.floor(wanted / one.size) + 1);
		}),
		{ numRuns: 1_000 },
	);
});

test('rows without a name are compared as a whole: a change is told, never swallowed', async () => {
	await fc.assert(
		fc.asyncProperty(situation, async (given) => {
			const one = { ...given, limit: undefined, total: false };
			const { slice, always } = server(one);
			try {
				const ids = (await slices(one.size, slice)(client, ask(undefined))).map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				expect([...always].filter((id) => !ids.includes(id))).toEqual([]);
			} catch (error) {
				expect((error as Error).message).toMatch(/list changed while it was read/);
			}
		}),
		{ numRuns: 1_000 },
	);
});

test('alike rows of a list without names are all kept', async () => {
	const rows = [1, 1, 1, 2, 2, 3, 3, 3, 3].map((id): Row => ({ id }));
	const read = slices(2, async (_, __, start, end) => ({ rows: rows.slice(start, end) }));
	expect(await read(client, ask(undefined))).toEqual(rows);
});

test('rows that lack their name are an error, not one row', async () => {
	const read = slices(
		5,
		async () => ({ rows: [{}, {}] }),
		({ id }: Row) => id,
	);
	await expect(read(client, ask(undefined))).rejects.toThrow(/without the column/);
});

test('a server that announces more than it sends is an error', async () => {
	const read = slices(
		5,
		async (_, __, start) => ({ rows: [{ id: 1 }, { id: 2 }].slice(start), total: 9 }),
		({ id }: Row) => id,
	);
	await expect(read(client, ask(undefined))).rejects.toThrow(/announced 9 rows but sent 2/);
});
