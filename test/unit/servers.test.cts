import { request } from 'node:http';

import type { StandIn } from '../servers/base.cts';
import { startAkashi, type AkashiOptions, type AkashiStandIn } from '../servers/akashi.cts';
import { startAll } from '../servers/all.cts';
import { startAmServer } from '../servers/amServer.cts';
import { startOmflow, type OmflowOptions } from '../servers/omflow.cts';

interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	// Answers of three systems, read by key.
	json: any;
}

/** Sends exactly what is given: no header is added, unlike fetch. */
const send = (url: string, method = 'GET', headers: Record<string, string> = {}, body?: unknown) =>
	new Promise<Reply>((resolve, reject) => {
		const payload = typeof body === 'string' ? body : JSON.stringify(body);
		// Without a length Node.js sends the body of a GET as garbage behind it.
		const sized = payload ? { ...headers, 'content-length': Buffer.byteLength(payload) } : headers;
		const outgoing = request(url, { method, headers: sized, agent: false }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
			response.on('end', () => {
				let json: unknown;
				try {
					json = JSON.parse(text);
				} catch {
					json = undefined;
				}
				resolve({ status: response.statusCode!, headers: response.headers, text, json });
			});
		});
		outgoing.on('error', reject);
		outgoing.end(payload);
	});
const jsonHeaders = { 'content-type': 'application/json' };
const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
	send(url, 'POST', { ...jsonHeaders, ...headers }, body);
const basic = (user: string, password: string) => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

const running: StandIn[] = [];
const started = async <T extends StandIn>(server: Promise<T>) => {
	running.push(await server);
	return server;
};
afterEach(async () => {
	await Promise.all(running.splice(0).map((server) => server.close()));
});

describe('every stand-in', () => {
	const start = (options: AkashiOptions = {}) => started(startAkashi({ staff: 3, ...options }));
	const staffs = (server: AkashiStandIn) =>
		`${server.url}/${server.companyId}/staffs?token=${server.token}`;

	it('journals calls, counts them and knows the most at once', async () => {
		const server = await start({ latencyMs: 60 });
		await Promise.all([1, 2, 3].map(() => send(`${staffs(server)}&page=0`)));
		expect(server.count('listStaff')).toBe(3);
		expect(server.count(/GET .*staffs$/)).toBe(3);
		expect([server.inFlight, server.maxInFlight]).toEqual([0, 3]);
		expect(server.calls[0]).toMatchObject({ method: 'GET', query: { page: '0' }, status: 200 });
		expect(server.calls[0].doneAt - server.calls[0].at).toBeGreaterThanOrEqual(58);
		expect(server.violations).toEqual([]);
		server.reset();
		expect([server.calls, server.maxInFlight]).toEqual([[], 0]);
	});

	it('breaks on order', async () => {
		const server = await start();
		const url = staffs(server);
		server.fault({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '1' },
			skip: 1,
			route: 'listStaff',
		});
		expect((await send(url)).status).toBe(200);
		expect(await send(url)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });

		server.fault({ kind: 'html', status: 503 });
		const page = await send(url);
		expect(page.headers['content-type']).toContain('application/json');
		expect([page.status, page.json]).toEqual([503, undefined]);

		server.fault({
			kind: 'body',
			body: { success: true },
			when: ({ query }) => query.page === '1',
		});
		expect((await send(url)).json.response).toBeDefined();
		expect((await send(`${url}&page=1`)).json).toEqual({ success: true });

		server.fault({ kind: 'truncate' });
		const cut = await send(url);
		expect([cut.status, cut.json]).toEqual([200, undefined]);

		server.fault({ kind: 'delay', ms: 30 });
		const before = Date.now();
		await send(url);
		expect(Date.now() - before).toBeGreaterThanOrEqual(28);
		expect((await send(url)).status).toBe(200);
	});

	it('cuts connections before and after the work, hangs, and refuses when closed', async () => {
		const server = await start({ stampsPerDay: 0 });
		const stamp = () =>
			post(`${server.url}/${server.companyId}/stamps`, { token: server.token, type: 11 });
		server.clock.set('2026-05-11T09:00:00+09:00');
		const { staffId } = server.staff[0];
		const stored = () => server.stampsOf(staffId, '20260511000000', '20260511235959').length;

		server.fault({ kind: 'resetBefore' });
		await expect(stamp()).rejects.toThrow('socket hang up');
		expect(stored()).toBe(0);
		server.fault({ kind: 'resetAfter' });
		await expect(stamp()).rejects.toThrow('socket hang up');
		expect(stored()).toBe(1);
		expect(server.calls.map((call) => call.status)).toEqual([0, 0]);

		server.fault({ kind: 'hang' });
		const hanging = expect(stamp()).rejects.toThrow('socket hang up');
		while (server.count() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
		await server.close();
		await hanging;
		await expect(stamp()).rejects.toThrow('ECONNREFUSED');
	});
});

