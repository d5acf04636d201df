import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import {
	engines,
	runNode,
	stored,
	type Done,
	type Job,
	type StoredCredential,
} from '../engine.cts';

/** Tokens that renew themselves: a token lives one month and one day, and a workflow runs for years. */

const day = 24 * 3_600_000;
const begin = Date.parse('2026-01-15T03:00:00Z');
let servers: All;
let credential: StoredCredential;
let seed = 0;

const start = async (options: { oldTokenLives?: boolean } = {}, renewToken = true) => {
	await servers?.close();
	// Every server has tokens of its own: what this process remembers is of the one before.
	servers = await startAll({ akashi: { ...options, seed: `token ${seed++}` } });
	const { type, data } = credentialsOf(servers).akashi;
	credential = stored(type, { ...data, renewToken, validUntil: '', renewal: '' });
};
beforeEach(async () => {
	jest.useFakeTimers({
		now: begin,
		doNotFake: [
			...(['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
			...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const),
			...(['hrtime', 'performance'] as const),
		],
	});
	await start();
});
afterEach(async () => {
	await servers.close();
	jest.useRealTimers();
});

const picked = (value: string) => ({ __rl: true, mode: 'id', value });
const getStaff: INodeParameters = {
	resource: 'staff',
	operation: 'get',
	staffId: picked('={{ $json.id }}'),
};
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		id: servers.akashi.staff[index % servers.akashi.staff.length].staffId,
	}));
const run = async (more: Partial<Job> = {}): Promise<Done> => {
	const done = await runNode({
		node: 'akashi',
		credential,
		parameters: getStaff,
		items: people(1),
		...more,
	});
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	return done;
};
const reissues = () => servers.akashi.count('reissueToken');
const works = (done: Done, count = 1) => {
	expect(done.error).toBeUndefined();
	expect(done.json).toHaveLength(count);
	expect(done.json.filter(({ error }) => error)).toEqual([]);
};

test('the operation "Reissue" hands the token out, and n8n has it at once without another call', async () => {
	works(await run());
	const before = servers.akashi.calls.length;
	const done = await runNode({
		node: 'akashi',
		credential,
		parameters: { resource: 'token', operation: 'reissue' },
	});
	expect(done.error).toBeUndefined();
	expect(servers.akashi.calls.length - before).toBe(1);
	expect(servers.akashi.count('reissueToken')).toBe(2);
	expect(credential.data.token).toBe(done.json[0].token);
	works(await run());
	expect(credential.data.token).toBe(done.json[0].token);
});

describe.each([
	['dies at once', false],
	['lives on', true],
])('the old token %s', (_, oldTokenLives) => {
	test.each([
		['daily', 1],
		['every three weeks', 21],
		// By a rule that waits for the last days it would be fresh enough once and dead the next time.
		['every 20 days', 20],
	])(
		'a workflow that runs %s for a year never loses its token',
		async (__, step) => {
			await start({ oldTokenLives });
			const first = credential.data.token;
			for (let days = 0; days <= 365; days += step) {
				jest.setSystemTime(begin + days * day);
				works(await run());
			}
			expect(credential.data.token).not.toBe(first);
			// A token lives 29 to 32 days, of which it is used for 8 to 11 at least.
			expect(reissues()).toBeLessThanOrEqual(366 / 8 + 1);
			expect(servers.akashi.violations).toEqual([]);
		},
		60_000,
	);

	test.each(engines)('500 items, one reissue (%s)', async (__, routing) => {
		await start({ oldTokenLives });
		works(
			await run({
				items: people(500),
				routing,
				parameters: { ...getStaff, requestOptions: { requestsAtOnce: 50 } },
			}),
			500,
		);
		expect(reissues()).toBe(1);
		expect(servers.akashi.count('getStaff')).toBe(500);
		works(await run());
		expect(reissues()).toBe(1);
	});

	test('200 executions at once, one reissue', async () => {
		await start({ oldTokenLives });
		const all = await Promise.all(Array.from({ length: 200 }, async () => await run()));
		all.forEach((done) => works(done));
		expect(reissues()).toBe(1);
	});

	test('calls under way when the token is renewed are not lost', async () => {
		await start({ oldTokenLives });
		works(await run());
		jest.setSystemTime(begin + 26 * day);
		servers.akashi.latency = ({ route }) => (route === 'getStaff' ? 30 : 5);
		// The first calls leave with the old token; then it is replaced behind their back.
		const { type } = credential;
		const other = stored(type, { ...credential.data });
		const both = await Promise.all([
			run({ items: people(40) }),
			runNode({ node: 'akashi', credential: other, parameters: getStaff, items: people(40) }),
		]);
		both.forEach((done) => works(done, 40));
		expect(reissues()).toBe(2);
	});

	// The waits are a hundredth of the real ones, six seconds in all.
	test.each([10, 40])(
		'a token that another process stores after %i ms is taken over',
		async (ms) => {
			await start({ oldTokenLives });
			works(await run());
			const { akashi } = servers;
			const owner = akashi.tokens.get(String(credential.data.token))!;
			// As if another worker had renewed and stored it, a moment after this one had read the credential.
			const theirs = 'another-workers-token';
			akashi.tokens.set(theirs, { ...owner });
			if (!oldTokenLives) akashi.tokens.delete(String(credential.data.token));
			akashi.latency = 20;
			const running = run({ items: people(3) });
			const mine = credential;
			const storing = new Promise<void>((resolve) => {
				setTimeout(() => {
					mine.data = { ...mine.data, token: theirs };
					resolve();
				}, ms);
			});
			works(await running, 3);
			await storing;
		},
	);

	test.each([
		['known', true],
		['not known yet', false],
	])(
		'the operation "Reissue" hands the token out, and n8n keeps it, its end %s',
		async (_, known) => {
			await start({ oldTokenLives });
			if (known) works(await run());
			const done = await runNode({
				node: 'akashi',
				credential,
				parameters: { resource: 'token', operation: 'reissue' },
			});
			expect(done.error).toBeUndefined();
			expect(credential.data.token).toBe(done.json[0].token);
			works(await run());
			expect(reissues()).toBe(2);
		},
	);
});

