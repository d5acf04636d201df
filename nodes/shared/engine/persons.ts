import type { Client } from '../client/client';
import { mapConcurrently } from '../concurrency';
import { notReached } from '../items';
import type { ItemRequest, Operation, Outcome } from '../operation';

/**
 * Runs an operation's items, which may act as several people: a few people at once, the items of each in their order,
 * one after the other. In "Stop" mode nothing is started for anybody after a failure.
 */
export async function runByPerson(
	{ execute, person }: Operation,
	client: Client,
	requests: ItemRequest[],
): Promise<Outcome[]> {
	if (!person || requests.every((one) => !one.person)) return await execute(client, requests);
	const people = new Map<Client, number[]>();
	requests.forEach((one, index) => {
		const actor = one.person ? client.as(one.person) : client;
		people.set(actor, [...(people.get(actor) ?? []), index]);
	});
	const outcomes: Outcome[] = [];
	let failed = false;
	await mapConcurrently([...people], client.concurrency, async ([actor, items]) => {
		for (const index of items) {
			if (failed) return;
			[outcomes[index]] = await execute(actor, [requests[index]]);
			failed = client.stopOnFailure && 'problem' in outcomes[index];
		}
	});
	return requests.map((_, index) => outcomes[index] ?? { problem: notReached });
}

/** The secrets that an item acts with and must not put out, as far as they can be told. */
export const secretsOf = (
	{ person, putsOutSecret }: Operation,
	settings: ItemRequest['settings'],
): string[] => {
	const whom = putsOutSecret ? undefined : person?.(settings);
	return whom && 'secret' in whom ? [whom.secret] : [];
};
