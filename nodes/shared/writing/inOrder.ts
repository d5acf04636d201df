import { Preview } from '../client/run';
import { mapConcurrently } from '../concurrency';
import { each, groups, notReached, type Read } from '../items';
import type { Executor, ItemRequest, Outcome } from '../operation';

/** Each item writes separately, one after the other, in the order of the items. */
export const writesInOrder = <V>(write: Read<V>): Executor<V> => each(write, () => 1);

/**
 * The same where only items with one name depend on each other: others write at the same time, a few at once. In "Stop"
 * mode, nothing is started after a failure.
 * @param name what the items of one order have in common
 */
export const writesInOrderBy =
	<V>(name: (values: V) => string, write: Read<V>): Executor<V> =>
	async (client, requests) => {
		const outcomes = new Map<ItemRequest<V>, Outcome>();
		let failed = false;
		// A failure also ends the order of other names.
		const inOrder = writesInOrder<V>(async (_, one) => {
			if (failed) throw notReached;
			return await write(client, one).catch((error: unknown) => {
				failed ||= client.stopOnFailure && !(error instanceof Preview);
				return Promise.reject(error);
			});
		});
		await mapConcurrently(groups(requests, name), client.concurrency, async (group) => {
			const written = await inOrder(client, group);
			group.forEach((one, index) => outcomes.set(one, written[index]));
		});
		return requests.map((one) => outcomes.get(one)!);
	};
