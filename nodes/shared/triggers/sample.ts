import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import { Problem } from '../errors';
import { itemsOf } from './advance';
import type { Chosen, TriggerOptions } from './choice';
import { compare } from './compare';
import type { Change, TriggerEvent } from './event';
import { lookBackOf } from './window';

const day = 24 * 3_600_000;

/** The newest rows come last. Long spans cost many calls, so a week is the most that is read. */
async function newestRows(client: Client, chosen: Chosen, options: TriggerOptions, now: number) {
	const { watch, values } = chosen;
	const { zone } = client.connection;
	const to = now + (watch.time?.ahead ?? 0);
	const read = async (length: number) => {
		const from = to - length;
		const rows = await watch.read(client, values, { from, to });
		return (await compare(watch, rows, zone, new Map(), new Map(), from)).changes;
	};
	const short = await read(lookBackOf(watch, options) || day);
	return short.length > 0 || !watch.time ? short : await read(7 * day);
}

/** A row as if it had changed: no field of it is known to differ. */
const asKind = (change: Change<unknown>, { of }: TriggerEvent): Change<unknown> => {
	if (of.includes('added') || !of.includes('changed')) return change;
	return { ...change, kind: 'changed', fields: [], changed: () => ({}) };
};

/**
 * What a manual run shows: for each event its newest real row.
 * @throws Problem when there is none
 */
export async function sample(
	client: Client,
	watches: Chosen[],
	options: TriggerOptions,
	now: number,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	const events = watches.flatMap((one) => one.events);
	for (const chosen of watches) {
		const found = await newestRows(client, chosen, options, now);
		for (const event of chosen.events) {
			for (let at = found.length - 1; at >= 0; at--) {
				const change = asKind(found[at].change, event);
				const [item] = itemsOf([event], { change }, client.connection.zone);
				if (!item) continue;
				items.push(item);
				break;
			}
		}
	}
	if (items.length > 0) return items;
	const names = events.map(({ entry }) => `"${entry.name}"`).join(', ');
	throw new Problem(`There is nothing yet to show for ${names}`, {
		kind: 'input',
		advice: `A manual run shows the newest real row, and ${client.system.name} has none that fits. Publish the workflow: it starts when the event happens.`,
	});
}
