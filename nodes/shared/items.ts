import type { IDataObject } from 'n8n-workflow';

import type { Client } from './client/client';
import { Preview } from './client/run';
import { mapConcurrently } from './concurrency';
import { Problem, problemOf } from './errors';
import type { ItemRequest, Outcome, Executor } from './operation';

/** Rows of one read, cut at the item's limit. */
export type Read<V> = (client: Client, request: ItemRequest<V>) => Promise<IDataObject[]>;

/** The same request with `more` in each row that is simplified, such as what the item asked for. */
export const adding = <V>(
	request: ItemRequest<V>,
	more: (row: Record<string, unknown>) => object,
): ItemRequest<V> =>
	request.simplified
		? {
				...request,
				shape: (row) =>
					request.shape({ ...(row as object), ...more(row as Record<string, unknown>) }),
			}
		: request;

/** Runs each item by itself, in item order. In "Stop" mode, nothing is started after a failure. */
export const each =
	<V>(run: Read<V>, concurrency: (client: Client) => number): Executor<V> =>
	async (client, requests) => {
		const outcomes: Outcome[] = [];
		try {
			await mapConcurrently(requests, concurrency(client), async (one, index) => {
				try {
					outcomes[index] = { rows: await run(client, one) };
				} catch (problem) {
					if (problem instanceof Preview) {
						outcomes[index] = { rows: [problem.row] };
						return;
					}
					outcomes[index] = { problem };
					if (client.stopOnFailure) throw problemOf(problem);
				}
			});
		} catch {
			requests.forEach((_, index) => (outcomes[index] ??= { problem: notReached }));
		}
		return outcomes;
	};

/** The problem of an item that was not sent because another one failed. */
const notSent = (advice: string) =>
	new Problem('Nothing was sent for this item', { kind: 'refused', untried: true, advice });

/** In "Stop" mode, an item after the one that failed. */
export const notReached = notSent('An earlier item failed.');

/** In "Stop" mode, the other items of a run in which one has an error: nothing is written. */
export const notTried = notSent('Another item of this run has an error.');

export const valuesOf = <V>({ values }: ItemRequest<V>) => values;

/** Groups the items by name, in the order of their first items. */
export function groups<V>(requests: Array<ItemRequest<V>>, name: (values: V) => string = () => '') {
	const named = new Map<string, Array<ItemRequest<V>>>();
	for (const one of requests) {
		const group = named.get(name(one.values));
		if (group) group.push(one);
		else named.set(name(one.values), [one]);
	}
	return [...named.values()];
}
