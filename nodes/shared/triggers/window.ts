import type { Span } from '../attendance/model';
import type { Client } from '../client/client';
import type { Chosen, TriggerOptions } from './choice';
import type { Watch } from './event';
import type { WatchState } from './state';

const hour = 3_600_000;
const day = 24 * hour;

/** How far back a watch reads again, in milliseconds. */
export const lookBackOf = ({ time }: Watch, { lookBack }: TriggerOptions): number =>
	time && time.lookBack > 0 ? (lookBack ?? time.lookBack) * hour : 0;

/**
 * The span that a poll reads. After a poll of less than an hour ago it is as long as the look-back, so that it costs no
 * more calls than that; after a pause it also reaches back from the last poll, for what came late in the meantime. It
 * never begins before a span that was read: what lies there is known.
 */
function spanOf(
	watch: Watch,
	options: TriggerOptions,
	state: WatchState | undefined,
	now: number,
): Span {
	const to = now + (watch.time?.ahead ?? 0);
	const back = lookBackOf(watch, options);
	if (!state) return { from: options.since ?? to - back, to };
	if (state.pending) return { from: state.from, to };
	const start = back > 0 && now - state.at <= hour ? to : state.at;
	return { from: Math.max(state.from, start - back), to };
}

/**
 * Up to where a poll must read, however long it takes: past what is known, or those rows would be forgotten and be new at
 * the next poll; and everything that the first poll only notes.
 */
function leastOf(
	{ time }: Watch,
	{ since }: TriggerOptions,
	state: WatchState | undefined,
	{ from, to }: Span,
): number {
	if (!state) return since === undefined ? to : from;
	return state.pending ?? state.at + (time?.ahead ?? 0);
}

/**
 * The rows of the span of a poll. A long one is read in parts, each longer than the one before, until time is up.
 * @param until when to stop, in milliseconds since 1970
 * @returns the rows, in a list of their own, and from where to where they go
 */
export async function readSpan(
	client: Client,
	{ watch, values }: Chosen,
	options: TriggerOptions,
	state: WatchState | undefined,
	{ now, until }: { now: number; until: number },
): Promise<Span & { rows: unknown[] }> {
	const span = spanOf(watch, options, state, now);
	const { from, to } = span;
	if (watch.time && from >= to) return { from, to, rows: [] };
	if (!watch.time?.inParts)
		return { from, to, rows: [...(await watch.read(client, values, span, !state))] };
	const least = leastOf(watch, options, state, span);
	const rows: unknown[] = [];
	for (let at = from, length = day; ; length *= 2) {
		const end = Math.min(at + length, to);
		const isFirst = !state && at === from;
		const part = { from: at, to: end };
		for (const row of await watch.read(client, values, part, isFirst)) rows.push(row);
		if (end >= to || (end > least && Date.now() >= until)) return { from, to: end, rows };
		at = end;
	}
}
