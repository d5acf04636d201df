import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done } from '../engine.cts';

/** "Stamps Out of Order", for every latest stamp and every wanted one, against a table written by hand. */

/** What may follow which type; 0 stands for no stamp. */
const fine: Record<number, number[]> = {
	0: [11, 21],
	11: [12, 22, 31],
	21: [12, 22, 31],
	12: [11, 21],
	22: [11, 21],
	31: [12, 22, 32],
	32: [12, 22, 31],
};
const types = [11, 12, 21, 22, 31, 32];
const pairs = [0, ...types].flatMap((latest) => types.map((wanted) => ({ latest, wanted })));

let servers: All;
beforeEach(async () => {
	servers = await startAll();
	servers.akashi.options.stampsPerDay = 0;
});
afterEach(async () => {
	jest.restoreAllMocks();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const stamp = (options: IDataObject, more: INodeParameters = {}): INodeParameters => ({
	resource: 'stamp',
	operation: 'create',
	type: '={{ $json.wanted }}',
	options: options as INodeParameters,
	...more,
});
async function run(
	parameters: INodeParameters,
	items: IDataObject[],
	routing = false,
): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		items,
		routing,
		onError: 'continueRegularOutput',
	});
}
/** One person a pair, who has stamped the first of it. */
async function peopleWho(given: typeof pairs): Promise<Array<IDataObject & { token: string }>> {
	const people = given.map((one, place) => ({
		...one,
		token: servers.akashi.tokenOf(servers.akashi.staff[place + 1].staffId),
	}));
	const before = people.filter(({ latest }) => latest !== 0);
	const actAs = { actAs: 'personToken', personToken: '={{ $json.token }}' };
	const done = await run({ ...stamp({}, actAs), type: '={{ $json.latest }}' }, before);
	expect(done.json.filter(({ error }) => error)).toEqual([]);
	servers.akashi.reset();
	return people;
}
const latestOf = (place: number, days = 1) => {
	const at = (ms: number) =>
		new Date(Date.now() + ms + 9 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '');
	const { staffId } = servers.akashi.staff[place];
	return servers.akashi.stampsOf(staffId, at(-days * 86_400_000), at(86_400_000));
};

describe.each(engines)('%s', (_, routing) => {
	test.each(['skip', 'refuse'])('every pair: %s', async (outOfOrder) => {
		const people = await peopleWho(pairs);
		const actAs = { actAs: 'personToken', personToken: '={{ $json.token }}' };
		const done = await run(stamp({ outOfOrder }, actAs), people, routing);
		expect(done.json).toHaveLength(pairs.length);
		pairs.forEach(({ latest, wanted }, place) => {
			const row = done.json[place];
			const stamps = latestOf(place + 1);
			const name = `${latest} → ${wanted}`;
			if (fine[latest].includes(wanted)) {
				expect([name, row.type, row.skipped, row.error]).toEqual([
					...[name, wanted, undefined, undefined],
				]);
				expect(stamps.at(-1)!.type).toBe(wanted);
				expect(stamps).toHaveLength(latest === 0 ? 1 : 2);
				return;
			}
			expect(stamps).toHaveLength(latest === 0 ? 0 : 1);
			const words =
				latest === 0
					? 'There is no stamp on this working day'
					: `The last stamp of this working day is .* \\(${latest}\\), at ${stamps[0].stamped_at} in Japan`;
			const { staffId } = servers.akashi.staff[place + 1];
			if (outOfOrder === 'skip') {
				expect(row).toMatchObject({ staffId, skipped: true, type: latest || null });
				expect(row.reason).toMatch(new RegExp(`^This would be a .*\\. ${words}`));
			} else {
				expect(row.error).toMatch(
					new RegExp(`^The stamp is out of order\\. This would be a .*\\. ${words}`),
				);
				expect(row.message).toMatch(/^No stamp was created for this item/);
			}
		});
	});

	test('both options together: the same type is skipped, the rest is refused', async () => {
		const people = await peopleWho([
			{ latest: 11, wanted: 11 },
			{ latest: 11, wanted: 21 },
			{ latest: 11, wanted: 12 },
		]);
		const actAs = { actAs: 'personToken', personToken: '={{ $json.token }}' };
		const options = { outOfOrder: 'refuse', skipIfAlreadyStamped: true };
		const done = await run(stamp(options, actAs), people, routing);
		expect(done.json[0].reason).toMatch(/^The last stamp of this working day is already 出勤/);
		expect(done.json[1].error).toMatch(/^The stamp is out of order/);
		expect(done.json[2].type).toBe(12);
		expect(servers.akashi.count('createStamp')).toBe(1);
	});

	test.each([
		['"Stamps Out of Order" needs a type', { outOfOrder: 'skip' }, ''],
		['"Stamps Out of Order" must be one of', { outOfOrder: '={{ "warn" }}' }, 11],
		['"Day Starts At" must be a whole number from 0 to 23', { dayStartsAt: 24 }, 11],
	])('%s', async (words, options, wanted) => {
		const done = await run(stamp(options), [{ wanted }], routing);
		expect(done.json[0].error).toContain(words);
		expect(servers.akashi.calls).toEqual([]);
	});
});

test('several stamps of one person in one run, each by the one before', async () => {
	const items = [12, 11, 32, 31, 11, 32, 12, 12].map((wanted) => ({ wanted }));
	const done = await run(stamp({ outOfOrder: 'skip' }), items);
	expect(done.json.map(({ skipped }) => skipped === true)).toEqual([
		...[true, false, true, false, true, false, false, true],
	]);
	expect(latestOf(0).map(({ type }) => type)).toEqual([11, 31, 32, 12]);
});

test.each([
	['a type that nobody knows', { stamped_at: '2026/03/14 09:00:00', type: 99 }],
	['a stamp without a type', { stamped_at: '2026/03/14 09:00:00', type: null }],
	['a stamp without a time', { stamped_at: null, type: 12 }],
])('nothing is stamped after %s', async (_, latest) => {
	const response = { staff_id: 5, count: 1, stamps: [latest] };
	const body = { success: true, response };
	servers.akashi.fault({ kind: 'body', route: 'listOwnStamps', body });
	const done = await run(stamp({ outOfOrder: 'skip' }), [{ wanted: 11 }]);
	expect(done.json[0].error).toContain('the last one is not known');
	expect(servers.akashi.count('createStamp')).toBe(0);
});

test('the same type cannot be told from a stamp without one', async () => {
	const response = { staff_id: 5, count: 1, stamps: [{ stamped_at: '2026/03/14 09:00:00' }] };
	const body = { success: true, response };
	servers.akashi.fault({ kind: 'body', route: 'listOwnStamps', body });
	const done = await run(stamp({ skipIfAlreadyStamped: true }), [{ wanted: 11 }]);
	expect(done.json[0].error).toContain('the last one is not known');
	expect(servers.akashi.count('createStamp')).toBe(0);
});

test.each([
	[0, '2026-03-14T04:59:00+09:00', '20260314000000', '20260315000000'],
	[5, '2026-03-14T04:59:00+09:00', '20260313050000', '20260314050000'],
	[23, '2026-03-14T22:59:59+09:00', '20260313230000', '20260314230000'],
	[23, '2026-03-14T23:00:00+09:00', '20260314230000', '20260315230000'],
])('a day that starts at %i, looked at %s', async (dayStartsAt, now, start_date, end_date) => {
	jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
	await run(stamp({ outOfOrder: 'skip', dayStartsAt }), [{ wanted: 11 }]);
	expect(servers.akashi.calls[0].query).toMatchObject({ start_date, end_date });
});
