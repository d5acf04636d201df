import { DateTime } from 'luxon';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { userColumns } from '../../../nodes/Omflow/resources/user/contract.ts';
import {
	defaultTimeout,
	connectBy,
	connectionOptionsOf,
} from '../../../nodes/shared/client/connection.ts';
import { picked } from '../../cases/case.cts';
import { usersInUse } from '../../cases/omflow/user.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { OmflowOptions, OmflowStandIn } from '../../servers/omflow.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** OMFLOW's faults as a person sees them, its security code over long runs, and its lists that change. */

let servers: All;
let server: OmflowStandIn;
async function begin(options: OmflowOptions = {}): Promise<void> {
	await servers?.close();
	servers = await startAll({ omflow: options });
	server = servers.omflow;
}
beforeEach(async () => await begin());
afterAll(async () => await servers.close());

/** Runs the node; whatever comes of it must hold no secret. */
async function run(
	parameters: INodeParameters,
	more: Partial<Job> = {},
	credential: ICredentialDataDecryptedObject = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).omflow;
	const done = await runNode({
		node: 'omflow',
		credential: stored(type, { ...data, ...credential }),
		parameters,
		...more,
	});
	const text = JSON.stringify(done.run.data.resultData);
	expect(secretsIn(servers, text)).toEqual([]);
	const { password } = credential;
	if (password) expect(text.includes(String(password))).toBe(false);
	return done;
}

const users = (options: INodeParameters = {}, more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'getAll',
	returnAll: true,
	simplify: false,
	options,
	...more,
});
const members = (organizations: unknown): INodeParameters => ({
	resource: 'user',
	operation: 'getByOrganization',
	organizations: organizations as string,
	returnAll: true,
});
const leaves: INodeParameters = {
	resource: 'leaveRecord',
	operation: 'getAll',
	principal: picked('userName', '={{ $json.who ?? "admin" }}'),
	substitute: picked('userName', 'admin'),
	returnAll: true,
};
const create: INodeParameters = {
	resource: 'leaveRecord',
	operation: 'create',
	principal: picked('userName', 'admin'),
	substitute: picked('userName', 'system'),
	start: '2026-04-01',
	end: '2026-04-02',
	additionalFields: { identifier: '={{ $json.number }}' },
};
const one = (what: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'leaveRecord',
	operation: what,
	substitute: picked('userName', 'system'),
	...more,
});
const request = (
	path: unknown,
	body: unknown = {},
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'api',
	operation: 'request',
	path: path as string,
	body: (typeof body === 'string' ? body : JSON.stringify(body)) as string,
	...more,
});
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Acts when a route has been served a number of times. */
function after(route: string, times: number, act: () => void): void {
	let served = 0;
	server.latency = (one) => {
		if (one.route === route && ++served === times) act();
		return 0;
	};
}

interface Seen {
	name: string;
	options?: OmflowOptions;
	credential?: () => ICredentialDataDecryptedObject;
	before?: () => void;
	parameters: INodeParameters;
	message: RegExp;
	advice: RegExp;
}

const asks = /^Ask the OMFLOW administrator for the permission/;
const add = '/rest/api/leave-records/add/';
const userList = '/rest/accounts/api/user/list/';
const wait = { requestOptions: { timeout: 900 } };
const person = (found: (one: OmflowStandIn['users'][number]) => boolean) => () => {
	const { username } = server.users.find(found)!;
	return { username, password: server.passwords.get(username)! };
};