describe('AKASHI', () => {
	const start = (options: AkashiOptions = {}) => started(startAkashi(options));
	const get = async (server: AkashiStandIn, path: string, query: Record<string, unknown> = {}) => {
		const text = new URLSearchParams({ token: server.token, ...(query as object) });
		return (await send(`${server.url}/${server.companyId}/${path}?${text}`)).json;
	};
	const write = async (server: AkashiStandIn, path: string, body: object) =>
		(await post(`${server.url}/${server.companyId}/${path}`, { token: server.token, ...body }))
			.json;

	it('gives people 20 a page, and the total under any of its names', async () => {
		const server = await start();
		const pages = await Promise.all([0, 1, 2, 3].map((page) => get(server, 'staffs', { page })));
		expect(pages.map(({ response }) => response.staffs.length)).toEqual([20, 20, 5, 0]);
		expect(pages.flatMap(({ response }) => response.staffs)).toEqual(server.staff);
		expect(pages[0].response).toMatchObject({ Count: 20, TotalCount: 45 });
		server.options.totalKey = 'none';
		expect((await get(server, 'staffs')).response).not.toHaveProperty('TotalCount');
		expect(server.violations).toEqual([]);
	});

	it('gives one person by id or token, and only those whom the token reaches', async () => {
		const server = await start();
		const other = server.staff[5];
		const target = server.tokenOf(other.staffId);
		expect((await get(server, 'staffs', { target })).response.staffs).toEqual([other]);
		expect((await get(server, `staffs/${other.staffId}`)).response.staffs).toEqual([other]);
		expect(await get(server, `staffs/${server.unmanaged[0]}`)).toMatchObject({ success: false });
		const own = await get(server, 'staffs', { token: target });
		expect(own.response).toMatchObject({ TotalCount: 1, staffs: [other] });
	});

	it('reads the token in the query of GET and in the body otherwise, nowhere else', async () => {
		const server = await start();
		const { url, companyId, token } = server;
		const refused = { success: false, errors: [{ code: 'ERR100001' }] };
		expect((await post(`${url}/${companyId}/stamps?token=${token}`, {})).json).toMatchObject(
			refused,
		);
		expect(
			(await send(`${url}/${companyId}/staffs`, 'GET', jsonHeaders, { token })).json,
		).toMatchObject(refused);
		expect(server.violations.length).toBeGreaterThanOrEqual(2);
		server.reset();
		server.options.refusalStatus = 401;
		expect((await send(`${url}/${companyId}/staffs?token=wrong`)).status).toBe(401);
		expect((await send(`${url}/another/staffs?token=${token}`)).json.success).toBe(false);
		server.clock.advance(33 * 86_400_000);
		expect((await get(server, 'staffs')).errors[0].code).toBe('ERR100002');
		expect(server.violations).toEqual([]);
	});

	it('notes and refuses what the contract does not know', async () => {
		const server = await start();
		expect(await get(server, 'organizations')).toMatchObject({ success: false });
		expect(await get(server, 'staffs', { limit: 5 })).toMatchObject({ success: false });
		expect((await send(`${server.url}/nothing`)).status).toBe(404);
		expect(server.violations).toHaveLength(3);
	});

	it('takes the organization that is named, otherwise those of the token', async () => {
		const server = await start();
		const all = await get(server, 'organizations', { includesParents: 0 });
		expect(all.response.organizations).toEqual(server.organizations);
		const one = await get(server, 'organizations', { includesParents: 1, orgId: 6 });
		expect(one.response.organizations.map((row: any) => row.organizationId)).toEqual([6]);
	});

	it('stamps at its own time, every time, and decides a missing kind', async () => {
		const server = await start({ stampsPerDay: 0 });
		server.clock.set('2026-05-11T08:59:30+09:00');
		const first = await write(server, 'stamps', { stampedAt: '2020/01/01 00:00:00' });
		expect(first.response).toMatchObject({ type: 11, stampedAt: '2026/05/11 08:59:30' });
		server.clock.advance(9 * 3_600_000);
		expect((await write(server, 'stamps', {})).response.type).toBe(12);
		const url = `${server.url}/${server.companyId}/stamps`;
		const lost = await send(url, 'POST', {}, JSON.stringify({ token: server.token, type: 31 }));
		expect(lost.json.response.type).toBe(11);
		expect(server.violations).toEqual(['createStamp: content type']);
		const range = { start_date: '20260511000000', end_date: '20260511235959' };
		expect((await get(server, 'stamps', range)).response).toMatchObject({ count: 3 });
	});

	it('cuts stamps at 1,000 rows without a word and refuses long or reversed periods', async () => {
		const server = await start({ stampsPerDay: 30 });
		const [{ staffId }, other] = server.staff;
		const asked = (start_date: string, end_date: string) =>
			get(server, `stamps/${staffId}`, {
				start_date: `${start_date}000000`,
				end_date: `${end_date}000000`,
			});
		const { response } = await asked('20260101', '20260601');
		expect(response).toMatchObject({ staff_id: staffId, count: 1000 });
		expect(response.stamps).toEqual(
			server.stampsOf(staffId, '20260101000000', '20260601000000').slice(0, 1000),
		);
		expect(server.violations).toEqual([]);
		expect((await asked('20260101', '20260702')).success).toBe(false);
		expect((await asked('20260102', '20260101')).success).toBe(false);
		const range = { start_date: '20260105000000', end_date: '20260106000000' };
		const staff_ids = server.staff.slice(0, 40).map((row) => row.staffId);
		const many = await get(server, 'multiple_stamps', { ...range, staff_ids: staff_ids.join() });
		const counts = many.response.multiple_stamps.map((row: any) => row.count);
		expect([counts[0], counts[39], counts.reduce((sum: number, one: number) => sum + one)]).toEqual(
			[30, 0, 1000],
		);
		const longer = { ...range, end_date: '20260106000001', staff_ids: other.staffId };
		expect((await get(server, 'multiple_stamps', longer)).success).toBe(false);
		const tooMany = Array.from({ length: 51 }, (_, index) => index + 1).join();
		expect((await get(server, 'multiple_stamps', { ...range, staff_ids: tooMany })).success).toBe(
			false,
		);
		expect(server.violations).toHaveLength(4);
	});

	it('gives working records in both shapes, with breaks in every reading of the text', async () => {
		const server = await start({ stampsPerDay: 4 });
		const { staffId } = server.staff[2];
		const asked = (query: object) =>
			get(server, 'working_records', { staff_ids: staffId, ...query });
		const month = { start_date: '20260501', end_date: '20260531' };
		const { response } = await asked(month);
		expect(response[0].working_records).toEqual(
			server.workingRecordsOf(staffId, '20260501', '20260531'),
		);
		expect(response[0].working_records[0]).toHaveProperty('attendance_punch_time');
		server.options.recordsShape = 'object';
		server.options.punchNames = 'example';
		expect((await asked(month)).response.response[0].working_records[0]).toHaveProperty(
			'start_punch_time',
		);
		const day = { start_date: '20260501', include_break_results: 1 };
		const [row] = (await asked(day)).response.response;
		expect(row.working_records[0].break_time_results).toHaveLength(1);
		expect(server.violations).toEqual([]);
		server.options.breaksOfSpan = 'refused';
		expect((await asked({ ...day, end_date: '20260501' })).success).toBe(false);
		server.options.breaksOfSpan = 'firstDay';
		const first = (await asked({ ...day, end_date: '20260503' })).response.response[0];
		expect(first.working_records).toHaveLength(1);
		server.options.breaksOfSpan = 'none';
		const none = (await asked({ ...day, end_date: '20260503' })).response.response[0];
		expect(none.working_records).toHaveLength(3);
		expect(none.working_records[0]).not.toHaveProperty('break_time_results');
		expect(server.violations).toEqual([]);
		expect((await asked({ ...month, end_date: '20260601' })).success).toBe(false);
	});

	it('stores all man-hours or none, unless told to store in part', async () => {
		const server = await start();
		const [project] = server.projects;
		const { staffId } = server.staff[1];
		const body = (...ids: number[]) => ({
			manhours: ids.map((staff_id) => ({
				staff_id,
				dates: [
					{
						date: '20260511',
						projects: [
							{
								project_id: project.project_id,
								daily_hour_items: [{ task_id: project.tasks[0].task_id, minute: 90 }],
							},
						],
					},
				],
			})),
		});
		const refused = await write(server, 'manhours', body(staffId, 1));
		expect(refused).toMatchObject({ success: false, errors: [{ code: 'ERR300601' }] });
		expect(refused.errors[0]).not.toHaveProperty('staff_id');
		expect(server.manHours.size).toBe(0);
		server.options.partial = true;
		const mixed = await write(server, 'manhours', body(staffId, 1));
		expect(mixed).toMatchObject({ success: true, errors: [{ code: ' ERR300601', staff_id: '1' }] });
		expect(mixed.response.manhours.map((row: any) => row.staff_id)).toEqual([staffId]);
		expect([...server.manHours]).toEqual([
			[`${staffId}|2026-05-11|${project.project_id}|${project.tasks[0].task_id}`, 90],
		]);
		expect(server.violations).toEqual([]);
	});

	it('reissues a token; the old one dies unless told otherwise', async () => {
		const server = await start();
		const reissue = async (token: string) =>
			(await post(`${server.url}/token/reissue/${server.companyId}`, { token })).json;
		const { response } = await reissue(server.token);
		expect(server.tokens.get(response.token)!.staffId).toBe(server.staff[0].staffId);
		expect((await reissue(server.token)).success).toBe(false);
		server.options.oldTokenLives = true;
		await reissue(response.token);
		expect((await reissue(response.token)).success).toBe(true);
		expect(server.violations).toEqual([]);
	});
	/** What one call answers whose method or path other helpers do not have. */
	const ask = async (server: AkashiStandIn, method: string, path: string, body: object = {}) =>
		(
			await send(`${server.url}/${server.companyId}/${path}`, method, jsonHeaders, {
				token: server.token,
				...body,
			})
		).json;

	it('creates organizations below one another, all or none, no name twice in one place', async () => {
		const server = await start();
		const names = (...rows: object[]) => write(server, 'organizations', { organizations: rows });
		const { response } = await names(
			{ name: '品質部', code: 'Q' },
			{ name: '検査課', parent_organization: '品質部' },
		);
		expect(response.organizations).toEqual([
			expect.objectContaining({ organizationId: 11, name: '品質部', code: 'Q', parentId: 1 }),
			expect.objectContaining({ organizationId: 12, name: '検査課', code: null, parentId: 11 }),
		]);
		const all = await get(server, 'organizations', { includesParents: 0 });
		expect(all.response.organizations).toEqual(server.organizations);
		for (const bad of [
			{ name: '検査課', parent_organization: '品質部' },
			{ name: '別室', parent_organization: '品質部/無い課' },
		]) {
			expect((await names({ name: '新設' }, bad)).success).toBe(false);
		}
		expect(server.organizations).toHaveLength(12);
		const token = server.tokenOf(server.staff[1].staffId);
		expect(
			(await write(server, 'organizations', { token, organizations: [{ name: 'x' }] })).errors,
		).toEqual([expect.objectContaining({ code: 'ERR100004' })]);
		expect(server.violations).toEqual([]);
	});

	it('creates and updates people row by row, and says of each bad row what is wrong', async () => {
		const server = await start();
		const names = { last_name: '山田', first_name: '太郎' };
		const { staffId, email } = server.staff[2];
		const { success, response, errors } = await ask(server, 'PATCH', 'staffs/', {
			staffs: [
				{ ...names, staff_code: 'N1', organization: '営業部/営業一課', tel: '03-1', sex: '男' },
				{ ...names, staff_id: staffId, employment_category: 'アルバイト', organization: '企業' },
				{ ...names, staff_code: 'N1', organization: '無い部' },
				{ ...names, staff_id: server.unmanaged[0], email: server.staff[3].email },
			],
		});
		expect(success).toBe(true);
		const made = server.staff.at(-1)!;
		expect(response.staffs).toEqual([
			{
				staff_id: made.staffId,
				staff_code: 'N1',
				email: null,
				organization_id: 6,
				employment_category_id: null,
			},
			expect.objectContaining({ staff_id: staffId, email, employment_category_id: 3 }),
		]);
		expect(errors.map((row: any) => [row.code, row.staff_id, row.name])).toEqual([
			[' ERR300402', '', '山田太郎'],
			[' ERR300402', '', '山田太郎'],
			[' ERR300402', String(server.unmanaged[0]), '山田太郎'],
			[' ERR300402', String(server.unmanaged[0]), '山田太郎'],
		]);
		expect(server.details.get(made.staffId)).toEqual({ tel: '03-1', sex: '男' });
		expect((await get(server, `staffs/${made.staffId}`)).response.staffs).toEqual([made]);
		expect(server.staff[2]).toMatchObject({ lastName: '山田', organization: { name: '企業' } });
		expect(server.staff).toHaveLength(46);
		expect(server.violations).toEqual([]);
	});

	it('retires with a date and deletes without one, under two names', async () => {
		const server = await start();
		const [, one, other] = server.staff;
		const retirement_date = '2026/03/31';
		const first = await ask(server, 'DELETE', `staff/${one.staffId}`, { retirement_date });
		expect(first.response).toMatchObject({ staff_id: one.staffId, staff_code: one.staffNum });
		await ask(server, 'DELETE', `staff/${other.staffId}`);
		expect([server.count('retireStaff'), server.count('deleteStaff')]).toEqual([1, 1]);
		expect([...server.retired]).toEqual([[one.staffId, { person: one, date: retirement_date }]]);
		expect(server.staff).not.toContain(other);
		expect((await get(server, 'staffs')).response.TotalCount).toBe(43);
		expect((await ask(server, 'DELETE', `staff/${other.staffId}`)).success).toBe(false);
		expect(
			(await ask(server, 'DELETE', `staff/${server.staff[1].staffId}`, { retirement_date: '' }))
				.success,
		).toBe(false);
		expect(server.violations).toEqual([expect.stringContaining('retirement_date')]);
	});

	it.each([
		[
			'PATCH',
			'working_condition_settings',
			'working_condition_settings',
			{ effective_date: '' },
			{ staff_code: 'E9' },
		],
		[
			'POST',
			'importer_factory/organizations',
			'organizations',
			{
				organization_change_date: '2026/03/01',
				new_organization_path: '営業部',
				sub_organization_code2: 'C-1',
				employment_category: '契約社員',
			},
			{ target: 'E9' },
		],
		[
			'POST',
			'importer_factory/permissions',
			'permissions',
			{
				manager_permission_name: '一般管理者',
				manage_organization_code: 'B',
				managed_staff_code1: 'E00004',
			},
			{ target: 'E9' },
		],
		[
			'POST',
			'importer_factory/permissions_reserve',
			'permissions_reserve',
			{
				reservation_manager_permission_name: '一般管理者',
				manager_permission_reservation_date: '2026/04/01',
			},
			{ target: 'E9' },
		],
	])(
		'%s %s keeps all rows or none, unless told to keep in part',
		async (method, path, key, row, names) => {
			const server = await start();
			const [, , { staffId, staffNum, email }] = server.staff;
			const kept = () =>
				server.workingConditions.size +
				server.transfers.length +
				server.permissions.length +
				server.reservations.length;
			const rows = [
				{ staff_code: staffNum, ...row },
				{ staff_code: 'E9', ...row },
			];
			const refused = await ask(server, method, path, { [key]: rows });
			expect(refused).toMatchObject({ success: false, errors: [names] });
			expect(kept()).toBe(0);
			server.options.partial = true;
			const { success, response, errors } = await ask(server, method, path, { [key]: rows });
			expect([success, errors]).toMatchObject([true, [names]]);
			expect(response.staffs).toEqual([{ staff_id: staffId, staff_code: staffNum, email }]);
			expect(kept()).toBe(1);
			expect(server.violations).toEqual([]);
		},
	);

	it('moves people, gives permissions and takes reservations back', async () => {
		const server = await start();
		server.clock.set('2026-03-10T09:00:00+09:00');
		const person = server.staff[2];
		const staff_code = person.staffNum;
		const transfer = (organization_change_date: string, new_organization_path: string, rest = {}) =>
			write(server, 'importer_factory/organizations', {
				organizations: [
					{
						staff_code,
						organization_change_date,
						new_organization_path,
						employment_category: 'アルバイト',
						...rest,
					},
				],
			});
		await transfer('2026/04/01', '管理本部');
		expect(person.employmentCategory!.name).not.toBe('アルバイト');
		await transfer('2026/03/01', '営業部/営業二課', {
			is_delete_change_history_after_change_date: 'Yes',
			sub_organization_path: '開発部',
			sub_organization_code2: 'A-1',
		});
		expect(server.transfers.map((row) => row.organization_change_date)).toEqual(['2026/03/01']);
		expect(person).toMatchObject({
			organization: { organizationId: 7 },
			subgroups: [{ organizationId: 8 }, { organizationId: 3 }],
			employmentCategory: { employmentCategoryId: 3 },
		});
		expect((await transfer('2026/03/01', '無い部')).errors[0].target).toBe(staff_code);

		const permission = {
			staff_email: person.email,
			manager_permission_name: '一般管理者',
			manage_organization_path: '開発部',
		};
		await write(server, 'importer_factory/permissions', { permissions: [permission] });
		expect(person).toMatchObject({
			permissionGroup: { permissionType: 2 },
			managedOrganizations: [{ organizationId: 8, name: '開発部' }],
		});
		const reservation = (registration: string) =>
			write(server, 'importer_factory/permissions_reserve', {
				permissions_reserve: [
					{
						staff_code,
						manage_organization_reservation_registration_or_cancel: registration,
						reservation_manage_organization_code: 'B',
						manage_subordinate_organizations: '下位組織を管理対象にしない',
						manage_organization_reservation_date: '2026/05/01',
						manage_organization_reservation_add_or_delete: '追加',
					},
				],
			});
		expect((await reservation('取消')).success).toBe(false);
		await reservation('登録');
		expect(server.reservations).toHaveLength(1);
		await reservation('取消');
		expect(server.reservations).toEqual([]);
		expect(server.violations).toEqual([]);
	});

	it('gives projects and tasks 50 a page, and the projects of a period', async () => {
		const server = await start({ projects: 120, tasksPerProject: 60 });
		const pages = await Promise.all([0, 1, 2, 3].map((page) => get(server, 'projects', { page })));
		expect(pages.map(({ response }) => response.count)).toEqual([50, 50, 20, 0]);
		expect(pages.flatMap(({ response }) => response.projects)).toEqual(
			server.projects.map(({ tasks, ...row }) => row),
		);
		const { project_id, tasks } = server.projects[119];
		const second = (await get(server, `${project_id}/tasks`, { page: 1 })).response;
		expect([second.count, second.tasks]).toEqual([10, tasks.slice(50)]);
		const all = server.projects.flatMap((row) => row.tasks.map(({ task_id }) => task_id));
		expect(new Set(all).size).toBe(120 * 60);
		const may = { start_date: '20260501', end_date: '20260531' };
		const { projects } = (await get(server, 'projects', may)).response;
		expect(projects.map((row: any) => row.project_code).slice(0, 3)).toEqual(['PJ1', 'PJ2', 'PJ4']);
		expect(server.violations).toEqual([]);
	});

	it('creates, reads, changes and deletes projects, all of a request or none', async () => {
		const server = await start();
		const change = (...projects: object[]) => write(server, 'projects', { projects });
		const { response } = await change(
			{ name_ja: '新規', name_en: 'New', project_code: 'N', start_date: '20260401' },
			{ project_id: 7001, name_ja: '改名' },
		);
		const [{ project_id }] = response.projects;
		expect(response.projects).toMatchObject([
			{ name_ja: '新規', project_code: 'N', start_date: '2026-04-01', end_date: null },
			{ project_id: 7001, name_ja: '改名', project_code: 'PJ1' },
		]);
		expect((await get(server, `projects/${project_id}`)).response).toMatchObject({ name: '新規' });
		const before = JSON.stringify(server.projects);
		for (const bad of [
			{ name_ja: '改名' },
			{ name_ja: '別名', project_code: 'N' },
			{ name_ja: '別名', name_en: 'New' },
			{ name_ja: '別名', project_id: 1 },
		]) {
			const { success, errors } = await change({ name_ja: '良い行' }, bad);
			expect([success, Object.keys(errors[0])]).toEqual([false, ['code', 'message']]);
		}
		expect(JSON.stringify(server.projects)).toBe(before);
		expect((await ask(server, 'DELETE', `projects/${project_id}`)).response).toEqual({
			project_id,
			name: '新規',
			short_name: null,
			project_code: 'N',
		});
		expect((await get(server, `projects/${project_id}`)).success).toBe(false);
		expect(server.violations).toEqual([]);
	});

	it('creates, reads, changes and deletes tasks of a project', async () => {
		const server = await start();
		const change = (...tasks: object[]) => write(server, '7001/tasks', { tasks });
		const { response } = await change(
			{ name: '検証', code: 'T' },
			{ task_id: 8001, name: '設計２', index: 9 },
		);
		expect(response.tasks).toMatchObject([
			{ name: '検証', index: 5 },
			{ task_id: 8001, code: 'T1-1', index: 9 },
		]);
		expect(server.projects[0].tasks).toHaveLength(5);
		for (const bad of [{ name: '検証' }, { name: 'x', code: 'T' }, { name: 'x', task_id: 8101 }]) {
			expect((await change({ name: '良い行' }, bad)).success).toBe(false);
		}
		const { task_id } = response.tasks[0];
		const { index, ...row } = server.projects[0].tasks[4];
		expect((await get(server, `7001/tasks/${task_id}`)).response).toEqual(row);
		await ask(server, 'DELETE', `7001/tasks/${task_id}`);
		expect((await get(server, '7001/tasks')).response.tasks).toEqual(server.projects[0].tasks);
		expect((await get(server, `7001/tasks/${task_id}`)).success).toBe(false);
		expect(server.violations).toEqual([]);
	});

	it('gives man-hours of a period with their comments, this month by default, and deletes them', async () => {
		const server = await start();
		server.clock.set('2026-03-20T09:00:00+09:00');
		const [{ staffId }, other] = server.staff;
		for (const [person, day, task] of [
			[staffId, '2026-03-02', 8001],
			[staffId, '2026-03-02', 8004],
			[staffId, '2026-04-01', 8001],
			[other.staffId, '2026-03-31', 8001],
		]) {
			server.manHours.set(`${person}|${day}|7001|${task}`, 30);
		}
		const all = await get(server, 'manhours');
		expect(all.response.manhours.map((row: any) => row.staff_id)).toEqual([staffId, other.staffId]);
		expect(all.response.manhours[1].dates[0]).not.toHaveProperty('staff_comment');
		const april = { start_date: '20260302000000', end_date: '20260401235959' };
		const one = await get(server, `manhours/${staffId}`, april);
		expect(one.response.manhours).toEqual([
			{
				staff_id: staffId,
				dates: [
					{
						date: '2026-03-02',
						projects: [
							{
								project_id: 7001,
								closed_at: null,
								fixed_at: null,
								daily_hour_items: [
									{ task_id: 8001, minute: '30' },
									{ task_id: 8004, minute: 30 },
								],
								daily_comment_items: [{ task_id: '8001', comment: '設計の見直しを含む' }],
							},
						],
						staff_comment: '在宅で作業',
						admin_comment: '確認済み',
					},
					expect.objectContaining({ date: '2026-04-01', staff_comment: null }),
				],
			},
		]);
		const day = { date: '20260302', project_id: 7001 };
		const drop = (body: object) => ask(server, 'DELETE', `manhours/${staffId}`, body);
		expect((await drop({ ...day, task_id: 8001 })).response.daily_hour_items).toHaveLength(1);
		expect((await drop(day)).response.daily_hour_items).toEqual([{ task_id: 8004, minute: 30 }]);
		expect((await drop(day)).success).toBe(false);
		expect(server.manHours.size).toBe(2);
		expect((await get(server, `manhours/${server.unmanaged[0]}`)).success).toBe(false);
		expect(server.violations).toEqual([]);
	});

	it('gives and changes who takes part in a project', async () => {
		const server = await start();
		const [a, b, c, d] = server.staff.map(({ staffId }) => staffId);
		const members = async () => (await get(server, 'project_staffs/7001')).response;
		expect(await members()).toEqual({ staff_ids: [a, b, c], owner_staff_ids: [a] });
		const { response } = await write(server, 'project_staffs/7001', {
			assign: [{ staff_id: d, owner: true }, { staff_id: a }],
			unassign: [b],
		});
		expect(response).toEqual({ staff_ids: [a, c, d], owner_staff_ids: [d] });
		expect(await members()).toEqual(server.members.get(7001));
		expect(
			(await write(server, 'project_staffs/7001', { unassign: [server.unmanaged[0]] })).success,
		).toBe(false);
		server.clock.set('2026-05-10T09:00:00+09:00');
		const projects = async (staff: number, query = {}) =>
			(await get(server, `staff_projects/${staff}`, query)).response.projects.map(
				(row: any) => row.project_id,
			);
		expect(await projects(d)).toEqual([7001, 7005]);
		expect(await projects(b, { start_date: '20260401', end_date: '20260430' })).toEqual([
			7005, 7009,
		]);
		expect(server.violations).toEqual([]);
	});

	it("gives the alerts of the token's owner only", async () => {
		const server = await start();
		expect((await get(server, 'alerts')).response).toMatchObject({
			count: 10,
			alerts: server.alerts,
		});
		const token = server.tokenOf(server.staff[4].staffId);
		expect((await get(server, 'alerts', { token })).response).toMatchObject({
			count: 0,
			alerts: [],
		});
		expect(server.violations).toEqual([]);
	});
});

