import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { changedRow, newPeople } from '../../cases/akashi/staff.cts';
import { tokenCase } from '../../cases/akashi/token.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Staff and what is set for people: what is sent, whose outcome is whose, and what is never sent. */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => await servers.close());

async function run(parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		...more,
	});
}
const goingOn = { onError: 'continueRegularOutput' } as const;
/** The bodies that reached a call, without the token. */
const sent = (route: string) =>
	servers.akashi.calls
		.filter((call) => call.route === route)
		.map(({ body }) => {
			const { token, ...rest } = body as IDataObject;
			expect(token).toBe(servers.akashi.token);
			return rest;
		});

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const picked = (value: string) => by('id', value);
const path = (value: string) => by('path', value);
const empty = '={{ "" }}';
const create: INodeParameters = {
	resource: 'staff',
	operation: 'create',
	lastName: '={{ $json.last ?? "新人" }}',
	firstName: '太郎',
	organizationPath: path('={{ $json.organization ?? "企業" }}'),
	additionalFields: { staffCode: '={{ $json.code }}', remarks: '={{ $json.remarks }}' },
};
const update: INodeParameters = {
	resource: 'staff',
	operation: 'update',
	staffId: picked('={{ $json.id }}'),
	lastName: '改名',
	firstName: '太郎',
	organizationPath: path('={{ $json.organization }}'),
};
const upsert: INodeParameters = {
	...create,
	operation: 'upsert',
	staffCode: '={{ $json.code }}',
	email: '={{ $json.email }}',
	additionalFields: {},
};
const retire: INodeParameters = {
	resource: 'staff',
	operation: 'retire',
	staffId: picked('={{ $json.id }}'),
	retirementDate: '={{ $json.date }}',
};
const transfer: INodeParameters = {
	resource: 'transfer',
	operation: 'create',
	staffId: by('code', '={{ $json.who ?? "E00002" }}'),
	transferDate: '={{ $json.date ?? "2099-04-01" }}',
	employmentCategory: '正社員',
	additionalFields: {},
};
const assign: INodeParameters = {
	resource: 'permission',
	operation: 'assign',
	staffId: by('code', 'E00002'),
	permissionName: '一般管理者',
	managedOrganization: path('営業部'),
};
const reserve: INodeParameters = {
	resource: 'permission',
	operation: 'reserve',
	staffId: by('code', 'E00002'),
	reserve: 'both',
	permissionName: '一般管理者',
	permissionDate: '2099-04-01',
	managedOrganization: path('営業部'),
	organizationDate: '2099-05-01',
	addOrRemove: '追加',
	organizationsBelow: '下位組織を管理対象にしない',
	registerOrCancel: '登録',
};
const conditions: INodeParameters = {
	resource: 'workingCondition',
	operation: 'update',
	staffId: by('code', '={{ $json.who ?? "E00002" }}'),
	settings: { overtimeBasis: '所定時間外' },
};

