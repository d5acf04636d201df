import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Problem, problemOf } from '../errors';
import { yesNo } from '../inputs';
import type { Client } from '../client/client';
import type { ItemRequest, Outcome, Settings, Executor } from '../operation';
import { mapConcurrently } from '../concurrency';
import { groups } from '../items';
import type { Page } from '../reading/pagination';
import { isRecord } from './match';

/** How to read the records to update, so that each can be sent completely. */
export interface Current<V, R> {
	/** Items with the same value are in one list, such as that of a project. */
	together?: (values: V) => string;
	/** One page of that list, counted from 0, and how many rows a full one has. */
	page: (client: Client, values: V, number: number) => Promise<Page>;
	size: number;
	/** Reads one record; absent if that answer lacks something that the list has. */
	single?: (client: Client, values: V) => Promise<R>;
	id: { sent: (values: V) => number; listed: (row: R) => number };
	/** What is sent: the values, and the other fields of the record. */
	whole: (values: V, record: R) => V;
}

const displayName = 'Send Only These Fields';

/**
 * The option to send without reading the record first.
 * @param more a further sentence for its description
 */
export const sendOnly = (more = ''): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName,
			name: 'sendOnly',
			type: 'boolean',
			default: false,
			description:
				`Whether to send only the fields that are set here. If off, the record is read first and sent completely with the changes, so that all other fields keep their values. ${more}`.trim(),
		},
	],
});

/** Whether that option is on; undefined if an expression returned neither true nor false. */
export const sendsOnly = ({ options }: Settings): boolean | undefined =>
	yesNo.safeParse((options as IDataObject | undefined)?.sendOnly ?? false).data;

/** Refuses the option when it is neither on nor off. */
export const checkSendOnly = (_: unknown, settings: Settings): [string, string] | undefined =>
	sendsOnly(settings) === undefined ? [displayName, 'must be true or false'] : undefined;

/** The values merged over those of a record; empty values are not sent. */
export const over = <V extends object>(
	values: V,
	record: { [Name in keyof V]?: V[Name] | null },
): V =>
	Object.fromEntries(
		[...Object.entries(record), ...Object.entries(values)].filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	) as V;

/**
 * Updates complete records, since the system may clear fields that are not sent. The records are read once per run,
 * from the list or one by one, whichever takes fewer calls. A record that cannot be read is not written.
 */
export const wholeRecords = <V extends object, R>(
	current: Current<V, R>,
	execute: Executor<V>,
): Executor<V> =>
	Object.assign(
		async (client: Client, requests: Array<ItemRequest<V>>): Promise<Outcome[]> => {
			const changing = requests.filter(({ settings }) => !sendsOnly(settings));
			const ready = new Map(requests.map((one) => [one, one]));
			const outcomes = new Map<ItemRequest<V>, Outcome>();
			await mapConcurrently(
				groups(changing, current.together),
				client.concurrency,
				async (group) => {
					for (const [one, record] of await recordsOf(client, current, group)) {
						if (record instanceof Problem) {
							outcomes.set(one, { problem: unread(record) });
							ready.delete(one);
						} else ready.set(one, { ...one, values: current.whole(one.values, record) });
					}
				},
			);
			const written = await execute(client, [...ready.values()]);
			[...ready.keys()].forEach((one, index) => outcomes.set(one, written[index]));
			return requests.map((one) => outcomes.get(one)!);
		},
		{ records: execute.records },
	);

/** The records of the items of one list, or the problem of reading one. */
async function recordsOf<V, R>(
	client: Client,
	{ page, size, single, id }: Current<V, R>,
	group: Array<ItemRequest<V>>,
): Promise<Map<ItemRequest<V>, R | Problem>> {
	const read = new Map<ItemRequest<V>, R | Problem>();
	const wanted = new Map(group.map((one) => [id.sent(one.values), one]));
	const seen = new Set<number>();
	// The length of the list is unknown: at most half as many pages as items are read without success.
	const most = single ? Math.floor(wanted.size / 2) : Infinity;
	try {
		for (let number = 0; number < most && wanted.size > 0; number++) {
			const { rows } = await page(client, group[0].values, number);
			const before = seen.size;
			for (const row of rows.filter(isRecord) as R[]) {
				const key = Number(id.listed(row));
				const one = wanted.get(key);
				if (one) read.set(one, row);
				wanted.delete(key);
				seen.add(key);
			}
			if (rows.length < size || seen.size === before) break;
		}
	} catch (error) {
		for (const one of wanted.values()) read.set(one, problemOf(error));
		return read;
	}
	await mapConcurrently([...wanted], client.concurrency, async ([key, one]) => {
		try {
			const found = await single?.(client, one.values);
			const same = isRecord(found) && Number(id.listed(found)) === key;
			read.set(one, same ? found : notListed(client, key));
		} catch (error) {
			read.set(one, problemOf(error));
		}
	});
	return read;
}

const notListed = (client: Client, id: number) =>
	new Problem(`${client.system.name} does not list a record with the ID ${id}`, {
		kind: 'refused',
		advice: 'Check the ID.',
	});

const unread = (problem: Problem) =>
	problem.with({
		advice: `${problem.facts.advice} The record could not be read, so nothing was sent for this item. To send without reading it first, turn on Options → ${displayName}.`,
	});
