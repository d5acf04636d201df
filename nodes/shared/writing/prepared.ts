import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { notTried } from '../items';
import type { Executor, ItemRequest, Outcome } from '../operation';
import { writesInOrder } from './inOrder';

/**
 * Writes in the order of the items, each with something that is prepared for all of them first, such as the files that
 * they send: in "Stop" mode, nothing is written if that fails for one.
 */
export const prepared =
	<V, Ready>(
		prepare: (client: Client, request: ItemRequest<V>) => Promise<Ready>,
		write: (client: Client, request: ItemRequest<V>, ready: Ready) => Promise<IDataObject[]>,
	): Executor<V> =>
	async (client, requests) => {
		const ready = new Map<ItemRequest<V>, Ready>();
		const outcomes = new Map<ItemRequest<V>, Outcome>();
		for (const one of requests) {
			try {
				ready.set(one, await prepare(client, one));
			} catch (problem) {
				outcomes.set(one, { problem: problem as Error });
			}
		}
		if (outcomes.size > 0 && client.stopOnFailure) {
			return requests.map((one) => outcomes.get(one) ?? { problem: notTried });
		}
		const open = [...ready.keys()];
		const written = await writesInOrder<V>(
			async (_, one) => await write(client, one, ready.get(one)!),
		)(client, open);
		open.forEach((one, index) => outcomes.set(one, written[index]));
		return requests.map((one) => outcomes.get(one)!);
	};
