import type { IDataObject } from 'n8n-workflow';

import { eachItsOwn, picked, type Case } from '../case.cts';
import { ids, kept, two, type Staff } from './parts.cts';

const staffRow = (one: Staff): IDataObject => ({
	staffId: one.staffId,
	staffCode: one.staffNum,
	name: `${one.lastName} ${one.firstName}`,
	nameKana: `${one.lastNameKana} ${one.firstNameKana}`,
	email: one.email,
	organizationId: one.organization!.organizationId,
	organizationName: one.organization!.name,
	employmentCategoryName: one.employmentCategory!.name,
	permissionName: one.permissionGroup!.name,
	tag: one.tag,
});
/** What a write says of a person. */
export const changedRow = (one: Staff): IDataObject => ({
	staffId: one.staffId,
	staffCode: one.staffNum,
	email: one.email,
	organizationId: one.organization!.organizationId,
	employmentCategoryId: one.employmentCategory!.employmentCategoryId,
});
const goneRow = ({ staffId, staffNum, email }: Staff): IDataObject => ({
	staffId,
	staffCode: staffNum,
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

export const staffCases: Case[] = [
	{
		name: 'all staff',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', returnAll: true },
		expected: ({ akashi }) => akashi.staff.map(staffRow),
		calls: 3,
	},
	{
		name: 'some staff as the API answers them',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', limit: 25, simplify: false },
		expected: ({ akashi }) => akashi.staff.slice(0, 25) as unknown as IDataObject[],
		calls: 2,
	},
	{
		name: 'one page of staff is one call',
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'getAll', limit: 7 },
		expected: ({ akashi }) => akashi.staff.slice(0, 7).map(staffRow),
		calls: 1,
	},
	{
		name: 'staff by ID, an item each',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'get',
			staffId: picked('id', '={{ $json.staff }}'),
		},
		items: (servers) => ids(servers, 0, 3, 9).map((staff) => ({ staff })),
		expected: ({ akashi }) => [0, 3, 9].map((place) => staffRow(akashi.staff[place])),
		from: () => [0, 1, 2],
		calls: 3,
	},
	{
		name: 'staff by email, whatever its case',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'get',
			staffId: picked('email', '={{ $json.email }}'),
		},
		items: ({ akashi }) =>
			[2, 41].map((place) => ({ email: akashi.staff[place].email!.toUpperCase() })),
		expected: ({ akashi }) => [2, 41].map((place) => staffRow(akashi.staff[place])),
		from: eachItsOwn,
		// Three pages to find them.
		calls: 3 + 2,
	},
	{
		name: "the token's owner",
		node: 'akashi',
		parameters: { resource: 'staff', operation: 'get', staffIdentifiedBy: 'owner' },
		expected: ({ akashi }) => [staffRow(akashi.staff[0])],
		calls: 1,
	},
	{
		...kept(),
		name: 'sixty new people in two calls',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '新人',
			firstName: '太郎',
			organizationPath: picked('path', '={{ $json.organization }}'),
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
		...kept(),
		name: 'a new person with every field',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'create',
			lastName: '児玉',
			firstName: '太郎',
			organizationPath: picked('list', '営業部/営業一課'),
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
		...kept(),
		name: 'two people updated',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'update',
			staffId: picked('id', '={{ $json.id }}'),
			lastName: '={{ $json.last }}',
			firstName: '花子',
			organizationPath: picked('path', '開発部/開発二課'),
			additionalFields: { employmentCategory: '従業員' },
		},
		items: (servers) => two(servers).map(({ staffId }) => ({ id: staffId, last: '改名' })),
		expected: (servers) => two(servers).map((one) => ({ ...changedRow(one), organizationId: 10 })),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'people created or updated by staff code',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'upsert',
			staffCode: '={{ $json.code }}',
			lastName: '山田',
			firstName: '花子',
			organizationPath: picked('list', '管理本部'),
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
				{ ...changedRow(akashi.staff[44]), organizationId: 2, upserted: 'updated' },
				{ ...coded('NEW-2'), upserted: 'created' },
				{ ...changedRow(akashi.staff[1]), organizationId: 2, upserted: 'updated' },
			];
		},
		from: eachItsOwn,
		// Three pages of people, one write.
		calls: 3 + 2,
	},
	{
		...kept(),
		name: 'people created or updated by e-mail, whatever its case',
		node: 'akashi',
		parameters: {
			resource: 'staff',
			operation: 'upsert',
			matchOn: 'email',
			email: '={{ $json.email }}',
			lastName: '山田',
			firstName: '花子',
			organizationPath: picked('path', '企業'),
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
			{ ...changedRow(akashi.staff[3]), organizationId: 1, upserted: 'updated' },
		],
		from: eachItsOwn,
		calls: 3 + 2,
	},
	{
		...kept(),
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
				.map(({ person }) => ({ retired: true, ...goneRow(person) })),
		calls: 1,
	},
	deletion(),
];

/** A person who is gone afterwards: the answer is what was there before. */
function deletion(): Case {
	const { prepare, undo } = kept();
	let gone: Staff;
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
			akashi.staff.includes(gone) ? [] : [{ deleted: true, ...goneRow(gone) }],
		calls: 1,
	};
}