describe('what is sent', () => {
	test('every field of a person, dates with slashes, a list of tags with commas', async () => {
		await run({
			...create,
			additionalFields: {
				staffCode: 'S-1',
				lastNameEn: 'Kodama',
				firstNameEn: 'Taro',
				tel: '03-1234-5678',
				sex: '女',
				tags: '={{ ["時短", "東京"] }}',
				entryDate: '2026-04-01',
				useStartDate: '2026-04-02T00:00:00',
				paidHolidayBaseDate: '2026-04-03T00:00:00+09:00',
				singleSignOnOnly: false,
				email: '',
			},
		});
		expect(sent('changeStaff')).toEqual([
			{
				staffs: [
					{
						staff_code: 'S-1',
						last_name: '新人',
						first_name: '太郎',
						last_name_en: 'Kodama',
						first_name_en: 'Taro',
						organization: '企業',
						tel: '03-1234-5678',
						sex: '女',
						tag: '時短,東京',
						entry_date: '2026/04/01',
						use_start_date: '2026/04/02',
						paid_holiday_base_date: '2026/04/03',
						use_other_login_method: false,
					},
				],
			},
		]);
		expect(servers.akashi.violations).toEqual([]);
	});

	test('an update sends the ID, the names and what is given', async () => {
		const [, { staffId }] = servers.akashi.staff;
		await run({ ...update, additionalFields: { tel: '03' } }, { items: [{ id: staffId }] });
		expect(sent('changeStaff')).toEqual([
			{ staffs: [{ staff_id: staffId, last_name: '改名', first_name: '太郎', tel: '03' }] },
		]);
	});

	test('lists become numbered fields', async () => {
		await run({
			...transfer,
			additionalFields: {
				subOrganizationPaths: ['開発部', '', '営業部/営業一課'],
				subOrganizationCodes: 'A-1、A-2, B',
			},
		});
		await run({
			...assign,
			additionalFields: { managedPeople: '={{ ["E00003", "E00004", "E00005"] }}' },
		});
		expect(sent('createTransfers')[0]).toEqual({
			organizations: [
				{
					staff_code: 'E00002',
					organization_change_date: '2099/04/01',
					employment_category: '正社員',
					sub_organization_path: '開発部',
					sub_organization_path2: '営業部/営業一課',
					sub_organization_code: 'A-1',
					sub_organization_code2: 'A-2',
					sub_organization_code3: 'B',
				},
			],
		});
		expect(sent('assignPermissions')[0].permissions).toEqual([
			{
				staff_code: 'E00002',
				manager_permission_name: '一般管理者',
				manage_organization_path: '営業部',
				managed_staff_code1: 'E00003',
				managed_staff_code2: 'E00004',
				managed_staff_code3: 'E00005',
			},
		]);
		expect(servers.akashi.violations).toEqual([]);
	});

	const permission = {
		reservation_manager_permission_name: '一般管理者',
		manager_permission_reservation_date: '2099/04/01',
	};
	const organization = {
		reservation_manage_organization_path: '営業部',
		manage_organization_reservation_date: '2099/05/01',
		manage_organization_reservation_add_or_delete: '追加',
		manage_subordinate_organizations: '下位組織を管理対象にしない',
		manage_organization_reservation_registration_or_cancel: '登録',
	};
	test.each([
		['permission', permission],
		['organization', organization],
		['both', { ...permission, ...organization }],
	])('a reservation of %s, also where the fields of the other are filled', async (kind, row) => {
		for (const [, routing] of engines) {
			for (const chosen of [kind, '={{ $json.kind }}']) {
				servers.akashi.reset();
				const done = await run({ ...reserve, reserve: chosen }, { items: [{ kind }], routing });
				expect(done.error).toBeUndefined();
				expect(sent('reservePermissions')).toEqual([
					{ permissions_reserve: [{ staff_code: 'E00002', ...row }] },
				]);
			}
		}
		expect(servers.akashi.violations).toEqual([]);
	});

	const asPath = { path: '営業部/営業二課' };
	const ways: Array<[string, unknown, { path?: string; code?: string }]> = [
		['list', by('list', '営業部/営業二課'), asPath],
		['path', path('={{ $json.path }}'), asPath],
		['code', by('code', 'B-2'), { code: 'B-2' }],
		['code by an expression', by('code', '={{ $json.code }}'), { code: 'B-2' }],
		['expression', '={{ $json.path }}', asPath],
		['text', '営業部/営業二課', asPath],
	];
	test.each(ways)('an organization by %s', async (_, place, { path: itsPath, code }) => {
		const items = [{ path: asPath.path, code: 'B-2' }];
		for (const [route, list, name, parameters] of [
			[
				'createTransfers',
				'organizations',
				'new_organization',
				{ ...transfer, newOrganization: place },
			],
			[
				'assignPermissions',
				'permissions',
				'manage_organization',
				{ ...assign, managedOrganization: place },
			],
			[
				'reservePermissions',
				'permissions_reserve',
				'reservation_manage_organization',
				{ ...reserve, managedOrganization: place },
			],
		] as Array<[string, string, string, INodeParameters]>) {
			for (const [, routing] of engines) {
				servers.akashi.reset();
				const done = await run(parameters, { items, routing });
				expect(done.error).toBeUndefined();
				const [row] = sent(route)[0][list] as IDataObject[];
				expect([row[`${name}_path`], row[`${name}_code`]]).toEqual([itsPath, code]);
				expect(servers.akashi.calls).toHaveLength(1);
			}
		}
		expect(servers.akashi.violations).toEqual([]);
	});

	test.each(engines)('what is below each of two organizations (%s)', async (_, routing) => {
		const below = '下位組織を直接管理対象とする';
		const further = '下位組織を管理対象にしない';
		const both = {
			furtherOrganizationCode: 'B-2',
			organizationsBelow: below,
			organizationsBelowFurther: further,
		};
		await run({ ...assign, additionalFields: both }, { routing });
		await run(
			{
				...assign,
				managedOrganization: by('code', 'B-2'),
				additionalFields: { organizationsBelow: below },
			},
			{ routing },
		);
		const row = { staff_code: 'E00002', manager_permission_name: '一般管理者' };
		expect(sent('assignPermissions').map(({ permissions }) => permissions)).toEqual([
			[
				{
					...row,
					manage_organization_path: '営業部',
					manage_organization_code: 'B-2',
					manage_subordinate_organizations_immed_path: below,
					manage_subordinate_organizations_immed_code: further,
				},
			],
			[
				{
					...row,
					manage_organization_code: 'B-2',
					manage_subordinate_organizations_immed_code: below,
				},
			],
		]);
	});

	test.each(engines)(
		'working conditions by name and as JSON, what the examples leave empty sent empty (%s)',
		async (_, routing) => {
			const done = await run(
				{
					...conditions,
					settings: {
						effectiveDate: '',
						planBreakStartAndEndTimeHol: '12:00-13:00',
						planStartAndEndTimeSun: '',
						maxWorkingMinutesPerMonth: `={{ Array(12).fill("176:00") }}`,
						lateJudgementTimeWithMorningOff: '25:30',
						limitedWeekly28hours: '制限しない',
					},
					settingsJson: '={{ { work_interval: "制限する", work_interval_hours: 11 } }}',
				},
				{ routing },
			);
			expect(done.error).toBeUndefined();
			expect(servers.akashi.workingConditions.get('E00002')).toEqual({
				staff_code: 'E00002',
				effective_date: '',
				plan_break_start_and_end_time_hol: '12:00-13:00',
				plan_start_and_end_time_sun: '',
				max_working_minutes_per_month: Array(12).fill('176:00').join('/'),
				late_judgement_time_with_morning_off: '25:30',
				limited_weekly_28hours: '制限しない',
				work_interval: '制限する',
				work_interval_hours: '11',
			});
			expect(servers.akashi.violations).toEqual([]);
		},
	);

	test('organizations go in item order, call after call, so that a parent is there before its children', async () => {
		servers.akashi.latency = ({ body }) => (JSON.stringify(body).includes('本社') ? 50 : 0);
		const done = await run(
			{
				resource: 'organization',
				operation: 'create',
				name: '={{ $json.name }}',
				parentPath: path('={{ $json.parent }}'),
			},
			{
				items: Array.from({ length: 120 }, (_, index) =>
					index === 0 ? { name: '本社', parent: '' } : { name: `課${index}`, parent: '本社' },
				),
			},
		);
		expect(done.error).toBeUndefined();
		expect(done.json.map(({ organizationName }) => organizationName)).toEqual(
			servers.akashi.organizations.slice(-120).map(({ name }) => name),
		);
		expect(servers.akashi.count('createOrganizations')).toBe(3);
		expect(servers.akashi.maxInFlight).toBe(1);
	});
});

