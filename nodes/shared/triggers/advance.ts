import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../client/client';
import type { Chosen, TriggerOptions } from './choice';
import { compare, isNamed, type Named, type Values } from './compare';
import type { TriggerEvent } from './event';
import { rowsOf, stored, type WatchState } from './state';
import { lookBackOf, readSpan } from './window';

/** How far a watch has got. */
export interface Advance {
	items: IDataObject[];
	state: WatchState;
	/** The values of the rows, which only this process remembers. */
	values: Map<string, Values>;
}

/** The items of a change: one for each event that it is. */
export const itemsOf = (
	events: TriggerEvent[],
	{ change }: Pick<Named, 'change'>,
	zone: string,
): IDataObject[] =>
	events
		.filter((one) => one.of.includes(change.kind) && (one.when?.(change) ?? true))
		.map((one) => ({ event: one.entry.value, ...one.item(change, zone) }));

/** Whether a row that the first poll found is an event. */
function isWanted(
	{ watch }: Chosen,
	{ change }: Named,
	{ includeExisting, since }: TriggerOptions,
	zone: string,
): boolean {
	if (!watch.time || since === undefined) return includeExisting;
	return !(watch.time.of(change.row, zone) < since);
}

/**
 * Reads a watch and compares it with its state. Nothing is noted as known but what is put out: a change beyond the limit
 * stays one for the next poll.
 * @param before its state; undefined if it has none that fits, so that this poll only sets it
 * @param limit items at most; a change with more of them is put out whole if it is the first
 * @param until when to stop reading, in milliseconds since 1970
 */
export async function advance(
	client: Client,
	chosen: Chosen,
	before: WatchState | undefined,
	remembered: Map<string, Values>,
	options: TriggerOptions,
	{ now, limit, until }: { now: number; limit: number; until: number },
): Promise<Advance> {
	const { watch, settings, events } = chosen;
	const { zone } = client.connection;
	const first = before === undefined;
	const named = isNamed(watch);
	if (first && watch.time && lookBackOf(watch, options) === 0 && options.since === undefined) {
		// Nothing before this moment is an event, and nothing of it comes late.
		const rows = stored(new Map(), named);
		return { items: [], state: { settings, from: now, at: now, rows }, values: new Map() };
	}
	const { rows, from, to } = await readSpan(client, chosen, options, before, { now, until });
	const known = before ? rowsOf(before) : new Map<string, string>();
	const items: IDataObject[] = [];
	const left: string[] = [];
	const found = (one: Named) => {
		if (first && !isWanted(chosen, one, options, zone)) return;
		const own = itemsOf(events, one, zone);
		if (own.length === 0) return;
		const isFull = items.length > 0 && items.length + own.length > limit;
		if (left.length > 0 || isFull || limit <= 0) left.push(one.name);
		else items.push(...own);
	};
	const { prints, values } = await compare(watch, rows, zone, known, remembered, from, found);
	for (const name of left) {
		const old = known.get(name);
		if (old === undefined) prints.delete(name);
		else prints.set(name, old);
		const last = remembered.get(name);
		if (last) values.set(name, last);
		else values.delete(name);
	}
	const pending = left.length > 0;
	const at = pending ? (before?.at ?? from) : Math.min(now, to);
	const state: WatchState = { settings, from, at, rows: stored(prints, named) };
	return { items, state: pending ? { ...state, pending: to } : state, values };
}
