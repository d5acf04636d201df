import type { IDataObject } from 'n8n-workflow';

import type { Case } from '../cases.cts';
import type { All } from '../servers/all.cts';

/** Staff, organizations, transfers, permissions, working conditions, alerts, and the token. */

type Akashi = All['akashi'];

const picked = (mode: 'id' | 'list', value: string | number) => ({ __rl: true, mode, value });
const eachItsOwn = (output: IDataObject[]) => output.map((_, index) => index);

/** Keeps the company that the stand-in holds as it is, and puts it back afterwards. */
export function keptCompany(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let put: () => void;
	return {
		prepare: ({ akashi }) => {
			const { staff, organizations, transfers, permissions, reservations } = akashi;
			const lists = { staff, organizations, transfers, permissions, reservations };
			const { details, retired, workingConditions } = akashi;
			const maps = { details, retired, workingConditions };
			const before = structuredClone({ lists, maps });
			put = () => {
				for (const name of Object.keys(lists) as Array<keyof typeof lists>) {
					const list: unknown[] = lists[name];
					list.splice(0, list.length, ...before.lists[name]);
				}
				for (const name of Object.keys(maps) as Array<keyof typeof maps>) {
					const map: Map<unknown, unknown> = maps[name];
					map.clear();
					for (const [key, value] of before.maps[name]) map.set(key, value);
				}
			};
		},
		undo: () => put(),
	};
}

/** A person as 6.3 answers them. */
export const changedRow = (one: Akashi['staff'][number]): IDataObject => ({
	staff_id: one.staffId,
	staff_code: one.staffNum,
	email: one.email,
	organization_id: one.organization!.organizationId,
	employment_category_id: one.employmentCategory!.employmentCategoryId,
});
/** A person as 6.12 to 6.15 answer them. */
const personRow = ({ staffId, staffNum, email }: Akashi['staff'][number]): IDataObject => ({
	staff_id: staffId,
	staff_code: staffNum,
	email,
});

/** New people by `remarks`; every third has neither code nor e-mail. */
export const newPeople = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		remarks: `新人 ${index}`,
		code: index % 3 === 0 ? '' : `N-${index}`,
		email: index % 3 === 1 ? `New.${index}@example.com` : '',
		organization: ['企業', '営業部/営業一課', '開発部'][index % 3],
	}));

/** Two people with code and e-mail, by their place in the stand-in's list. */
const two = ({ akashi }: All) => [akashi.staff[2], akashi.staff[5]];
const who = (one: Akashi['staff'][number], by: 'code' | 'email') => ({
	code: by === 'code' ? one.staffNum : '',
	email: by === 'email' ? one.email : '',
});
const byCodeAndEmail = (servers: All): IDataObject[] => {
	const [first, second] = two(servers);
	return [who(first, 'code'), who(second, 'email')];
};
const whoFields = { staffCode: '={{ $json.code }}', staffEmail: '={{ $json.email }}' };