describe('retire and delete', () => {
	test('retiring carries the date, deleting nothing', async () => {
		const [, first, second] = servers.akashi.staff;
		await run(retire, { items: [{ id: first.staffId, date: '2026-03-31' }] });
		await run(
			{ resource: 'staff', operation: 'delete', staffId: picked('={{ $json.id }}') },
			{ items: [{ id: second.staffId }] },
		);
		expect(sent('retireStaff')).toEqual([{ retirement_date: '2026/03/31' }]);
		expect(sent('deleteStaff')).toEqual([{}]);
		expect([...servers.akashi.retired.keys()]).toEqual([first.staffId]);
	});

	test.each(['', null, undefined, 'soon', 0, false, '2026-02-30'])(
		'retiring with the date %j sends nothing at all, also when the run goes on',
		async (date) => {
			const people = servers.akashi.staff.length;
			const [, { staffId }] = servers.akashi.staff;
			for (const routing of [false, true]) {
				const items = [{ id: staffId, date } as IDataObject];
				const done = await run(retire, { items, routing, ...goingOn });
				expect(done.json[0].error).toMatch(/"Retirement Date" must be a date/);
			}
			expect(servers.akashi.calls).toEqual([]);
			expect(servers.akashi.staff).toHaveLength(people);
		},
	);
});

describe('people created or updated', () => {
	test('the people who are there are read once a run, and each item says what happened', async () => {
		const items = Array.from({ length: 120 }, (_, index) => ({
			code: index < 45 ? `E${String(index + 1).padStart(5, '0')}` : `S-${index}`,
		}));
		const done = await run(upsert, { items });
		expect(done.json.map(({ staffCode }) => staffCode)).toEqual(items.map(({ code }) => code));
		expect(done.json.map(({ upserted }) => upserted)).toEqual(
			items.map((_, index) => (index < 45 ? 'updated' : 'created')),
		);
		expect(servers.akashi.count('listStaff')).toBe(3);
		expect(servers.akashi.count('changeStaff')).toBe(3);
		expect(servers.akashi.staff).toHaveLength(120);
		expect(servers.akashi.violations).toEqual([]);
	});

	test.each([
		['staff_code', [{ code: 'S-1' }, { code: 'S-2' }, { code: 'S-1' }]],
		['email', [{ email: 'a@example.com' }, { email: 'b@example.com' }, { email: 'A@example.com' }]],
	])('two items with one %s are refused before anything is sent', async (matchOn, items) => {
		const done = await run({ ...upsert, matchOn }, { items });
		expect(done.error?.message).toBe('Items 0 and 2 write the same record');
		expect(servers.akashi.calls).toEqual([]);
	});

	test('a code that two people have is refused for its item alone', async () => {
		servers.akashi.staff[30].staffNum = 'E00002';
		const done = await run(upsert, { items: [{ code: 'E00002' }, { code: 'E00003' }], ...goingOn });
		expect(done.json[0].error).toMatch(/several records named staff_code E00002: \d+, \d+/);
		expect(done.json[1]).toMatchObject({ staffCode: 'E00003', upserted: 'updated' });
	});

	test('when the people cannot be read, nothing is written', async () => {
		servers.akashi.fault({ kind: 'html', status: 502, times: 3, route: 'listStaff' });
		const done = await run(upsert, { items: [{ code: 'E00002' }, { code: 'S-1' }], ...goingOn });
		expect(done.json.map(({ error }) => error)).toEqual([
			expect.stringContaining('HTTP 502'),
			expect.stringContaining('HTTP 502'),
		]);
		expect(servers.akashi.count('changeStaff')).toBe(0);
	});
});

