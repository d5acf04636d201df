import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { Akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored } from './engine.cts';

/** Lists that many ask for: read once, searched as people write, and never somebody else's. */

let servers: All;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 137, projects: 60 } });
	Object.assign(servers.akashi.staff[4], {
		lastName: '山田',
		firstName: '太郎',
		lastNameKana: 'ヤマダ',
		firstNameKana: 'タロウ',
		staffNum: 'Ab-77',
		email: 'Taro.Yamada@example.com',
	});
});
afterEach(async () => {
	jest.restoreAllMocks();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

type Method = keyof Akashi['methods']['listSearch'];

/** n8n's context of a picker. */
function contextOf({
	token = servers.akashi.token,
	chosen,
}: { token?: string; chosen?: unknown } = {}): ILoadOptionsFunctions {
	const data = { ...credentialsOf(servers).akashi.data, token };
	return {
		getCredentials: async () => data,
		getCurrentNodeParameter: () => chosen,
		getNode: () => ({ name: 'AKASHI' }),
		helpers: {
			async httpRequestWithAuthentication(
				_: string,
				{ url, qs }: { url: string; qs: Record<string, string> },
			) {
				const answer = await fetch(`${url}?${new URLSearchParams({ ...qs, token })}`);
				return { statusCode: answer.status, body: await answer.json() };
			},
		},
	} as unknown as ILoadOptionsFunctions;
}
const search = async (
	method: Method,
	filter = '',
	about: Parameters<typeof contextOf>[0] = {},
): Promise<INodeListSearchResult> =>
	await new Akashi().methods.listSearch[method].call(contextOf(about), filter);
const found = async (...args: Parameters<typeof search>) => (await search(...args)).results;
const { now } = Date;
const later = (ms: number) =>
	void jest.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + ms);

describe('pickers', () => {
	test.each([
		'山田',
		'山田太郎',
		'太郎 山田',
		'太郎　山田',
		'ヤマダ',
		'ﾔﾏﾀﾞ',
		'ﾔﾏﾀﾞ ﾀﾛｳ',
		'やまだ　たろう',
		'ヤマダタロウ',
		'ab-77',
		'ＡＢ－７７',
		'taro.yamada@',
		'ＴＡＲＯ.yamada@EXAMPLE.com',
	])('staff by %p', async (filter) => {
		const { staffId, organization } = servers.akashi.staff[4];
		const results = await found('searchStaff', filter);
		const name = `山田 太郎 (Ab-77), ${organization!.name}`;
		expect(results).toContainEqual({ name, value: staffId });
		expect(results.length).toBeLessThan(20);
	});

	test('the list of a field for several people is that of the field for one', async () => {
		const options = await new Akashi().methods.loadOptions.getStaff.call(contextOf());
		expect(options).toEqual(await found('searchStaff'));
		expect(options).toHaveLength(137);
		expect(servers.akashi.calls).toHaveLength(7);
	});

	test('paths of organizations, from the top down without the company', async () => {
		const { organizations } = servers.akashi;
		const parentOf = ({ parentId }: (typeof organizations)[number]) =>
			organizations.find(({ organizationId }) => organizationId === parentId);
		const pathOf = (one: (typeof organizations)[number]): string => {
			const parent = parentOf(one);
			return parent && parentOf(parent) ? `${pathOf(parent)}/${one.name}` : one.name!;
		};
		const below = organizations.filter((one) => parentOf(one));
		const all = await found('searchOrganizationPaths');
		expect(all).toEqual(
			below.map((one) => ({ name: `${pathOf(one)} (${one.code})`, value: pathOf(one) })),
		);
		expect(all.length).toBe(organizations.length - 1);
		expect(await found('searchOrganizationPaths', 'ｂ-1')).toEqual([
			{ name: '営業部/営業一課 (B-1)', value: '営業部/営業一課' },
		]);
	});

	test('an organization is also found by those above it', async () => {
		expect(await found('searchOrganizations', '営業部 一課')).toEqual([
			{ name: '営業一課 (B-1)', value: 6 },
		]);
	});

	test.each<[unknown, boolean]>([
		[7005, true],
		['7005', true],
		[{ __rl: true, mode: 'list', value: 7005 }, true],
		[{ __rl: true, mode: 'id', value: '7005' }, true],
		[{ __rl: true, mode: 'code', value: 'PJ2' }, false],
		[{ __rl: true, mode: 'code', value: '7005' }, false],
		[{ __rl: true, mode: 'list', value: '' }, false],
		['={{ $json.project }}', false],
		[undefined, false],
		[null, false],
	])('tasks of the project %j', async (chosen, known) => {
		const tasks = search('searchTasks', '', { chosen });
		if (known) expect((await tasks).results[0]).toEqual({ name: '設計 (T2-1)', value: 8101 });
		else await expect(tasks).rejects.toThrow('Tasks cannot be listed until a project is chosen');
	});

	test('a list is read once a minute, however often it is searched', async () => {
		const all = await Promise.all(
			['', 'yama', 'やまだ', '9'].map(async (filter) => await found('searchStaff', filter)),
		);
		expect(all[0]).toHaveLength(137);
		expect(servers.akashi.calls).toHaveLength(7);
		later(59_000);
		await found('searchStaff', 'taro');
		expect(servers.akashi.calls).toHaveLength(7);
		later(61_000);
		servers.akashi.staff.splice(50);
		expect(await found('searchStaff')).toHaveLength(50);
		expect(servers.akashi.calls).toHaveLength(7 + 3);
	});

	test('each list, each project and each token has its own', async () => {
		const other = servers.akashi.tokenOf(servers.akashi.staff[1].staffId);
		expect(await found('searchStaff')).toHaveLength(137);
		const theirs = await found('searchStaff', '', { token: other });
		expect(theirs.length).toBeLessThan(137);
		expect(await found('searchStaff')).toHaveLength(137);
		expect(await found('searchProjects')).toHaveLength(60);
		expect((await found('searchOrganizations')).length).toBeGreaterThan(0);
		const [first] = await found('searchTasks', '', { chosen: 7001 });
		expect(await found('searchTasks', '', { chosen: 7005 })).not.toContainEqual(first);
		expect(await found('searchTasks', '', { chosen: 7001 })).toContainEqual(first);
		expect(servers.akashi.count('listTasks')).toBe(2);
	});

	test('a failure is not kept', async () => {
		servers.akashi.fault({
			kind: 'body',
			body: { success: false, errors: [{ code: 'ERR1', message: '権限がありません' }] },
		});
		await expect(search('searchStaff')).rejects.toThrow(/権限がありません/);
		expect(await found('searchStaff')).toHaveLength(137);
	});
});

describe('"All Managed Staff" of many items', () => {
	const run = async (resource: string, staff: string, count = 10) => {
		const { type, data } = credentialsOf(servers).akashi;
		return await runNode({
			node: 'akashi',
			credential: stored(type, { ...data }),
			parameters: {
				resource,
				operation: 'getAll',
				staff,
				period: 'custom',
				startDate: '={{ $json.day }}',
				endDate: '={{ $json.day }}',
				returnAll: true,
			},
			items: Array.from({ length: count }, (_, index) => ({ day: `2026-03-${10 + index}` })),
			onError: 'continueRegularOutput',
		});
	};
	const lists = () => servers.akashi.count('listStaff');

	test.each(['stamp', 'workingRecord'])('%s: the list is read once', async (resource) => {
		expect((await run(resource, 'all')).json.filter(({ error }) => error)).toEqual([]);
		expect(lists()).toBe(7);
		expect(servers.akashi.calls).toHaveLength(7 + 10 * 3);
	});

	test('who the owner is, is asked once', async () => {
		expect((await run('workingRecord', 'me')).json).toHaveLength(10);
		expect(lists()).toBe(1);
	});

	test('the next run reads it anew, and so does the next item when it failed', async () => {
		await run('workingRecord', 'all', 1);
		await run('workingRecord', 'all', 1);
		expect(lists()).toBe(14);
		servers.akashi.reset();
		servers.akashi.fault({
			kind: 'body',
			route: 'listStaff',
			body: { success: false, errors: [{ code: 'ERR1', message: '不正です' }] },
		});
		const { json } = await run('workingRecord', 'all');
		const failed = json.filter(({ error }) => error);
		// Those that were waiting for the same reading.
		expect(failed.length).toBeGreaterThanOrEqual(1);
		expect(failed.length).toBeLessThanOrEqual(4);
		expect(lists()).toBe(1 + 7);
		expect(json.length - failed.length).toBe((10 - failed.length) * 137);
	});
});
