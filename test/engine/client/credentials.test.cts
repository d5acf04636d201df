import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored, type Job, type StoredCredential } from '../engine.cts';

/** Credentials that expressions fill: each item is signed with its own, and n8n keeps what it was given. */

let servers: All;
let seed = 0;
beforeEach(async () => {
	servers = await startAll({ akashi: { seed: `credentials ${seed++}` } });
});
afterEach(async () => await servers.close());

const engines = [
	{ routing: false, n8n: '1' as const },
	{ routing: false, n8n: '2' as const },
	{ routing: true, n8n: '1' as const },
	{ routing: true, n8n: '2' as const },
];

/** The usual credential of a stand-in with other values in some of its fields. */
function credentialOf(
	system: 'akashi' | 'amServer' | 'omflow',
	data: ICredentialDataDecryptedObject,
): StoredCredential {
	const usual = credentialsOf(servers)[system];
	const hidden: ICredentialDataDecryptedObject =
		system === 'akashi' ? { validUntil: '', renewal: '', renewToken: true } : {};
	return stored(usual.type, { ...usual.data, ...hidden, ...data });
}

const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11 };
const getOwner: INodeParameters = {
	resource: 'staff',
	operation: 'get',
	staffIdentifiedBy: 'owner',
};

/** People with tokens of their own, as a table of an earlier node would give them. */
const people = (count: number) =>
	servers.akashi.staff
		.slice(0, count)
		.map(({ staffId }) => ({ staffId, token: servers.akashi.tokenOf(staffId) }));

/** How many stamps of the clock's day a person has on the server. */
function stampsToday(staffId: number): number {
	const day = new Date(servers.akashi.clock.now() + 9 * 3_600_000).toISOString().slice(0, 10);
	const digits = day.replaceAll('-', '');
	return servers.akashi.stampsOf(staffId, `${digits}000000`, `${digits}235959`).length;
}

/** Whoever signed each call that the server was asked, in order. */
const signers = (route: string) =>
	servers.akashi.calls
		.filter((call) => call.route === route)
		.map(({ query, body }) => String(query.token ?? (body as IDataObject | undefined)?.token));

