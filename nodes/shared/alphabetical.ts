/**
 * A list of choices A–Z by their English names. Compared as plain text: the first `localeCompare` of a process takes
 * several milliseconds of n8n's start.
 */
export function alphabetical<T>(list: T[], nameOf: (one: T) => string): T[] {
	const key = (one: T) => nameOf(one).toLowerCase();
	return [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
