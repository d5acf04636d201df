import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { Problem } from '../errors';
import { itemsOf } from './advance';
import type { Chosen } from './choice';
import { compare, type Named } from './compare';
import type { Change, TriggerEvent } from './event';

const day = 24 * 3_600_000;

/** How far back a row is looked for: long spans cost many calls. */
const spans = [day, 7 * day];

/** The rows of the last so many milliseconds, or all rows if they have no time. The newest ones come last. */
async function newestRows(client: Client, { watch, values }: Chosen, now: number, length: number) {
	const { zone } = client.connection;
	const to = now + (watch.time?.ahead ?? 0);
	const from = to - length;
	const rows = [...(await watch.read(client, values, { from, to }))];
	const changes: Named[] = [];
	const found = (change: Named) => void changes.push(change);
	await compare(watch, rows, zone, new Map(), new Map(), from, found);
	return changes;
}

/** A row as if it had changed: no field of it is known to differ. */
const asKind = (change: Change<unknown>, { of }: TriggerEvent): Change<unknown> => {
	if (of.includes('added') || !of.includes('changed')) return change;
	return { ...change, kind: 'changed', fields: [], changed: () => ({}) };
};

/** The newest row that is an event, as its item. */
function newestItem(changes: Named[], event: TriggerEvent, zone: string): IDataObject | undefined {
	for (let at = changes.length - 1; at >= 0; at--) {
		const [item] = itemsOf([event], { change: asKind(changes[at].change, event) }, zone);
		if (item) return item;
	}
	return undefined;
}

/**
 * What a manual run shows: for each event its newest real row.
 * @throws Problem when there is none
 */
export async function sample(
	client: Client,
	watches: Chosen[],
	now: number,
): Promise<IDataObject[]> {
	const events = watches.flatMap((one) => one.events);
	const found = new Map<TriggerEvent, IDataObject>();
	for (const chosen of watches) {
		for (const length of chosen.watch.time ? spans : [day]) {
			const missing = chosen.events.filter((event) => !found.has(event));
			if (missing.length === 0) break;
			const changes = await newestRows(client, chosen, now, length);
			for (const event of missing) {
				const item = newestItem(changes, event, client.connection.zone);
				if (item) found.set(event, item);
			}
		}
	}
	const items = events.flatMap((event) => (found.has(event) ? [found.get(event)!] : []));
	if (items.length > 0) return items;
	const names = events.map(({ entry }) => `"${entry.name}"`).join(', ');
	throw new Problem(`There is nothing yet to show for ${names}`, {
		kind: 'input',
		advice: `A manual run shows the newest real row, and ${client.system.name} has none that fits. Publish the workflow: it starts when the event happens.`,
	});
}