describe.each(engines)('%j', (engine) => {
	const run = async (node: Job['node'], more: Omit<Job, 'node'>) =>
		await runNode({ node, ...engine, ...more });

	test.each([
		['an expression', '={{ $json.token }}'],
		['an expression with blanks around it', '= {{ $json["token"] }} '],
		['an expression over another node', "={{ $('Start').all()[$itemIndex].json.token }}"],
	])('the token by %s: each person is stamped once', async (_, token) => {
		const items = people(8);
		const before = items.map(({ staffId }) => stampsToday(staffId));
		const credential = credentialOf('akashi', { token });
		const done = await run('akashi', { credential, parameters: stamp, items });
		expect(done.error).toBeUndefined();
		expect(done.items.map(({ json, pairedItem }) => [json.staffId, pairedItem])).toEqual(
			items.map(({ staffId }, item) => [staffId, { item }]),
		);
		expect(items.map(({ staffId }) => stampsToday(staffId))).toEqual(
			before.map((count) => count + 1),
		);
		// n8n was given nothing to store, and no token was renewed into the void.
		expect([credential.data.token, credential.updates]).toEqual([token, 0]);
		expect(servers.akashi.count('reissueToken')).toBe(0);
		expect(servers.akashi.violations).toEqual([]);
	});

	test('a node in which no credential is chosen says where to choose one', async () => {
		const credential = credentialOf('akashi', {});
		const done = await run('akashi', { credential, unchosen: true, parameters: getOwner });
		expect(done.error?.message).toMatch(/^Node does not have any credentials set/);
		// The routing engine does not get as far as this package.
		if (!engine.routing) expect(done.error?.description).toMatch(/^Choose a credential at the top/);
		expect(servers.akashi.calls).toEqual([]);
	});

	test('items with the same token share a sign-in, in whatever order they come', async () => {
		const [a, b] = people(2);
		const credential = credentialOf('akashi', { token: '={{ $json.token }}' });
		const items = [a, b, a, b, a];
		const done = await run('akashi', { credential, parameters: getOwner, items });
		expect(done.json.map(({ staffId }) => staffId)).toEqual(items.map(({ staffId }) => staffId));
	});

	test('a token from the run and not from the item is never stored, nor renewed', async () => {
		const [{ token, staffId }] = people(2).slice(1);
		const expression = "={{ $('Start').first().json.token }}";
		const credential = credentialOf('akashi', { token: expression });
		for (let time = 0; time < 3; time++) {
			const items = [{ token }, {}];
			const done = await run('akashi', { credential, parameters: getOwner, items });
			expect(done.json.map((row) => row.staffId)).toEqual([staffId, staffId]);
		}
		expect([credential.data.token, credential.updates]).toEqual([expression, 0]);
		expect(servers.akashi.count('reissueToken')).toBe(0);
		expect(servers.akashi.tokens.has(token)).toBe(true);
	});

	test('an item without a token is refused by the name of the field, before anything is sent', async () => {
		const [a, b] = people(2);
		const credential = credentialOf('akashi', { token: '={{ $json.token }}' });
		const items = [a, {}, { token: null }, b];
		const stop = await run('akashi', { credential, parameters: stamp, items });
		expect(stop.error?.message).toBe('"Access Token" in the credential is empty');
		expect(stop.error?.description).toMatch(/If an expression fills it/);
		expect(servers.akashi.calls).toEqual([]);
		const onError = 'continueRegularOutput' as const;
		const done = await run('akashi', { credential, parameters: stamp, items, onError });
		expect(done.json.map(({ staffId, error }) => staffId ?? error)).toEqual([
			a.staffId,
			'"Access Token" in the credential is empty',
			'"Access Token" in the credential is empty',
			b.staffId,
		]);
	});

	test("a dead token is its own item's affair, and says that expressions are not renewed", async () => {
		const [a, b, c] = people(3);
		const credential = credentialOf('akashi', { token: '={{ $json.token }}' });
		const items = [a, { token: 'dead-dead-dead' }, b, c];
		const onError = 'continueRegularOutput' as const;
		const done = await run('akashi', { credential, parameters: stamp, items, onError });
		expect(done.json.map(({ staffId }) => staffId)).toEqual([
			a.staffId,
			undefined,
			b.staffId,
			c.staffId,
		]);
		expect(done.json[1].error).toMatch(/トークン/);
		expect(done.json[1].message).toMatch(
			/Expressions fill the credential \(token\).*never renewed/,
		);
	});

	test('company and address by expression: each item goes to its own', async () => {
		const other = await startAll({ akashi: { seed: 'other', companyId: 'other001' } });
		try {
			const companies = [servers, other, servers].map(({ akashi }) => ({
				url: akashi.url,
				company: akashi.companyId,
				token: akashi.token,
				staffId: akashi.tokens.get(akashi.token)!.staffId,
			}));
			const credential = credentialOf('akashi', {
				customEndpoint: '={{ $json.url }}',
				companyId: '={{ $json.company }}',
				token: '={{ $json.token }}',
			});
			const parameters = getOwner;
			const done = await run('akashi', { credential, parameters, items: companies });
			expect(done.error).toBeUndefined();
			expect(done.json.map(({ staffId }) => staffId)).toEqual(
				companies.map(({ staffId }) => staffId),
			);
			expect([servers.akashi.count('listStaff'), other.akashi.count('listStaff')]).toEqual([2, 1]);
			expect([...servers.akashi.violations, ...other.akashi.violations]).toEqual([]);
		} finally {
			await other.close();
		}
	});

	test('am-server: each item with its own user, a login for each, nothing stored', async () => {
		const { amServer } = servers;
		const accounts = amServer.users
			.slice(0, 3)
			.map(({ userid, password }) => ({ user: userid, password }));
		const items = [...accounts, ...accounts];
		const credential = credentialOf('amServer', {
			username: '={{ $json.user }}',
			password: '={{ $json.password }}',
		});
		const parameters = { resource: 'user', operation: 'getAll', limit: 1 };
		const done = await run('amServer', { credential, parameters, items });
		expect(done.error).toBeUndefined();
		expect(done.json).toHaveLength(6);
		expect(amServer.count('login')).toBe(3);
		expect(credential.data.username).toBe('={{ $json.user }}');
		expect([credential.data.sessionToken, credential.updates]).toEqual(['', 0]);
		// A session that is lost is replaced, as any other.
		amServer.dropSessions();
		expect((await run('amServer', { credential, parameters, items })).error).toBeUndefined();
		expect([amServer.sessions, credential.updates]).toEqual([3, 0]);
	});

	test('OMFLOW: each item with its own user, and times in the zone of its own server', async () => {
		const { omflow } = servers;
		const [a, b] = omflow.users.filter(({ is_active, id }) => is_active && id > 1);
		const items = [a, b, a].map(({ username }, index) => ({
			username,
			password: omflow.passwords.get(username),
			zone: ['Asia/Tokyo', 'Asia/Taipei', 'Asia/Tokyo'][index],
		}));
		const credential = credentialOf('omflow', {
			username: '={{ $json.username }}',
			password: '={{ $json.password }}',
			timezone: '={{ $json.zone }}',
		});
		const parameters = {
			resource: 'leaveRecord',
			operation: 'create',
			principal: { mode: 'userName', value: a.username },
			substitute: { mode: 'userName', value: b.username },
			start: '2026-04-01T09:00:00+09:00',
			end: '2026-04-01T18:00:00+09:00',
		};
		const done = await run('omflow', { credential, parameters, items });
		expect(done.error).toBeUndefined();
		expect(done.json.map(({ start }) => start)).toEqual([
			'2026-04-01T09:00:00+09:00',
			'2026-04-01T08:00:00+08:00',
			'2026-04-01T09:00:00+09:00',
		]);
		expect(omflow.count('signIn')).toBe(2);
	});
});

test('a credential without expressions is read twice a run, whatever the number of items', async () => {
	const credential = credentialOf('akashi', { renewToken: false });
	const items = people(40).map(({ staffId }) => ({ staffId }));
	const parameters = { ...getOwner, staffIdentifiedBy: 'person', staffId: '={{ $json.staffId }}' };
	const done = await runNode({ node: 'akashi', credential, parameters, items });
	expect(done.json).toHaveLength(40);
	expect(new Set(signers('getStaff')).size).toBe(1);
	expect(credential.reads).toBe(2);
});
