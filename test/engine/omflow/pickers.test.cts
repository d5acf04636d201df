import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { Omflow } from '../../../nodes/Omflow/Omflow.node.ts';
import { picked } from '../../cases/case.cts';
import { usersInUse } from '../../cases/omflow/user.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { OmflowOptions, OmflowStandIn } from '../../servers/omflow.cts';
import { engines, pickerContext, runNode, stored, type Done, type Job } from '../engine.cts';

/** People and organizations by everything that people know of them, against a server that knows less. */

let servers: All;
let server: OmflowStandIn;
async function begin(options: OmflowOptions = {}): Promise<void> {
	await servers?.close();
	servers = await startAll({ akashi: { staff: 1 }, amServer: { users: 1 }, omflow: options });
	server = servers.omflow;
}
beforeEach(async () => await begin());
afterAll(async () => await servers.close());

const credentialOf = () => {
	const { type, data } = credentialsOf(servers).omflow;
	return stored(type, { ...data });
};
async function run(parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> {
	const done = await runNode({ node: 'omflow', credential: credentialOf(), parameters, ...more });
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	expect(server.violations).toEqual([]);
	return done;
}
const leave = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'leaveRecord',
	operation,
	principal: picked('userName', 'admin'),
	substitute: picked('userName', 'admin'),
	start: '2026-04-01',
	end: '2026-04-02',
	leaveId: '1',
	...more,
});
const add = (substitute_id = 2) =>
	server.leaves.push({
		id: 1,
		principal_id: 2,
		substitute_id,
		starttime: '2026-04-01T00:00:00',
		endtime: '2026-04-02T00:00:00',
		cancel: false,
		identifier: null,
	});

