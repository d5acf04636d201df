import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { LeakSearch } from '../../leaks.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault, Request } from '../../servers/base.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** One run that acts as several people, each by a token of their own, against what the stand-in holds. */

let servers: All;
/** All tokens of a test: none may show. */
let tokens: string[];
const now = () => servers.akashi.clock.now();

beforeEach(async () => {
	servers = await startAll();
	// Only what a test stamps.
	servers.akashi.options.stampsPerDay = 0;
	tokens = [servers.akashi.token];
});
afterEach(async () => {
	jest.restoreAllMocks();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

/** A token of the person at this place, with characters that are written in other ways elsewhere. */
function tokenFor(place: number, more = ''): string {
	const token = `Person/${place}+token=a&b%c"d(e)${more}`;
	const { staffId } = servers.akashi.staff[place];
	servers.akashi.tokens.set(token, { staffId, expiresAt: now() + 86_400_000 });
	tokens.push(token);
	return token;
}
/** Rows of a table: people with their tokens, those at the dead places with one that AKASHI does not know any more. */
const table = (count: number, dead: number[] = []): IDataObject[] =>
	Array.from({ length: count }, (_, place) => {
		const token = tokenFor(place + 1);
		if (dead.includes(place)) servers.akashi.tokens.delete(token);
		return { person: place + 1, token, note: `his token: ${token}.`, deep: [{ token }] };
	});

const actAs = { actAs: 'personToken', personToken: '={{ $json.token }}' };
const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11, ...actAs };
const reissue: INodeParameters = { resource: 'token', operation: 'reissue', ...actAs };

async function run(
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<Job> & { data?: ICredentialDataDecryptedObject } = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data, ...more.data });
	const before = { ...credential.data };
	const done = await runNode({ node: 'akashi', credential, parameters, items, ...more });
	// Nothing of a person is stored.
	if (!more.credential) {
		expect(credential.updates).toBe(0);
		expect(credential.data).toEqual(before);
	}
	return done;
}

/** Searches all that the node put out, and its errors and hints; the input is the trigger's. */
function expectNoToken({ run: { data }, error }: Done): void {
	const search = new LeakSearch(tokens);
	const { runData, ...rest } = data.resultData;
	search.in('node', JSON.stringify(runData.Node));
	search.in('result', JSON.stringify({ ...rest, pinData: undefined }));
	search.in('error', JSON.stringify([error, error?.message, error?.stack]));
	expect(search.leaks).toEqual([]);
}

/** The same for a reissue, whose failed items keep their input as it came. */
function expectNoOldToken({ json }: Done): void {
	const search = new LeakSearch(tokens);
	const shown = json.map((one) => (one.error ? [one.error, one.message] : one));
	search.in('items', JSON.stringify(shown));
	expect(search.leaks).toEqual([]);
}

/** The stamps of the person at a place. */
const stampsOf = (place: number) => {
	const [from, to] = [now() - 86_400_000, now() + 86_400_000].map((at) =>
		new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, ''),
	);
	const { staffId } = servers.akashi.staff[place];
	return servers.akashi.stampsOf(staffId, from, to).map(({ type }) => type);
};
const ofItem = ({ items }: Done) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
const tokenIn = ({ query, body }: Pick<Request, 'query' | 'body'>) =>
	query.token ?? (body as { token?: string }).token;

