import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Call } from '../../../nodes/shared/contract.ts';
import { Problem } from '../../../nodes/shared/errors.ts';
import type { Client } from '../../../nodes/shared/client/client.ts';
import type { ItemRequest } from '../../../nodes/shared/operation.ts';
import { getAll } from '../../../nodes/Akashi/resources/stamp/getAll.ts';
import { limits } from '../../../nodes/Akashi/contract.ts';
import { stampMonths, stampRows } from '../../../nodes/Akashi/resources/stamp/contract.ts';
import { byDays, byMonths, type Span } from '../../../nodes/shared/reading/spans.ts';
import { chunks } from '../../../nodes/shared/concurrency.ts';
import { akashiCalls } from '../../contracts.cts';

/**
 * Reading stamps from a simulated AKASHI of any density: rows anywhere, also between two seconds, cut off
 * at any cap, in any order that a server might cut in. The vendor's text leaves open whether a fraction of a
 * second counts when a stamp is compared with the end of a period, and whether a period as long as the
 * longest one is still allowed: every reading is played. Nothing is missing, nothing comes twice, and no
 * call is made in vain.
 */

const zone = 'UTC+9';
const start = DateTime.fromISO('2026-01-15T00:00:00', { zone });
/** Seconds since the start, of `yyyyMMddHHmmss`. */
const secondsOf = (text: string) => {
	const [year, month, day, ...time] = text.match(/^....|../g)!.map(Number);
	return (Date.UTC(year, month - 1, day, ...time) - 9 * 3_600_000 - +start) / 1_000;
};
/** The other way round, as AKASHI writes it. */
const written = (seconds: number) =>
	new Date(+start + 9 * 3_600_000 + seconds * 1_000)
		.toISOString()
		.slice(0, 19)
		.replace('T', ' ')
		.replaceAll('-', '/');

interface World {
	people: number;
	days: number;
	/** Per person: seconds since the start, with fractions, sorted. An answer shows whole seconds. */
	stamps: number[][];
	/** A stamp is compared with the period as it is (a fraction after its last second is outside), or as shown. */
	compares: 'exactly' | 'as shown';
	/** What becomes of a period of a whole day (6.10) or of six months (6.7). `sameDay`: 6.10 crosses no midnight. */
	longest: 'answered' | 'refused' | 'sameDay';
	/** Which rows a capped answer has. */
	cut: 'first' | 'last';
	staff: 'me' | 'selected';
	limit?: number;
}

const plain = { cut: 'first', staff: 'me', compares: 'exactly', longest: 'answered' } as const;

/** Clusters of stamps: some days with few, some minutes with very many. */
const world: fc.Arbitrary<World> = fc
	.record({
		people: fc.integer({ min: 1, max: 60 }),
		days: fc.integer({ min: 1, max: 250 }),
		clusters: fc.array(
			fc.record({
				person: fc.nat(59),
				at: fc.double({ min: 0, max: 0.999, noNaN: true }),
				seconds: fc.constantFrom(600, 3_600, 86_400, 30 * 86_400, 200 * 86_400),
				count: fc.oneof(
					fc.nat(20),
					fc.nat(300),
					fc.constantFrom(stampRows - 1, stampRows, stampRows + 1),
				),
			}),
			{ maxLength: 5 },
		),
		fraction: fc.constantFrom(0, 0.001, 0.5, 0.8, 0.999),
		compares: fc.constantFrom('exactly' as const, 'as shown' as const),
		longest: fc.constantFrom('answered' as const, 'refused' as const, 'sameDay' as const),
		cut: fc.constantFrom('first' as const, 'last' as const),
		staff: fc.constantFrom('me' as const, 'selected' as const),
		limit: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined }),
	})
	.map(({ clusters, fraction, ...given }) => {
		// By 6.10 alone nobody could get at the last fraction of a day there.
		const one = given.longest === 'sameDay' ? { ...given, compares: 'as shown' as const } : given;
		const whole = one.days * 86_400;
		const people = one.staff === 'me' ? 1 : one.people;
		const stamps: number[][] = Array.from({ length: people }, () => []);
		for (const { person, at, seconds, count } of clusters) {
			const from = Math.floor(at * whole);
			const length = Math.max(1, Math.min(seconds, whole - from));
			for (let index = 0; index < count; index++) {
				stamps[person % people].push(from + ((index * 7919) % length) + fraction);
			}
		}
		// At the seams of days and halves, where a moment is lost most easily.
		for (let day = 0; day < Math.min(one.days, 5) && clusters.length > 0; day++) {
			for (const second of [0, 43_199, 43_200, 86_399]) {
				stamps[day % people].push(day * 86_400 + second, day * 86_400 + second + fraction);
			}
		}
		for (const list of stamps) list.sort((a, b) => a - b);
		return { ...one, people, stamps };
	});