test('a workflow that pauses for 40 days gets a clear error', async () => {
	works(await run());
	jest.setSystemTime(begin + 41 * day);
	const done = await run();
	expect(done.error?.message).toMatch(/ERR100002 アクセストークンの期限が切れています/);
	expect(done.error?.description).toMatch(
		/not used for a month and a day.*reissued elsewhere.*answer to its renewal was lost.*Issue a new token on My Page/,
	);
	// Asking for a new one would be no use.
	expect(reissues()).toBe(1);
	// A new token from My Page is renewed like the first.
	credential.data = {
		...credential.data,
		token: servers.akashi.tokenOf(servers.akashi.staff[0].staffId),
	};
	works(await run());
	expect(reissues()).toBe(2);
});

test.each([
	['the network fails', { kind: 'resetBefore' as const }],
	['AKASHI fails inside', { kind: 'html' as const, status: 500 }],
	['AKASHI is busy', { kind: 'status' as const, status: 429, body: '' }],
	[
		'AKASHI refuses',
		{ kind: 'body' as const, body: { success: false, errors: [{ code: 'E', message: '不可' }] } },
	],
])('while the token works, a renewal that fails does not stop a call: %s', async (_, fault) => {
	servers.akashi.fault({ ...fault, route: 'reissueToken' });
	works(await run({ items: people(30) }), 30);
	expect(reissues()).toBe(1);
	expect(credential.updates).toBe(0);
	// The next one tries again.
	jest.setSystemTime(begin + 6_000);
	works(await run());
	expect(reissues()).toBe(2);
	expect(credential.updates).toBe(1);
});

test('a renewal whose answer is lost is told when the old token is dead', async () => {
	servers.akashi.fault({ kind: 'resetAfter', route: 'reissueToken' });
	const done = await run();
	expect(done.error?.message).toMatch(/ERR100001/);
	expect(done.error?.description).toMatch(/My Page/);
});

test('switched off, the token stays as it is', async () => {
	await start({}, false);
	const token = credential.data.token;
	works(await run({ items: people(3) }), 3);
	jest.setSystemTime(begin + 30 * day);
	works(await run());
	expect(reissues()).toBe(0);
	expect(credential.data.token).toBe(token);
	expect(credential.updates).toBe(0);
});

test('no token is shown, neither the old nor the new one, even when AKASHI quotes it', async () => {
	works(await run());
	const token = String(credential.data.token);
	servers.akashi.fault({
		kind: 'body',
		body: {
			success: false,
			errors: [{ code: 'E9', message: `token=${token} は無効` } as IDataObject],
		},
		times: 2,
	});
	const done = await run();
	expect(done.error?.message).toMatch(/E9 token=\[hidden\]/);
	expect(JSON.stringify(done.run.data)).not.toContain(token);
});