describe('OMFLOW', () => {
	const english = { 'accept-language': 'en' };
	const start = async (options: OmflowOptions = {}) => {
		const server = await started(startOmflow(options));
		const url = `${server.url}/accounts/api/security/get/`;
		const signIn = async (user = server.username, password = server.password) =>
			(await send(url, 'GET', { ...english, ...basic(user, password) })).json;
		const { security } = (await signIn()).result;
		const call = async (path: string, body: object) =>
			(await post(`${server.url}${path}`, { security, omflow_restapi: 1, ...body }, english)).json;
		const users = (body: object) =>
			call('/rest/accounts/api/user/list/', {
				search_columns: ['id', 'username'],
				order_columns: ['id'],
				start: 0,
				limit: 100,
				...body,
			});
		return { server, signIn, security, call, users };
	};

	it('keeps one code a user for five sliding minutes, in memory only', async () => {
		const { server, signIn, security, users } = await start();
		expect((await signIn()).result.security).toBe(security);
		server.advance(299_000);
		expect((await users({})).status).toBe(200);
		server.advance(299_000);
		expect((await users({})).status).toBe(200);
		server.advance(300_000);
		expect(await users({})).toMatchObject({ status: 403, result: null });
		expect((await signIn()).result.security).not.toBe(security);
		server.restart();
		expect((await users({})).status).toBe(403);
		expect(server.signIns).toBe(3);
		expect(server.violations).toEqual([]);
	});

	it('refuses sign-ins in its own ways', async () => {
		const { server, signIn } = await start();
		expect((await signIn('admin', 'wrong')).status).toBe(403);
		const disabled = server.users.find(({ is_active }) => !is_active)!.username;
		expect((await signIn(disabled, server.passwords.get(disabled)!)).status).toBe(403);
		expect((await signIn('nobody', 'x')).status).toBe(500);
		expect((await signIn('admin', 'a:b')).status).toBe(500);
		expect((await signIn('admin@example.com', 'x')).status).toBe(500);
		expect(server.violations).toEqual([]);
		const page = await send(`${server.url}/accounts/api/security/get`, 'GET', basic('admin', 'x'));
		expect([page.status, page.json]).toEqual([500, undefined]);
		expect(server.violations).toHaveLength(1);
	});

	it('lets a user sign in whose name is part of another, and then fails every call', async () => {
		const { server, signIn, users } = await start({ overlapping: true });
		server.users.push({ ...server.users.at(-1)!, id: 99, username: 'big-MORI2' });
		const said = async (user: string) => {
			const { security } = (await signIn(user, server.passwords.get(user)!)).result;
			return await users({ security });
		};
		const message = 'get() returned more than one OmUser -- it returned 3!';
		expect(await said('mori')).toMatchObject({ status: 500, message });
		expect((await said('mori2')).message).toContain('it returned 2!');
		expect((await said('admin')).status).toBe(200);
		expect(server.violations).toEqual([]);
	});

	it('looks at the URL first, then at omflow_restapi and the code, and says no in two ways', async () => {
		const { server, call, security } = await start();
		const path = '/rest/accounts/api/user/list/';
		const url = `${server.url}${path}`;
		const refusal = async (to: string, body: unknown) => {
			const { status, message } = (await post(`${server.url}${to}`, body, english)).json;
			return [status, message];
		};
		const unknown = [403, 'The API does not exist.'];
		expect(await refusal('/rest/none/', { security, omflow_restapi: 1 })).toEqual(unknown);
		expect(await refusal('/rest/none/', {})).toEqual(unknown);
		expect(server.violations).toEqual([]);
		expect(await refusal(path, { security })).toEqual([403, 'missing parameter: omflow_restapi']);
		const signed = { omflow_restapi: 1 };
		expect(await refusal(path, signed)).toEqual([403, 'missing parameter: security']);
		const large = { ...signed, security, text: 'x'.repeat(2.5 * 2 ** 20) };
		expect(await refusal(path, large)).toEqual([403, 'missing parameter: omflow_restapi']);
		expect(server.violations).toHaveLength(3);
		server.reset();
		const wrong = { ...signed, security: 'x' };
		expect(await refusal(path, wrong)).toEqual([403, 'The security code is wrong.']);
		expect((await send(`${server.url}/rest/`)).status).toBe(404);

		server.refused.add('admin');
		expect(await call(path, {})).toMatchObject({ status: 403, message: 'No permission.' });
		server.denied.add('admin');
		const denied = await post(url, { security, omflow_restapi: 1 });
		expect(denied).toMatchObject({ status: 302, headers: { location: '/api/permission/denied/' } });
		server.advance(300_000);
		expect(await call(path, {})).toMatchObject({
			status: 403,
			message: 'The security code has expired.',
		});
	});

	it('slices the user list, and ties come in any order', async () => {
		const { server, users } = await start({ users: 120 });
		const length = async (start: number, limit: number) =>
			(await users({ start, limit })).result.length;
		expect([await length(0, 100), await length(1, 100), await length(100, 100)]).toEqual([
			100, 99, 0,
		]);
		expect(await length(100, 150)).toBe(server.users.length - 100);
		const ties = async () => (await users({ order_columns: ['company'] })).result;
		expect(await ties()).not.toEqual(await ties());
		const reversed = (await users({ order_columns: ['-id'], limit: 1 })).result;
		expect(reversed[0].id).toBe(server.users.length);
		expect(server.violations).toEqual([]);
	});

	it('filters with its habits, and notes those that the contract forbids', async () => {
		const { server, users } = await start();
		const names = async (body: object) =>
			(await users(body)).result.map((row: any) => row.username);
		const admin = { column: 'username', condition: '=', value: 'admin' };
		expect(await names({ search_conditions: [admin] })).toEqual(['admin']);
		expect(
			await names({ search_conditions: [{ ...admin, condition: 'contains', value: 'ADM' }] }),
		).toEqual(['admin']);
		expect(
			await names({
				search_conditions: [{ ...admin, condition: 'in', value: ['admin', 'system'] }],
			}),
		).toHaveLength(2);
		const other = { column: 'id', condition: '=', value: 1 };
		expect(await names({ exclude_conditions: [admin, other] })).toHaveLength(server.users.length);
		expect(await users({ search_columns: ['id', 'none'] })).toMatchObject({
			status: 404,
			message: expect.stringContaining(
				"Query failed, the error is: Cannot resolve keyword 'none' into field. Choices are: ad_flag",
			),
		});
		const since = (value: string) =>
			users({ search_conditions: [{ column: 'updatetime', condition: '>', value }] });
		expect((await since('2026-01-01 00:00')).result).toHaveLength(server.users.length);
		expect((await since('2026/01/01')).status).toBe(404);
		expect(server.violations).toEqual([]);

		expect(await names({ search_conditions: [{ ...admin, condition: 'like' }] })).toEqual([
			'admin',
		]);
		expect(await names({ search_conditions: [{ column: 'id', value: 1 }, admin] })).toHaveLength(
			server.users.length,
		);
		expect((await users({ search_columns: undefined })).result[0]).toHaveProperty('password');
		expect(server.violations).toHaveLength(3);
	});

	it('differs by version', async () => {
		const { server, users, call } = await start({ version: '1.1.0.0', statusAsString: true });
		expect((await users({ search_columns: ['ad_no'] })).status).toBe('404');
		for (const path of [
			'/rest/api/leave-records/list/',
			'/rest/accounts/api/user/list-by-group/',
		]) {
			expect((await call(path, {})).message).toBe('The API does not exist.');
		}
		server.options.version = 'newer';
		expect((await users({ search_columns: ['ad_no'] })).status).toBe('200');
	});

	it('minds the form of times, days and booleans', async () => {
		const { users } = await start();
		const by = async (column: string, value: unknown) =>
			await users({ search_conditions: [{ column, condition: '=', value }] });
		for (const value of ['2026-01-01T00:00:00Z', '2026-01-01 00:00:00+09:00']) {
			expect(await by('last_login', value)).toMatchObject({
				status: 404,
				message: expect.stringContaining('does not support timezone-aware datetimes'),
			});
		}
		const wrong: Array<[string, unknown]> = [
			['last_login', '2026/01/01'],
			['last_login', 1_780_000_000],
			['birthday', '1990-04-01 00:00:00'],
			['birthday', '1990/04/01'],
			['is_active', 'true'],
			['delete', 'false'],
		];
		for (const [column, value] of wrong) {
			expect([column, (await by(column, value)).status]).toEqual([column, 404]);
		}
		for (const value of [true, 'True', 1, '1']) {
			expect((await by('is_active', value)).status).toBe(200);
		}
		for (const value of ['2026-01-01', '2026-01-01T09:00', '2026-01-01 09:00:00']) {
			expect((await by('last_login', value)).status).toBe(200);
		}
	});

	it('lists organizations at once, missions that there are, and tickets of a form', async () => {
		const { server, call } = await start();
		const groups = async (body: object) =>
			(await call('/rest/accounts/api/group/list/', body)).result;
		expect(await groups({ start: 2, limit: 3 })).toEqual(server.groups);
		expect(await groups({ org_no: [], org_name: [] })).toEqual(server.groups);
		expect(await groups({ org_no: ['1010'] })).toEqual([server.groups[1]]);

		const missions = async () => await call('/rest/my-mission/api/my-mission/list/', {});
		expect(await missions()).toMatchObject({
			status: 404,
			message: expect.stringContaining("'NoneType' object has no attribute 'objects'"),
		});
		const mission = {
			id: 1,
			data_id: 1,
			data_no: 'L1',
			title: '休暇',
			status: '1',
			assignee_id: 2,
		};
		server.missions.push({ ...mission, id: 2, data_id: 2, assignee_id: 3 });
		expect((await missions()).status).toBe(404);
		server.missions.push(mission);
		expect((await missions()).result).toEqual([mission]);

		const edit = (body: object) =>
			call('/rest/flowmanage/api/omdata/edit/leave-request/', { action: 'create', ...body });
		expect((await edit({ formdata: [] })).message).toBe('Missing required fields.');
		const formdata = [{ id: 'FORMITM_2', value: 'a' }];
		expect((await edit({ formdata })).result).toBe('LEAVE00001');
		const { result } = await call('/rest/flowmanage/api/omdata/list/leave-request/', {});
		expect(result).toEqual(server.tickets);
		expect(server.violations).toEqual([]);
	});

	it('keeps leave records', async () => {
		const { server, call } = await start();
		server.clock.set('2026-05-11T12:00:00+09:00');
		const [, , one, two] = server.users;
		const who = { principal: one.username, substitute: two.nick_name };
		const leave = { ...who, start: '2026-06-01', end: '2026-06-02 12:30', identifier: 'L-1' };
		const add = (body: object) => call('/rest/api/leave-records/add/', body);
		const list = (body: object) => call('/rest/api/leave-records/list/', body);
		const past = {
			...leave,
			identifier: 'L-0',
			start: '2026-01-01',
			end: '2026-01-02',
		};
		expect(await add(leave)).toMatchObject({ status: 200, result: 1 });
		expect((await add(past)).result).toBe(2);
		expect((await list({ ...who, history: 0, cancel: 0 })).result).toEqual({
			now_time: '2026-05-11T12:00:00',
			leave_list: [
				{
					principal_id: one.id,
					principal_id__nick_name: one.nick_name,
					substitute_id: two.id,
					substitute_id__nick_name: two.nick_name,
					starttime: '2026-06-01T00:00:00',
					endtime: '2026-06-02T12:30:00',
					cancel: false,
					identifier: 'L-1',
				},
			],
		});
		expect((await list({ ...who, principal: one.ad_no })).result.leave_list).toHaveLength(2);
		expect((await add(leave)).status).toBe(404);
		expect((await add({ ...leave, principal: 'nobody', identifier: 'L-2' })).status).toBe(404);
		expect(server.violations).toEqual([]);
		expect((await add({ ...leave, start: '2026/06/01' })).result).toMatchObject({
			status: 'format error',
			result: ['start'],
		});
		expect((await list({ principal: '' })).result).toMatchObject({
			status: 'require missing',
			result: ['substitute'],
		});
		expect(server.leaves).toHaveLength(2);
	});

	it('changes, cancels and deletes the leave record that one name tells', async () => {
		const { server, call } = await start();
		const [, , one, two] = server.users;
		const change = (what: string, body: object) => call(`/rest/api/leave-records/${what}/`, body);
		const leave = { principal: one.username, substitute: two.username, start: '2026-06-01' };
		for (const identifier of ['L-1', 'L-2']) {
			await change('add', { ...leave, end: '2026-06-02', identifier });
		}
		const done = { status: 200, result: null };
		expect(await change('update', { leave_id: 1, substitute: 'admin' })).toMatchObject(done);
		expect(await change('cancel', { identifier: 'L-2' })).toMatchObject(done);
		expect(server.leaves.map((row) => [row.substitute_id, row.cancel])).toEqual([
			[2, false],
			[two.id, true],
		]);
		expect(await change('delete', { leave_id: 1 })).toMatchObject(done);
		expect(server.leaves.map(({ id }) => id)).toEqual([2]);
		expect((await change('delete', { leave_id: 1 })).message).toMatch(/does not exist/);
		expect(server.violations).toEqual([]);
		expect((await change('cancel', { leave_id: 2, identifier: 'L-2' })).status).toBe(404);
		expect((await change('cancel', {})).result).toMatchObject({
			status: 'require missing',
			result: ['leave_id', 'identifier'],
		});
		expect(server.violations).toHaveLength(2);
	});

	it('lists the users of organizations, by group_no alone where it is older', async () => {
		const { server, call } = await start();
		const list = (body: object) => call('/rest/accounts/api/user/list-by-group/', body);
		const [, general, sales] = server.groups;
		const ids = (group: typeof general) => server.membersOf(group).map(({ id }) => id);
		const both = (await list({ org_no: ['1020', 'none', '1010'] })).result;
		expect(Object.keys(both)).toEqual(['1010', '1020']);
		expect(both['1020'].map((row: any) => row.user)).toEqual(ids(sales));
		expect((await list({ org_name: [general.display_name] })).result).toEqual({
			'1010': both['1010'],
		});
		expect(ids(general)).not.toContain(1);
		expect(ids(general).some((id) => server.users[id - 1].default_group !== 2)).toBe(true);
		server.options.groupNoOnly = true;
		expect((await list({ org_no: ['1010'] })).result).toMatchObject({
			status: 'require missing',
			result: ['group_no'],
		});
		expect((await list({ group_no: ['1010'] })).result['1010']).toEqual(both['1010']);
		expect((await call('/rest/accounts/api/group/list/', {})).result).toEqual(server.groups);
		expect(server.violations).toEqual([]);
	});

	it('speaks English when asked to, otherwise Traditional Chinese', async () => {
		const { server } = await start();
		const url = `${server.url}/rest/accounts/api/user/list/`;
		expect((await post(url, { omflow_restapi: 1, security: 'x' })).json.message).toMatch(/安全碼/);
		expect((await post(url, { omflow_restapi: 1, security: 'x' }, english)).json.message).toMatch(
			/code/,
		);
	});
});

