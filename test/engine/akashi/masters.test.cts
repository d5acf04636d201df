import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { z } from 'zod';

import { resources } from '../../../nodes/Akashi/Akashi.node.ts';
import { find } from '../../../nodes/shared/operation.ts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Staff, organizations, projects, tasks and members: picked in every way, and told by the same keys. */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

async function run(parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	const credential = stored(type, { ...data });
	return await runNode({ node: 'akashi', credential, parameters, ...more });
}
const rl = (mode: string, value: unknown) => ({ __rl: true, mode, value }) as never;
const wide = (text: string) =>
	text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const isWrite = ({ method }: { method: string }) => method !== 'GET';

/** A record to pick, and what else the operation needs. */
interface Picked {
	field: 'staffId' | 'organizationId' | 'projectId' | 'taskId';
	id: number;
	code: string;
	email?: string;
	more?: INodeParameters;
}
const kinds = {
	staffId: (): Picked => {
		const { staffId, staffNum, email } = servers.akashi.staff[3];
		return { field: 'staffId', id: staffId, code: staffNum!, email: email! };
	},
	organizationId: (): Picked => ({ field: 'organizationId', id: 6, code: 'B-1' }),
	projectId: (): Picked => ({ field: 'projectId', id: 7005, code: 'PJ2' }),
	taskId: (): Picked => ({
		field: 'taskId',
		id: 8104,
		code: 'T2-2',
		more: { projectId: rl('list', 7005) },
	}),
};
const names = { lastName: '改名', firstName: '太郎' };
const operations: Array<[keyof typeof kinds, string, string, INodeParameters]> = [
	['staffId', 'staff', 'get', {}],
	['staffId', 'staff', 'update', names],
	['staffId', 'staff', 'retire', { retirementDate: '2026-03-31' }],
	['staffId', 'staff', 'delete', {}],
	['staffId', 'projectMember', 'getProjects', {}],
	['organizationId', 'organization', 'getAll', {}],
	['projectId', 'project', 'get', {}],
	['projectId', 'project', 'update', { name: '改名' }],
	['projectId', 'project', 'delete', {}],
	['projectId', 'projectMember', 'getAll', {}],
	['projectId', 'projectMember', 'update', { assignStaffIds: [1002] }],
	['projectId', 'task', 'getAll', {}],
	['projectId', 'task', 'create', { name: '新規' }],
	['projectId', 'task', 'upsert', { name: '新規', taskCode: 'X' }],
	['projectId', 'task', 'get', { taskId: rl('id', 8104) }],
	['taskId', 'task', 'get', {}],
	['taskId', 'task', 'update', { name: '改名' }],
	['taskId', 'task', 'delete', {}],
];
const checked = { requestOptions: { checkOnly: true } };

test('every picker of these resources is in the table', () => {
	const there = resources
		.filter(({ value }) =>
			['staff', 'organization', 'project', 'task', 'projectMember'].includes(value),
		)
		.flatMap(({ value, operations: list }) =>
			list.flatMap(({ entry, fields }) =>
				fields
					.filter(({ name, type }) => type === 'resourceLocator' && !/Path$/.test(name))
					.map(({ name }) => `${value}.${entry.value} ${name}`),
			),
		);
	const pairs = operations.map(([field, resource, name]) => `${resource}.${name} ${field}`);
	// Their project is a field of the task's.
	const also = ['update', 'delete'].map((name) => `task.${name} projectId`);
	expect([...pairs, ...also].sort()).toEqual(there.sort());
});