describe('outcomes', () => {
	test.each(engines)('creating in part: each item has its own (%s)', async (_, routing) => {
		const items = [
			{ code: 'S-1' },
			{ code: 'S-2', last: '甲', organization: 'ない部' },
			{ code: 'E00001', last: '乙' },
			{ code: 'S-3' },
			{ code: 'E00002', last: '丙', organization: 'ない部' },
		];
		const done = await run(create, { items, routing, ...goingOn });
		expect(done.json.map(({ staffCode, error }) => staffCode ?? error)).toEqual([
			'S-1',
			'AKASHI refused this: ERR300402 所属する組織が見つかりません',
			'AKASHI refused this: ERR300402 従業員番号が他の従業員と重複しています',
			'S-3',
			'AKASHI refused this: ERR300402 従業員番号が他の従業員と重複しています / 所属する組織が見つかりません',
		]);
		expect(servers.akashi.count('changeStaff')).toBe(1);
	});

	test('updating in part: the error is told by the ID', async () => {
		const [, first, second] = servers.akashi.staff;
		const items = [
			{ id: first.staffId, organization: '開発部' },
			{ id: second.staffId, organization: 'ない部' },
			{ id: 999_999, organization: '開発部' },
		];
		const done = await run(update, { items, ...goingOn });
		expect(done.json.map(({ staffId, error }) => staffId ?? error)).toEqual([
			first.staffId,
			'AKASHI refused this: ERR300402 所属する組織が見つかりません',
			'AKASHI refused this: ERR300402 更新する従業員を参照できません',
		]);
	});

	test('stopping, the error is that of the first item refused, and says who was recorded', async () => {
		const items = [{ code: 'S-1' }, { code: 'S-2', last: '甲', organization: 'ない部' }];
		const done = await run(create, { items });
		expect(done.error?.message).toBe('AKASHI refused this: ERR300402 所属する組織が見つかりません');
		expect((done.error?.context as IDataObject).itemIndex).toBe(1);
		expect(done.error?.description).toMatch(/Already done: 1 other items \(0\)/);
	});

	test('a person who cannot be told from others beside a refusal is not said to be refused', async () => {
		const items = [{}, { last: '甲', organization: 'ない部' }, {}];
		const done = await run(create, { items, ...goingOn });
		const ids = servers.akashi.staff.slice(-2).map(({ staffId }) => staffId);
		const unknown = expect.stringContaining(
			`Not known whether this item was recorded: AKASHI has records of this name (IDs ${ids.join(', ')})`,
		);
		expect(done.json.map(({ error }) => error)).toEqual([
			unknown,
			'AKASHI refused this: ERR300402 所属する組織が見つかりません',
			unknown,
		]);
		expect(done.json[0].message).toMatch(/accepted the request but did not confirm this record/);
		expect(servers.akashi.staff).toHaveLength(47);
	});

	test('a refused call that creates is not repeated; who is named has the blame', async () => {
		const refusal = { code: 'ERR300402', staff_id: '', name: '甲太郎', message: '駄目です' };
		servers.akashi.fault({
			kind: 'body',
			route: 'changeStaff',
			body: { success: false, errors: [refusal, { ...refusal, name: '乙太郎', message: '別の' }] },
		});
		const done = await run(create, { items: [{ code: 'S-1' }, { last: '甲' }], ...goingOn });
		expect(done.json.map(({ error }) => error)).toEqual([
			'AKASHI refused this: ERR300402 駄目です / 別の',
			'AKASHI refused this: ERR300402 駄目です',
		]);
		expect(done.json[0].message).toMatch(
			/records of 2 items were refused in one request. AKASHI's list was read afterwards and does not contain this record/,
		);
		expect(servers.akashi.count('changeStaff')).toBe(1);
	});

	test('a refused call that updates is halved until the item at fault stands alone', async () => {
		const items = servers.akashi.staff
			.slice(1, 9)
			.map(({ staffId }) => ({ id: staffId, organization: '開発部' }));
		servers.akashi.fault({
			kind: 'body',
			route: 'changeStaff',
			times: 99,
			when: ({ body }) => JSON.stringify(body).includes(`"staff_id":${items[5].id}`),
			body: { success: false, errors: [{ code: 'E1', message: '駄目です' }] },
		});
		const done = await run(update, { items, ...goingOn });
		expect(done.json.map(({ staffId, error }) => staffId ?? error)).toEqual(
			items.map(({ id }, index) => (index === 5 ? 'AKASHI refused this: E1 駄目です' : id)),
		);
	});

	test('a lost answer leaves it open whether people were created, and nothing is sent again', async () => {
		servers.akashi.fault({ kind: 'resetAfter', route: 'changeStaff' });
		const done = await run(create, { items: [{ code: 'S-1' }, { code: 'S-2' }], ...goingOn });
		const ids = servers.akashi.staff.slice(-2).map(({ staffId }) => staffId);
		expect(done.json.map(({ error }) => error)).toEqual(
			ids.map((id) =>
				expect.stringMatching(`^Not known whether this item was recorded: .* \\(ID ${id}\\)`),
			),
		);
		expect(servers.akashi.count('changeStaff')).toBe(1);
	});

	const answers = [
		['a refused call', false, false],
		['a refused call, by routing', false, true],
		['a call done in part', true, false],
	] as const;
	const refusedHere = 'AKASHI refused this: ERR302102 対象の従業員を確認できません';
	test.each(answers)('transfers, %s: each item has its own', async (_, partial, routing) => {
		const { staff } = servers.akashi;
		for (const [mode, whos] of [
			['code', ['E00002', 'NOBODY', 'E00003', 'NO-ONE', 'E00004']],
			[
				'email',
				[staff[1].email, 'nobody@example.com', staff[2].email, 'no@example.com', staff[3].email],
			],
		] as Array<[string, string[]]>) {
			servers.akashi.reset();
			servers.akashi.transfers.length = 0;
			servers.akashi.options.partial = partial;
			const parameters = { ...transfer, staffId: by(mode, '={{ $json.who }}') };
			const items = whos.map((who) => ({ who }));
			const done = await run(parameters, { items, routing, ...goingOn });
			expect(done.json.map(({ staffId, error }) => staffId ?? error)).toEqual([
				staff[1].staffId,
				refusedHere,
				staff[2].staffId,
				refusedHere,
				staff[3].staffId,
			]);
			expect(servers.akashi.transfers).toHaveLength(3);
		}
	});

	test.each(answers)(
		'transfers of people with and without a code, %s: each item has its own',
		async (_, partial, routing) => {
			servers.akashi.options.partial = partial;
			const people = servers.akashi.staff.slice(1, 5);
			people[1].staffNum = null;
			people[3].staffNum = null;
			const parameters = {
				...transfer,
				staffId: by('list', '={{ $json.id }}'),
				newOrganization: path('={{ $json.organization }}'),
			};
			const items = people.map(({ staffId }, place) => ({
				id: staffId,
				organization: place < 2 ? 'ない部' : '営業部',
			}));
			const done = await run(parameters, { items, routing, ...goingOn });
			const refused = 'AKASHI refused this: ERR302102 指定の組織を確認できません';
			expect(done.json.map(({ staffId, error }) => staffId ?? error)).toEqual([
				refused,
				refused,
				people[2].staffId,
				people[3].staffId,
			]);
			expect(servers.akashi.transfers.map(({ staff_id }) => staff_id)).toEqual([
				people[2].staffId,
				people[3].staffId,
			]);
		},
	);

	test('working conditions, a refused call: each item has its own', async () => {
		const items = [{ who: 'E00002' }, { who: 'NOBODY' }, { who: 'E00003' }];
		const done = await run(conditions, { items, ...goingOn });
		expect(done.json.map(({ staffCode, error }) => staffCode ?? error)).toEqual([
			'E00002',
			'AKASHI refused this: ERR302205 個別就業設定の対象者を確認できません',
			'E00003',
		]);
	});

	test('transfers of one person on several days are answered each, in order', async () => {
		const items = ['2099-04-01', '2099-05-01', '2099-06-01'].map((date) => ({
			who: 'E00002',
			date,
		}));
		const done = await run(transfer, { items });
		expect(done.json).toHaveLength(3);
		expect(servers.akashi.transfers.map((one) => one.organization_change_date)).toEqual([
			'2099/04/01',
			'2099/05/01',
			'2099/06/01',
		]);
		// An answer that names the person but once confirms all of them as well.
		const { staffId } = servers.akashi.staff[1];
		const staffs = [{ staff_id: staffId, staff_code: 'E00002', email: null }];
		servers.akashi.fault({ kind: 'body', body: { success: true, response: { staffs } } });
		const once = await run(transfer, { items });
		expect(once.json).toEqual(
			items.map(({ date }) => ({
				staffId,
				staffCode: 'E00002',
				email: null,
				transferDate: date,
			})),
		);
	});
});

