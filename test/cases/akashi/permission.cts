import { eachItsOwn, type Case } from '../case.cts';
import { byCodeAndEmail, kept, personRow, two, whoFields } from './parts.cts';

export const permissionCases: Case[] = [
	{
		...kept(),
		name: 'permissions, two organizations of one person',
		node: 'akashi',
		parameters: {
			resource: 'permission',
			operation: 'assign',
			staffCode: '={{ $json.code }}',
			permissionName: '一般管理者',
			managedOrganizationPath: '={{ $json.path }}',
			managedOrganizationCode: 'B-2',
			additionalFields: {
				managedStaffCodes: 'E00001, E00002',
				organizationsBelowCode: '下位組織を管理対象にしない',
				organizationsBelowPath: '下位組織を直接管理対象とする',
			},
		},
		items: (servers) =>
			['営業部', '開発部'].map((path) => ({ code: two(servers)[0].staffNum, path })),
		expected: (servers) => {
			const [one] = two(servers);
			return [personRow(one), personRow(one)];
		},
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'a reserved permission and a reserved organization',
		node: 'akashi',
		parameters: {
			resource: 'permission',
			operation: 'reserve',
			...whoFields,
			permission: { permissionName: '一般管理者', permissionDate: '2099-04-01' },
			managedOrganization: {
				addOrRemove: '追加',
				organizationCode: 'C-2',
				organizationDate: '2099-05-01',
				organizationsBelow: 'サブ組織所属を除く+直下組織管理者を直接管理する',
				registerOrCancel: '登録',
			},
		},
		items: byCodeAndEmail,
		expected: (servers) => two(servers).map(personRow),
		from: eachItsOwn,
		calls: 1,
	},
];
