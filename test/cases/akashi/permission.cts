import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { kept, personRow, two } from './parts.cts';

const permission = parametersOf('permission');

export const permissionCases: Case[] = [
	{
		...kept(),
		name: 'permissions, two organizations of one person',
		node: 'akashi',
		parameters: permission('assign', {
			staffId: picked('code', '={{ $json.code }}'),
			permissionName: '一般管理者',
			managedOrganization: picked('path', '={{ $json.path }}'),
			additionalFields: {
				furtherOrganizationCode: 'B-2',
				managedPeople: 'E00001, E00002',
				organizationsBelow: '下位組織を直接管理対象とする',
				organizationsBelowFurther: '下位組織を管理対象にしない',
			},
		}),
		items: (servers) =>
			['営業部', '開発部'].map((path) => ({ code: two(servers)[0].staffNum, path })),
		expected: (servers) => {
			const [one] = two(servers);
			return servers.akashi.permissions
				.filter(
					(held) =>
						held.staff_id === one.staffId &&
						held.manage_organization_code === 'B-2' &&
						held.manage_subordinate_organizations_immed_path === '下位組織を直接管理対象とする' &&
						(held as Record<string, unknown>).managed_staff_code2 === 'E00002',
				)
				.map(() => personRow(one));
		},
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'a permission for people from the list',
		node: 'akashi',
		parameters: permission('assign', {
			staffId: picked('list', '={{ $json.id }}'),
			permissionName: '一般管理者',
			managedOrganization: picked('code', 'B-2'),
			additionalFields: {
				managedStaff: '={{ $json.managed }}',
				managedPeople: '={{ $json.email }}, E00001',
				organizationsBelow: '下位組織を直接管理対象とする',
			},
		}),
		items: (servers) => {
			const { staff } = servers.akashi;
			const managed = [staff[0].staffId, staff[3].staffId];
			return [{ id: two(servers)[0].staffId, managed, email: staff[4].email!.toUpperCase() }];
		},
		expected: (servers) => {
			const [one] = two(servers);
			const wanted = {
				staff_id: one.staffId,
				manage_organization_code: 'B-2',
				manage_subordinate_organizations_immed_code: '下位組織を直接管理対象とする',
				managed_staff_code1: 'E00001',
				managed_staff_code2: 'E00004',
				managed_staff_code3: 'E00005',
			};
			const isThere = servers.akashi.permissions.some((held: Record<string, unknown>) =>
				Object.entries(wanted).every(([name, value]) => held[name] === value),
			);
			return isThere ? [personRow(one)] : [];
		},
		// Staff on three pages.
		calls: 1 + 3,
	},
	{
		...kept(),
		name: 'a reserved permission and a reserved organization',
		node: 'akashi',
		parameters: permission('reserve', {
			staffId: picked('email', '={{ $json.email }}'),
			reserve: 'both',
			permissionName: '一般管理者',
			permissionDate: '2099-04-01',
			managedOrganization: picked('code', 'C-2'),
			organizationDate: '2099-05-01',
			organizationsBelow: 'サブ組織所属を除く+直下組織管理者を直接管理する',
		}),
		items: (servers) => two(servers).map(({ email }) => ({ email })),
		expected: (servers) =>
			two(servers)
				.filter(({ staffId }) =>
					servers.akashi.reservations.some(({ staff_id }) => staff_id === staffId),
				)
				.map((one) => ({
					...personRow(one),
					permissionDate: '2099-04-01',
					organizationDate: '2099-05-01',
				})),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'a reserved permission alone',
		node: 'akashi',
		parameters: permission('reserve', {
			staffId: picked('code', 'E00003'),
			permissionName: '一般管理者',
			permissionDate: '2099-04-01',
		}),
		expected: ({ akashi: { reservations, staff } }) =>
			reservations.map((held) => ({
				...personRow(staff.find(({ staffId }) => staffId === held.staff_id)!),
				permissionDate: held.manager_permission_reservation_date!.replace(/\//g, '-'),
			})),
		calls: 1,
	},
	{
		...kept(),
		name: 'a reserved organization alone, taken away',
		node: 'akashi',
		parameters: permission('reserve', {
			staffId: picked('code', 'E00003'),
			reserve: 'organization',
			managedOrganization: picked('list', '開発部/開発一課'),
			organizationDate: '2099-05-01',
			addOrRemove: '削除',
		}),
		expected: ({ akashi: { reservations, staff } }) =>
			reservations
				.filter((held) => held.manage_organization_reservation_add_or_delete === '削除')
				.map((held) => ({
					...personRow(staff.find(({ staffId }) => staffId === held.staff_id)!),
					organizationDate: held.manage_organization_reservation_date!.replace(/\//g, '-'),
				})),
		calls: 1,
	},
];
