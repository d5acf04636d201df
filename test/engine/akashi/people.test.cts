import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isWork } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done } from '../engine.cts';

/** "Whose": people by what HR knows of them, against the stand-in's own list. */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
	// A staff code that is also somebody's ID, a code that two people have, and one that is written wide.
	const { staff } = servers.akashi;
	staff[30].staffNum = String(staff[40].staffId);
	staff[31].staffNum = 'TWIN';
	staff[32].staffNum = 'TWIN';
	staff[33].staffNum = 'ｗｉｄｅ１';
});
beforeEach(() => servers.akashi.reset());
afterAll(async () => await servers.close());

async function run(parameters: INodeParameters, routing = false): Promise<Done> {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			period: 'custom',
			startDate: '2026-03-02',
			endDate: '2026-03-02',
			returnAll: true,
			...parameters,
		},
		routing,
	});
}
const idsIn = (done: Done) => [...new Set(done.json.map(({ staffId }) => staffId as number))];
const counts = () => {
	const work = servers.akashi.calls.filter(isWork);
	const of = (route: string) => work.filter((call) => call.route === route).length;
	return { staff: of('listStaff') + of('getStaff'), organizations: of('listOrganizations') };
};
/** Pages of the staff list. */
const pages = () => Math.ceil(servers.akashi.staff.length / 20);