describe.each(engines)('the people of a leave record (%s)', (_, routing) => {
	/** Every way to name the user with ID 9. */
	const ways: Array<[string, (one: OmflowStandIn['users'][number]) => unknown]> = [
		['from the list', ({ id }) => picked('list', id)],
		['by ID', ({ id }) => picked('id', String(id))],
		['by user name', ({ username }) => picked('userName', username)],
		['by name', ({ nick_name }) => picked('name', ` ${nick_name} `)],
		['by employee number', ({ ad_no }) => picked('employeeNumber', ad_no as string)],
		['by employee number in full width', () => picked('employeeNumber', 'Ａ０００９')],
		['by email in other case', ({ email }) => picked('email', (email as string).toUpperCase())],
		['by an expression', ({ username }) => picked('userName', `={{ "${username}" }}`)],
		['by an expression of the whole', () => '={{ $json.userId }}'],
		['by an expression that gives a choice', () => '={{ { mode: "id", value: $json.userId } }}'],
	];

	test.each(ways)('%s, in all operations', async (__, way) => {
		const one = server.users[8];
		const field = way(one) as never;
		const items = [{ userId: one.id }];
		const row = { substituteId: one.id, substituteName: one.nick_name };
		const both = { principalId: one.id, principalName: one.nick_name, ...row };
		const people = { principal: field, substitute: field };

		const made = await run(leave('create', people), { items, routing });
		expect(made.error?.message).toBeUndefined();
		expect(made.json[0]).toMatchObject(both);
		expect(server.leaves).toMatchObject([{ principal_id: one.id, substitute_id: one.id }]);
		const listed = await run(leave('getAll', people), { items, routing });
		const known = { principalEmployeeNumber: one.ad_no };
		expect(listed.json).toEqual([{ ...made.json[0], leaveId: null, ...known }]);
		server.leaves[0].substitute_id = 2;
		const updated = await run(leave('update', { substitute: field }), { items, routing });
		expect(updated.json).toEqual([{ leaveId: 1, ...row }]);
		expect(server.leaves[0].substitute_id).toBe(one.id);
		// The list of users is read once a run.
		expect(server.count('listUsers')).toBe(3);
	});

	const unknown: Array<[string, unknown, string]> = [
		['user name', picked('userName', 'nobody'), 'nobody'],
		['user name', picked('userName', 'ADMIN'), 'ADMIN'],
		['name', picked('name', '無名 太郎'), '無名 太郎'],
		['employee number', picked('employeeNumber', 'A9999'), 'A9999'],
		['email address', picked('email', 'nobody@example.com'), 'nobody@example.com'],
		['ID', picked('id', '999'), '999'],
		['ID', picked('list', 999), '999'],
		['ID', '={{ 999 }}', '999'],
	];
	test.each(unknown)('an unknown %s (%j) is told with its field', async (as, field, value) => {
		for (const [operation, name, label] of [
			['create', 'principal', 'Principal'],
			['create', 'substitute', 'Substitute'],
			['getAll', 'principal', 'Principal'],
			['getAll', 'substitute', 'Substitute'],
			['update', 'substitute', 'Substitute'],
		]) {
			const done = await run(leave(operation, { [name]: field as never }), { routing });
			expect(done.error?.message).toBe(
				`The parameter "${label}" is "${value}", but there is no user with this ${as} among the users of OMFLOW`,
			);
		}
		expect(server.calls.filter(({ path }) => path.includes('/leave-records/'))).toEqual([]);
	});

	test('nothing is written where one of many items names nobody', async () => {
		const items = ['admin', 'system', 'nobody'].map((who) => ({ who }));
		const done = await run(leave('create', { principal: picked('userName', '={{ $json.who }}') }), {
			items,
			routing,
		});
		expect(done.error?.message).toMatch(/"Principal" is "nobody"/);
		expect((done.error as { context?: { itemIndex?: number } }).context?.itemIndex).toBe(2);
		expect(server.leaves).toEqual([]);
		expect(server.count('listUsers')).toBe(1);
	});

	test('a name that several have is refused', async () => {
		for (const at of [5, 7]) server.users[at].nick_name = '佐藤 花子';
		const done = await run(leave('create', { principal: picked('name', '佐藤 花子') }), {
			routing,
		});
		expect(done.error?.message).toBe(
			'The parameter "Principal" is "佐藤 花子", but several have this name: IDs 6, 8. Pick one from the list or give its ID',
		);
		expect(server.leaves).toEqual([]);
	});

	test("one whose user name is another's number is called otherwise, or refused", async () => {
		const [one, other] = [server.users[8], server.users[9]];
		one.username = '20391';
		other.ad_no = '20391';
		const parameters = leave('create', { principal: picked('id', one.id) });
		const made = await run(parameters, { routing });
		expect(made.error?.message).toBeUndefined();
		const sent = server.calls.at(-1)!.body as { principal: string };
		expect(sent.principal).toBe(one.ad_no);
		expect(server.leaves[0].principal_id).toBe(one.id);
		server.users[10].nick_name = String(one.ad_no);
		server.users[11].nick_name = one.nick_name;
		const done = await run(parameters, { routing });
		expect(done.error?.message).toMatch(
			/^The parameter "Principal" is "9", whom OMFLOW cannot tell from other users/,
		);
		expect(server.leaves).toHaveLength(1);
	});

	test('an empty choice is refused before anything is sent', async () => {
		for (const field of [picked('list', '={{ "" }}'), picked('name', '={{ null }}')]) {
			const done = await run(leave('update', { substitute: field }), { routing });
			expect(done.error?.message).toBe('The parameter "Substitute" must not be empty');
		}
		for (const field of [picked('id', 'yamada'), picked('id', '={{ -1 }}'), picked('name', ' ')]) {
			const done = await run(leave('update', { substitute: field }), { routing });
			expect(done.error?.message).toBe(
				'The parameter "Substitute" must not be empty, and an ID must be a whole number greater than 0',
			);
		}
		expect(server.calls).toEqual([]);
	});
});

describe.each(engines)('leave of a period (%s)', (_, routing) => {
	test.each([
		['2026-03-01', '2026-03-31', false],
		['2026-03-31', '2026-04-01', true],
		['2026-04-01T12:00:00', '2026-04-01T13:00:00', true],
		// It ends with the first second of 2 April.
		['2026-04-02', '2026-04-30', true],
		['2026-04-03', '2026-04-30', false],
		['2026-03-01', '2026-05-01', true],
	])('%s to %s', async (startDate, endDate, comes) => {
		add();
		const period = { period: 'custom', startDate, endDate };
		const done = await run(leave('getAll', period), { routing });
		expect(done.json).toHaveLength(comes ? 1 : 0);
		// Whatever the time: that is the default.
		expect((await run(leave('getAll', {}), { routing })).json).toHaveLength(1);
	});

	test('leave whose times cannot be read is not left out', async () => {
		add();
		server.mutate = (route, body) => {
			if (route !== 'listLeaves') return body;
			const copy = structuredClone(body) as { result: { leave_list: object[] } };
			const [row] = copy.result.leave_list;
			copy.result.leave_list = [{ ...row, starttime: null, endtime: 'soon' }];
			return copy;
		};
		const done = await run(leave('getAll', { period: 'yesterday' }), { routing });
		expect(done.json).toMatchObject([{ start: null, end: 'soon' }]);
	});
});

