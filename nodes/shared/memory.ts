/** How much is remembered in one place. */
const most = 500;

/** Adds to what is remembered, as the newest, and forgets the oldest. */
export function remember(memory: Set<string>, name: string): void;
export function remember<T>(memory: Map<string, T>, name: string, value: T): void;
export function remember<T>(memory: Set<string> | Map<string, T>, name: string, value?: T): void {
	memory.delete(name);
	if (memory instanceof Map) memory.set(name, value as T);
	else memory.add(name);
	if (memory.size > most) memory.delete(memory.keys().next().value as string);
}