const told: Seen[] = [
	{
		name: 'a wrong password',
		credential: () => ({ password: 'wrong-password' }),
		parameters: leaves,
		message: /^OMFLOW at http:\S+ refused the sign-in: 403 Wrong account or password\.$/,
		advice: /^Check "Password" in the credential/,
	},
	{
		name: 'a disabled user',
		credential: person(({ is_active }) => !is_active),
		parameters: leaves,
		message: /refused the sign-in: 403 Wrong account or password\.$/,
		advice: /that the user is not disabled in OMFLOW/,
	},
	{
		name: 'an unknown user',
		credential: () => ({ username: 'nobody' }),
		parameters: leaves,
		message: /refused the sign-in: 500 OmUser matching query does not exist\.$/,
		advice: /^Check "User Name" in the credential: OMFLOW knows no such user/,
	},
	{
		name: 'an e-mail address as user name',
		credential: () => ({ username: 'admin@example.com' }),
		parameters: leaves,
		message: /refused the sign-in: 500 local variable 'user' referenced before assignment$/,
		advice: /^Enter the user name, not the email address/,
	},
	{
		name: 'a password with a colon',
		credential: () => ({ password: 'wrong:password' }),
		parameters: leaves,
		message: /refused the sign-in: 500 too many values to unpack/,
		advice: /^The password contains a colon, which does not work with OMFLOW/,
	},
	{
		name: 'a base URL that goes on to /rest',
		credential: () => ({ baseUrl: `${server.url}/rest` }),
		parameters: leaves,
		message: /^"Base URL" in the credential must end before \/rest$/,
		advice: /^Correct it in the credential: http:\/\/127\.0\.0\.\d:\d+$/,
	},
	{
		name: 'a base URL that leads to a page of something else',
		credential: () => ({ baseUrl: `${server.url}/elsewhere` }),
		parameters: leaves,
		message: /\/elsewhere answered the sign-in without OMFLOW's usual JSON \(HTTP 404\)$/,
		advice: /Check "Base URL" in the credential/,
	},
	{
		name: 'a user name that is part of another, which the sign-in still takes',
		options: { overlapping: true },
		credential: person(({ username }) => username === 'mori'),
		parameters: leaves,
		message: /^OMFLOW refused this: 500 get\(\) returned more than one OmUser/,
		advice:
			/name in the credential is part of another user's name, and older versions of OMFLOW cannot tell/,
	},
	{
		name: 'a user name that is part of another in other case',
		options: { overlapping: true },
		before: () => server.users.push({ ...server.users.at(-1)!, id: 99, username: 'Big-MORI2' }),
		credential: person(({ username }) => username === 'mori2'),
		parameters: users(),
		message: /500 get\(\) returned more than one OmUser/,
		advice: /Use a user whose name is not part of another one, or update OMFLOW/,
	},
	{
		name: 'no permission, by a redirect',
		before: () => server.denied.add('admin'),
		parameters: leaves,
		message: /^OMFLOW refused this: 403 no permission \(redirected to the permission page\)$/,
		advice: asks,
	},
	{
		name: 'no permission, in the envelope',
		before: () => server.refused.add('admin'),
		parameters: leaves,
		message: /^OMFLOW refused this: 403 No permission\.$/,
		advice: asks,
	},
	{
		name: 'a missing permission on a version that offers the call',
		options: { version: '1.1.0.0' },
		before: () => server.refused.add('admin'),
		parameters: users(),
		message: /^OMFLOW refused this: 403 No permission\.$/,
		advice: asks,
	},
	...[leaves, create, members('1010')].map(
		(parameters): Seen => ({
			name: `a version that does not offer ${String(parameters.resource)}.${String(parameters.operation)}`,
			options: { version: '1.1.0.0' },
			parameters,
			message: /^This version of OMFLOW does not offer this call: The API does not exist\.$/,
			advice: /require OMFLOW 1\.1\.2\.2 or later: ask the administrator for an update/,
		}),
	),
	{
		name: 'a version that does not offer a call, to somebody who is not allowed anything either',
		options: { version: '1.1.0.0' },
		// The address tells more.
		before: () => server.refused.add('admin'),
		parameters: { ...one('cancel'), leaveId: '1' },
		message: /^This version of OMFLOW does not offer this call: The API does not exist\.$/,
		advice: /require OMFLOW 1\.1\.2\.2 or later: ask the administrator for an update/,
	},
	{
		name: 'a path that no version knows',
		parameters: request('/rest/of/the/world/'),
		message: /^OMFLOW does not know this path: The API does not exist\.$/,
		advice: /^Check the spelling of the path/,
	},
	{
		name: 'required fields that are missing',
		parameters: request(add, { start: '2026-04-01', end: '2026-04-01' }),
		message:
			/^OMFLOW refused this: 404 A required parameter is missing\. — require missing: principal, substitute$/,
		advice: /names what OMFLOW could not use/,
	},
	{
		name: 'a required field that is empty',
		parameters: request('/rest/api/leave-records/list/', { principal: null, substitute: 'admin' }),
		message: /404 A required parameter is missing\. — require null: principal$/,
		advice: /names what OMFLOW could not use/,
	},
	{
		name: 'a field in another form',
		parameters: request(add, {
			start: '2026/04/01',
			end: '2026-04-01T09:00:00Z',
			principal: 'admin',
			substitute: 'system',
		}),
		message: /404 A parameter has a wrong format\. — format error: start, end$/,
		advice: /names what OMFLOW could not use/,
	},
	{
		name: 'the raw text of an exception',
		parameters: request(userList, { start: 0, limit: 'many' }),
		message: /^OMFLOW refused this: 500 slice indices must be integers/,
		advice:
			/OMFLOW had an internal error\. Check the values of this item, then ask the OMFLOW administrator/,
	},
	{
		name: 'an HTML page with 404',
		before: () => server.fault({ kind: 'html', status: 404, route: 'listLeaves' }),
		parameters: leaves,
		message: /^OMFLOW refused this: 404 without OMFLOW's usual JSON$/,
		advice: /Check the base URL in the credential/,
	},
	{
		name: 'an HTML page with 500',
		before: () => server.fault({ kind: 'html', status: 500, times: 3, route: 'listLeaves' }),
		parameters: leaves,
		message: /^OMFLOW's answer cannot be read: it is not its usual JSON \(HTTP 500\)$/,
		advice:
			/Check the base URL in the credential, and whether OMFLOW or a proxy in front of it failed/,
	},
	{
		name: 'a refusal whose status is text',
		options: { statusAsString: true },
		parameters: { ...one('cancel'), leaveId: '1' },
		message: /^OMFLOW refused this: 404 The leave record does not exist\.$/,
		advice: /Check the values of this item/,
	},
	{
		name: 'an identifier that is in use',
		before: () =>
			server.leaves.push({
				id: 1,
				principal_id: 1,
				substitute_id: 2,
				starttime: '2026-01-01T00:00:00',
				endtime: '2026-01-01T00:00:00',
				cancel: false,
				identifier: 'LV-1',
			}),
		parameters: { ...create, additionalFields: { identifier: 'LV-1' } },
		message: /^OMFLOW refused this: 404 The identifier is already in use\.$/,
		advice: /Check the values of this item/,
	},
	{
		name: 'a column that this version lacks',
		options: { version: '1.1.0.0' },
		parameters: users({ columns: ['id', 'ad_no'] }),
		message: /^OMFLOW refused this: 404 Query failed, .*Cannot resolve keyword 'ad_no' into field/,
		advice:
			/^This version of OMFLOW has no column "ad_no"\. It has: ad_flag, (?!.*password).*username\.$/,
	},
	{
		name: 'no answer in time',
		before: () => server.fault({ kind: 'hang', route: 'listLeaves' }),
		parameters: { ...leaves, ...wait },
		message: /^OMFLOW at http:\S+ did not answer in time \(waited 0\.9 seconds\)$/,
		advice: /Nothing was changed.*Settings → Request Options → Timeout/,
	},
	{
		name: 'no answer in time to a write',
		before: () => server.fault({ kind: 'hang', route: 'createLeave' }),
		parameters: { ...create, additionalFields: {}, ...wait },
		message: /did not answer in time \(waited 0\.9 seconds\)$/,
		advice: /It may have been recorded/,
	},
	{
		name: 'no answer in time to the sign-in',
		before: () => server.fault({ kind: 'hang', route: 'signIn' }),
		parameters: { ...leaves, ...wait },
		message: /^OMFLOW at http:\S+ did not answer in time \(waited 0\.9 seconds\)$/,
		advice: /Nothing was changed.*Settings → Request Options → Timeout/,
	},
	{
		name: 'a time zone that does not exist',
		credential: () => ({ timezone: 'Tokyo' }),
		parameters: leaves,
		message: /^"Time Zone" in the credential is not known: Tokyo$/,
		advice: /a name such as Asia\/Tokyo/,
	},
];