describe('whose record is whose', () => {
	const row = (staff_id: number, staff_code: string | null) => ({
		staff_id,
		staff_code,
		email: null,
		organization_id: 1,
		employment_category_id: 1,
	});
	const answered = async (items: IDataObject[], staffs: unknown[], key = 'staffs') => {
		servers.akashi.fault({
			kind: 'body',
			route: 'changeStaff',
			body: { success: true, response: { [key]: staffs } },
		});
		const done = await run(create, { items, ...goingOn });
		return done.json.map(({ staffId, error }) => staffId ?? error);
	};
	const open = 'AKASHI accepted the request but did not confirm this record';

	test('by code, whatever the order', async () => {
		expect(await answered([{ code: 'A' }, { code: 'B' }], [row(2, 'B'), row(1, 'A')])).toEqual([
			1, 2,
		]);
	});

	test('by order where a person has no name, when all were recorded', async () => {
		const came = [row(1, null), row(2, 'B'), row(3, null)];
		expect(await answered([{}, { code: 'B' }, {}], came)).toEqual([1, 2, 3]);
		servers.akashi.reset();
		const done = await run(create, { items: newPeople(7).map(({ remarks }) => ({ remarks })) });
		expect(done.json).toEqual(servers.akashi.staff.slice(-7).map(changedRow));
	});

	test.each([
		['a record is missing', [row(1, null), row(2, 'B')], [open, 2, open]],
		[
			'a record is too many',
			[row(1, null), row(2, 'B'), row(3, null), row(4, null)],
			[open, 2, open],
		],
		['a name speaks against the order', [row(2, 'B'), row(1, null), row(3, null)], [open, 2, open]],
		['another name is at the place', [row(1, null), row(2, 'C'), row(3, null)], [open, open, open]],
	])('not by order where %s', async (_, came, expected) => {
		expect(await answered([{}, { code: 'B' }, {}], came)).toEqual(expected);
	});

	test('the list of people may be named with a blank, as in the example of 6.3', async () => {
		expect(await answered([{ code: 'A' }], [row(1, 'A')], 'staffs ')).toEqual([1]);
	});
});

