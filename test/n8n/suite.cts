import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { cases, isWork, manHourItems, type Case } from '../cases.cts';
import { tokenCase } from '../cases/akashi/token.cts';
import { credentialsOf, secretsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { byHand } from '../editor/workflows.cts';
import { startServer } from '../servers/base.cts';
import { Desk, served, wrongSecret, type Done, type Job } from './desk.cts';
import type { N8nVersion } from './install.cts';
import { START, type Run, type Workflow } from './instance.cts';

const nodes: Array<Case['node']> = ['akashi', 'amServer', 'omflow'];
const repository = join(__dirname, '..', '..');

const pairs = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const getUsers: INodeParameters = { resource: 'user', operation: 'getAll', returnAll: true };
const getStaff: INodeParameters = {
	resource: 'staff',
	operation: 'get',
	staffId: byId('={{ $json.id }}'),
};
const getAttendance: INodeParameters = {
	resource: 'attendance',
	operation: 'getAll',
	whose: 'selected',
	users: '={{ $json.id }}',
	period: 'custom',
	startDate: '2026-03-01',
	endDate: '2026-03-31',
	// One request an item.
	options: { addNames: false },
	returnAll: true,
};
const getUserById: INodeParameters = {
	resource: 'user',
	operation: 'getAll',
	filters: {
		match: { condition: [{ column: 'id', condition: 'equals', value: '={{ $json.id }}' }] },
	},
	options: { columns: ['id', 'username'] },
};
/** A node that reads by an item's `id`, ids to give it, and the field of its output that names them. */
type ById = [Case['node'], INodeParameters, (servers: All) => Array<number | string>, string];
const byIds: ById[] = [
	[
		'akashi',
		getStaff,
		({ akashi }) => akashi.staff.slice(0, 5).map(({ staffId }) => staffId),
		'staffId',
	],
	// Not the first: an administrator has no attendance.
	[
		'amServer',
		getAttendance,
		({ amServer }) => amServer.users.slice(1, 6).map(({ userid }) => userid),
		'userId',
	],
	// Not the first: the system user is left out.
	['omflow', getUserById, ({ omflow }) => omflow.users.slice(1, 6).map(({ id }) => id), 'userId'],
];
const upsertManHours: INodeParameters = {
	resource: 'manHour',
	operation: 'upsert',
	staffId: byId('={{ $json.staff }}'),
	date: '={{ $json.date }}',
	projectId: '7001',
	taskId: '={{ $json.task }}',
	minutes: '={{ $json.minutes }}',
};

/** Everything that only a real n8n shows: loading, credentials, pickers, runs, errors, sign-ins, secrets. */
export function suite(version: N8nVersion): void {
	jest.setTimeout(120_000);

	let desk: Desk;
	let servers: All;
	beforeAll(async () => {
		desk = await Desk.open(version);
		servers = desk.servers;
	}, 300_000);
	afterAll(async () => await desk?.close());

	describe('the package as n8n installs it', () => {
		test('three nodes, each also as a tool, and three triggers', async () => {
			const names = (await desk.n8n.nodeTypes()).map(({ name }) => name);
			const own = nodes.map((node) => desk.typeOf(node));
			const tools = own.map((name) => `${name}Tool`);
			const polling = nodes.map((node) => `${desk.typeOf(node)}Trigger`);
			expect(names.sort()).toEqual([...own, ...tools, ...polling].sort());
			expect(own[0]).toBe('n8n-nodes-kintai.akashi');
		});

		test('icons for light and dark', async () => {
			for (const { name, iconUrl } of await desk.n8n.nodeTypes()) {
				const { light, dark } = iconUrl as { light: string; dark: string };
				for (const url of [light, dark]) {
					const answer = await served(`${desk.n8n.url}/${url}`);
					expect([name, answer.status]).toEqual([name, 200]);
					const source = url.replace(/^icons\/n8n-nodes-kintai\/dist\//, '');
					expect(await answer.text()).toBe(readFileSync(join(repository, source), 'utf8'));
				}
				expect(dark).not.toBe(light);
			}
		});

		test('a schema for every trigger', async () => {
			for (const node of nodes) {
				const { properties } = await schemaAt(`${desk.typeOf(node)}Trigger/1.0.0`);
				expect(Object.keys(properties)).toContain('event');
			}
		});

		test('a schema for every operation', async () => {
			const types = await desk.n8n.nodeTypes();
			for (const node of nodes) {
				const { properties } = types.find(({ name }) => name === desk.typeOf(node))!;
				const lists = properties.filter(({ name }) => name === 'operation');
				expect(lists.length).toBeGreaterThan(1);
				for (const { options, displayOptions } of lists) {
					const [resource] = displayOptions!.show!.resource as string[];
					for (const { value } of options as Array<{ value: string }>) {
						const schema = await schemaOf(node, resource, value);
						expect(Object.keys(schema.properties).length).toBeGreaterThan(0);
					}
				}
			}
		});
	});

	/** The output of an operation, or of a trigger, as the editor shows it before a first run. */
	async function schemaOf(node: Case['node'], resource: unknown, operation: unknown) {
		return await schemaAt(`${desk.typeOf(node)}/1.0.0/${resource}/${operation}`);
	}

	async function schemaAt(name: string) {
		const path = `schemas/${name}.json`;
		const answer = await served(`${desk.n8n.url}/${path}`);
		expect([path, answer.status]).toEqual([path, 200]);
		return (await answer.json()) as { properties: Record<string, object>; required?: string[] };
	}

	describe('credentials', () => {
		const mistakes: Array<[Case['node'], string, IDataObject, RegExp]> = [
			['akashi', 'token', { token: wrongSecret }, /issue a new token on My Page/],
			['akashi', 'company ID', { companyId: 'nobody' }, /Check "Company ID"/],
			[
				'akashi',
				'address',
				{ customEndpoint: '@/elsewhere' },
				/Check "Company ID"|did not come from AKASHI/,
			],
			[
				'akashi',
				'address without http://',
				{ customEndpoint: 'atnd.ak4.jp' },
				/must start with https/,
			],
			[
				'akashi',
				'token that is blank',
				{ token: ' ' },
				/"Access Token" in the credential is empty/,
			],
			['amServer', 'password', { password: wrongSecret }, /PE00002.*Check .*the password/],
			['amServer', 'user', { username: 'nobody' }, /PE00002.*Check the user ID/],
			[
				'amServer',
				'password with a colon',
				{ password: 'a:b' },
				/A password that contains ":" never works/,
			],
			['amServer', 'address', { baseUrl: '@/admin' }, /must end before \/admin\. Correct it/],
			['amServer', 'address of something else', { baseUrl: '@/elsewhere' }, /Check the base URL/],
			['amServer', 'address without http://', { baseUrl: 'am.example' }, /must start with https/],
			['omflow', 'password', { password: wrongSecret }, /403 .*Check "Password"/],
			['omflow', 'user', { username: 'nobody' }, /500 .*Check "User Name"/],
			['omflow', 'email address as user', { username: 'admin@example.com' }, /not the email/],
			['omflow', 'password with a colon', { password: 'a:b' }, /The password contains a colon/],
			['omflow', 'address', { baseUrl: '@/rest' }, /must end before \/rest\. Correct it/],
			['omflow', 'address of something else', { baseUrl: '@/elsewhere' }, /Check "Base URL"/],
			['omflow', 'address without http://', { baseUrl: 'omflow.example' }, /must start with https/],
			['omflow', 'time zone', { timezone: 'Tokyo' }, /"Time Zone".*a name such as Asia\/Tokyo/],
		];

		test.each(nodes)('%s: a right one passes', async (node) => {
			const { data } = credentialsOf(servers)[node];
			expect(await desk.test(node, data as IDataObject)).toMatchObject({ status: 'OK' });
			expect(servers[node].violations).toEqual([]);
		});

		test.each(mistakes)(
			'%s: a wrong %s is told with what to do',
			async (node, _, mistake, says) => {
				const { data } = credentialsOf(servers)[node];
				const text = JSON.stringify(mistake).replace('@/', `${servers[node].url}/`);
				const result = await desk.test(node, { ...data, ...JSON.parse(text) } as IDataObject);
				expect(result.status).toBe('Error');
				expect(result.message).toMatch(says);
				expect(desk.secretsIn(result.message)).toEqual([]);
				// Addresses that nobody serves are what some of the mistakes are about.
				servers[node].violations.length = 0;
			},
		);

		test("omflow: a name that is contained in another's is told", async () => {
			const fresh = await desk.freshServers({ omflow: { overlapping: true } });
			const { username } = fresh.omflow.users.find((one) => one.username === 'mori')!;
			const password = fresh.omflow.passwords.get(username)!;
			const { data } = credentialsOf(fresh).omflow;
			const result = await desk.test('omflow', { ...data, username, password } as IDataObject);
			expect(result).toMatchObject({ status: 'Error' });
			expect(result.message).toMatch(/name is part of another user/);
		});

		test('am-server: tests leave no session behind', async () => {
			const fresh = await desk.freshServers();
			const { data } = credentialsOf(fresh).amServer;
			for (let time = 0; time < 3; time++) {
				expect(await desk.test('amServer', data as IDataObject)).toMatchObject({ status: 'OK' });
			}
			expect([fresh.amServer.logins, fresh.amServer.sessions]).toEqual([3, 0]);
		});

		test.each(nodes)('%s: a server that is down is an error', async (node) => {
			const gone = await startAll();
			await gone.close();
			const result = await desk.test(node, credentialsOf(gone)[node].data as IDataObject);
			expect(result.status).toBe('Error');
			expect(desk.secretsIn(result.message)).toEqual([]);
		});

		test.each(nodes)('%s: a redirect is not followed, whatever answers there', async (node) => {
			const fresh = await desk.freshServers();
			const good = { success: true, status: 200, header: { errorcode: '', message: '' } };
			const elsewhere = await startServer({}, () => ({ body: good }));
			const headers = { Location: `${elsewhere.url}/` };
			// The node's own sign-in passes; what the credential test itself asks is led away.
			const own = { akashi: {}, amServer: { route: 'logout' }, omflow: { skip: 1 } }[node];
			fresh[node].fault({ kind: 'status', status: 307, headers, times: Infinity, ...own });
			const { data } = credentialsOf(fresh)[node];
			expect(await desk.test(node, data as IDataObject)).toMatchObject({ status: 'Error' });
			expect(fresh[node].calls.at(-1)).toMatchObject({ status: 307 });
			expect(elsewhere.calls).toEqual([]);
			await elsewhere.close();
		});

		test.each([
			['amServer', 'logins'],
			['omflow', 'signIns'],
		] as const)('%s: a wrong new password fails while a sign-in lives', async (node, counter) => {
			const fresh = await desk.freshServers();
			const signIns = () => (fresh[node] as unknown as Record<string, number>)[counter];
			const parameters = { ...getUsers, options: { leaveOutInactive: false } };
			const job = { node, servers: fresh, parameters };
			expect((await desk.run(job)).run.status).toBe('success');
			expect(signIns()).toBe(1);

			const reference = await desk.credential(node, fresh);
			// As the editor does it: with what it was shown, secrets blanked out, and the change.
			const shown = await desk.shown(reference);
			expect(desk.secretsIn(JSON.stringify(shown))).toEqual([]);
			expect(await desk.test(node, shown, reference.id)).toMatchObject({ status: 'OK' });
			const changed = { ...shown, password: wrongSecret };
			expect(await desk.test(node, changed, reference.id)).toMatchObject({ status: 'Error' });

			const before = signIns();
			expect((await desk.run(job)).json).toHaveLength(fresh[node].users.length);
			expect(signIns()).toBe(before);
			// am-server's sessions never end by themselves: a test leaves none behind.
			expect(fresh.amServer.sessions).toBe(node === 'amServer' ? 1 : 0);
		});
	});

	test.each([
		['akashi', { token: wrongSecret }, /ERR100001/, /mistyped or no longer valid/],
		['amServer', { password: wrongSecret }, /PE00002/, /^Check the user ID and the password/],
		['omflow', { password: wrongSecret }, /403 /, /^Check "Password" in the credential/],
	] as const)(
		'%s: a wrong sign-in is told by a run with what to do',
		async (node, wrong, code, advice) => {
			const { type, data } = credentialsOf(servers)[node];
			const credential = await desk.n8n.createCredential(type, { ...data, ...wrong });
			const parameters = node === 'akashi' ? { resource: 'staff', operation: 'getAll' } : getUsers;
			for (const routed of [false, true]) {
				const { run } = await desk.run({ node, parameters, credential, routed });
				expect(run.error?.message).toMatch(code);
				expect(run.error?.description).toMatch(advice);
			}
		},
	);

	describe('credentials by expression', () => {
		/** A secret as it may stand in an item here: the search for secrets would find it there. */
		const masked = (secret: string) => [...secret].reverse().join('');
		const unmask = (path: string) => `={{ ${path}.split("").reverse().join("") }}`;

		test.each([
			['the item', false, unmask('$json.key')],
			['the item', true, unmask('$json.key')],
			['a node before', false, unmask('$("Start").all()[$itemIndex].json.key')],
		])('a token from %s stamps for its own person (routed: %s)', async (_, routed, token) => {
			const fresh = await desk.freshServers();
			const people = fresh.akashi.staff.slice(0, 5).map(({ staffId }) => staffId);
			const { type, data } = credentialsOf(fresh).akashi;
			const given = { ...data, token, renewToken: true } as IDataObject;
			const credential = await desk.n8n.createCredential(type, given as never);
			const done = await desk.run({
				node: 'akashi',
				parameters: { resource: 'stamp', operation: 'create', type: 11 },
				items: people.map((id) => ({ key: masked(fresh.akashi.tokenOf(id)) })),
				servers: fresh,
				credential,
				routed,
			});
			expect(done.run.error).toBeUndefined();
			expect(done.json.map(({ staffId }) => staffId)).toEqual(people);
			expect(fresh.akashi.count('createStamp')).toBe(5);
			expect(fresh.akashi.count('reissueToken')).toBe(0);
			// n8n still has the expression: 1.123 would have stored what it gave.
			const again = await desk.run({
				node: 'akashi',
				parameters: { resource: 'staff', operation: 'get', staffIdentifiedBy: 'owner' },
				items: [{ key: masked(fresh.akashi.tokenOf(people[3])) }],
				servers: fresh,
				credential,
				routed,
			});
			expect(again.json.map(({ staffId }) => staffId)).toEqual([people[3]]);
		});

		test('am-server: each item with its own user, no session left to another', async () => {
			const fresh = await desk.freshServers();
			const { type, data } = credentialsOf(fresh).amServer;
			const credential = await desk.n8n.createCredential(type, {
				...data,
				username: '={{ $json.user }}',
				password: unmask('$json.key'),
			} as never);
			const users = fresh.amServer.users.slice(0, 3);
			const job = {
				node: 'amServer' as const,
				parameters: { resource: 'user', operation: 'getAll', limit: 1 },
				items: users.map(({ userid, password }) => ({ user: userid, key: masked(password) })),
				servers: fresh,
				credential,
			};
			for (let time = 0; time < 2; time++) {
				const done = await desk.run(job);
				expect([done.run.error, done.json.length]).toEqual([undefined, 3]);
			}
			expect([fresh.amServer.logins, fresh.amServer.sessions]).toEqual([3, 3]);
		});
	});

	test('a resource by an expression, as in JSON written by hand, is refused by name', async () => {
		for (const routed of [false, true]) {
			const { run } = await desk.run({
				node: 'akashi',
				parameters: { resource: '={{ "staff" }}', operation: 'getAll' },
				routed,
			});
			expect(run.error?.message).toMatch(
				/^The parameter "Resource" or "Operation" has a value that this node does not know.*Choose both from their lists/,
			);
		}
	});

	describe('pickers', () => {
		const all = () => servers.akashi;
		const staff = () =>
			all().staff.map(({ staffId, lastName, firstName, staffNum, organization }) => ({
				name: `${lastName} ${firstName} (${staffNum}), ${organization!.name}`,
				value: staffId,
			}));
		const organizations = () =>
			all().organizations.map(({ organizationId, name, code }) => ({
				name: code ? `${name} (${code})` : name,
				value: organizationId,
			}));

		test('searchStaff: everybody, by name, by staff code', async () => {
			expect(await desk.pick('searchStaff')).toEqual(staff());
			const { lastName, staffNum } = all().staff[17];
			const named = staff().filter(({ name }) => name.includes(lastName!));
			expect(named.length).toBeLessThan(staff().length);
			expect(await desk.pick('searchStaff', lastName!)).toEqual(named);
			expect(await desk.pick('searchStaff', staffNum!)).toEqual([staff()[17]]);
		});

		test('searchOrganizations: all, by name', async () => {
			expect(await desk.pick('searchOrganizations')).toEqual(organizations());
			const named = organizations().filter(({ name }) => String(name).includes('営業'));
			expect(named).toHaveLength(3);
			expect(await desk.pick('searchOrganizations', '営業')).toEqual(named);
		});

		test.each(['searchStaff', 'searchOrganizations'])(
			'%s: an error for a bad token',
			async (method) => {
				const { type, data } = credentialsOf(servers).akashi;
				const bad = await desk.n8n.createCredential(type, { ...data, token: wrongSecret });
				await expect(desk.pick(method, undefined, bad)).rejects.toThrow(/ERR100001/);
			},
		);
	});

	/** Runs a case by the fast runner and by n8n's routing engine; returns the fast one's run. */
	async function runBothWays(one: Case): Promise<Done> {
		const { node, parameters } = one;
		const results: Done[] = [];
		for (const routed of [false, true]) {
			one.prepare?.(servers);
			const items = one.items?.(servers);
			const done = await desk.run({ node, parameters, items, routed });
			const expected = one.expected(servers);
			one.undo?.(servers);

			expect(done.run.error).toBeUndefined();
			expect(done.json).toEqual(expected);
			expect(expected.length).toBeGreaterThan(0);
			expect(pairs(done.items)).toEqual(one.from?.(done.json) ?? done.json.map(() => 0));
			expect(done.calls).toHaveLength(one.calls);
			expect(done.violations).toEqual([]);
			results.push(done);
		}
		return results[0];
	}

	describe('every operation', () => {
		test.each(cases.map((one) => [one.node, one.name, one] as const))(
			'%s: %s',
			async (node, _, one) => {
				const done = await runBothWays(one);
				// What the editor shows as output before a first run has to come, unless settings say otherwise.
				const { simplify, options, resource, operation } = one.parameters;
				if (simplify === false || (options as IDataObject)?.columns) return;
				const { required = [] } = await schemaOf(node, resource, operation);
				expect(Object.keys(done.json[0])).toEqual(expect.arrayContaining(required));
			},
		);
	});

	describe('items stay linked to their source', () => {
		test.each(byIds)('%s', async (node, parameters, ids, output) => {
			const given = ids(servers);
			const done = await desk.run({
				node,
				parameters,
				items: given.map((id) => ({ id })),
				then: [
					{
						name: 'After',
						type: 'n8n-nodes-base.set',
						typeVersion: 3.4,
						parameters: {
							mode: 'manual',
							includeOtherFields: true,
							assignments: {
								assignments: [
									{
										id: 'source',
										name: 'source',
										type: 'string',
										value: `={{ $('${START}').item.json.id }}`,
									},
								],
							},
						},
					},
				],
			});
			expect(done.run.error).toBeUndefined();
			const after = done.run.items('After').map(({ json }) => json);
			expect(after).toHaveLength(done.items.length);
			expect(after.map(({ source }) => source)).toEqual(after.map((json) => String(json[output])));
			expect([...new Set(after.map(({ source }) => source))]).toEqual(given.map(String));
		});
	});

	describe('workflows that were built in the editor with the mouse', () => {
		const folder = join(repository, 'docs', 'workflows');
		test.each(byHand.map((one) => [one.file, one] as const))(
			'%s',
			async (file, { calls, prepare, tested }) => {
				const text = readFileSync(join(folder, `${file}.json`), 'utf8');
				// No expression, and one node after the trigger: no Merge, no Code.
				expect(text).not.toMatch(/"=|\{\{/);
				const workflow = JSON.parse(text) as Workflow;
				expect(workflow.nodes).toHaveLength(2);
				const [, node] = workflow.nodes;
				const system = nodes.find((name) => node.type === desk.typeOf(name))!;
				const { type } = credentialsOf(servers)[system];
				node.credentials = { [type]: await desk.credential(system) };
				prepare?.(servers);
				Object.assign(node.parameters, tested);
				const before = servers[system].calls.length;
				const run = await desk.n8n.run(workflow);
				expect(run.error).toBeUndefined();
				expect(run.items(node.name).length).toBeGreaterThan(0);
				expect(servers[system].calls.slice(before).filter(isWork)).toHaveLength(calls(servers));
				expect(servers[system].violations).toEqual([]);
				servers.akashi.manHours.clear();
				servers.akashi.punches.clear();
			},
		);
	});

	/** Calls an operation as a tool of an AI. */
	let call: Awaited<ReturnType<Desk['openTools']>>;
	const tokenTool = 'akashi_token_reissue';

	describe('as tools of an AI, which n8n runs by its own routing engine', () => {
		/** One case an operation, the one with the fewest items. */
		const tools = new Map<string, Case>();
		for (const one of [...cases, tokenCase]) {
			const name = [one.node, one.parameters.resource, one.parameters.operation].join('_');
			const known = tools.get(name);
			const fewer = known?.items && !one.items && name !== 'akashi_staff_get';
			if (!known || fewer) tools.set(name, one);
		}
		beforeAll(async () => {
			// What an item says elsewhere, the AI says here.
			const asked = (parameters: INodeParameters) =>
				JSON.parse(
					JSON.stringify(parameters)
						.replace(/\$json\.(\w+)/g, "$fromAI('$1')")
						// A tool has "Output" instead.
						.replace('"simplify":false', '"output":"raw"'),
				);
			call = await desk.openTools(
				[...tools].map(([name, { node, parameters }]) => ({
					name,
					node,
					parameters: asked(parameters),
				})),
			);
		});

		const harmless = [...tools].filter(([name]) => name !== tokenTool);
		test.each(harmless)('%s', async (name, one) => {
			one.prepare?.(servers);
			const items = one.items?.(servers) ?? [{}];
			const told = Object.entries(items[0]).map(([key, value]) => [key, String(value)]);
			const { text, isError } = await call(name, Object.fromEntries(told));
			// Of several items the AI asks for the first; what the case expects is of all.
			const expected = items.length === 1 ? one.expected(servers) : undefined;
			one.undo?.(servers);

			expect([text, isError ?? false]).toEqual([expect.any(String), false]);
			const came = JSON.parse(text);
			expect(came.length).toBeGreaterThan(0);
			if (expected) expect(came).toEqual(expected);
			expect(servers[one.node].violations).toEqual([]);
		});

		test('an error tells the AI what the system said', async () => {
			const [, one] = [...tools].find(([name]) => name === 'akashi_staff_get')!;
			const [key] = Object.keys(one.items!(servers)[0]);
			const unmanaged = String(servers.akashi.unmanaged[0]);
			const { text, isError } = await call('akashi_staff_get', { [key]: unmanaged });
			expect(isError).toBe(true);
			expect(text).toContain('ERR300101 対象の従業員を参照できません');
		});
	});

	describe('on error', () => {
		interface Batch {
			node: Case['node'];
			parameters: INodeParameters;
			items: IDataObject[];
			/** Places of the items that the system refuses. */
			bad: number[];
			/** Its code and words. */
			says: string[];
			/** Output of the good ones. */
			good: IDataObject[];
			/** Whether the stand-in holds exactly the good ones; empties it again. */
			held: () => void;
		}

		const manHours = (): Batch => {
			const bad = [0, 23, 58];
			const unknown = 999_999;
			const items = manHourItems(servers, 60).map((item, index) =>
				bad.includes(index) ? { ...item, task: unknown } : item,
			);
			const kept = items.filter((_, index) => !bad.includes(index));
			return {
				node: 'akashi',
				parameters: upsertManHours,
				items,
				bad,
				says: ['ERR300601', '従業員、プロジェクトまたはタスクが見つかりません'],
				good: kept.map(({ staff, date, task, minutes }) => ({
					staffId: staff,
					date,
					projectId: 7001,
					taskId: task,
					minutes,
				})),
				held: () => {
					const { manHours: held } = servers.akashi;
					expect(Object.fromEntries(held)).toEqual(
						Object.fromEntries(
							kept.map(({ staff, date, task, minutes }) => [
								`${staff}|${date}|7001|${task}`,
								minutes,
							]),
						),
					);
					held.clear();
				},
			};
		};
		const staff = (): Batch => {
			const people = servers.akashi.staff.slice(0, 6);
			const ids = people.map(({ staffId }) => staffId);
			ids.splice(2, 0, servers.akashi.unmanaged[0]);
			return {
				node: 'akashi',
				parameters: { ...getStaff, simplify: false },
				items: ids.map((id) => ({ id })),
				bad: [2],
				says: ['ERR300101', '対象の従業員を参照できません'],
				good: people as unknown as IDataObject[],
				held: () => {},
			};
		};
		const users = (): Batch => {
			const { amServer } = servers;
			const count = amServer.users.length;
			const ids = ['nw1', 'nw2', amServer.users[3].userid, 'nw3'];
			const items = ids.map((id) => ({ id, name: `新人 ${id}` }));
			const good = items.filter((_, index) => index !== 2);
			return {
				node: 'amServer',
				parameters: {
					resource: 'user',
					operation: 'create',
					userId: '={{ $json.id }}',
					username: '={{ $json.name }}',
					password: 'Passw0rdX',
				},
				items,
				bad: [2],
				says: ['PE00005', 'このユーザーIDは登録済みです。'],
				good: good.map(({ id, name }) => ({ userId: id, name })),
				held: () =>
					expect(
						amServer.users
							.splice(count)
							.map(({ userid, username }) => ({ id: userid, name: username })),
					).toEqual(good),
			};
		};
		const batches = [
			['manHour.upsert', manHours],
			['staff.get', staff],
			['user.create', users],
		] as const;

		const expectWords = ({ json }: INodeExecutionData, says: string[]) => {
			for (const words of says) expect(json.error).toContain(words);
		};

		test.each(batches)('%s: Continue gives every item its own outcome', async (_, batch) => {
			const { bad, says, good, held, items, ...job } = batch();
			const done = await desk.run({ ...job, items, onError: 'continueRegularOutput' });
			held();
			expect(done.run.status).toBe('success');
			expect(pairs(done.items)).toEqual(range(items.length));
			expect(done.json.filter((_, index) => !bad.includes(index))).toEqual(good);
			for (const index of bad) expectWords(done.items[index], says);
			expect(done.violations).toEqual([]);
		});

		test.each(batches)('%s: the error output takes the bad ones', async (_, batch) => {
			const { bad, says, good, held, items, ...job } = batch();
			const done = await desk.run({ ...job, items, onError: 'continueErrorOutput' });
			held();
			expect(done.run.status).toBe('success');
			expect(done.json).toEqual(good);
			expect(pairs(done.items)).toEqual(
				range(items.length).filter((index) => !bad.includes(index)),
			);

			const failed = done.run.items('Node', 1);
			expect(pairs(failed)).toEqual(bad);
			failed.forEach((item, index) => {
				expectWords(item, says);
				expect(item.json).toMatchObject(items[bad[index]]);
			});
		});

		test.each(batches)('%s: Stop says what, where and what to do', async (_, batch) => {
			const { bad, says, held: __, items, good: ___, ...job } = batch();
			const done = await desk.run({ ...job, items });
			const { status, error } = done.run as Run & { error: { context: IDataObject } };
			expect(status).toBe('error');
			for (const words of says) expect(error.message).toContain(words);
			expect(error.context.itemIndex).toBe(bad[0]);
			expect(error.description).toMatch(/item|user ID/);
			expect(done.items).toEqual([]);
			// What a stopped run leaves behind belongs to no other test.
			servers.akashi.manHours.clear();
			const made = servers.amServer.users.findIndex(({ userid }) => userid === 'nw1');
			if (made > 0) servers.amServer.users.splice(made);
		});
	});

	describe('sign-ins', () => {
		const sixtyMonths = range(60).map((index) => ({
			year: 2021 + Math.floor(index / 12),
			month: 1 + (index % 12),
		}));
		const months: INodeParameters = {
			resource: 'attendance',
			operation: 'getAll',
			whose: 'selected',
			users: 'u00003',
			period: 'custom',
			startDate: '={{ DateTime.local($json.year, $json.month, 1) }}',
			endDate: '={{ DateTime.local($json.year, $json.month, 1).endOf("month") }}',
			options: { addNames: false },
			returnAll: true,
		};

		test('am-server: one login for many items and runs, one more when the session is lost', async () => {
			const fresh = await desk.freshServers();
			const { amServer } = fresh;
			const job = {
				node: 'amServer',
				servers: fresh,
				parameters: months,
				items: sixtyMonths,
			} as const;
			const days = sixtyMonths.flatMap(({ year, month }) =>
				amServer.attendanceOf('u00003', year, month)!.map(({ workday }) => workday),
			);
			const whole = ({ json, calls, violations }: Done) => {
				expect(json.map(({ date }) => date)).toEqual(days.sort());
				expect(violations).toEqual([]);
				return calls.length;
			};

			expect(whole(await desk.run(job))).toBe(60);
			expect(amServer.logins).toBe(1);
			// n8n keeps the session: the editor is shown that there is one, not which.
			const shown = await desk.shown(await desk.credential('amServer', fresh));
			expect(shown.sessionToken).toBeTruthy();
			expect(desk.secretsIn(JSON.stringify(shown))).toEqual([]);

			expect(whole(await desk.run(job))).toBe(60);
			expect(amServer.logins).toBe(1);

			amServer.dropSessions();
			// The four under way when the loss shows go again: once so that n8n sees the refusal, once signed in.
			expect(whole(await desk.run(job))).toBeLessThanOrEqual(60 + 2 * 4);
			expect(amServer.logins).toBe(2);
			whole(await desk.run(job));
			expect(amServer.logins).toBe(2);
		});

		test('OMFLOW: one sign-in for many items and runs, one more when the code is lost', async () => {
			const fresh = await desk.freshServers({ omflow: { users: 60 } });
			const { omflow } = fresh;
			const people = omflow.users.slice(1, 61);
			const items = people.map(({ id }) => ({ id }));
			const job: Job = { node: 'omflow', servers: fresh, parameters: getUserById, items };
			const whole = ({ json, violations }: Done) => {
				expect(json.map(({ userName }) => userName)).toEqual(
					people.map(({ username }) => username),
				);
				expect(violations).toEqual([]);
			};

			whole(await desk.run(job));
			expect(omflow.signIns).toBe(1);
			whole(await desk.run(job));
			expect(omflow.signIns).toBe(1);
			omflow.restart();
			whole(await desk.run(job));
			expect(omflow.signIns).toBe(2);
		});
	});

	test.each([
		[4, {}],
		[2, { requestsAtOnce: 2 }],
	])('%i requests at once', async (most, requestOptions) => {
		const fresh = await desk.freshServers({ akashi: { latencyMs: 30, staff: 60 } });
		const items = fresh.akashi.staff.map(({ staffId }) => ({ id: staffId }));
		const parameters = { ...getStaff, requestOptions };
		const done = await desk.run({ node: 'akashi', servers: fresh, parameters, items });
		expect(done.json.map(({ staffId }) => staffId)).toEqual(items.map(({ id }) => id));
		expect(fresh.akashi.maxInFlight).toBe(most);
	});

	test('no secret in stored executions, in told errors, in the log or on the disk of n8n', async () => {
		// Session, security codes, Basic headers, password hashes: the search has something to find.
		expect(secretsOf(servers).length).toBeGreaterThan(40);
		expect(desk.secretsTold()).toEqual([]);
		const log = desk.n8n.log();
		expect(log).toMatch(/debug/);
		expect(log.split('\n').filter((line) => desk.secretsIn(line).length > 0)).toEqual([]);
		const kept = await desk.kept();
		expect(kept).toContain(servers.akashi.staff[0].email);
		expect(desk.secretsIn(kept)).toEqual([]);
	});

	// After the search for secrets, since its output is one.
	test('akashi: token.reissue, on both paths and as a tool', async () => {
		const { json } = await runBothWays(tokenCase);
		const { required = [] } = await schemaOf('akashi', 'token', 'reissue');
		expect(Object.keys(json[0])).toEqual(expect.arrayContaining(required));
		const { text, isError } = await call(tokenTool, {});
		expect(isError).toBeFalsy();
		expect(JSON.parse(text)).toEqual(tokenCase.expected(servers));
		tokenCase.undo!(servers);
	});
}