describe.each(engines)('twenty people, three of them with a dead token (%s)', (_, routing) => {
	const dead = [3, 9, 16];
	const alive = (place: number) => !dead.includes(place);

	test('seventeen stamps, and three items with the reason', async () => {
		const items = table(20, dead);
		servers.akashi.latency = 5;
		const done = await run(stamp, items, { routing, onError: 'continueRegularOutput' });
		expect(ofItem(done)).toEqual(items.map((_, place) => place));
		done.json.forEach((row, place) => {
			expect(stampsOf(place + 1)).toEqual(alive(place) ? [11] : []);
			if (alive(place)) {
				expect(row).toMatchObject({ staffId: servers.akashi.staff[place + 1].staffId, type: 11 });
				return;
			}
			expect(row).toEqual({
				person: place + 1,
				token: '[hidden]',
				note: 'his token: [hidden].',
				deep: [{ token: '[hidden]' }],
				error: expect.stringContaining('ERR100001'),
				message: expect.stringMatching(/^The access token in "Person's Token" is mistyped or/),
			});
		});
		expect(servers.akashi.count('createStamp')).toBe(20);
		expect(servers.akashi.calls).toHaveLength(20);
		expect(servers.akashi.maxInFlight).toBeLessThanOrEqual(4);
		expect(servers.akashi.maxInFlight).toBeGreaterThan(1);
		expectNoToken(done);
	});

	test('on the error output', async () => {
		const done = await run(stamp, table(20, dead), { routing, onError: 'continueErrorOutput' });
		expect(done.outputs.map((items) => items.length)).toEqual([17, 3]);
		expect(done.outputs[1].map(({ json }) => json.error)).toEqual(
			dead.map(() => expect.stringContaining('ERR100001')),
		);
	});

	test('in "Stop" mode nothing is started after the first failure', async () => {
		const items = table(20, dead);
		servers.akashi.latency = 5;
		const done = await run(stamp, items, { routing });
		expect(done.error?.message).toContain('ERR100001');
		expect(done.error?.description).toContain(`"Person's Token"`);
		expect(done.error?.description).toContain('Already done:');
		// The fourth fails while three others at most are under way.
		expect(servers.akashi.count('createStamp')).toBeLessThanOrEqual(3 + 4);
		expect(servers.akashi.tokens.size).toBeGreaterThan(17);
		expectNoToken(done);
	});

	test('nothing is sent with "Check Only", and no token is shown', async () => {
		const parameters = { ...stamp, requestOptions: { checkOnly: true } };
		const done = await run(parameters, table(5), { routing });
		expect(done.json).toEqual(
			Array.from({ length: 5 }, () => ({
				checkedOnly: true,
				method: 'POST',
				path: `/${servers.akashi.companyId}/stamps`,
				body: { type: 11 },
			})).map((row) => expect.objectContaining(row)),
		);
		expect(servers.akashi.calls).toEqual([]);
		expectNoToken(done);
	});

	test('an empty token is an error of its item, for which nothing is sent', async () => {
		const items = table(3);
		items[1].token = ' ';
		items[2].token = `  ${String(items[2].token)}\n`;
		const done = await run(stamp, items, { routing, onError: 'continueRegularOutput' });
		expect(done.json[1].error).toBe('The parameter "Person\'s Token" must not be empty');
		expect([1, 2, 3].map(stampsOf)).toEqual([[11], [], [11]]);
		const stopped = await run(stamp, items, { routing });
		expect(stopped.error?.message).toBe('The parameter "Person\'s Token" must not be empty');
		expect([1, 2, 3].map(stampsOf)).toEqual([[11], [], [11]]);
	});

	test('a person and the owner of the credential, as each item says', async () => {
		const items = [{ as: 'credential', token: '' }, ...table(2)];
		const parameters = { ...stamp, actAs: '={{ $json.as ?? "personToken" }}' };
		const done = await run(parameters, items, { routing });
		expect(done.error).toBeUndefined();
		expect([0, 1, 2].map(stampsOf)).toEqual([[11], [11], [11]]);
		const wrong = await run({ ...parameters, actAs: '={{ "somebody" }}' }, items, { routing });
		expect(wrong.error?.message).toContain('"Act As" must be one of');
	});

	test('an item of which another field cannot be read does not repeat its token', async () => {
		const items = table(2);
		const parameters = { ...stamp, type: '={{ $("Nowhere").item.json.type }}' };
		const done = await run(parameters, items, { routing, onError: 'continueRegularOutput' });
		expect(done.json).toHaveLength(2);
		for (const row of done.json) expect(row).toMatchObject({ error: expect.anything() });
		expect(servers.akashi.calls).toEqual([]);
		expectNoToken(done);
	});
});

test('the stamps of one person are sent in the order of the items, one after the other', async () => {
	const own = [1, 2, 3, 4, 5, 6].map((place) => tokenFor(place));
	const types = [11, 31, 32, 12];
	servers.akashi.latency = (request) => (tokenIn(request) === own[1] ? 9 : 3);
	const items = types.flatMap((type) => own.map((token) => ({ token, type })));
	const done = await run({ ...stamp, type: '={{ $json.type }}' }, items);
	expect(done.json.map(({ type }) => type)).toEqual(items.map(({ type }) => type));
	expect(ofItem(done)).toEqual(items.map((_, index) => index));
	own.forEach((token, index) => {
		expect(stampsOf(index + 1)).toEqual(types);
		const calls = servers.akashi.calls.filter((call) => tokenIn(call) === token);
		calls.slice(1).forEach(({ at }, before) => expect(at >= calls[before].doneAt).toBe(true));
	});
	expect(servers.akashi.maxInFlight).toBeLessThanOrEqual(4);
	expectNoToken(done);
});