describe('the token', () => {
	test.each(engines)('comes out, and only there (%s)', async (_, routing) => {
		const done = await run(tokenCase.parameters, { routing });
		expect(done.json).toEqual(tokenCase.expected(servers));
		expect(done.json[0].token).not.toBe(servers.akashi.token);
		expect(
			secretsIn(servers, JSON.stringify(done.run.data.resultData.runData.Node[0].data)),
		).toEqual([done.json[0].token]);
	});

	test('is not reissued for two items, of which the second would lose the first', async () => {
		const done = await run(tokenCase.parameters, { items: [{}, {}] });
		expect(done.error?.message).toBe('Items 0 and 1 write the same record');
		expect(servers.akashi.calls).toEqual([]);
	});
});

const collection = (name: string, value: unknown) =>
	({ additionalFields: { [name]: value } }) as INodeParameters;
const setting = (name: string, value: unknown) =>
	({ ...conditions, settings: { [name]: value } }) as INodeParameters;
const bad: Array<[string, INodeParameters]> = [
	['"Last Name" must have 1 to 30 characters', { ...create, lastName: empty }],
	['"First Name" must have 1 to 30 characters', { ...create, firstName: '太'.repeat(31) }],
	['"Organization Path" must not be empty', { ...create, organizationPath: path(empty) }],
	['"Staff Member" must be an ID', { ...update, staffId: picked('E00001') }],
	[
		'"Last Name" must have 1 to 30 characters',
		{ ...update, staffId: picked('1'), lastName: empty },
	],
	['"Email" must be an email address', { ...create, ...collection('email', 'taro') }],
	['"Sex" must be one of 男, 女', { ...create, ...collection('sex', '={{ "male" }}') }],
	['"Tags" must have 1 to 255 characters', { ...create, ...collection('tags', '札'.repeat(256)) }],
	[
		'"First Name (Kana)" must have 1 to 30 characters: full-width katakana',
		{ ...create, ...collection('firstNameKana', 'たろう') },
	],
	['"Entry Date" must be a date', { ...create, ...collection('entryDate', '2026/4') }],
	[
		'"Log In by Single Sign-On Only" must be true or false',
		{ ...create, ...collection('singleSignOnOnly', '={{ "yes" }}') },
	],
	[
		'"Staff Code" must be given, since "Match On"',
		{ ...upsert, staffCode: empty, ...collection('email', 'a@example.com') },
	],
	[
		'"Email" must be given, since "Match On"',
		{ ...upsert, matchOn: 'email', email: empty, ...collection('staffCode', 'S-1') },
	],
	['"Match On" must be one of email, staff_code', { ...upsert, matchOn: '={{ "name" }}' }],
	[
		'"Organization Path" must have 1 to 1000',
		{ ...upsert, staffCode: 'S-1', organizationPath: path('あ'.repeat(1_001)) },
	],
	...[transfer, assign, reserve, conditions].flatMap((one): typeof bad => [
		[
			'"Staff Member" must be a staff code: 1 to 20 half-width letters',
			{ ...one, staffId: by('code', 'E'.repeat(21)) },
		],
		['"Staff Member" must be an email address', { ...one, staffId: by('email', 'S-1') }],
		['"Staff Member" must be an ID', { ...one, staffId: by('id', 'S-1') }],
		['"Staff Member" must be an ID', { ...one, staffId: by('list', '={{ "S-1" }}') }],
	]),
	...(
		[
			['New Organization', 'newOrganization', transfer],
			['Managed Organization', 'managedOrganization', assign],
			['Managed Organization', 'managedOrganization', reserve],
			['Managed Organization', 'managedOrganization', { ...reserve, reserve: 'organization' }],
		] as Array<[string, string, INodeParameters]>
	).flatMap(([title, name, one]): typeof bad => [
		[
			`"${title}" must be a path of 1 to 1000 characters`,
			{ ...one, [name]: path('あ'.repeat(1001)) },
		],
		[
			`"${title}" must be a path of 1 to 1000 characters`,
			{ ...one, [name]: by('list', '={{ ["営業部"] }}') },
		],
		[
			`"${title}" must be the code of an organization: 1 to 1000 characters`,
			{ ...one, [name]: by('code', 'x'.repeat(1001)) },
		],
		...(name === 'newOrganization'
			? []
			: [
					...['list', 'path', 'code'].map((mode) => by(mode, empty)),
					empty,
					by('code', '={{ null }}'),
				].map((value): (typeof bad)[number] => [
					`"${title}" must not be empty`,
					{ ...one, [name]: value },
				])),
	]),
	['"Transfer Date" must be a date', { ...transfer, transferDate: empty }],
	['"Employment Category" must have 1 to 1000', { ...transfer, employmentCategory: empty }],
	[
		'"Sub-Organization Codes (entry 2)" must have 1 to 1000 characters',
		{ ...transfer, ...collection('subOrganizationCodes', `A-1, ${'x'.repeat(1001)}`) },
	],
	[
		'"Sub-Organization Paths (entry 2)" must have 1 to 1000 characters',
		{ ...transfer, ...collection('subOrganizationPaths', ['甲', '乙'.repeat(1001)]) },
	],
	['"Permission Name" must have 1 to 1000', { ...assign, permissionName: empty }],
	[
		'"Managed Staff Codes, Emails or IDs (entry 1)" must be a staff code: 1 to 20',
		{ ...assign, ...collection('managedPeople', '山田') },
	],
	[
		'"Managed Staff Names or IDs (entry 1)" must be an ID',
		{ ...assign, ...collection('managedStaff', '={{ ["E00003"] }}') },
	],
	[
		'"Organizations Below" must be one of 下位組織',
		{ ...assign, ...collection('organizationsBelow', '={{ "all" }}') },
	],
	[
		'"Organizations Below the Further One" must be one of 下位組織',
		{ ...assign, ...collection('organizationsBelowFurther', '={{ "all" }}') },
	],
	[
		'"Organizations Below the Further One" needs "Further Organization Code"',
		{ ...assign, ...collection('organizationsBelowFurther', '下位組織を管理対象にしない') },
	],
	[
		'"Further Organization Code" must be empty if "Managed Organization" is given by code',
		{
			...assign,
			managedOrganization: by('code', 'A-1'),
			...collection('furtherOrganizationCode', 'B-2'),
		},
	],
	['"Reserve" must be one of both, organization, permission', { ...reserve, reserve: empty }],
	...(
		[
			['permission', 'permissionName', '"Permission Name" must have 1 to 1000'],
			['permission', 'permissionDate', '"Permission Date" must be a date'],
			['organization', 'addOrRemove', '"Add or Remove" must be one of 追加, 削除'],
			['organization', 'organizationDate', '"Organization Date" must be a date'],
			['organization', 'organizationsBelow', '"Organizations Below" must be one of 下位組織'],
			['organization', 'registerOrCancel', '"Register or Cancel" must be one of 登録, 取消'],
		] as const
	).flatMap(([kind, name, words]) =>
		[kind, 'both'].map((chosen): [string, INodeParameters] => [
			words,
			{ ...reserve, reserve: chosen, [name]: empty },
		]),
	),
	['"Settings (JSON)" must contain a setting', { ...conditions, settings: {} }],
	['"Settings (JSON)" must be a JSON object', { ...conditions, settingsJson: '{"a": ' }],
	['"Settings (JSON)" must be a JSON object', { ...conditions, settingsJson: '["a"]' }],
	['"Settings (JSON)" must be a JSON object', { ...conditions, settingsJson: '{"a": {"b": 1}}' }],
	[
		'"Settings (JSON)" must not contain overtime_basis: it is chosen above',
		{ ...conditions, settingsJson: '{"overtime_basis": "所定時間外"}' },
	],
	[
		'"Settings (JSON)" must not contain staff_code: it is chosen above',
		{ ...conditions, settingsJson: '{"staff_code": "E00003"}' },
	],
	['"Fixed Working Time" must be a time from 00:00 to 47:59', setting('fixedWorkingTime', '8.5')],
	['"Fixed Working Time" must be a time from 00:00 to 47:59', setting('fixedWorkingTime', '')],
	['"Reference End Time" must be a time from 00:00 to 47:59', setting('referenceEndTime', '18:60')],
	['"Planned Time Monday" must be a time range', setting('planStartAndEndTimeMon', '09:00')],
	[
		'"Planned Break Holiday" must be a time range',
		setting('planBreakStartAndEndTimeHol', '12:00~13:00'),
	],
	['"Rest Period" must be one of 利用する, 利用しない', setting('restPeriod', '={{ "Use" }}')],
	['"Effective Date" must be a date', setting('effectiveDate', '2 February')],
	[
		'"Max Continuous Working Days" must be a whole number from 0 to 31',
		setting('maxContinuousWorkingDaysPerMonth', 32),
	],
	[
		'"Max Working Time per Month" must be twelve times',
		setting('maxWorkingMinutesPerMonth', '187:00/170:00'),
	],
	['"Monthly Scheduled Holidays" must be twelve numbers', setting('monthlyScheduledHolidays', '5')],
	[
		'"Name" must have 1 to 32 characters: without "/"',
		{ resource: 'organization', operation: 'create', name: '営業部/一課' },
	],
];