/** Answers 6.7 and 6.10 as the contract has them, and counts. */
function simulate({ stamps, cut, days, compares, longest }: World) {
	const seen = { calls: 0, capped: 0, refused: 0 };
	const texts = stamps.map((list) => list.map((at) => ({ at, stamped_at: written(at) })));
	const refuse = () => {
		seen.refused++;
		throw new Problem('期間', { kind: 'refused', code: 'ERR1', advice: '' });
	};
	const call = async (chosen: Call, values: IDataObject): Promise<unknown> => {
		seen.calls++;
		const from = secondsOf(values.start_date as string);
		const to = secondsOf(values.end_date as string);
		if (from < 0 || to > days * 86_400 || to < from) throw new Error('outside the range');
		const within = (person: number) =>
			(texts[person] ?? []).filter(
				({ at }) => at >= from && (compares === 'exactly' ? at : Math.floor(at)) <= to,
			);
		const cap = <T,>(rows: T[]) =>
			cut === 'first' ? rows.slice(0, stampRows) : rows.slice(-stampRows);
		if (chosen === akashiCalls.listStampsOfMany) {
			const ids = String(values.staff_ids).split(',').map(Number);
			if (to - from > 86_400 || ids.length > limits.staffIds) throw new Error('too much');
			if (to - from === 86_400 && longest !== 'answered') refuse();
			const crosses = Math.floor(to / 86_400) > Math.floor(from / 86_400);
			if (crosses && longest === 'sameDay') refuse();
			const rows = cap(ids.flatMap((id) => within(id - 1).map((one) => ({ id, one }))));
			seen.capped += Number(rows.length === stampRows);
			const of = (id: number) => rows.filter((each) => each.id === id).map(({ one }) => one);
			return {
				multiple_stamps: ids
					.map((id) => ({ staff_id: id, stamps: of(id), count: of(id).length }))
					.filter(({ count }) => count > 0),
			};
		}
		const half = start.plus({ seconds: from }).plus({ months: stampMonths });
		if (+start.plus({ seconds: to }) > +half) throw new Error('too much');
		if (+start.plus({ seconds: to }) === +half && longest !== 'answered') refuse();
		const id = Number(values.staff_id ?? 1);
		const rows = cap(within(id - 1));
		seen.capped += Number(rows.length === stampRows);
		return { staff_id: id, stamps: rows, count: rows.length };
	};
	return {
		seen,
		client: { call, concurrency: 4, system: { name: 'AKASHI' } } as unknown as Client,
	};
}

/** The fewest calls when nothing is cut off: months of one person, or days of fifty people. */
function planned({ people, days, staff }: World): number {
	const span = { from: start, to: start.plus({ days }) };
	const months = byMonths(span, stampMonths).length;
	if (staff === 'me') return months;
	return Math.min(people * months, Math.ceil(people / limits.staffIds) * days);
}

