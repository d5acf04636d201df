import { departmentCases } from '../../cases/omflow/department.cts';
import { parametersOf } from '../../cases/case.cts';
import { engines } from '../engine.cts';
import { Rig } from './rig.cts';

/** Departments on servers that list them in other ways than the handbook. */

const rig = new Rig();
afterAll(async () => await rig.servers.close());

const all = parametersOf('department')('getAll', { returnAll: true });

describe.each(engines)('departments (%s)', (_, routing) => {
	test('come whole, however many there are', async () => {
		await rig.begin();
		const more = Array.from({ length: 1_200 }, (__, index) => ({
			id: 6 + index,
			group_no: `X${index}`,
			display_name: `部署${index}`,
			parent_group_id: 5,
			description: '',
		}));
		rig.server.groups.push(...more);
		const done = await rig.run(all, { routing });
		expect(done.json).toHaveLength(1_205);
		expect(done.json.at(-1)).toMatchObject({ path: 'みなと商事 / 開発部 / 部署1199', depth: 3 });
	});

	test('have no codes on 1.1.0.0, whose users are still listed with their organizations', async () => {
		await rig.begin({ version: '1.1.0.0', groupRows: 'source' });
		const done = await rig.run(all, { routing });
		const expected = departmentCases[0].expected(rig.servers);
		expect(done.error).toBeUndefined();
		expect(done.json).toEqual(
			expected.map((row) => ({
				...row,
				organizationCode: null,
				parentOrganizationCode: null,
			})),
		);
		const users = await rig.run(
			{ resource: 'user', operation: 'getAll', returnAll: true },
			{ routing },
		);
		expect(users.error).toBeUndefined();
		const { groups, users: people } = rig.server;
		for (const { userId, organizationName } of users.json) {
			const group = people.find(({ id }) => id === userId)!.default_group;
			expect(organizationName).toBe(groups.find(({ id }) => id === group)!.display_name);
		}
	});

	test('a missing permission is told', async () => {
		await rig.begin();
		rig.server.denied.add('admin');
		const { error } = await rig.run(all, { routing });
		expect(error?.message).toMatch(/^OMFLOW refused this: 403 no permission/);
	});
});