describe.each(operations)('%s of %s.%s', (kind, resource, operation, needs) => {
	const parameters = (value: unknown): INodeParameters => {
		const { field, more } = kinds[kind]();
		return { resource, operation, ...needs, ...more, ...checked, [field]: value as never };
	};

	test.each(engines)('every way means the same record (%s)', async (_, routing) => {
		const { id, code, email } = kinds[kind]();
		const plain = await run(parameters(rl('list', id)), { routing });
		expect(plain.error).toBeUndefined();
		expect(plain.json.length).toBeGreaterThan(0);
		const ways: unknown[] = [
			rl('id', String(id)),
			rl('id', '={{ $json.id }}'),
			rl('code', code),
			rl('code', ` ${wide(code)} `),
			rl('code', '={{ $json.code }}'),
			...(email ? [rl('email', email), rl('email', email.toUpperCase())] : []),
			'={{ $json.id }}',
			String(id),
			id,
		];
		for (const way of ways) {
			const done = await run(parameters(way), { routing, items: [{ id, code }] });
			expect([way, done.error?.message, done.json]).toEqual([way, undefined, plain.json]);
		}
		expect(servers.akashi.calls.filter(isWrite)).toEqual([]);
	});

	test.each(engines)('unknown, ambiguous or empty: nothing is written (%s)', async (_, routing) => {
		const { field, id, code, email } = kinds[kind]();
		const title = find(resources, resource, operation)!.fields.find(({ name }) => name === field)!;
		const refused: Array<[unknown, string]> = [
			[rl('code', 'nobody'), 'is "nobody", but there is no '],
			[rl('id', 'nobody'), 'must be an ID'],
			[rl('id', 0), 'must be an ID'],
			...(email
				? ([[rl('email', 'no@example.com'), 'is "no@example.com", but there is no ']] as never)
				: []),
			...(title.required === false
				? []
				: ([
						[rl('code', '={{ "" }}'), 'must not be empty'],
						[rl('id', '={{ undefined }}'), 'must not be empty'],
						['={{ "" }}', 'must not be empty'],
					] as never)),
		];
		for (const [value, words] of refused) {
			const done = await run({ ...parameters(value), requestOptions: {} }, { routing });
			expect(done.error?.message).toContain(`The parameter "${title.displayName}" ${words}`);
		}
		const { staff, organizations, projects } = servers.akashi;
		staff[9].staffNum = staff[3].staffNum;
		organizations[8].code = 'B-1';
		projects[0].project_code = 'PJ2';
		projects[1].tasks[0].code = 'T2-2';
		const done = await run({ ...parameters(rl('code', code)), requestOptions: {} }, { routing });
		expect(done.error?.message).toMatch(
			new RegExp(`"${title.displayName}" is "${code}", but several have this code: IDs .*${id}`),
		);
		expect(servers.akashi.calls.filter(isWrite)).toEqual([]);
	});
});

describe('rows of one resource', () => {
	const keys = (resource: string, operation: string) => {
		const { output } = find(resources, resource, operation)!;
		return Object.keys((output as z.ZodObject<z.ZodRawShape>).shape);
	};

	test.each(['staff', 'organization', 'project', 'task'])(
		'%s: writes by the keys of reads',
		(resource) => {
			const { operations: list } = resources.find(({ value }) => value === resource)!;
			for (const { entry } of list) {
				const own = keys(resource, entry.value).filter(
					(name) => !['deleted', 'retired', 'upserted'].includes(name),
				);
				expect(keys(resource, 'getAll')).toEqual(expect.arrayContaining(own));
			}
		},
	);

	test.each<[string, string, INodeParameters]>([
		['staff', 'staffId', { ...names, staffCode: 'E00004', staffId: rl('code', 'E00004') }],
		['project', 'projectId', { name: '改名', projectCode: 'PJ2', projectId: rl('code', 'PJ2') }],
		[
			'task',
			'taskId',
			{ name: '改名', projectId: rl('id', 7005), taskCode: 'T2-2', taskId: rl('code', 'T2-2') },
		],
	])(
		'%s: a row of Get Many, Update and Create or Update says the same',
		async (resource, id, more) => {
			for (const operation of ['update', 'upsert']) {
				const [written] = (await run({ resource, operation, ...more })).json;
				const parameters = {
					resource,
					operation: 'getAll',
					returnAll: true,
					output: 'raw',
					...more,
				};
				const all = (await run(parameters)).json;
				const listed = all.find((row) => row[id] === written[id])!;
				const both = Object.keys(written).filter((name) => name in listed);
				expect(both.length).toBeGreaterThanOrEqual(4);
				for (const name of both) expect([name, written[name]]).toEqual([name, listed[name]]);
			}
		},
	);
});

describe('"Match On"', () => {
	const upsert = { resource: 'staff', operation: 'upsert', ...names };
	const sent = () =>
		servers.akashi.calls
			.filter(isWrite)
			.flatMap(({ body }) => (body as { staffs: IDataObject[] }).staffs);

	test.each(engines)('what is not shown is not sent (%s)', async (_, routing) => {
		const [, , , one, two] = servers.akashi.staff;
		const values = {
			...upsert,
			staffCode: one.staffNum,
			email: two.email,
			additionalFields: { staffCode: 'NEW-1', email: 'new@example.com' },
		};
		await run({ ...values, matchOn: 'staff_code' }, { routing });
		await run({ ...values, matchOn: 'email' }, { routing });
		expect(sent()).toMatchObject([
			{ staff_id: one.staffId, staff_code: one.staffNum, email: 'new@example.com' },
			{ staff_id: two.staffId, staff_code: 'NEW-1', email: two.email },
		]);
	});

	test.each(engines)('may be an expression (%s)', async (_, routing) => {
		const [, , , one, two] = servers.akashi.staff;
		const done = await run(
			{
				...upsert,
				matchOn: '={{ $json.by }}',
				staffCode: '={{ $json.code }}',
				email: '={{ $json.email }}',
			},
			{
				routing,
				items: [
					{ by: 'staff_code', code: one.staffNum, email: '' },
					{ by: 'email', code: '', email: two.email },
				],
			},
		);
		expect(done.json.map(({ staffId }) => staffId)).toEqual([one.staffId, two.staffId]);
	});
});