describe('am-server', () => {
	const api = '/admin/api/1.0';
	const start = async () => {
		const server = await started(startAmServer());
		const login = (user = server.username, password = server.password) =>
			send(`${server.url}${api}/login`, 'POST', basic(user, password));
		const [cookie] = ((await login()).headers['set-cookie'] as string[])[0].split(';');
		const get = (path: string, headers: Record<string, string> = { cookie }) =>
			send(`${server.url}${api}${path}`, 'GET', headers);
		const create = (body: unknown) => post(`${server.url}${api}/user`, body, { cookie });
		return { server, login, cookie, get, create };
	};
	const codeOf = ({ status, json }: Reply) => [status, json?.header.errorcode];

	it('signs in, and out', async () => {
		const { server, login, cookie, get } = await start();
		expect(cookie).toMatch(/^sessionid=[0-9a-f]{128}$/);
		expect((await login(server.users[1].userid, server.users[1].password)).json.body).toEqual({
			username: server.users[1].username,
		});
		expect([server.sessions, server.logins]).toEqual([2, 2]);
		expect(codeOf(await login('admin', 'wrong'))).toEqual([400, 'PE00002']);
		expect(codeOf(await login('admin', 'a:b'))).toEqual([401, 'PE00001']);
		expect(codeOf(await get('/logout'))).toEqual([200, '']);
		expect(codeOf(await get('/logout'))).toEqual([401, 'PE00001']);
		server.dropSessions();
		expect(server.sessions).toBe(0);
		expect(server.violations).toEqual([]);
		expect(codeOf(await send(`${server.url}${api}/login`, 'POST'))).toEqual([401, 'PE00001']);
		expect(server.violations).toHaveLength(1);
	});

	it('gives users by limit and offset, and null past the end', async () => {
		const { server, get } = await start();
		const { body } = (await get('/user/search?limit=10&offset=30')).json;
		expect(body.count).toBe('32');
		expect(body.result.map((row: any) => row.userid)).toEqual(['u00030', 'u00031']);
		expect((await get('/user/search?limit=10&offset=32')).json.body.result).toBeNull();
		expect(server.violations).toEqual([]);
		expect(codeOf(await get('/user/search'))).toEqual([400, 'PE00004']);
		// Before the session is looked at.
		expect(codeOf(await get('/user/search?limit=0&offset=0', {}))).toEqual([400, 'PE00004']);
		expect(server.violations).toHaveLength(2);
	});

	it('reads cookies without care', async () => {
		const { server, get, cookie } = await start();
		const month = '/attendance/u00001/2026/05';
		for (const headers of [{}, { cookie: `${cookie};` }] as Record<string, string>[]) {
			const page = await get(month, headers);
			expect([page.status, page.json]).toEqual([500, undefined]);
			expect(page.headers['content-type']).toContain('application/json');
		}
		expect(server.violations).toHaveLength(2);
	});

	it('creates users with lax checks', async () => {
		const { server, create } = await start();
		const user = {
			userid: 'new1',
			username: '新人',
			password: 'password1',
			repassword: 'password1',
		};
		expect((await create(user)).json.body).toBeNull();
		expect(codeOf(await create(user))).toEqual([200, 'PE00005']);
		expect(server.violations).toEqual([]);
		expect(codeOf(await create({ ...user, userid: 'new2', repassword: 'different1' }))).toEqual([
			200,
			'',
		]);
		expect(codeOf(await create({ ...user, userid: 'toolong' }))).toEqual([400, 'PE00004']);
		expect(server.violations).toHaveLength(2);
		expect(server.users.at(-1)).toMatchObject({ userid: 'new2', password: 'password1' });
	});

	it('gives a month in any order, null for an empty one', async () => {
		const { server, get } = await start();
		const { body } = (await get('/attendance/u00003/2026/05')).json;
		expect(body).toEqual({ year: 2026, month: 5, list: server.attendanceOf('u00003', 2026, 5) });
		const days = body.list.map((row: any) => row.workday);
		expect(days).not.toEqual([...days].sort());
		const year = Array.from(
			{ length: 12 },
			(_, index) => server.attendanceOf('u00003', 2026, index + 1)!,
		);
		expect(year.flat().some((row) => row.starttime === null)).toBe(true);
		expect((await get('/attendance/nobody/2026/05')).json.body.list).toBeNull();
		expect(server.violations).toEqual([]);
		expect(codeOf(await get('/attendance/u00003/2026/5'))).toEqual([400, 'PE00004']);
	});

	it('gives the months it was given, with nights', async () => {
		const { server, get } = await start();
		const night = [{ workday: '2026-05-01', starttime: '22:00', endtime: '06:00' }];
		server.attendance.set('u00003/2026/05', night);
		server.attendance.set('u00003/2026/06', null);
		expect((await get('/attendance/u00003/2026/05')).json.body.list).toEqual(night);
		expect((await get('/attendance/u00003/2026/06')).json.body.list).toBeNull();
		const invented = server.users.flatMap(
			({ userid }) => server.attendanceOf(userid, 2026, 7) ?? [],
		);
		expect(invented.some(({ starttime, endtime }) => endtime && starttime! > endtime)).toBe(true);
	});

	it('fails with a code when its database or its session store does', async () => {
		const { server, login, get } = await start();
		const search = '/user/search?limit=1&offset=0';
		server.failing = 'database';
		expect(codeOf(await get(search))).toEqual([500, 'SYS0001']);
		expect(codeOf(await login())).toEqual([500, 'SYS0001']);
		server.failing = 'reading sessions';
		expect(codeOf(await get(search))).toEqual([500, 'SYS1001']);
		expect(codeOf(await login())).toEqual([200, '']);
		server.failing = 'writing sessions';
		expect(codeOf(await get(search))).toEqual([200, '']);
		expect(codeOf(await login())).toEqual([500, 'SYS1002']);
		expect(codeOf(await get('/logout'))).toEqual([500, 'SYS1002']);
		expect([server.sessions, server.logins]).toEqual([2, 2]);
		server.failing = undefined;
		expect(codeOf(await get(search))).toEqual([200, '']);
		expect(server.violations).toEqual([]);
	});

	it('answers HTML where no route, no JSON or too much comes', async () => {
		const { server, get, create } = await start();
		const none = await get('/none');
		expect([none.status, none.json]).toEqual([404, undefined]);
		expect(none.headers['content-type']).toContain('application/json');
		expect(await create('{"userid":')).toMatchObject({ status: 400, json: undefined });
		expect(await create({ username: 'x'.repeat(103_000) })).toMatchObject({
			status: 413,
			json: undefined,
		});
		expect(server.violations).toHaveLength(3);
	});
});

it('starts all three at once', async () => {
	const all = await startAll({ omflow: { users: 1 } });
	expect((await send(`${all.omflow.url}/rest/`)).status).toBe(404);
	await all.close();
});
