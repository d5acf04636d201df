import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { picked } from '../../cases/case.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Job } from '../engine.cts';

/**
 * The one picker of people, in every way to name somebody, for every call that wants them under another name: the
 * right person is named, the list is read only where it is needed, and nobody else is written to.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll();
	const [, , noCode, noEmail, neither, twin, other] = servers.akashi.staff;
	noCode.staffNum = null;
	noEmail.email = null;
	Object.assign(neither, { staffNum: null, email: null });
	other.email = twin.email!.toUpperCase();
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const run = async (parameters: INodeParameters, more: Partial<Job> = {}) => {
	const { type, data } = credentialsOf(servers).akashi;
	servers.akashi.reset();
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		...more,
	});
};

interface Operation {
	name: string;
	/** By what the call names people. */
	wants: 'id' | 'code' | 'code or email';
	parameters: INodeParameters;
}
const work = { projectId: picked('id', 7001), taskId: picked('id', 8001) };
const operation = (
	resource: string,
	name: string,
	wants: Operation['wants'],
	parameters: object,
): Operation => ({
	name: `${resource}.${name}`,
	wants,
	parameters: { resource, operation: name, ...parameters } as INodeParameters,
});
const operations: Operation[] = [
	operation('transfer', 'create', 'code or email', {
		transferDate: '2099-04-01',
		employmentCategory: '正社員',
	}),
	operation('permission', 'assign', 'code or email', {
		permissionName: '一般管理者',
		managedOrganization: picked('path', '営業部'),
	}),
	operation('permission', 'reserve', 'code or email', {
		permissionName: '一般管理者',
		permissionDate: '2099-04-01',
	}),
	operation('workingCondition', 'update', 'code', {
		settings: { workingCategory: '裁量労働制' },
	}),
	operation('manHour', 'upsert', 'id', { ...work, date: '2026-03-01', minutes: 5 }),
	operation('manHour', 'delete', 'id', { ...work, date: '2026-03-01' }),
	operation('manHour', 'get', 'id', { options: { addNames: false } }),
];

/** Ways to name somebody; by an expression for the whole field, it is an ID. */
const ways = ['list', 'id', 'expression', 'code', 'email'] as const;
type Way = (typeof ways)[number];
const people = ['both', 'no code', 'no email', 'neither'] as const;
const placeOf = { both: 1, 'no code': 2, 'no email': 3, neither: 4 };

/** What has to be sent for somebody, and whether the list has to be read for it; words when it is refused. */
function due(
	{ wants }: Operation,
	way: Way,
	{ staffId, staffNum, email }: All['akashi']['staff'][number],
): { sent: IDataObject; looksUp: boolean } | { words: RegExp } {
	const isId = ['list', 'id', 'expression'].includes(way);
	if (wants === 'id') return { sent: { staff_id: staffId }, looksUp: !isId };
	if (way === 'code') return { sent: { staff_code: staffNum }, looksUp: false };
	if (wants === 'code or email' && way === 'email') {
		return { sent: { staff_email: email }, looksUp: false };
	}
	if (staffNum) return { sent: { staff_code: staffNum }, looksUp: true };
	if (wants === 'code')
		return { words: new RegExp(`"Staff Member" is ID ${staffId} \\(.+no staff code`) };
	if (email) return { sent: { staff_email: email }, looksUp: true };
	return { words: new RegExp(`"Staff Member" is ID ${staffId} \\(.+neither`) };
}

const valueFor = (way: Way, one: All['akashi']['staff'][number]) =>
	way === 'code' ? one.staffNum : way === 'email' ? one.email : one.staffId;

const field = (way: Way, value: unknown) =>
	way === 'expression' ? `={{ ${JSON.stringify(value)} }}` : picked(way, value as string);

/** How the people of a request are named, wherever. */
const namesIn = (data: unknown): IDataObject =>
	data !== null && typeof data === 'object'
		? Object.entries(data).reduce<IDataObject>(
				(all, [key, value]) => ({
					...all,
					...(/^staff_(id|code|email)$/.test(key) ? { [key]: value } : namesIn(value)),
				}),
				{},
			)
		: {};

