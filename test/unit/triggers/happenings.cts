import { day, minute, people, World, type Version } from './system.cts';

/** What happens in a simulated system, from a number that fast-check chooses. */

export type Random = (below: number) => number;

/** Numbers that look random, the same ones from the same seed. */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

type Count = (name: string) => void;

function stamp(world: World, known: number, random: Random, lookBack: number, count: Count): void {
	const kind = random(8);
	const most = lookBack - 72 * minute;
	let late = 0;
	if (kind === 5) late = minute + random(most - minute);
	if (kind === 6) late = lookBack + random(5 * day);
	if (kind === 7) late = -random(9 * minute) - minute;
	const text = world.textOf(known - late);
	const one = { person: random(people), text, at: world.momentOf(text), known };
	if (late > 0) count(kind === 5 ? 'late row' : 'row later than the look-back');
	if (late < 0) count('clock ahead');
	world.stamps.push(one);
	if (kind !== 4) return;
	count('equal rows');
	// At the same minute, or found a little later.
	world.stamps.push({ ...one, known: Math.min(world.now, known + random(2) * 5 * minute) });
	world.stamps.push({ ...one, person: random(people), known });
}

function person(world: World, known: number, random: Random, count: Count): void {
	const isNew = random(4) === 0;
	const key = String(isNew ? world.persons.size : random(world.persons.size));
	const versions: Version[] = world.persons.get(key) ?? [];
	world.persons.set(key, versions);
	const gone = !isNew && random(3) === 0 && !versions.at(-1)!.gone;
	versions.push({ key, known, version: versions.length, ...(gone ? { gone } : {}) });
	count(isNew ? 'person added' : gone ? 'person left' : 'person changed');
}

function write(world: World, known: number, random: Random, lookBack: number, count: Count): void {
	const daysAgo = random(3) > 0 ? 0 : random(Math.floor(lookBack / day) + 2);
	const [date] = world.textOf(known - daysAgo * day).split(' ');
	const key = `${random(40)} ${date}`;
	const versions: Version[] = world.days.get(key) ?? [];
	world.days.set(key, versions);
	const started = versions.at(-1)?.started ?? random(3) > 0;
	versions.push({ key, known, version: versions.length + 1, started });
	count(versions.length > 1 ? 'correction' : 'day written');
}

/** Lets time pass, and so much happen in it. @param lookBack in milliseconds */
export function happen(
	world: World,
	length: number,
	{
		events,
		random,
		lookBack,
		count,
	}: { events: number; random: Random; lookBack: number; count: Count },
): void {
	const from = world.now;
	world.now += length;
	const moments = Array.from({ length: events }, () => from + 1 + random(length)).sort(
		(one, other) => one - other,
	);
	for (const known of moments) {
		count('event');
		const kind = random(6);
		if (kind < 3) stamp(world, known, random, lookBack, count);
		else if (kind < 4) person(world, known, random, count);
		else write(world, known, random, lookBack, count);
	}
}