describe.each(engines)('%s', (_, routing) => {
	test('everybody, and me', async () => {
		const all = await run({}, routing);
		expect(idsIn(all)).toEqual(servers.akashi.staff.map(({ staffId }) => staffId));
		expect(counts().staff).toBe(pages());
		servers.akashi.reset();
		expect(idsIn(await run({ staff: 'me' }, routing))).toEqual([servers.akashi.staff[0].staffId]);
		expect(counts().staff).toBe(1);
	});

	test.each([true, false])('an organization (with those below: %s)', async (below) => {
		const { organizations, staff } = servers.akashi;
		const parent = organizations.find(
			({ organizationId, parentId }) =>
				parentId && organizations.some((one) => one.parentId === organizationId),
		)!;
		/** From each person up to the company. */
		const isIn = (at: number | null | undefined): boolean => {
			if (at === parent.organizationId) return true;
			const one = organizations.find(({ organizationId }) => organizationId === at);
			return below && one?.parentId ? isIn(one.parentId) : false;
		};
		const meant = staff
			.filter(({ organization }) => isIn(organization!.organizationId))
			.map(({ staffId }) => staffId);
		expect(meant.length).toBeGreaterThan(1);
		for (const organizationId of [
			{ __rl: true, mode: 'list', value: parent.organizationId },
			{ __rl: true, mode: 'id', value: String(parent.organizationId) },
			{ __rl: true, mode: 'code', value: parent.code },
		] as IDataObject[]) {
			servers.akashi.reset();
			const done = await run(
				{
					staff: 'organization',
					organizationId,
					includeSuborganizations: below,
				} as INodeParameters,
				routing,
			);
			expect(done.error).toBeUndefined();
			expect(idsIn(done)).toEqual(meant);
			const { staff: staffCalls, organizations: lists } = counts();
			expect(staffCalls).toBe(pages());
			expect(lists).toBeLessThanOrEqual(1);
		}
	});

	test('selected people: from the list, by code, email and ID, in any mixture', async () => {
		const { staff } = servers.akashi;
		const plain = staff.slice(0, 30);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(29), { maxLength: 4 }),
				fc.array(fc.tuple(fc.nat(29), fc.constantFrom('staffNum', 'email', 'staffId')), {
					maxLength: 4,
				}),
				fc.constantFrom(', ', '、', ' ', '\n', ','),
				async (listed, typed, between) => {
					const names = typed.flatMap(([at, by]) => plain[at][by as 'staffNum'] ?? []);
					fc.pre(listed.length + names.length > 0);
					const meant = [
						...new Set([
							...listed.map((at) => plain[at].staffId),
							...typed.flatMap(([at, by]) =>
								plain[at][by as 'staffNum'] ? [plain[at].staffId] : [],
							),
						]),
					];
					servers.akashi.reset();
					const done = await run(
						{
							staff: 'selected',
							staffIds: listed.map((at) => plain[at].staffId),
							people: names.join(between),
						},
						routing,
					);
					expect(done.error).toBeUndefined();
					// The stand-in sorts the people of one answer.
					expect(idsIn(done).sort()).toEqual(meant.sort());
					expect(counts().staff).toBeLessThanOrEqual(pages());
				},
			),
			{ numRuns: 25 },
		);
	});

	test.each([
		['nobody', 'E99999', /"Staff Codes, Emails or IDs" contains "E99999", but there is no staff/],
		[
			'an unknown address',
			'who@example.com',
			/"who@example.com", but there is no .* email address/,
		],
		['two people with one code', 'TWIN', /"TWIN", but several have this code: IDs \d+, \d+\. Pick/],
		['a code that is an ID', 'ID40', /"\d+", but several have this code or ID: IDs \d+, \d+/],
	])('%s', async (__, typed, words) => {
		const { staff } = servers.akashi;
		const people = typed === 'ID40' ? String(staff[40].staffId) : typed;
		const done = await run({ staff: 'selected', people }, routing);
		expect(done.error?.message).toMatch(words);
		expect(servers.akashi.count('listWorkingRecords')).toBe(0);
	});

	test('a code in other width is the same code', async () => {
		const done = await run({ staff: 'selected', people: 'wide1' }, routing);
		expect(idsIn(done)).toEqual([servers.akashi.staff[33].staffId]);
	});

	test('nobody selected', async () => {
		const done = await run({ staff: 'selected' }, routing);
		expect(done.error?.message).toMatch(/"Staff Names or IDs" must not be empty/);
		expect(servers.akashi.calls.filter(isWork)).toEqual([]);
	});

	test('an organization that is not there', async () => {
		const organizationId = { __rl: true, mode: 'code', value: 'NONE' };
		const done = await run({ staff: 'organization', organizationId }, routing);
		expect(done.error?.message).toMatch(/"Organization" is "NONE", but there is no organization/);
		expect(servers.akashi.count('listWorkingRecords')).toBe(0);
	});

	test('names cost at most the staff list, and nothing when they are off', async () => {
		const { staff } = servers.akashi;
		for (const few of [1, 3, 7, 40, staff.length]) {
			servers.akashi.reset();
			const staffIds = staff.slice(-few).map(({ staffId }) => staffId);
			const done = await run({ staff: 'selected', staffIds }, routing);
			expect(done.json.map(({ name }) => name)).not.toContain(null);
			expect(counts().staff).toBeLessThanOrEqual(pages());
		}
		servers.akashi.reset();
		const staffIds = staff.slice(-3).map(({ staffId }) => staffId);
		await run({ staff: 'selected', staffIds, options: { addNames: false } }, routing);
		expect(counts().staff).toBe(0);
	});

	test('somebody who may not be read keeps their rows, without a name', async () => {
		const { staffId } = servers.akashi.staff[servers.akashi.staff.length - 1];
		const errors = [{ code: 'ERR300101', message: '対象の従業員を参照できません' }];
		servers.akashi.fault({ route: 'getStaff', kind: 'body', body: { success: false, errors } });
		const done = await run({ staff: 'selected', staffIds: [staffId] }, routing);
		expect(done.error).toBeUndefined();
		expect(idsIn(done)).toEqual([staffId]);
		for (const { name, staffCode } of done.json) expect([name, staffCode]).toEqual([null, null]);
	});

	test('names that cannot be read fail the item once, and leave no failure behind', async () => {
		const left: unknown[] = [];
		const note = (reason: unknown) => void left.push(reason);
		process.on('unhandledRejection', note);
		try {
			const staffIds = servers.akashi.staff.slice(-2).map(({ staffId }) => staffId);
			servers.akashi.fault({ route: 'getStaff', kind: 'status', status: 403, times: 10 });
			const done = await run({ staff: 'selected', staffIds }, routing);
			expect(done.error?.message).toMatch(/HTTP 403/);
			await new Promise((resolve) => setTimeout(resolve, 50));
			expect(servers.akashi.count('getStaff')).toBe(2);
			expect(left).toEqual([]);
		} finally {
			process.off('unhandledRejection', note);
		}
	});
});
