import { problemOf } from './errors';
import type { Asked } from './operation';

/**
 * Works through a list, a few at a time, in order. After a failure nothing more is started; what was
 * started is waited for.
 * @throws the failure
 */
export async function inTurn<T, R>(
	list: T[],
	width: number,
	work: (one: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = new Array(list.length);
	let next = 0;
	let failed: { error: unknown } | undefined;
	const worker = async () => {
		while (next < list.length && !failed) {
			const index = next++;
			try {
				results[index] = await work(list[index], index);
			} catch (error) {
				failed ??= { error };
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker));
	if (failed) throw problemOf(failed.error);
	return results;
}

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
