import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import type { Call } from '../contract';
import { unconfirmed } from '../errors';
import { each, type Read } from '../items';
import type { Executor } from '../operation';
import type { Values } from '../system';

/** Each item reads separately, a few at a time. */
export const reads = <V>(read: Read<V>): Executor<V> =>
	each(read, ({ concurrency }) => concurrency);

/** Runs once for all items: each gets the same row. */
export const once =
	<V>(run: (client: Client) => Promise<IDataObject>): Executor<V> =>
	async (client, requests) => {
		try {
			const row = await run(client);
			return requests.map(() => ({ rows: [{ ...row }] }));
		} catch (problem) {
			return requests.map(() => ({ problem }));
		}
	};

/** One call, and the rows in its answer. */
export const single =
	<V extends object>(
		call: Call | ((values: V) => Call),
		rows: (payload: never, values: V) => unknown[],
		encode: (values: V) => Values = (values) => values as Values,
	): Read<V> =>
	async (client, { values, settings, shape }) => {
		const chosen = typeof call === 'function' ? call(values) : call;
		const sent = encode(values);
		const payload = await client.call(chosen, sent);
		if (chosen.writes && !sameIds(sent, payload)) throw unconfirmed(client.system.name);
		return rows(payload as never, values)
			.slice(0, settings.limit)
			.map(shape);
	};

/** Whether the IDs in the answer to a write match those that were sent. */
const sameIds = (sent: Values, answered: unknown): boolean =>
	Object.entries((answered ?? {}) as Values).every(
		([name, id]) =>
			!name.endsWith('_id') || sent[name] === undefined || String(sent[name]) === String(id),
	);