const isReading = ({ name }: Operation) => name === 'manHour.get';

/** What a run sends about a person. */
async function sentBy(one: Operation, staffId: unknown, routing: boolean) {
	const requestOptions = isReading(one) ? {} : { checkOnly: true };
	const parameters = { ...one.parameters, staffId, requestOptions } as INodeParameters;
	const { error, json } = await run(parameters, { routing });
	const { calls } = servers.akashi;
	const lookUps = calls.filter(({ route }) => route === 'listStaff').length;
	const requests = isReading(one) ? calls.filter(({ route }) => route === 'getManHours') : json;
	const path = /manhours\/(\d+)/.exec(String(requests[0]?.path))?.[1];
	const sent = path ? { staff_id: Number(path) } : namesIn(requests[0]?.body);
	return { error, lookUps, sent, others: calls.length - lookUps - (isReading(one) ? 1 : 0) };
}

describe.each(operations.map((one) => [one.name, one] as const))('%s', (_, one) => {
	const all = ways.flatMap((way) => people.map((who) => [way, who] as const));
	test.each(all)('by %s, a person with %s', async (way, who) => {
		const person = servers.akashi.staff[placeOf[who]];
		const value = valueFor(way, person);
		if (value === null) return;
		const expected = due(one, way, person);
		for (const [, routing] of engines) {
			const { error, lookUps, sent, others } = await sentBy(one, field(way, value), routing);
			if ('words' in expected) {
				expect(error?.message).toMatch(expected.words);
				expect(others).toBeLessThanOrEqual(0);
				continue;
			}
			expect(error).toBeUndefined();
			expect(sent).toEqual(expected.sent);
			// On three pages.
			expect(lookUps).toBe(expected.looksUp ? 3 : 0);
			expect(others).toBe(0);
		}
	});

	const wrong: Array<[Way, unknown, RegExp]> = [
		['list', '={{ "" }}', /must not be empty/],
		['id', '={{ null }}', /must not be empty/],
		['code', '={{ undefined }}', /must not be empty/],
		['email', '={{ "" }}', /must not be empty/],
		['id', 'E00001', /must be an ID/],
		['id', -1, /must be an ID/],
		['expression', 'E00001', /must be an ID/],
		...(one.wants === 'id'
			? ([
					['code', 'E99999', /is "E99999", but there is no staff member with this code/],
					['email', 'nobody@example.com', /there is no staff member with this email address/],
				] as const)
			: ([
					['code', 'E 1', /must be a staff code/],
					['code', 'Ｅ１', /must be a staff code/],
					['email', 'nobody', /must be an email address/],
					['id', 999_999, /is "999999", but there is no staff member with this ID/],
					['list', 999_999, /is "999999", but there is no staff member with this ID/],
				] as const)),
	] as Array<[Way, unknown, RegExp]>;
	test.each(wrong)('by %s, %p is refused', async (way, value, words) => {
		for (const [, routing] of engines) {
			const { error, others } = await sentBy(one, field(way, value), routing);
			expect(error?.message).toMatch(/^The parameter "Staff Member" /);
			expect(error?.message).toMatch(words);
			expect(others).toBeLessThanOrEqual(0);
		}
	});

	test('an email address that two people have is refused where somebody is looked up', async () => {
		const [, , , , , twin, other] = servers.akashi.staff;
		for (const [, routing] of engines) {
			const { error, sent } = await sentBy(one, field('email', twin.email), routing);
			if (one.wants === 'code or email') expect(sent).toEqual({ staff_email: twin.email });
			else expect(error?.message).toMatch(`IDs ${twin.staffId}, ${other.staffId}`);
		}
	});
});