describe.each(engines)('organizations (%s)', (_, routing) => {
	const members = (more: INodeParameters): INodeParameters => ({
		resource: 'user',
		operation: 'getByOrganization',
		returnAll: true,
		...more,
	});

	test.each<[string, INodeParameters, string[]]>([
		['from the list', { organizationCodes: ['1020', '1010'] }, ['1010', '1020']],
		['by code', { organizations: '1010' }, ['1010']],
		['by name', { organizations: '営業部　第一課' }, ['1030']],
		['by code and name', { organizations: '営業部 第一課, 1010' }, ['1010', '1030']],
		['all ways', { organizationCodes: ['1010'], organizations: '開発部、1010' }, ['1010', '1040']],
		['by expression', { organizations: '={{ ["営業部", 1010] }}' }, ['1010', '1020']],
		['a number by expression', { organizationCodes: '={{ 1010 }}' }, ['1010']],
	])('%s', async (__, parameters, codes) => {
		const done = await run(members(parameters), { routing });
		expect(done.error?.message).toBeUndefined();
		expect([...new Set(done.json.map(({ organizationCode }) => organizationCode))]).toEqual(codes);
		expect(server.count('listGroups')).toBe(1);
	});

	test('a name of several means all of them', async () => {
		server.groups[4].display_name = '営業部 第一課';
		const done = await run(members({ organizations: '営業部 第一課' }), { routing });
		expect(new Set(done.json.map(({ organizationCode }) => organizationCode))).toEqual(
			new Set(['1030', '1040']),
		);
	});

	test.each<[string, INodeParameters, string]>([
		[
			'Organization Names or IDs',
			{ organizationCodes: ['1010', '9999'] },
			'contains "9999", but there is no organization with this code in OMFLOW',
		],
		[
			'Organization Codes or Names',
			{ organizations: '1010, 営業' },
			'contains "営業", but there is no organization with this code or name in OMFLOW',
		],
	])('an unknown one is told with its field: %s', async (field, parameters, words) => {
		const done = await run(members(parameters), { routing });
		expect(done.error?.message).toBe(`The parameter "${field}" ${words}`);
		expect(server.count('listByOrganization')).toBe(0);
	});

	test('without names, codes go out as they are', async () => {
		const options = { addNames: false };
		const done = await run(members({ organizationCodes: ['1010', '9999'], options }), { routing });
		expect(done.error).toBeUndefined();
		expect(Object.keys(done.json[0])).not.toContain('organizationName');
		expect(server.count('listGroups')).toBe(0);
	});

	test('users have no name of an organization that is not there', async () => {
		const [one, other] = usersInUse(server);
		one.default_group = 99;
		other.default_group = null;
		const done = await run({ resource: 'user', operation: 'getAll', limit: 2 }, { routing });
		expect(done.json).toMatchObject([
			{ organizationId: 99, organizationName: null },
			{ organizationId: null, organizationName: null },
		]);
	});
});

describe.each(engines)('an older server without employee numbers (%s)', (_, routing) => {
	beforeEach(async () => await begin({ version: '1.1.0.0' }));

	test.each([true, false])('gives the other columns (Simplify %p)', async (simplify) => {
		const parameters = { resource: 'user', operation: 'getAll', simplify, returnAll: true };
		const done = await run(parameters, { routing, items: [{}, {}, {}] });
		expect(done.error?.message).toBeUndefined();
		expect(done.json).toHaveLength(3 * usersInUse(server).length);
		if (simplify) expect(done.json[0].employeeNumber).toBeNull();
		else expect(Object.keys(done.json[0])).not.toContain('ad_no');
	});
});