describe('"Staff Identified By"', () => {
	test.each(engines)('decides alone whom to get (%s)', async (_, routing) => {
		const [owner, second, third] = servers.akashi.staff;
		const done = await run(
			{
				resource: 'staff',
				operation: 'get',
				staffIdentifiedBy: '={{ $json.by }}',
				staffId: rl('id', '={{ $json.id }}'),
				targetToken: '={{ $json.token }}',
			},
			{
				routing,
				items: ['owner', 'person', 'token'].map((by) => ({
					by,
					id: second.staffId,
					token: servers.akashi.tokenOf(third.staffId),
				})),
			},
		);
		const ids = [owner, second, third].map(({ staffId }) => staffId);
		expect(done.json.map(({ staffId }) => staffId)).toEqual(ids);
		const other = { resource: 'staff', operation: 'get', staffIdentifiedBy: '={{ "id" }}' };
		expect(
			(await run({ ...other, staffId: rl('id', 1), targetToken: 'x' }, { routing })).error?.message,
		).toContain('"Staff Identified By" must be one of owner, person, token');
	});
});

describe('several people', () => {
	const member = {
		resource: 'projectMember',
		operation: 'update',
		projectId: rl('list', 7001),
	};
	const people = () => servers.akashi.staff.slice(4, 9);

	test.each(engines)(
		'by code, email and ID, mixed, as a list or as text (%s)',
		async (_, routing) => {
			const [a, b, c, d] = people();
			const mixed = [a.staffNum, b.email!.toUpperCase(), String(c.staffId), d.staffId];
			const forms: Array<[unknown, IDataObject]> = [
				[[a, b, c, d].map(({ staffId }) => staffId), {}],
				['={{ $json.list }}', { list: mixed }],
				['={{ $json.list }}', { list: mixed.join(', ') }],
				[mixed.join('、'), {}],
			];
			for (const [given, item] of forms) {
				servers.akashi.members.set(7001, { staff_ids: [], owner_staff_ids: [] });
				const done = await run(
					{ ...member, assignStaffIds: given as never },
					{ routing, items: [item] },
				);
				expect([given, done.json]).toEqual([
					given,
					[
						{
							projectId: 7001,
							staffIds: [a, b, c, d].map(({ staffId }) => staffId),
							ownerStaffIds: [],
						},
					],
				]);
			}
		},
	);

	test('IDs from the list need no other call', async () => {
		await run({ ...member, assignStaffIds: people().map(({ staffId }) => staffId) });
		expect(servers.akashi.calls.map(({ route }) => route)).toEqual(['changeProjectMembers']);
	});

	test.each(engines)(
		'somebody unknown or ambiguous is refused by the field (%s)',
		async (_, routing) => {
			const [a, b] = people();
			b.staffNum = String(a.staffId);
			for (const [field, title] of [
				['assignStaffIds', 'Staff to Assign Names or IDs'],
				['assignOwnerIds', 'Owners to Assign Names or IDs'],
				['unassignStaffIds', 'Staff to Unassign Names or IDs'],
			]) {
				for (const [value, words] of [
					['nobody', 'there is no staff member with this code among'],
					['no@example.com', 'there is no staff member with this email address among'],
					[String(a.staffId), `several have this code or ID: IDs ${b.staffId}, ${a.staffId}`],
				]) {
					const parameters = { ...member, [field]: '={{ $json.who }}' };
					const items = [{ who: people()[2].staffNum }, { who: [a.staffId, value] }];
					const done = await run(parameters, { routing, items });
					expect(done.error?.message).toContain(
						`The parameter "${title}" contains "${value}", but ${words}`,
					);
					expect((done.error?.context as IDataObject).itemIndex).toBe(1);
				}
			}
			expect(servers.akashi.calls.filter(isWrite)).toEqual([]);
		},
	);

	test.each(engines)(
		'a list that cannot be read fails every look-up of it once (%s)',
		async (_, routing) => {
			const [a, b, c] = people();
			servers.akashi.fault({
				kind: 'body',
				route: 'listStaff',
				times: Infinity,
				body: { success: false, errors: [{ code: 'ERR1', message: '権限がありません' }] },
			});
			const done = await run(
				{
					...member,
					projectId: rl('code', 'PJ1'),
					assignStaffIds: a.staffNum,
					assignOwnerIds: b.staffNum,
					unassignStaffIds: c.staffNum,
				},
				{ routing, onError: 'continueRegularOutput' },
			);
			expect(done.json[0].error).toBe('AKASHI refused this: ERR1 権限がありません');
			expect(servers.akashi.calls.filter(isWrite)).toEqual([]);
		},
	);
});