test.each(engines)('one list for all items (%s)', async (_, routing) => {
	const people = servers.akashi.staff.filter(({ staffNum }) => staffNum).slice(0, 30);
	const done = await run(
		{ ...operations[0].parameters, staffId: picked('list', '={{ $json.id }}') as never },
		{ items: people.map(({ staffId }) => ({ id: staffId })), routing },
	);
	expect(done.json.map(({ staffId }) => staffId)).toEqual(people.map(({ staffId }) => staffId));
	expect(servers.akashi.count('listStaff')).toBe(3);
	expect(servers.akashi.count('createTransfers')).toBe(1);
});

describe('one person under several spellings', () => {
	const spelled = async (
		one: Operation,
		way: Way,
		values: Array<string | number | null>,
		more: object = {},
	) =>
		await run(
			{ ...one.parameters, staffId: picked(way as 'id', '={{ $json.who }}'), ...more } as never,
			{ items: values.map((who) => ({ who })) },
		);
	const [transfer, , , , upsert] = operations;

	test('is one record', async () => {
		const [, { staffId, staffNum, email }] = servers.akashi.staff;
		const wide = staffNum!.replace(/[!-~]/g, (one) =>
			String.fromCharCode(one.charCodeAt(0) + 0xfee0),
		);
		for (const [one, way, values] of [
			[upsert, 'code', [staffNum, wide]],
			[upsert, 'email', [email, email!.toUpperCase()]],
			[upsert, 'id', [staffId, String(staffId)]],
			[transfer, 'email', [email, email!.toUpperCase()]],
			[transfer, 'list', [staffId, ` ${staffId}`]],
		] as Array<[Operation, Way, Array<string | number | null>]>) {
			const { error } = await spelled(one, way, values);
			expect(error?.message).toBe('Items 0 and 1 write the same record');
			expect(servers.akashi.count(/upsertManHours|createTransfers/)).toBe(0);
		}
	});

	test('is added up', async () => {
		const [, { staffId, staffNum }] = servers.akashi.staff;
		const { json } = await spelled(upsert, 'code', [staffNum, ` ${staffNum}`], {
			options: { addUp: true },
		});
		const row = { staffId, date: '2026-03-01', projectId: 7001, taskId: 8001, minutes: 10 };
		expect(json).toEqual([row, row]);
		expect([...servers.akashi.manHours]).toEqual([[`${staffId}|2026-03-01|7001|8001`, 10]]);
	});
});

describe('tasks are those of their project', () => {
	const upsert = operations.find(({ name }) => name === 'manHour.upsert')!.parameters;
	const tasksOf = (place: number) => servers.akashi.projects[place];

	test('a code that several projects have', async () => {
		const [one, two] = [tasksOf(0), tasksOf(1)];
		one.tasks[0].code = 'SAME';
		two.tasks[0].code = 'SAME';
		const { error, json } = await run(
			{
				...upsert,
				staffId: picked('id', servers.akashi.staff[0].staffId),
				projectId: picked('code', '={{ $json.project }}'),
				taskId: picked('code', 'SAME'),
			} as never,
			{ items: [one, two].map(({ project_code }) => ({ project: project_code })) },
		);
		expect(error).toBeUndefined();
		expect(json.map(({ projectId, taskId }) => [projectId, taskId])).toEqual(
			[one, two].map(({ project_id, tasks }) => [project_id, tasks[0].task_id]),
		);
	});

	test.each([
		['projectId', 'NOPE', /"Project" is "NOPE", but there is no project with this code/],
		['taskId', 'NOPE', /"Task" is "NOPE", but there is no task with this code in this project/],
		['taskId', '={{ "" }}', /"Task" must not be empty/],
	])('%s %s is refused', async (name, value, words) => {
		for (const [, routing] of engines) {
			const { error } = await run(
				{ ...upsert, staffId: picked('id', 1002), [name]: picked('code', value) } as never,
				{ routing },
			);
			expect(error?.message).toMatch(words);
			expect(servers.akashi.count('upsertManHours')).toBe(0);
		}
	});
});
