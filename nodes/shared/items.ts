import type { IDataObject } from 'n8n-workflow';

import { Preview, type Link } from './client/client';
import { inTurn } from './concurrency';
import { Problem, problemOf } from './errors';
import type { Asked, Outcome, Way } from './operation';

/** Rows of one read, cut at the item's limit. */
export type Read<V> = (link: Link, asked: Asked<V>) => Promise<IDataObject[]>;

/** Each item by itself, in item order. What a failure leaves in "Stop" mode is not tried. */
export const each =
	<V>(run: Read<V>, width: (link: Link) => number): Way<V> =>
	async (link, asked) => {
		const outcomes: Outcome[] = [];
		try {
			await inTurn(asked, width(link), async (one, index) => {
				try {
					outcomes[index] = { rows: await run(link, one) };
				} catch (problem) {
					if (problem instanceof Preview) {
						outcomes[index] = { rows: [problem.row] };
						return;
					}
					outcomes[index] = { problem };
					if (link.stopsAtFailure) throw problemOf(problem);
				}
			});
		} catch {
			asked.forEach((_, index) => (outcomes[index] ??= { problem: notReached }));
		}
		return outcomes;
	};

/** In "Stop" mode an item after the one that failed. */
const notReached = new Problem('Nothing was sent for this item', {
	kind: 'refused',
	untried: true,
	advice: 'An item before it failed.',
});

export const valuesOf = <V>({ values }: Asked<V>) => values;

/** The items in groups of one name, in the order of their first. */
export function groups<V>(asked: Array<Asked<V>>, name: (values: V) => string = () => '') {
	const named = new Map<string, Array<Asked<V>>>();
	for (const one of asked) {
		const group = named.get(name(one.values));
		if (group) group.push(one);
		else named.set(name(one.values), [one]);
	}
	return [...named.values()];
}