export const staffCases: Case[] = [
	{
		...keptCompany(),
		name: 'sixty new people in two calls',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '新人',
			firstName: '太郎',
			organizationPath: '={{ $json.organization }}',
			additionalFields: {
				staffCode: '={{ $json.code }}',
				email: '={{ $json.email }}',
				remarks: '={{ $json.remarks }}',
			},
		},
		items: () => newPeople(60),
		expected: ({ akashi }) =>
			newPeople(60).map(({ remarks }) =>
				changedRow(akashi.staff.find((one) => one.remarks === remarks)!),
			),
		from: eachItsOwn,
		calls: 2,
	},
	{
		...keptCompany(),
		name: 'a new person with every field',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '児玉',
			firstName: '太郎',
			organizationPath: '営業部/営業一課',
			additionalFields: {
				email: 'taro.kodama@example.com',
				employmentCategory: '正社員',
				entryDate: '2026-04-01T00:00:00',
				firstNameEn: 'Taro',
				firstNameKana: 'タロウ',
				idmNumber: '0123456789abcDEF',
				lastNameEn: 'Kodama',
				lastNameKana: 'コダマ',
				paidHolidayBaseDate: '2026-10-01',
				remarks: '在宅勤務あり\n週二日',
				sex: '男',
				staffCode: 's_001-A',
				tags: '={{ ["時短", "東京"] }}',
				tel: '03-1234-5678',
				singleSignOnOnly: false,
				useStartDate: '2026-04-02',
			},
		},
		expected: ({ akashi }) => [changedRow(akashi.staff.find((one) => one.staffNum === 's_001-A')!)],
		calls: 1,
	},
	{
		...keptCompany(),
		name: 'two people updated',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'update',
			staffId: picked('id', '={{ $json.id }}'),
			lastName: '={{ $json.last }}',
			firstName: '花子',
			additionalFields: { organizationPath: '開発部/開発二課', employmentCategory: '従業員' },
		},
		items: (servers) => two(servers).map(({ staffId }) => ({ id: staffId, last: '改名' })),
		expected: (servers) => two(servers).map((one) => ({ ...changedRow(one), organization_id: 10 })),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...keptCompany(),
		name: 'people created or updated by staff code',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'upsert',
			staffCode: '={{ $json.code }}',
			lastName: '山田',
			firstName: '花子',
			organizationPath: '管理本部',
		},
		items: ({ akashi }) => [
			{ code: 'NEW-1' },
			{ code: akashi.staff[44].staffNum },
			{ code: 'NEW-2' },
			{ code: akashi.staff[1].staffNum },
		],
		expected: ({ akashi }) => {
			const coded = (code: string) =>
				changedRow(akashi.staff.find((one) => one.staffNum === code)!);
			return [
				{ ...coded('NEW-1'), upserted: 'created' },
				{ ...changedRow(akashi.staff[44]), organization_id: 2, upserted: 'updated' },
				{ ...coded('NEW-2'), upserted: 'created' },
				{ ...changedRow(akashi.staff[1]), organization_id: 2, upserted: 'updated' },
			];
		},
		from: eachItsOwn,
		// Three pages of people, one write.
		calls: 3 + 2,
	},
	{
		...keptCompany(),
		name: 'people created or updated by e-mail, whatever its case',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'upsert',
			matchOn: 'email',
			email: '={{ $json.email }}',
			lastName: '山田',
			firstName: '花子',
			organizationPath: '企業',
			additionalFields: { sex: '女' },
		},
		items: ({ akashi }) => [
			{ email: 'new@example.com' },
			{ email: akashi.staff[3].email!.toUpperCase() },
		],
		expected: ({ akashi }) => [
			{
				...changedRow(akashi.staff.find(({ email }) => email === 'new@example.com')!),
				upserted: 'created',
			},
			{ ...changedRow(akashi.staff[3]), organization_id: 1, upserted: 'updated' },
		],
		from: eachItsOwn,
		calls: 3 + 2,
	},
	{
		...keptCompany(),
		name: 'a retirement',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'retire',
			staffId: picked('id', '={{ $json.id }}'),
			retirementDate: '2026-03-31T00:00:00',
		},
		items: ({ akashi }) => [{ id: akashi.staff[7].staffId }],
		expected: ({ akashi }) =>
			[...akashi.retired.values()]
				.filter(({ date }) => date === '2026/03/31')
				.map(({ person }) => ({ login_company_code: akashi.companyId, ...personRow(person) })),
		calls: 1,
	},
	deletion(),
	{
		...keptCompany(),
		name: 'organizations, the parent first',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: {
				code: '={{ $json.code }}',
				nameEn: 'New',
				parentPath: '={{ $json.parent }}',
			},
		},
		items: () => [
			{ name: '第一事業本部', code: 'N-1', parent: '' },
			{ name: '営業部', code: '', parent: '第一事業本部' },
			{ name: '一課', code: 'N-2', parent: '第一事業本部/営業部' },
			{ name: '営業部', code: '', parent: '管理本部' },
		],
		expected: ({ akashi }) => akashi.organizations.slice(-4) as IDataObject[],
		from: eachItsOwn,
		calls: 1,
	},
	{
		name: 'own alerts',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', returnAll: true },
		expected: alertRows,
		calls: 1,
	},
	{
		name: 'three alerts',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', limit: 3 },
		expected: (servers) => alertRows(servers).slice(0, 3),
		calls: 1,
	},
	{
		name: 'own alerts as the API answers them',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', returnAll: true, simplify: false },
		expected: ({ akashi }) =>
			akashi.alerts.map((one) => ({ staff_id: akashi.staff[0].staffId, ...one })),
		calls: 1,
	},
	{
		...keptCompany(),
		name: 'transfers, by code and by e-mail',
		node: 'akashi',
		parameters: {
			resource: 'transfer',
			operation: 'create',
			...whoFields,
			transferDate: '2099-04-01',
			employmentCategory: '契約社員',
			additionalFields: {
				newOrganizationPath: '営業部/営業二課',
				deleteLaterTransfers: true,
				subOrganizationPaths: ['開発部', '開発部/開発一課'],
				subOrganizationCodes: 'A-1, A-2',
			},
		},
		items: byCodeAndEmail,
		expected: (servers) => two(servers).map(personRow),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...keptCompany(),
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
		...keptCompany(),
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
	{
		...keptCompany(),
		name: 'working conditions',
		node: 'akashi',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffCode: '={{ $json.code }}',
			settings: {
				effectiveDate: '2026-04-01',
				fixedWorkingTime: '8:00',
				maxContinuousWorkingDaysPerMonth: 6,
				monthlyScheduledHolidays: '5/5/5/5/5/5/5/5/5/5/5/5',
				planStartAndEndTimeMon: '09:00-18:00',
				planStartAndEndTimeSun: '',
				workingCategory: '裁量労働制',
			},
			settingsJson: '{"rest_period_minutes": 60, "overtime_rule": "独自"}',
		},
		items: (servers) => two(servers).map(({ staffNum }) => ({ code: staffNum })),
		expected: (servers) =>
			two(servers)
				.filter(({ staffNum }) => servers.akashi.workingConditions.has(staffNum!))
				.map(personRow),
		from: eachItsOwn,
		calls: 1,
	},
];