describe.each(told.map((one) => [one.name, one] as const))('%s', (_, one) => {
	test.each(engines)('is told with what to do (%s)', async (__, routing) => {
		await begin(one.options);
		one.before?.();
		const done = await run(one.parameters, { routing }, one.credential?.());
		expect(done.error?.message).toMatch(one.message);
		expect(done.error?.description).toMatch(one.advice);
		expect(done.json).toEqual([]);
	});
});

test('an answer may take a minute unless the node says otherwise', () => {
	expect(defaultTimeout).toBe(60_000);
	expect(connectBy('http://nowhere.example', {}).timeout).toBe(60_000);
	expect(connectionOptionsOf('http://nobody-asked.example').timeout).toBe(60_000);
	expect(connectBy('http://nowhere.example', { timeout: 5 }).timeout).toBe(5);
	expect(connectionOptionsOf('http://nowhere.example').timeout).toBe(5);
});

test('a status that is text is as good as a number', async () => {
	await begin({ statusAsString: true });
	const done = await run(users({ columns: ['id'] }));
	expect(done.error).toBeUndefined();
	expect(done.json).toEqual(usersInUse(server).map(({ id }) => ({ id })));
});

test('an unknown address is compared once a run, whatever the number of items', async () => {
	await begin({ version: '1.1.0.0' });
	const done = await run(leaves, {
		items: range(50).map(() => ({})),
		onError: 'continueRegularOutput',
	});
	expect(done.json).toHaveLength(50);
	for (const { error } of done.json) expect(error).toMatch(/does not offer this call/);
	expect(server.calls.filter(({ path }) => path === '/rest/is/this/offered/')).toHaveLength(1);
});