describe('columns of newer servers', () => {
	const department = (more: INodeParameters) => ({
		resource: 'user',
		operation: 'getAll',
		...more,
	});
	const sent = () => server.calls.at(-1)!.body as Record<string, unknown>;

	test('are typed, in conditions, sorting and columns', async () => {
		const other = { column: 'otherColumn', columnName: ' department ' };
		await run(
			department({
				filters: { match: { condition: [{ ...other, condition: 'equals', value: 'A' }] } } as never,
				options: {
					otherColumns: 'department, username',
					columns: ['username'],
					sort: { rule: [{ ...other, direction: 'descending' }, { column: 'username' }] },
				} as never,
			}),
		);
		expect(sent()).toMatchObject({
			search_columns: ['id', 'username', 'department'],
			order_columns: ['-department', 'username', 'id'],
		});
		expect(sent().search_conditions).toContainEqual({
			column: 'department',
			condition: '=',
			value: 'A',
		});
	});
});

describe('pickers', () => {
	const { listSearch, loadOptions } = new Omflow().methods;
	const context = (): ILoadOptionsFunctions =>
		pickerContext({ node: 'omflow', credential: credentialOf(), parameters: {} });
	const search = async (filter?: string) =>
		(await listSearch.searchUsers.call(context(), filter)).results;

	test('show users in use, and find them by all their names', async () => {
		const users = usersInUse(server);
		expect(await search()).toEqual(
			users.map(({ id, nick_name, username, ad_no }) => ({
				name: `${nick_name} (${username}), ${String(ad_no)}`,
				value: id,
			})),
		);
		const { id, nick_name, username, ad_no, email } = users[5];
		for (const words of [nick_name, username, ad_no, email, username.toUpperCase()]) {
			expect((await search(String(words))).map(({ value }) => value)).toContain(id);
		}
		expect(server.count('listUsers')).toBe(1);
		expect(server.violations).toEqual([]);
	});

	test('find users by their organization, where the user may see the organizations', async () => {
		const group = server.groups[2];
		const ofGroup = usersInUse(server).filter(({ default_group }) => default_group === group.id);
		expect(ofGroup.length).toBeGreaterThan(0);
		const ids = ofGroup.map(({ id }) => id);
		expect((await search(group.display_name)).map(({ value }) => value)).toEqual(
			expect.arrayContaining(ids),
		);
		const [one] = ofGroup;
		const both = await search(`${group.display_name} ${String(one.ad_no)}`);
		expect(both.map(({ value }) => value)).toEqual([one.id]);

		await begin();
		const body = { status: 403, message: 'No permission.', result: null };
		server.fault({ kind: 'body', body, route: 'listGroups', times: 2 });
		expect(await search(group.display_name)).toEqual([]);
		expect(await search()).toHaveLength(usersInUse(server).length);
	});

	test('show users of an older server, too', async () => {
		await begin({ version: '1.1.0.0' });
		expect(await search()).toHaveLength(usersInUse(server).length);
	});

	test('show organizations by name and code', async () => {
		expect(await loadOptions.getOrganizations.call(context())).toEqual(
			server.groups.map(({ group_no, display_name }) => ({
				name: `${display_name} (${group_no})`,
				value: group_no,
			})),
		);
	});

	test('show forms by name, path and app, and missions by title, number and step', async () => {
		const forms = async () => (await listSearch.searchForms.call(context(), '人事')).results;
		expect(await forms()).toEqual(
			server.forms
				.filter(({ app }) => app === '人事')
				.map(({ name, path, app }) => ({ name: `${name} (${path}), ${app}`, value: path })),
		);
		server.openTicket('leave-request', { title: '有休' });
		const missions = async (filter?: string) =>
			(await listSearch.searchMissions.call(context(), filter)).results;
		const all = [{ name: '有休 (LEAVE00001), 主管審核', value: 1 }];
		expect(await missions()).toEqual(all);
		expect(await missions('請假單')).toEqual(all);
		expect(await missions('採購')).toEqual([]);
		expect(server.violations).toEqual([]);
	});

	test('without missions the list is empty, and untold forms are a refusal', async () => {
		expect((await listSearch.searchMissions.call(context(), '')).results).toEqual([]);
		await begin({ formsUntold: true });
		await expect(listSearch.searchForms.call(context(), '')).rejects.toThrow(
			/OMFLOW refused this: 403 No permission/,
		);
	});
});