/** A person who is gone afterwards: the answer is what was there before. */
function deletion(): Case {
	const { prepare, undo } = keptCompany();
	let gone: Akashi['staff'][number];
	return {
		name: 'a deletion',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'delete',
			staffId: picked('list', '={{ $json.id }}'),
		},
		prepare: (servers) => {
			prepare(servers);
			gone = servers.akashi.staff[8];
		},
		undo,
		items: () => [{ id: gone.staffId }],
		expected: ({ akashi }) =>
			akashi.staff.includes(gone)
				? []
				: [{ deleted: true, ...personRow(gone), login_company_code: akashi.companyId }],
		calls: 1,
	};
}

function alertRows({ akashi }: All): IDataObject[] {
	const names: Record<number, string> = {
		1: '打刻忘れ',
		2: '欠勤疑い',
		3: '休憩過小/超過',
		4: '出勤打刻乖離',
		5: '退勤打刻乖離',
		6: '休日出勤',
		7: '遅刻',
		8: '早退',
		9: '残業時間閾値超え',
		10: '無断出勤',
	};
	return akashi.alerts.map(({ date, month, alert_type }) => ({
		staffId: akashi.staff[0].staffId,
		date: date.replaceAll('/', '-'),
		month: month.replaceAll('/', '-'),
		alertType: alert_type,
		alertTypeName: names[alert_type],
	}));
}

/** Not among the others, which are searched for secrets: its output is one. */
export const tokenCase: Case = {
	name: 'the token',
	node: 'akashi',
	parameters: { resource: 'token', operation: 'reissue' },
	expected: ({ akashi }) => {
		const [token, { expiresAt, staffId }] = [...akashi.tokens].at(-1)!;
		const expires = new Date(expiresAt + 9 * 3_600_000).toISOString().slice(0, 19);
		return [
			{
				login_company_code: akashi.companyId,
				staff_id: staffId,
				agency_manager_id: null,
				token,
				expired_at: expires.replace(/-/g, '/').replace('T', ' '),
			},
		];
	},
	calls: 1,
	undo: ({ akashi }) => {
		const [, latest] = [...akashi.tokens].at(-1)!;
		akashi.tokens.set(akashi.token, latest);
	},
};
