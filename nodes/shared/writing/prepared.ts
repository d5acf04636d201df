import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { notTried, type Read } from '../items';
import type { Executor, ItemRequest } from '../operation';
import { reads } from '../reading/single';
import { writesInOrder } from './inOrder';

/**
 * Writes each item with something that is prepared for all of them first, a few at a time, such as the files that they
 * send: in "Stop" mode, nothing is written if that fails for one.
 * @param ordered in which order they write: that of the items unless told
 */
export const prepared =
	<V, Ready>(
		prepare: (client: Client, request: ItemRequest<V>) => Promise<Ready>,
		write: (client: Client, request: ItemRequest<V>, ready: Ready) => Promise<IDataObject[]>,
		ordered: (write: Read<V>) => Executor<V> = writesInOrder,
	): Executor<V> =>
	async (client, requests) => {
		const ready = new Map<ItemRequest<V>, Ready>();
		const prepareAll = reads<V>(async (_, one) => {
			ready.set(one, await prepare(client, one));
			return [];
		});
		const outcomes = await prepareAll(client, requests);
		if (client.stopOnFailure && ready.size < requests.length) {
			return requests.map((one, at) => (ready.has(one) ? { problem: notTried } : outcomes[at]));
		}
		const open = requests.filter((one) => ready.has(one));
		const writeAll = ordered(async (_, one) => await write(client, one, ready.get(one)!));
		const written = await writeAll(client, open);
		return requests.map((one, at) => (ready.has(one) ? written.shift()! : outcomes[at]));
	};
