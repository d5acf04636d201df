import { problemOf } from './errors';

/**
 * Maps a list, a few entries at a time, in order. After a failure nothing more is started, and work in
 * progress is awaited.
 * @throws the failure
 */
export async function mapConcurrently<T, R>(
	list: T[],
	concurrency: number,
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
	await Promise.all(Array.from({ length: Math.min(concurrency, list.length) }, worker));
	if (failed) throw problemOf(failed.error);
	return results;
}

/** A list in parts of at most `size`. */
export const chunks = <T>(list: T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);
