import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done } from '../engine.cts';

/** A table of people's tokens that a weekly workflow keeps alive. */

const day = 24 * 3_600_000;
const begin = Date.parse('2026-01-15T03:00:00Z');
let servers: All;
let seed = 0;

const start = async (oldTokenLives: boolean) => {
	servers = await startAll({ akashi: { oldTokenLives, seed: `table ${seed++}` } });
};
beforeEach(() => {
	jest.useFakeTimers({
		now: begin,
		doNotFake: [
			...(['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
			...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const),
			...(['hrtime', 'performance'] as const),
		],
	});
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
	jest.useRealTimers();
});

const reissue = (options: IDataObject): INodeParameters => ({
	resource: 'token',
	operation: 'reissue',
	actAs: 'personToken',
	personToken: '={{ $json.token }}',
	options: options as INodeParameters,
});
const run = async (
	parameters: INodeParameters,
	items: IDataObject[],
	routing = false,
	more: IDataObject = {},
): Promise<Done> => {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data, ...(more as typeof data) });
	return await runNode({
		node: 'akashi',
		credential,
		parameters,
		items,
		routing,
		onError: 'continueRegularOutput',
	});
};

describe.each([
	['dies at once', false],
	['lives on', true],
])('the old token %s', (_, oldTokenLives) => {
	test.each([7, 14])('every %i days for a year no token is lost', async (step) => {
		await start(oldTokenLives);
		const { akashi } = servers;
		const people = akashi.staff.slice(1, 7);
		// As people enter them: without an end.
		let table: IDataObject[] = people.map(({ staffId }) => ({
			token: akashi.tokenOf(staffId),
			expiresAt: null,
		}));
		const parameters = reissue({
			onlyWhenFewerDaysLeft: 21,
			tokenExpiresAt: '={{ $json.expiresAt }}',
		});
		let skipped = 0;
		for (let days = 0; days <= 365; days += step) {
			jest.setSystemTime(begin + days * day);
			const before = table;
			const done = await run(parameters, table, days % 2 === 0);
			expect(done.json.filter(({ error }) => error)).toEqual([]);
			table = done.json.map(({ token, expiresAt }) => ({ token, expiresAt }));
			done.json.forEach((row, place) => {
				const { staffId, expiresAt } = akashi.tokens.get(String(row.token))!;
				expect(staffId).toBe(people[place].staffId);
				expect(Math.abs(Date.parse(String(row.expiresAt)) - expiresAt)).toBeLessThan(1_000);
				expect(expiresAt - Date.now()).toBeGreaterThan(step * day);
				if (!row.skipped) return expect(row.token).not.toBe(before[place].token);
				skipped++;
				expect(row).toMatchObject({ staffId: null, reason: expect.stringMatching(/more than 21/) });
				return expect(row.token).toBe(before[place].token);
			});
		}
		// A token lives 29 to 32 days: a week after it was issued it has more than 21 days left.
		const runs = Math.floor(365 / step) + 1;
		expect(skipped).toBe(step === 7 ? people.length * Math.floor(runs / 2) : 0);
		expect(akashi.count('reissueToken')).toBe(people.length * runs - skipped);
	});
});

test.each(engines)('by the end that is known, to the day (%s)', async (_, routing) => {
	await start(false);
	const people = servers.akashi.staff.slice(1, 6);
	const ends = [
		['2026-01-25T03:00:01Z', true],
		['2026-01-25T03:00:00Z', false],
		['2026-01-20', false],
		['', false],
		['2025-12-31', false],
	] as const;
	const items = people.map(({ staffId }, place) => ({
		token: servers.akashi.tokenOf(staffId),
		end: ends[place][0],
	}));
	const options = { onlyWhenFewerDaysLeft: 10, tokenExpiresAt: '={{ $json.end }}' };
	const done = await run(reissue(options), items, routing);
	expect(done.json.map(({ skipped = false }) => skipped)).toEqual(ends.map(([, is]) => is));
	expect(done.json[0]).toEqual({
		staffId: null,
		token: items[0].token,
		expiresAt: '2026-01-25T12:00:01+09:00',
		agencyManagerId: null,
		companyId: null,
		skipped: true,
		reason:
			'The token is valid until 2026/01/25 12:00:01 in Japan, which is more than 10 days away',
	});
	expect(servers.akashi.count('reissueToken')).toBe(4);
});

test("the credential's own token is skipped by the end that the credential knows", async () => {
	await start(false);
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data, renewToken: true, validUntil: '', renewal: '' });
	const own = async (days: number): Promise<Done> =>
		await runNode({
			node: 'akashi',
			credential,
			parameters: {
				resource: 'token',
				operation: 'reissue',
				options: { onlyWhenFewerDaysLeft: days },
			},
		});
	const [first] = (await own(1)).json;
	expect(first.skipped).toBeUndefined();
	const [second] = (await own(1)).json;
	expect(second).toMatchObject({ token: credential.data.token, skipped: true });
	expect(second.expiresAt).toBe(first.expiresAt);
	const [third] = (await own(90)).json;
	expect(third.skipped).toBeUndefined();
	expect(credential.data.token).toBe(third.token);
});