describe('the security code', () => {
	/** A leave record for each of a thousand people, and an item for each. */
	const thousand = async () => {
		await begin({ users: 1_000 });
		const people = usersInUse(server).slice(0, 1_000);
		server.leaves.push(
			...people.map((one, index) => ({
				id: index + 1,
				principal_id: one.id,
				substitute_id: 2,
				starttime: '2026-04-01T00:00:00',
				endtime: '2026-04-01T18:00:00',
				cancel: false,
				identifier: `LV-${index}`,
			})),
		);
		return people.map(({ id, username }) => ({ id, who: username }));
	};
	const news = (count: number) => range(count).map((number) => ({ number: `NEW-${number}` }));

	const losses: Array<[string, () => void]> = [
		['runs out', () => server.advance(5 * 60_000)],
		['is lost by a restart', () => server.restart()],
	];
	const all = losses.flatMap(([what, lose]) =>
		engines.map(([path, routing]) => [what, path, lose, routing] as const),
	);

	test.each(all)(
		'%s in the middle of 1,000 reads: none is lost (%s)',
		async (_, __, lose, routing) => {
			const items = await thousand();
			after('listLeaves', 500, lose);
			const done = await run(leaves, { items, routing });
			expect(done.error).toBeUndefined();
			expect(done.json.map(({ principalId }) => principalId)).toEqual(items.map(({ id }) => id));
			expect(done.items.map(({ pairedItem }) => pairedItem)).toEqual(
				range(1_000).map((item) => ({ item })),
			);
			expect(server.signIns).toBe(2);
			// The four under way when it went are asked again.
			expect(server.count('listLeaves')).toBeLessThanOrEqual(1_004);
		},
	);

	test.each(all)(
		'%s in the middle of 1,000 writes: none is lost, none twice (%s)',
		async (_, __, lose, routing) => {
			after('createLeave', 500, lose);
			const done = await run(create, { items: news(1_000), routing });
			expect(done.error).toBeUndefined();
			expect(server.leaves.map(({ identifier }) => identifier)).toEqual(
				news(1_000).map(({ number }) => number),
			);
			expect(done.json.map(({ leaveId }) => leaveId)).toEqual(server.leaves.map(({ id }) => id));
			expect(server.signIns).toBe(2);
			expect(server.count('createLeave')).toBe(1_001);
		},
	);

	test.each(engines)('is fetched once for 1,000 items (%s)', async (_, routing) => {
		const items = await thousand();
		const done = await run(leaves, { items, routing });
		expect(done.json).toHaveLength(1_000);
		expect([server.count('signIn'), server.count('listLeaves')]).toEqual([1, 1_000]);
	});

	test.each(engines)(
		'a wrong password is tried at most twice for 1,000 items (%s)',
		async (_, routing) => {
			const more: Partial<Job> = { items: news(1_000), routing, onError: 'continueRegularOutput' };
			const done = await run(leaves, more, { password: 'wrong-password' });
			expect(done.json).toHaveLength(1_000);
			for (const { error } of done.json) expect(error).toMatch(/refused the sign-in: 403/);
			expect(server.count('signIn')).toBeLessThanOrEqual(2);
			expect(server.count(/ \/rest\//)).toBe(0);
		},
	);

	test.each(engines)('500 items that find it dead fetch one (%s)', async (_, routing) => {
		await run(leaves);
		server.restart();
		const requestOptions = { requestsAtOnce: 50 };
		const done = await run({ ...leaves, requestOptions }, { items: news(500), routing });
		expect(done.error).toBeUndefined();
		expect(server.signIns).toBe(2);
	});

	test('500 runs at once that find it dead fetch one', async () => {
		await run(leaves);
		server.advance(5 * 60_000);
		const all = await Promise.all(
			news(500).map(async ({ number }) => await run(create, { items: [{ number }] })),
		);
		expect(all.filter(({ error }) => error)).toEqual([]);
		expect(server.leaves).toHaveLength(500);
		expect(server.signIns).toBe(2);
	});

	test.each(['denied', 'refused'] as const)(
		'1,000 items without permission take a request each (%s)',
		async (how) => {
			server[how].add('admin');
			const items = news(1_000);
			const done = await run(leaves, { items, onError: 'continueRegularOutput' });
			expect(done.json).toHaveLength(1_000);
			for (const { error, message } of done.json) {
				expect(error).toMatch(/OMFLOW refused this: 403 no permission/i);
				expect(message).toMatch(asks);
			}
			expect(server.calls.length).toBeLessThanOrEqual(1_015);
		},
	);
});

describe('users', () => {
	const ids = (done: Done) => done.json.map(({ id }) => id as number);

	test.each([
		['ID', {}],
		['ID downwards', { sort: { rule: [{ column: 'id', direction: 'descending' }] } }],
		['a column of which many are alike', { sort: { rule: [{ column: 'company' }] } }],
	])(
		'come once each while others are added and removed between the slices, by %s',
		async (_, sort) => {
			for (const [, routing] of engines) {
				await begin({ users: 1_600 });
				const always = new Set(usersInUse(server).map(({ id }) => id));
				let next = server.users.length;
				let changes = 8;
				server.latency = ({ route }) => {
					if (route !== 'listUsers' || changes-- <= 0) return 0;
					// From the front, from the middle and from what comes next; the administrator stays.
					for (const place of [3, 3, 400, 499, 500, 501, 900]) {
						const [{ id }] = server.users.splice(place, 1);
						always.delete(id);
					}
					for (const company of ['A', '株式会社みなと商事', 'Z']) {
						const username = `added${++next}`;
						server.users.push({ ...server.users[5], id: next, username, company });
					}
					return 0;
				};
				const done = await run(users({ columns: ['id', 'company'], ...sort }), { routing });
				expect(done.error).toBeUndefined();
				expect(new Set(ids(done)).size).toBe(ids(done).length);
				expect([...always].filter((id) => !ids(done).includes(id))).toEqual([]);
				expect(server.count('listUsers')).toBeGreaterThan(3);
				expect(server.violations).toEqual([]);
			}
		},
	);

	test('are cut at the limit, over slices as well', async () => {
		await begin({ users: 1_200 });
		const done = await run(users({ columns: ['id'] }, { returnAll: false, limit: 777 }));
		expect(ids(done)).toEqual(
			usersInUse(server)
				.slice(0, 777)
				.map(({ id }) => id),
		);
		expect(server.count('listUsers')).toBe(2);
	});

	test.each(engines)(
		'who are not in use are left out by conditions in front of one’s own (%s)',
		async (_, routing) => {
			const filters = {
				match: { condition: [{ column: 'id', condition: 'lessThan', value: 9 }] },
				exclude: {
					condition: [
						{ column: 'id', condition: 'greaterThan', value: 4 },
						{ column: 'is_superuser', condition: 'equals', value: '={{ false }}' },
					],
				},
			};
			const inUse = [
				{ column: 'delete', condition: '=', value: false },
				{ column: 'is_active', condition: '=', value: true },
				{ column: 'id', condition: '>', value: 1 },
			];
			const own = { column: 'id', condition: '<', value: 9 };
			const search = () => (server.calls.at(-1)!.body as IDataObject).search_conditions;
			server.users[2].delete = true;

			const without = await run(users({ columns: ['id'] }, { filters: filters as never }), {
				routing,
			});
			expect(search()).toEqual([...inUse, own]);
			expect(ids(without)).toEqual([2, 4]);

			for (const off of [false, '={{ "false" }}']) {
				const options = { columns: ['id'], leaveOutInactive: off };
				const all = await run(users(options, { filters: filters as never }), { routing });
				expect(search()).toEqual([own]);
				expect(ids(all)).toEqual([1, 2, 3, 4]);
			}
			expect(server.violations).toEqual([]);
		},
	);

	test('have a column that only their server knows', async () => {
		const done = await run(users({ otherColumns: 'department, username' }));
		expect((server.calls.at(-1)!.body as IDataObject).search_columns).toEqual([
			'id',
			'department',
			'username',
		]);
		expect(done.error?.description).toMatch(/has no column "department"/);
	});

	test.each(engines)(
		'an older server is asked by group_no once it has said so (%s)',
		async (_, routing) => {
			await begin({ groupNoOnly: true });
			const requestOptions = { requestsAtOnce: 1 };
			const items = server.groups.map(({ display_name }) => ({ code: display_name }));
			const done = await run(
				{ ...members('={{ $json.code }}'), requestOptions },
				{ items, routing },
			);
			expect(done.error).toBeUndefined();
			expect(done.json.map(({ organizationCode, userId }) => [organizationCode, userId])).toEqual(
				server.groups.flatMap((group) =>
					server.membersOf(group).map(({ id }) => [group.group_no, id]),
				),
			);
			expect(server.count('listByOrganization')).toBe(items.length + 1);
			expect(server.violations).toEqual([]);
		},
	);

	test('no organization found gives no items', async () => {
		const body = { status: 200, message: '', result: null };
		server.fault({ kind: 'body', route: 'listByOrganization', body });
		const done = await run(members('1010'));
		expect([done.error, done.json]).toEqual([undefined, []]);
	});

	test('organizations that are named twice are asked for once', async () => {
		await run(members('1010, 総務部、1020,'));
		expect(server.calls.at(-1)!.body).toMatchObject({ org_no: ['1010', '1020'] });
	});
});

describe("times are the server's own", () => {
	const forms: Array<[string, string]> = [
		['2026-07-01', '2026-07-01 00:00:00'],
		['2026-07-01T00:00:00', '2026-07-01 00:00:00'],
		['2026-07-01T09:00:00', '2026-07-01 03:00:00'],
		['2026-07-01T09:00:00+09:00', '2026-06-30 20:00:00'],
		['2026-07-01T00:00:00Z', '2026-06-30 20:00:00'],
		['20260701T090000Z', '2026-07-01 05:00:00'],
		['2026-W27-3', '2026-07-01 00:00:00'],
		['2026-182T09:00Z', '2026-07-01 05:00:00'],
		['2026/7/1 9:00', '2026-07-01 03:00:00'],
		['2026-12-01T09:00:00.500Z', '2026-12-01 04:00:00'],
		['={{ DateTime.fromISO("2026-07-01T09:00:00Z") }}', '2026-07-01 05:00:00'],
		['={{ new Date("2026-07-01T09:00:00Z") }}', '2026-07-01 05:00:00'],
	];
	const abroad = { timezone: 'America/New_York' };

	test.each(engines)('in New York, entered in Berlin (%s)', async (_, routing) => {
		await begin({ zone: 'America/New_York' });
		const more = { routing, timezone: 'Europe/Berlin' };
		for (const [start, sent] of forms) {
			const done = await run(
				{ ...create, start, end: '2026-12-31', additionalFields: {} },
				more,
				abroad,
			);
			expect([start, done.json[0]?.start]).toEqual([
				start,
				DateTime.fromFormat(sent, 'yyyy-MM-dd HH:mm:ss', { zone: abroad.timezone }).toISO({
					suppressMilliseconds: true,
				}),
			]);
			const { starttime, endtime } = server.leaves.at(-1)!;
			expect([starttime, endtime]).toEqual([sent.replace(' ', 'T'), '2026-12-31T23:59:59']);
		}
		expect(server.violations).toEqual([]);
		server.leaves[0].substitute_id = server.leaves.at(-1)!.substitute_id = 2;
		const read = await run(leaves, more, abroad);
		expect(read.json.map(({ start, end }) => [start, end])).toEqual([
			['2026-07-01T00:00:00-04:00', '2026-12-31T23:59:59-05:00'],
			['2026-07-01T05:00:00-04:00', '2026-12-31T23:59:59-05:00'],
		]);
	});

	test('in Japan where the credential says nothing', async () => {
		const done = await run(
			{ ...create, start: '2026-07-01T00:00:00Z', additionalFields: {}, end: '2026-07-02' },
			{ timezone: 'Europe/Berlin' },
			{ timezone: '' },
		);
		expect(done.json[0]).toMatchObject({
			start: '2026-07-01T09:00:00+09:00',
			end: '2026-07-02T23:59:59+09:00',
		});
	});
});

describe("a request of one's own", () => {
	const listed = { search_columns: ['id', 'username'], order_columns: ['id'] };

	test.each(engines)('reads a list to its end, page by page (%s)', async (_, routing) => {
		await begin({ users: 1_200 });
		const parameters = request(userList, listed, { paged: true, returnAll: true });
		const done = await run(parameters, { routing });
		expect(done.json).toEqual(server.users.map(({ id, username }) => ({ id, username })));
		expect(server.count('listUsers')).toBe(3);
		expect(server.violations).toEqual([]);
	});

	test('tells a list that changes while it is read', async () => {
		await begin({ users: 1_200 });
		after('listUsers', 1, () => server.users.splice(5, 1));
		const done = await run(request(userList, listed, { paged: true, returnAll: true }));
		expect(done.error?.message).toMatch(/list changed while it was read/);
	});

	test('does not read page by page what is no list', async () => {
		const body = { principal: 'admin', substitute: 'system' };
		server.fault({
			kind: 'body',
			route: 'listLeaves',
			body: { status: 200, message: '', result: {} },
		});
		const done = await run(request('/rest/api/leave-records/list/', body, { paged: true }));
		expect(done.error?.message).toBe('OMFLOW did not return a list');
		expect(done.error?.description).toMatch(/turn off "Page by Page"/);
	});

	test.each(engines)('gives an item an answer, whatever that is (%s)', async (_, routing) => {
		const answers: Array<[unknown, IDataObject[]]> = [
			[null, [{ result: null }]],
			['text', [{ result: 'text' }]],
			[0, [{ result: 0 }]],
			[{ a: [1] }, [{ a: [1] }]],
			[
				[{ a: 1 }, 'b', [2], null],
				[{ a: 1 }, { result: 'b' }, { result: [2] }, { result: null }],
			],
			[[], []],
		];
		for (const [result, items] of answers) {
			server.fault({
				kind: 'body',
				route: 'listGroups',
				body: { status: 200, message: '', result },
			});
			const done = await run(request('/rest/accounts/api/group/list/', ''), { routing });
			expect(done.json).toEqual(items);
		}
	});

	test('never hands on the hash of a password', async () => {
		const done = await run(request(userList));
		expect(done.json).toHaveLength(server.users.length);
		expect(Object.keys(done.json[0]).sort()).toEqual(
			[...userColumns, 'ad_no', 'extension_no'].sort(),
		);
	});

	test.each(engines)('shows no password of its body in an error (%s)', async (_, routing) => {
		server.fault({
			kind: 'body',
			route: 'listGroups',
			body: { status: 404, message: 'Hush4Hush4 is too short', result: null },
		});
		const body = '={{ JSON.stringify({ password: "Hush4" + "Hush4" }) }}';
		const done = await run(request('/rest/accounts/api/group/list/', body), { routing });
		expect(done.error?.message).toBe('OMFLOW refused this: 404 [hidden] is too short');
		expect(JSON.stringify([done.error, done.items])).not.toContain('Hush4Hush4');
	});

	test('may have written when no answer came, unless it only reads', async () => {
		server.fault({ kind: 'resetAfter', route: 'createLeave' });
		const wrote = await run(request(add));
		expect(wrote.error?.description).toMatch(/may have been recorded/);
		server.fault({ kind: 'resetAfter', route: 'listUsers' });
		const readOnly = await run(request(userList, listed, { paged: true }));
		expect(readOnly.error).toBeUndefined();
		expect(server.count('listUsers')).toBe(2);
	});

	test('goes out one after the other, in the order of the items', async () => {
		server.latency = 5;
		const items = range(12).map((day) => ({ day: `2026-05-${10 + day}` }));
		const body =
			'={{ JSON.stringify({ start: $json.day, end: $json.day, principal: "admin", substitute: "system" }) }}';
		const done = await run(request(add, body), { items });
		expect(server.maxInFlight).toBe(1);
		expect(server.leaves.map(({ starttime }) => starttime.slice(0, 10))).toEqual(
			items.map(({ day }) => day),
		);
		expect(done.json).toEqual(server.leaves.map(({ id }) => ({ result: id })));
	});
});

/** Empty at run time: what is empty in the editor, n8n refuses to start. */
const empty = '={{ "" }}';
const sortBy = (columnName: string) =>
	({ rule: [{ column: 'otherColumn', columnName, direction: 'descending' }] }) as never;
const groups = '/rest/accounts/api/group/list/';
const large = '={{ JSON.stringify({ text: "x".repeat(2_500_000) }) }}';

const bad: Array<[string, INodeParameters]> = [
	[
		'"Columns" must not name groups__display_name',
		users({ columns: '={{ ["groups__display_name"] }}' }),
	],
	[
		'"Columns" must not name groups: users would be returned several times',
		users({ columns: '={{ ["id", "groups"] }}' }),
	],
	['"Columns" must not name user_permissions', users({ columns: '={{ ["user_permissions"] }}' })],
	[
		'"Columns" must not name default_group__password',
		users({ columns: '={{ ["default_group__password"] }}' }),
	],
	['"Sort" must not name password__length', users({ sort: sortBy('password__length') })],
	['"Sort" must not name -groups__id', users({ sort: sortBy('groups__id') })],
	['"Sort" must not name "-?": it is not a column name', users({ sort: sortBy('?') })],
	['"Columns" must not name "[object Object]"', users({ columns: '={{ [{}] }}' })],
	[
		'"Match (entry 1)" has no value',
		users({}, { filters: { match: { condition: '={{ ["id"] }}' } } }),
	],
	[
		'"Exclude (entry 1)" asks for password__startswith, which is a secret',
		users(
			{},
			{
				filters: {
					exclude: {
						condition: [{ column: 'password__startswith', condition: 'equals', value: 'p' }],
					},
				} as never,
			},
		),
	],
	[
		'"Leave Out Deleted, Disabled and System Users" must be true or false',
		users({ leaveOutInactive: '={{ "perhaps" }}' }),
	],
	...[empty, '={{ [] }}', ' ,、'].map((none): [string, INodeParameters] => [
		'"Organization Names or IDs" must not be empty if "Organization Codes or Names" is empty as well',
		members(none),
	]),
	[
		'"Columns" must not name more than 10 columns unless "Simplify" is off',
		users(
			{ columns: userColumns.filter((name) => name !== 'default_group').slice(0, 11) },
			{ simplify: true },
		),
	],
	[
		'"Columns" must not name more than 9 columns unless "Simplify" is off',
		users({ columns: userColumns.slice(0, 10) as never }, { simplify: true }),
	],
	['"Other Columns" must not name password', users({ otherColumns: 'password' })],
	...['update', 'cancel', 'delete'].flatMap(
		(what): Array<[string, INodeParameters]> => [
			['"Leave ID" must not be empty', one(what, { leaveId: empty })],
			['"Leave ID" must be an ID', one(what, { leaveId: 'LV-1' })],
			['"Leave ID" must be an ID', one(what, { leaveId: '0' })],
			[
				'"Identifier" must not be empty',
				one(what, { leaveIdentifiedBy: 'identifier', identifier: empty }),
			],
			[
				'"Leave Identified By" must be one of id, identifier',
				one(what, { leaveIdentifiedBy: '={{ "name" }}', leaveId: '1', identifier: 'LV-1' }),
			],
		],
	),
	[
		'"Substitute" must not be empty',
		one('update', { leaveId: '1', substitute: picked('userName', empty) }),
	],
	['"Cancelled" must be one of 0, 1', { ...leaves, filters: { cancelled: '={{ "yes" }}' } }],
	['"History" must be one of 0, 1', { ...leaves, filters: { history: '={{ 2 }}' } }],
	['"Path" must start with /rest/', request('/accounts/api/security/get/')],
	['"Path" must start with /rest/', request('rest/x/')],
	['"Path" must start with /rest/', request('/rest/')],
	['"Path" must start with /rest/', request('http://elsewhere.example/rest/x/')],
	['"Path" must start with /rest/', request(empty)],
	['"Path" must start with /rest/', request('/restless/x/')],
	['"Path" must not contain "?" or "#"', request('/rest/x/?a=1')],
	['"Path" must not contain "?" or "#"', request('/rest/x#a')],
	['"Path" may only contain letters', request('/rest/x y/')],
	['"Path" may only contain letters', request('/rest/{companyId}/')],
	['"Path" may only contain letters', request('/rest/x\\y/')],
	['"Path" may only contain letters', request('/rest/@elsewhere/')],
	['"Path" may only contain letters', request('/rest/部署/')],
	['"Path" must not contain "//"', request('/rest//x/')],
	['"Path" must not contain "//"', request('/rest/x//')],
	...[
		'/rest/../x/',
		'/rest/x/..',
		'/rest/./x/',
		'/rest/%2e%2e/x/',
		'/rest/x%2Fy/',
		'/rest/%zz/',
		'/rest/x%00/',
	].map((path): [string, INodeParameters] => ['"Path" must not contain ".", ".."', request(path)]),
	['"Body" must be JSON such as', request(groups, '{"a": ')],
	['"Body" must be a JSON object', request(groups, '[1]')],
	['"Body" must be a JSON object', request(groups, '"text"')],
	['"Body" must be a JSON object', request(groups, '={{ 5 }}')],
	['"Body" must not contain security: the node adds it', request(groups, { security: 'x' })],
	[
		'"Body" must not contain omflow_restapi: the node adds it',
		request(groups, { omflow_restapi: 1 }),
	],
	['"Body" must not be larger than 2.5 MB', request(groups, large)],
	[
		'"Body" must not contain start, limit when',
		request(userList, { start: 0, limit: 5 }, { paged: true }),
	],
	[
		'"Limit" must be a whole number of at least 1',
		request(userList, {}, { paged: true, limit: 0 }),
	],
];

test.each(bad)('bad input is refused before anything is sent: %s', async (words, parameters) => {
	for (const [, routing] of engines) {
		const done = await run(parameters, { routing });
		expect(done.error?.message).toContain(`The parameter ${words}`);
		expect(done.error?.description).toMatch(/^Nothing was sent for this item/);
		expect(server.calls).toEqual([]);
	}
});

test.each(engines)(
	'exactly one name of a record goes out where an expression chooses it (%s)',
	async (_, routing) => {
		const add3 = {
			id: 0,
			principal_id: 2,
			substitute_id: 3,
			starttime: '',
			endtime: '',
			cancel: false,
		};
		for (const id of [1, 2]) server.leaves.push({ ...add3, id, identifier: `LV-${id}` });
		const parameters = one('cancel', {
			leaveIdentifiedBy: '={{ $json.by }}',
			leaveId: '={{ 1 }}',
			identifier: '={{ "LV-2" }}',
		});
		const done = await run(parameters, { items: [{ by: 'id' }, { by: 'identifier' }], routing });
		expect(done.json).toEqual([
			{ leaveId: 1, cancelled: true },
			{ identifier: 'LV-2', cancelled: true },
		]);
		expect(server.leaves.map(({ cancel }) => cancel)).toEqual([true, true]);
		expect(server.violations).toEqual([]);
	},
);