test.each([
	['the same token twice', (own: string) => [own, ` ${own}`]],
	['the token of the credential', () => [servers.akashi.token, 'credential']],
])('two stamps of a type for one person are refused: %s', async (_, given) => {
	const items = given(tokenFor(1)).map((token) => ({ token }));
	const parameters = {
		...stamp,
		actAs: '={{ $json.token === "credential" ? "credential" : "personToken" }}',
	};
	const done = await run(parameters, items);
	expect(done.error?.message).toBe('Items 0 and 1 write the same record');
	expect(servers.akashi.calls).toEqual([]);
	const allowed = await run({ ...parameters, options: { allowRepeatedStamps: true } }, items);
	expect(allowed.json).toHaveLength(2);
	expectNoToken(done);
});

test.each([
	['', {}],
	[' that is renewed', { renewToken: true, validUntil: '', renewal: '' }],
	[' that an expression fills', { token: '={{ $json.own }}' }],
])('nothing of a person gets into a credential%s', async (_, data) => {
	const items = table(3).map((row) => ({ ...row, own: servers.akashi.token }));
	for (const routing of [false, true]) {
		for (const n8n of ['1', '2'] as const) {
			const done = await run({ ...stamp, type: 31 }, items, { routing, n8n, data });
			expect(done.error).toBeUndefined();
		}
	}
	expect(servers.akashi.count('createStamp')).toBe(12);
	expect(servers.akashi.count('reissueToken')).toBe(0);
});

describe('a fault of one person is no matter of the others', () => {
	const faults: Array<[string, Fault]> = [
		['an internal error', { kind: 'html', status: 500 }],
		['a refusal', { kind: 'status', status: 403, body: '' }],
		['a busy server', { kind: 'status', status: 429, body: '' }],
		['a connection cut before', { kind: 'resetBefore' }],
		['a connection cut after', { kind: 'resetAfter' }],
		['half an answer', { kind: 'truncate' }],
		['no JSON', { kind: 'body', body: 'unexpected', type: 'text/plain' }],
	];
	const routes = ['listOwnStamps', 'createStamp'];
	test.each(
		faults.flatMap(([name, fault]) => routes.map((route) => [name, route, fault] as const)),
	)('%s at %s', async (_, route, fault) => {
		const items = table(6);
		const hit = String(items[2].token);
		servers.akashi.fault({
			...fault,
			route,
			times: Infinity,
			when: (request) => tokenIn(request) === hit,
		});
		const options = { outOfOrder: 'skip', skipIfAlreadyStamped: true };
		const done = await run({ ...stamp, options }, items, { onError: 'continueRegularOutput' });
		expect(done.json.map(({ error }) => error !== undefined)).toEqual(
			items.map((one) => one.token === hit),
		);
		items.forEach((one, index) => {
			const made = stampsOf(index + 1);
			if (one.token !== hit) expect(made).toEqual([11]);
			else expect(made.length).toBeLessThanOrEqual(1);
		});
		expectNoToken(done);
	});

	test('a server that nobody reaches ends the run for all', async () => {
		const items = table(12);
		await servers.akashi.close();
		const done = await run(stamp, items, { onError: 'continueRegularOutput' });
		expect(done.json).toHaveLength(12);
		for (const row of done.json) expect(row.error).toContain('could not be reached');
		expectNoToken(done);
		await Promise.all([servers.amServer.close(), servers.omflow.close()]);
		servers = await startAll();
	});

	test("a token in AKASHI's own words is hidden", async () => {
		const items = table(2);
		servers.akashi.fault({
			kind: 'body',
			body: { success: false, errors: [{ code: 'E9', message: `token=${items[0].token}` }] },
			when: (request) => tokenIn(request) === items[0].token,
		});
		const done = await run(stamp, items, { onError: 'continueRegularOutput' });
		expect(done.json[0].error).toContain('E9 token=[hidden]');
		expectNoToken(done);
	});
});

