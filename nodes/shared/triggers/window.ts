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
export function spanOf(
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
 * The rows of a span. A long one is read in parts, each longer than the one before, until time is up.
 * @param known up to where everything is known: the first part goes a day beyond it, so that every poll gets on
 * @param until when to stop, in milliseconds since 1970
 * @returns the rows, and up to where they go
 */
export async function readSpan(
	client: Client,
	{ watch, values }: Chosen,
	{ from, to }: Span,
	known: number,
	until: number,
): Promise<{ rows: unknown[]; to: number }> {
	if (watch.time && from >= to) return { rows: [], to };
	if (!watch.time?.inParts) return { rows: await watch.read(client, values, { from, to }), to };
	const rows: unknown[] = [];
	for (let at = from, length = Math.max(0, known - from) + day; ; length *= 2) {
		const end = Math.min(at + length, to);
		for (const row of await watch.read(client, values, { from: at, to: end })) rows.push(row);
		if (end >= to || Date.now() >= until) return { rows, to: end };
		at = end;
	}
}
