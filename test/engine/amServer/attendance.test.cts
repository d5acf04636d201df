import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AmServer } from '../../../nodes/AmServer/AmServer.node.ts';
import { attendanceRows } from '../../cases/amServer/attendance.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, pickerContext, runNode, stored, type Done, type Job } from '../engine.cts';

/** Whose attendance of which days: every way to say it, against a server that knows neither names nor periods. */

let servers: All;
async function begin(users: number): Promise<void> {
	await servers?.close();
	servers = await startAll({ akashi: { staff: 1 }, omflow: { users: 1 }, amServer: { users } });
}
beforeAll(async () => await begin(12));
beforeEach(() => servers.amServer.reset());
afterAll(async () => await servers.close());

const credentialOf = () => {
	const { type, data } = credentialsOf(servers).amServer;
	return stored(type, { ...data });
};
async function run(parameters: INodeParameters, more: Partial<Job> = {}): Promise<Done> {
	const done = await runNode({
		node: 'amServer',
		credential: credentialOf(),
		parameters: {
			resource: 'attendance',
			operation: 'getAll',
			period: 'custom',
			startDate: '2026-03-01',
			endDate: '2026-03-31',
			returnAll: true,
			...parameters,
		},
		...more,
	});
	expect(servers.amServer.violations).toEqual([]);
	expect(secretsIn(servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
	return done;
}
const march = (...ids: string[]) => ids.flatMap((id) => attendanceRows(servers, id, 2026, 3));
const asked = () =>
	servers.amServer.calls
		.filter(({ route }) => route === 'getAttendance')
		.map(({ path }) => path.split('/attendance/')[1]);

describe.each(engines)('users (%s)', (_, routing) => {
	test.each<[string, INodeParameters, string[]]>([
		['from the list', { userIds: ['u00002', 'u00001'] }, ['u00002', 'u00001']],
		['typed', { users: 'u00003, u00001、u00002' }, ['u00003', 'u00001', 'u00002']],
		['typed with blanks of both widths', { users: ' u00003　u00001 ' }, ['u00003', 'u00001']],
		['both, some twice', { userIds: ['u00004'], users: 'u00001,u00004' }, ['u00004', 'u00001']],
		['a list by expression', { userIds: '={{ $json.list }}' }, ['u00001', 'u00005']],
		['text by expression', { userIds: '={{ $json.list.join() }}' }, ['u00001', 'u00005']],
		['a typed list by expression', { users: '={{ $json.list }}' }, ['u00001', 'u00005']],
		['an ID by expression', { users: '={{ $json.list[1] }}' }, ['u00005']],
		['one without days', { users: 'admin, u00001' }, ['u00001']],
	])('%s', async (__, parameters, ids) => {
		const items = [{ list: ['u00001', 'u00005'] }];
		const done = await run({ whose: 'selected', ...parameters }, { routing, items });
		expect(done.error).toBeUndefined();
		expect(done.json).toEqual(march(...ids));
		expect(servers.amServer.count('listUsers')).toBe(1);
	});

	test.each<[string, INodeParameters, string, string]>([
		['from the list', { userIds: ['u00001', 'gone1'] }, 'User Names or IDs', 'gone1'],
		['typed', { users: 'u00001, gone2' }, 'User IDs', 'gone2'],
		['in other case', { users: 'U00001' }, 'User IDs', 'U00001'],
	])('an unknown ID is refused where the list is read: %s', async (__, parameters, field, id) => {
		const done = await run({ whose: 'selected', ...parameters }, { routing });
		expect(done.error?.message).toBe(
			`The parameter "${field}" contains "${id}", but there is no user with this ID among the users of am-server`,
		);
		expect(asked()).toEqual([]);
		const without = await run(
			{ whose: 'selected', ...parameters, options: { addNames: false } },
			{ routing },
		);
		expect(without.error).toBeUndefined();
		expect(servers.amServer.count('listUsers')).toBe(1);
	});

	test('nothing is asked for beyond the limit', async () => {
		await run({ returnAll: false, limit: 3, startDate: '2026-01-01' }, { routing });
		// The first user, an administrator, has no days.
		expect(asked()).toEqual(['admin/2026/01', 'admin/2026/02', 'admin/2026/03', 'u00001/2026/01']);
	});

	test('the list of users is read once for all items', async () => {
		const items = ['u00001', 'u00002', 'u00003'].map((id) => ({ id }));
		const done = await run(
			{ whose: '={{ $json.id === "u00003" ? "all" : "selected" }}', users: '={{ $json.id }}' },
			{ routing, items },
		);
		expect(done.error).toBeUndefined();
		expect(servers.amServer.count('listUsers')).toBe(1);
	});
});

describe.each(engines)('a month of 1,000 users (%s)', (_, routing) => {
	beforeAll(async () => await begin(1_000));
	afterAll(async () => await begin(12));

	test('comes a few requests at a time, in the order of the users', async () => {
		const { amServer } = servers;
		amServer.latency = ({ route }) => (route === 'getAttendance' ? 5 : 0);
		const done = await run({}, { routing });
		expect(done.error).toBeUndefined();
		expect(done.json).toEqual(march(...amServer.users.map(({ userid }) => userid)));
		expect(amServer.count('getAttendance')).toBe(1_001);
		expect(amServer.count('listUsers')).toBe(3);
		expect(amServer.maxInFlight).toBe(4);
	});
});

describe('days', () => {
	const day = fc
		.integer({ min: 0, max: 500 })
		.map((days) => DateTime.utc(2025, 9, 20).plus({ days }).toFormat('yyyy-MM-dd'));

	test('exactly those of the period come, from the months that it touches', async () => {
		await fc.assert(
			fc.asyncProperty(day, day, fc.boolean(), async (one, other, routing) => {
				servers.amServer.reset();
				const [startDate, endDate] = [one, other].sort();
				const done = await run(
					{ whose: 'selected', users: 'u00003', startDate, endDate },
					{ routing },
				);
				const months: string[] = [];
				for (
					let at = DateTime.fromISO(startDate).startOf('month');
					at <= DateTime.fromISO(endDate);
					at = at.plus({ months: 1 })
				) {
					months.push(at.toFormat("'u00003/'yyyy/MM"));
				}
				expect(asked().sort()).toEqual(months);
				const held = months.flatMap((month) => {
					const [user, year, number] = month.split('/');
					return attendanceRows(servers, user, Number(year), Number(number));
				});
				expect(done.json).toEqual(
					held.filter(({ date }) => String(date) >= startDate && String(date) <= endDate),
				);
			}),
			{ numRuns: 40 },
		);
	});

	test('one that cannot be read is not left out', async () => {
		const days = ['2026-03-09', '2026-03-10', '2026/03/11'];
		servers.amServer.mutate = (route, body) => {
			if (route !== 'getAttendance') return body;
			const list = days.map((workday) => ({ workday, starttime: '09:00', endtime: '18:00' }));
			return { ...(body as IDataObject), body: { year: 2026, month: 3, list } };
		};
		const done = await run({ whose: 'selected', users: 'u00003', startDate: '2026-03-10' });
		expect(done.json.map(({ date }) => date)).toEqual(['2026-03-10', '2026/03/11']);
		servers.amServer.mutate = undefined;
	});
});

describe('the picker of users', () => {
	const options = async () =>
		await new AmServer().methods.loadOptions.getUsers.call(
			pickerContext({ node: 'amServer', credential: credentialOf(), parameters: {} }),
		);

	test('shows everybody by name and ID, signed in as a run is', async () => {
		expect(await options()).toEqual(
			servers.amServer.users.map(({ userid, username }) => ({
				name: `${username} (${userid})`,
				value: userid,
			})),
		);
		expect(servers.amServer.violations).toEqual([]);
		expect(servers.amServer.sessions).toBe(1);
	});

	test('shows who has no name by ID', async () => {
		await begin(3);
		const bare = servers.amServer.users[1] as unknown as IDataObject;
		bare.username = null;
		expect(await options()).toContainEqual({ name: '(u00001)', value: 'u00001' });
	});
});
