/** Maximum number of entries in one cache. */
const most = 500;

/** Adds the newest entry to a cache and drops the oldest if it is full. */
export function remember(memory: Set<string>, name: string): void;
export function remember<T>(memory: Map<string, T>, name: string, value: T): void;
export function remember<T>(memory: Set<string> | Map<string, T>, name: string, value?: T): void {
	memory.delete(name);
	if (memory instanceof Map) memory.set(name, value as T);
	else memory.add(name);
	if (memory.size > most) memory.delete(memory.keys().next().value as string);
}

/**
 * A read that all items of a run share (one per `client`). It is sent once, when first needed, even if several
 * items ask at the same time. A failure is not cached.
 */
export function oncePerRun<Run extends object, T>(
	read: (client: Run) => Promise<T>,
): (client: Run) => Promise<T> {
	const known = new WeakMap<Run, Promise<T>>();
	return async (client) => {
		const before = known.get(client);
		if (before) return await before;
		const reading = read(client);
		known.set(client, reading);
		reading.catch(() => known.delete(client));
		return await reading;
	};
}

/** What is cached under a name, or else what is read. */
export interface Kept<T> {
	(name: string, read: () => Promise<T>): Promise<T>;
	/** Drops what is cached. */
	forget: (name: string) => void;
}

/**
 * A cache with an expiry time. Concurrent callers share one read. A failure is not cached, and expired entries
 * are dropped at the next call.
 * @param ms how long, in milliseconds
 */
export function keptFor<T>(ms: number): Kept<T> {
	const kept = new Map<string, { since: number; reading: Promise<T> }>();
	const cached = async (name: string, read: () => Promise<T>) => {
		for (const [other, { since }] of kept) if (Date.now() - since >= ms) kept.delete(other);
		const before = kept.get(name);
		if (before) return await before.reading;
		const reading = read();
		kept.set(name, { since: Date.now(), reading });
		reading.catch(() => kept.delete(name));
		return await reading;
	};
	return Object.assign(cached, { forget: (name: string) => void kept.delete(name) });
}

/** The same as `oncePerRun` for reads of several things, by name. */
export function eachOncePerRun<Run extends object, T>(): (
	client: Run,
	name: string,
	read: () => Promise<T>,
) => Promise<T> {
	const ofRun = oncePerRun<Run, ReturnType<typeof keptFor<T>>>(async () => keptFor(Infinity));
	return async (client, name, read) => await (await ofRun(client))(name, read);
}