test('every stamp comes once, in order, and no call is made beyond the plan and its splits', async () => {
	await fc.assert(
		fc.asyncProperty(world, async (one) => {
			const { seen, client } = simulate(one);
			const asked = {
				item: 0,
				values: {
					from: start,
					to: start.plus({ days: one.days }).minus({ seconds: 1 }),
					staff: one.staff,
					staff_ids:
						one.staff === 'selected'
							? Array.from({ length: one.people }, (_, index) => index + 1)
							: undefined,
				},
				settings: { limit: one.limit },
				shape: (row: unknown) => row as IDataObject,
			} as unknown as ItemRequest;
			const [outcome] = await getAll.execute(client, [asked]);
			if (!('rows' in outcome)) throw outcome.problem;
			const came = outcome.rows.map(({ staff_id, stamped_at }) => `${staff_id} ${stamped_at}`);
			const held = one.stamps.flatMap((list, index) =>
				list.map((at) => `${index + 1} ${written(at)}`),
			);
			if (one.limit === undefined) {
				expect([...came].sort().join() === [...held].sort().join()).toBe(true);
			} else expect(came).toHaveLength(Math.min(one.limit, held.length));
			// Each person's own stamps are in the order of time.
			for (let person = 1; person <= one.people; person++) {
				const own = came.filter((text) => text.startsWith(`${person} `));
				expect(own.join() === [...own].sort().join()).toBe(true);
			}
			const rows = held.length;
			expect(seen.calls).toBeLessThanOrEqual(
				// A cut answer is asked for in parts: those that its rows fill, and as many again at most.
				planned(one) * (one.longest === 'answered' ? 1 : 2) +
					seen.refused +
					seen.capped * 2 +
					Math.ceil((4 * rows) / stampRows) +
					seen.capped,
			);
			// No more are tried than go out before the first that was refused has been got in another way.
			expect(seen.refused).toBeLessThanOrEqual(
				one.longest === 'answered' ? 0 : 3 * client.concurrency,
			);
		}),
		{ numRuns: 1_500 },
	);
});

test.each([
	['evenly', (index: number) => Math.floor((index * 181 * 86_400) / 40_000)],
	[
		'by day, in office hours',
		(index: number) => Math.floor(index / 221) * 86_400 + 32_400 + (index % 221) * 130,
	],
	['all in the first hours', (index: number) => Math.floor(index / 3)],
	['all in the last hours', (index: number) => 180 * 86_400 + Math.floor(index / 3)],
])('40,000 stamps of one person in six months, %s', async (_, at) => {
	const stamps = Array.from({ length: 40_000 }, (__, index) => at(index));
	const one: World = { ...plain, people: 1, days: 181, stamps: [stamps] };
	const { seen, client } = simulate(one);
	const asked = {
		item: 0,
		values: { staff: 'me', from: start, to: start.plus({ days: 181 }).minus({ seconds: 1 }) },
		settings: {},
		shape: (row: unknown) => row as IDataObject,
	} as unknown as ItemRequest;
	const [outcome] = await getAll.execute(client, [asked]);
	if (!('rows' in outcome)) throw outcome.problem;
	expect(outcome.rows).toHaveLength(40_000);
	expect(seen.calls).toBeLessThanOrEqual(2 * 40 + 20);
});

test('more rows in one second than an answer takes are an error, not a shorter list', async () => {
	const one: World = {
		...plain,
		people: 1,
		days: 3,
		stamps: [Array.from({ length: 1_200 }, () => 5)],
	};
	const { client } = simulate(one);
	const asked = {
		item: 0,
		values: { staff: 'me', from: start, to: start.plus({ days: 3 }).minus({ seconds: 1 }) },
		settings: {},
		shape: (row: unknown) => row as IDataObject,
	} as unknown as ItemRequest;
	const [outcome] = await getAll.execute(client, [asked]);
	expect('problem' in outcome && outcome.problem.message).toMatch(
		/AKASHI sends at most 1000 rows and has more for the token's owner/,
	);
});

test('windows cover exactly the range, and chunks exactly the ids', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 700 * 86_400 }),
			fc.integer({ min: 1, max: 90 * 86_400 }),
			fc.integer({ min: 1, max: 31 }),
			fc.integer({ min: 1, max: 6 }),
			(offset, seconds, days, months) => {
				const from = start.plus({ seconds: offset });
				const to = from.plus({ seconds });
				const cover = (list: Span[], longest: object) =>
					+list[0].from === +from &&
					+list[list.length - 1].to === +to &&
					list.every(
						(part, index) =>
							part.from < part.to &&
							part.to <= part.from.plus(longest) &&
							(index === 0 || +part.from === +list[index - 1].to),
					);
				return (
					cover(byDays({ from, to }, days), { days }) &&
					cover(byMonths({ from, to }, months), { months })
				);
			},
		),
		{ numRuns: 4_000 },
	);
	fc.assert(
		fc.property(
			fc.array(fc.nat(), { maxLength: 200 }),
			fc.integer({ min: 1, max: 60 }),
			(ids, size) => {
				const parts = chunks(ids, size);
				return (
					parts.flat().join() === ids.join() &&
					parts.length === Math.ceil(ids.length / size) &&
					parts.every((part) => part.length <= size)
				);
			},
		),
		{ numRuns: 4_000 },
	);
});
