import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All, type AllOptions } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';

/**
 * Stamps are kept with fractions of a second that no answer shows. Nothing falls between two calls of one
 * read, or out of its last second, in whichever way AKASHI compares and however long a period it takes.
 */

let servers: All;
afterEach(async () => await servers.close());

const start = async (akashi: AllOptions['akashi']) => {
	servers = await startAll({ akashi });
};
const run = async (parameters: INodeParameters): Promise<IDataObject[]> => {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data });
	const { error, json } = await runNode({ node: 'akashi', credential, parameters });
	expect(error).toBeUndefined();
	expect(servers.akashi.violations).toEqual([]);
	return json;
};
/** A stamp as text, from what the stand-in holds and from what comes out. */
const held = (staffId: number, from: string, to: string) =>
	servers.akashi
		.stampsOf(staffId, from, to)
		.map(({ stamped_at }) => `${staffId} ${stamped_at!.replaceAll('/', '-').replace(' ', 'T')}`);
const came = (rows: IDataObject[]) =>
	rows.map(({ staffId, stampedAt }) => `${String(staffId)} ${String(stampedAt).slice(0, 19)}`);

describe.each(['exactly', 'as shown'] as const)('compared %s', (compares) => {
	describe.each([
		['answered', false],
		['refused', true],
	] as const)('the longest period is %s', (_, longestRefused) => {
		test('days of many people, cut off at the cap', async () => {
			// 45 people, 24 stamps each: too many for an answer, so days are halved again and again.
			await start({ compares, longestRefused, stampsPerDay: 24 });
			const rows = await run({
				resource: 'stamp',
				operation: 'getAll',
				staff: 'all',
				period: 'custom',
				startDate: '2026-03-02',
				endDate: '2026-03-05',
				returnAll: true,
			});
			const all = servers.akashi.staff.flatMap(({ staffId }) =>
				held(staffId, '20260302000000', '20260305235959'),
			);
			expect(came(rows).sort()).toEqual(all.sort());
		});

		test('months of one person, cut off at the cap', async () => {
			await start({ compares, longestRefused, stampsPerDay: 60 });
			const rows = await run({
				resource: 'stamp',
				operation: 'getAll',
				period: 'custom',
				startDate: '2025-01-31T10:00:00',
				endDate: '2026-02-03',
				returnAll: true,
			});
			const [{ staffId }] = servers.akashi.staff;
			expect(came(rows)).toEqual(held(staffId, '20250131100000', '20260203235959'));
		});

		test("the last moment of a day, and a person's own last second", async () => {
			await start({ compares, longestRefused, stampsPerDay: 0 });
			const [{ staffId }] = servers.akashi.staff;
			const { clock } = servers.akashi;
			const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11 };
			for (const at of ['14:07:04.800', '14:07:05.000', '23:59:59.999']) {
				clock.set(`2026-03-02T${at}+09:00`);
				await run(stamp);
			}
			clock.set('2026-03-03T00:00:00.000+09:00');
			await run(stamp);
			const read = async (startDate: string, endDate: string) =>
				came(
					await run({
						resource: 'stamp',
						operation: 'getAll',
						staff: 'all',
						period: 'custom',
						startDate,
						endDate,
						returnAll: true,
					}),
				).map((text) => text.replace(`${staffId} 2026-03-`, ''));
			expect(await read('2026-03-02', '2026-03-02')).toEqual([
				'02T14:07:04',
				'02T14:07:05',
				'02T23:59:59',
			]);
			expect(await read('2026-03-03', '2026-03-03')).toEqual(['03T00:00:00']);
			expect(await read('2026-03-02T14:00:00', '2026-03-02T14:07:04')).toEqual(['02T14:07:04']);
			expect(await read('2026-03-02T14:07:05', '2026-03-03T14:00:00')).toEqual([
				'02T14:07:05',
				'02T23:59:59',
				'03T00:00:00',
			]);
		});
	});

	test('the guard sees the last moment of its working day, and nothing of the next', async () => {
		await start({ compares, stampsPerDay: 0 });
		const { clock } = servers.akashi;
		const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11 };
		const guarded = { ...stamp, options: { skipIfAlreadyStamped: true } };
		const dayEnd = DateTime.now()
			.setZone('UTC+9')
			.minus({ hours: 5 })
			.startOf('day')
			.plus({ days: 1, hours: 5 });
		// A clock that is ahead: the stamp lies within the last second of the day.
		clock.set(dayEnd.toMillis() - 200);
		await run(stamp);
		clock.set(dayEnd.toMillis());
		await run({ ...stamp, type: 12 });
		expect(await run(guarded)).toMatchObject([{ skipped: true, type: 11 }]);
	});
});

test.each([
	[false, 1, '2026-03-02', 3],
	[false, 31, '2026-03-02', 3 * 31],
	// Refused once for each of the calls under way, then known: two calls instead of one.
	[true, 31, '2026-03-02', 3 * 31 * 2 + 4],
])(
	'137 people take 3 calls a day (refused: %s, %i days)',
	async (longestRefused, days, from, calls) => {
		await start({ longestRefused, staff: 137, stampsPerDay: 2 });
		const to = DateTime.fromISO(from).plus({ days: days - 1 });
		const rows = await run({
			resource: 'stamp',
			operation: 'getAll',
			staff: 'all',
			period: 'custom',
			startDate: from,
			endDate: to.toISODate(),
			returnAll: true,
		});
		expect(rows).toHaveLength(137 * days * 2);
		const count = servers.akashi.count('listStampsOfMany');
		expect(count).toBeLessThanOrEqual(calls);
		if (!longestRefused) expect(count).toBe(calls);
	},
);
