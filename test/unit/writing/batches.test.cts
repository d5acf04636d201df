import type { Call } from '../../../nodes/shared/contract.ts';
import type { Client } from '../../../nodes/shared/client/client.ts';
import { Problem } from '../../../nodes/shared/errors.ts';
import type { ItemRequest } from '../../../nodes/shared/operation.ts';
import { batches } from '../../../nodes/shared/writing/batches.ts';

/** How the records of items are put into requests. */

interface Record {
	id: number;
	text: string;
}

const requestsOf = async (records: Record[], recordsPerRequest: number): Promise<Record[][]> => {
	const requests: Record[][] = [];
	const client = {
		concurrency: 4,
		recordsPerRequest,
		system: { name: 'The server' },
		exchange: async (_: Call, { list }: { list: Record[] }) => {
			requests.push(list);
			return { payload: { list } };
		},
	} as unknown as Client;
	const way = batches<Record>({
		call: { writes: 'keyed' } as Call,
		size: 50,
		body: (list) => ({ list }) as never,
		rows: ({ list }: { list: never[] }) => list,
		names: { sent: ({ id }) => [id], answered: ({ id }) => [id as number] },
	});
	const asked = records.map(
		(values, item): ItemRequest<Record> => ({
			item,
			values,
			settings: {},
			simplified: false,
			shape: (row) => row as never,
		}),
	);
	const outcomes = await way(client, asked);
	expect(outcomes).toEqual(records.map((record) => ({ rows: [record] })));
	return requests;
};
const records = (count: number, length: number): Record[] =>
	Array.from({ length: count }, (_, id) => ({ id, text: '備'.repeat(length) }));
const sizesOf = (requests: Record[][]) =>
	requests.map((list) => Buffer.byteLength(JSON.stringify({ list })));

test.each([
	[120, Infinity, [50, 50, 20]],
	[120, 60, [50, 50, 20]],
	[120, 45, [45, 45, 30]],
	[3, 1, [1, 1, 1]],
])('%i records, at most %d a request: %j', async (count, most, lengths) => {
	const requests = await requestsOf(records(count, 1), most);
	expect(requests.map(({ length }) => length)).toEqual(lengths);
	expect(requests.flat().map(({ id }) => id)).toEqual(records(count, 1).map(({ id }) => id));
});

test('large records go out in more requests, each under 2 MB', async () => {
	const requests = await requestsOf(records(50, 40_000), Infinity);
	expect(requests.map(({ length }) => length)).toEqual([16, 16, 16, 2]);
	expect(Math.max(...sizesOf(requests))).toBeLessThan(2_000_000);
});

test('a record that is too large by itself goes out alone', async () => {
	const requests = await requestsOf([...records(2, 10), ...records(1, 800_000)], Infinity);
	expect(requests.map(({ length }) => length)).toEqual([2, 1]);
});

test('where nothing lists the records, what a refused request kept is said to be unknown', async () => {
	const refused = new Problem('No', {
		kind: 'refused',
		code: 'E1',
		httpStatus: 200,
		advice: 'Correct it.',
	});
	const client = {
		concurrency: 4,
		recordsPerRequest: Infinity,
		system: { name: 'The server' },
		exchange: async () => {
			throw refused;
		},
	} as unknown as Client;
	const way = batches<Record>({
		call: { writes: 'new' } as Call,
		size: 2,
		body: (list) => ({ list }) as never,
		rows: ({ list }: { list: never[] }) => list,
		names: { sent: ({ id }) => [id], answered: ({ id }) => [id as number] },
	});
	const asked = records(3, 1).map(
		(values, item): ItemRequest<Record> => ({
			item,
			values,
			settings: {},
			simplified: false,
			shape: (row) => row as never,
		}),
	);
	const [first, second, alone] = (await way(client, asked)).map((outcome) =>
		'problem' in outcome ? (outcome.problem as Problem).facts : undefined,
	);
	for (const facts of [first, second]) {
		expect(facts).toMatchObject({
			kind: 'unsure',
			advice: expect.stringMatching(/2 items were refused in one request.*is not known/),
		});
	}
	// Who was alone in a request is refused by it.
	expect(alone).toEqual(refused.facts);
});