test.each(bad)('%s', async (words, parameters) => {
	for (const routing of [false, true]) {
		const done = await run(parameters, {
			routing,
			items: [{ id: 1, code: '', date: '2026-04-01' }],
		});
		expect(done.error?.message).toContain(`The parameter ${words}`);
	}
	expect(servers.akashi.calls).toEqual([]);
});

describe('an organization is asked for only where a person is created', () => {
	const parameters = { ...upsert, organizationPath: path('={{ $json.organization }}') };
	const there = (place: number) => servers.akashi.staff[place];

	test.each(engines)(
		'%s: given for an update it moves, left out it does not',
		async (_, routing) => {
			const items = [
				{ code: there(3).staffNum },
				{ code: there(4).staffNum, organization: '管理本部' },
				{ code: 'NEW-1', organization: '営業部' },
			];
			const before = there(3).organization;
			const done = await run(parameters, { items, routing });
			expect(done.json.map(({ upserted }) => upserted)).toEqual(['updated', 'updated', 'created']);
			expect(there(3).organization).toEqual(before);
			expect(there(4).organization).toMatchObject({ name: '管理本部' });
			expect(servers.akashi.violations).toEqual([]);
		},
	);

	const items = () => [
		{ code: there(3).staffNum },
		{ code: 'NEW-1', organization: '' },
		{ code: 'NEW-2', organization: '営業部' },
	];
	test.each(engines)(
		'%s: nothing is written when one would be created without',
		async (_, routing) => {
			const done = await run(parameters, { items: items(), routing });
			expect(done.error?.message).toBe(
				'The parameter "Organization Path" must be given: this person does not exist yet and would be created',
			);
			expect((done.error?.context as IDataObject).itemIndex).toBe(1);
			expect(done.error?.description).toMatch(/^Nothing was sent for this item/);
			expect(sent('changeStaff')).toEqual([]);
		},
	);

	test.each(engines)('%s: with "Continue" the others are written', async (_, routing) => {
		const done = await run(parameters, { items: items(), routing, ...goingOn });
		expect(done.json.map(({ error, upserted }) => upserted ?? error)).toEqual([
			'updated',
			expect.stringContaining('"Organization Path" must be given'),
			'created',
		]);
		expect(servers.akashi.staff.filter(({ staffNum }) => staffNum === 'NEW-1')).toEqual([]);
		expect(servers.akashi.violations).toEqual([]);
	});

	test('checked only, too', async () => {
		const checked = { ...parameters, requestOptions: { checkOnly: true } };
		const done = await run(checked, { items: items(), ...goingOn });
		expect(done.json[1].error).toContain('"Organization Path" must be given');
		expect([done.json[0], done.json[2]]).toMatchObject([
			{ checkedOnly: true },
			{ checkedOnly: true },
		]);
		expect(sent('changeStaff')).toEqual([]);
	});
});