describe.each(engines)('reads as a person (%s)', (_, routing) => {
	test('own stamps with the own name', async () => {
		const items = table(3, [1]);
		await run({ ...stamp, type: 21 }, items, { onError: 'continueRegularOutput' });
		servers.akashi.reset();
		const done = await run(
			{ resource: 'stamp', operation: 'getAll', staff: 'me', period: 'today', ...actAs },
			items,
			{ routing, onError: 'continueRegularOutput' },
		);
		const rowOf = (place: number) => {
			const { staffId, staffNum } = servers.akashi.staff[place];
			return { staffId, staffCode: staffNum, type: 21 };
		};
		expect(done.json).toEqual([
			expect.objectContaining(rowOf(1)),
			expect.objectContaining({ error: expect.stringContaining('ERR100001'), token: '[hidden]' }),
			expect.objectContaining(rowOf(3)),
		]);
		// The name and the stamps of each; the dead token is asked for the name only.
		expect(servers.akashi.calls).toHaveLength(2 + 1 + 2);
		expectNoToken(done);
	});

	test('the people whom a manager manages, as with a credential of the manager', async () => {
		const administrator = tokenFor(0);
		const { akashi } = servers;
		delete akashi.options.stampsPerDay;
		const parameters = {
			resource: 'stamp',
			operation: 'getAll',
			staff: 'all',
			period: 'custom',
			startDate: '2026-03-03',
			endDate: '2026-03-03',
			returnAll: true,
		};
		const own = await run(parameters, [{}], { routing, data: { token: administrator } });
		const done = await run({ ...parameters, ...actAs }, [{ token: administrator }], {
			routing,
			data: { token: tokenFor(7) },
		});
		expect(own.json.length).toBeGreaterThan(40);
		expect(done.json).toEqual(own.json);
	});

	test('alerts', async () => {
		const items = [{ token: tokenFor(0) }, { token: tokenFor(5) }];
		const parameters = { resource: 'alert', operation: 'getAll', returnAll: true, ...actAs };
		const done = await run(parameters, items, { routing, data: { token: tokenFor(6) } });
		expect(done.error).toBeUndefined();
		expect(done.json.filter(({ alertType }) => alertType)).toHaveLength(
			servers.akashi.alerts.length,
		);
		expect(new Set(ofItem(done).slice(0, servers.akashi.alerts.length))).toEqual(new Set([0]));
		expect(servers.akashi.calls.map(tokenIn)).toEqual(items.map(({ token }) => token));
	});
});

describe('reissue', () => {
	test.each(engines)(
		'each person gets a token, and only in their item (%s)',
		async (_, routing) => {
			const items = table(20, [3, 9, 16]);
			const done = await run(reissue, items, { routing, onError: 'continueRegularOutput' });
			// A failed item keeps its own: written back to a table, it must not overwrite the token there.
			const failed = done.json.filter(({ error }) => error);
			expect(failed.map(({ token }) => token)).toEqual(
				[3, 9, 16].map((place) => items[place].token),
			);
			expectNoOldToken(done);
			const given = done.json.flatMap(({ token, error }) => (error ? [] : [String(token)]));
			expect(new Set(given).size).toBe(17);
			done.json.forEach(({ token, staffId, expiresAt, error }, place) => {
				if (error) return;
				const issued = servers.akashi.tokens.get(String(token))!;
				expect(issued.staffId).toBe(staffId);
				expect(Math.floor(issued.expiresAt / 1_000) * 1_000).toBe(Date.parse(String(expiresAt)));
				expect(staffId).toBe(servers.akashi.staff[place + 1].staffId);
			});
		},
	);

	test('the same token twice is refused', async () => {
		const token = tokenFor(1);
		const done = await run(reissue, [{ token }, { token }], { onError: 'continueRegularOutput' });
		expect(done.json[0].token).not.toBe(token);
		expect(done.json[1]).toMatchObject({
			error: 'Items 0 and 1 write the same record',
			token,
		});
		expect(servers.akashi.count('reissueToken')).toBe(1);
	});

	test('an answer that is lost is told in words about the person', async () => {
		servers.akashi.fault({ kind: 'resetAfter', route: 'reissueToken' });
		const done = await run(reissue, table(2), { onError: 'continueRegularOutput' });
		const failed = done.json.filter(({ error }) => error);
		expect(failed).toHaveLength(1);
		expect(failed[0].message).toMatch(/^It may have been recorded.*The token in "Person's Token"/);
		expectNoOldToken(done);
	});

	test.each([
		['"Token Expires At" must be a date', { tokenExpiresAt: 'soon' }],
		[
			'"Only When Fewer Days Left" must be a whole number of at least 1',
			{ onlyWhenFewerDaysLeft: 0 },
		],
	])('%s', async (words, options) => {
		const done = await run({ ...reissue, options }, table(1));
		expect(done.error?.message).toContain(words);
		expect(servers.akashi.calls).toEqual([]);
	});
});
