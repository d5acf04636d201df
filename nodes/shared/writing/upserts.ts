import { Problem } from '../errors';
import type { Client } from '../client/client';
import type { ItemRequest, Outcome, Settings, Executor } from '../operation';
import { mapConcurrently } from '../concurrency';
import { groups, notTried, valuesOf } from '../items';

/** An existing record, by the key that users know. */
export interface Existing<R = unknown> {
	key: string;
	id: number;
	/** The record as it was read, if an update needs more than its ID. */
	record?: R;
}

/** How to find an existing record. */
export interface Lookup<V, R = unknown> {
	/** The key by which users know the record, such as its code. */
	key: (values: V) => string;
	/** Where to look for the record, such as its project: items with the same value share one read. */
	together?: (values: V) => string;
	/** All records that the items could mean, by that key; read once per run. */
	existing: (client: Client, values: V[]) => Promise<Array<Existing<R>>>;
	/** What is sent for an existing record. */
	withId: (values: V, id: number, record: R | undefined, settings: Settings) => V;
	/** What a new record lacks, if anything. In "Stop" mode, nothing of the run is written then. */
	lacking?: (values: V) => Problem | undefined;
}

/**
 * "Create or Update": an item whose record exists is sent with its ID, the others without. The output states under
 * `upserted` which of the two happened.
 */
export const upserts = <V extends object, R = unknown>(
	lookup: Lookup<V, R>,
	execute: Executor<V>,
): Executor<V> => Object.assign(found(lookup, execute), { records: execute.records });

const found =
	<V extends object, R>(
		{ key, together, existing, withId, lacking }: Lookup<V, R>,
		execute: Executor<V>,
	): Executor<V> =>
	async (client, requests) => {
		const found = new Map<string, Map<number, R | undefined>>();
		const before = new Set<number>();
		const outcomes = new Map<ItemRequest<V>, Outcome>();
		await mapConcurrently(groups(requests, together), client.concurrency, async (group) => {
			try {
				for (const one of await existing(client, group.map(valuesOf))) {
					found.set(one.key, (found.get(one.key) ?? new Map()).set(one.id, one.record));
					before.add(one.id);
				}
			} catch (problem) {
				for (const one of group) outcomes.set(one, { problem });
			}
		});
		let refused = false;
		const ready: Array<{ from: ItemRequest<V>; to: ItemRequest<V>; upserted: string }> = [];
		for (const from of requests) {
			if (outcomes.has(from)) continue;
			const there = [...(found.get(key(from.values)) ?? [])];
			if (there.length > 1) {
				const ids = there.map(([id]) => id);
				outcomes.set(from, { problem: several(client, key(from.values), ids) });
			} else if (there.length === 1) {
				const values = withId(from.values, ...there[0], from.settings);
				ready.push({ from, to: { ...from, values }, upserted: 'updated' });
			} else {
				const problem = lacking?.(from.values);
				if (problem) outcomes.set(from, { problem });
				else ready.push({ from, to: { ...from, before }, upserted: 'created' });
				refused ||= problem !== undefined;
			}
		}
		if (refused && client.stopOnFailure) {
			return requests.map((one) => outcomes.get(one) ?? { problem: notTried });
		}
		const written = await execute(
			client,
			ready.map(({ to }) => to),
		);
		ready.forEach(({ from, upserted }, index) => {
			const outcome = written[index];
			outcomes.set(
				from,
				'rows' in outcome ? { rows: outcome.rows.map((row) => ({ ...row, upserted })) } : outcome,
			);
		});
		return requests.map((one) => outcomes.get(one)!);
	};

const several = (client: Client, key: string, ids: number[]) =>
	new Problem(`${client.system.name} has several records named ${key}: ${ids.join(', ')}`, {
		kind: 'input',
		advice: 'Nothing was sent for this item. Make the name unique in the system, or update by ID.',
	});
