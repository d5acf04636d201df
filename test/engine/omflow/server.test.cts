import { parametersOf, picked } from '../../cases/case.cts';
import { engines } from '../engine.cts';
import { Rig } from './rig.cts';

/** What a server says of its version and its clock. */

const rig = new Rig();
afterAll(async () => await rig.servers.close());

const getVersion = parametersOf('server')('getVersion');
const leaves = parametersOf('leaveRecord')('getAll', {
	principal: picked('userName', 'admin'),
	substitute: picked('userName', 'admin'),
});

describe.each(engines)('the version (%s)', (_, routing) => {
	test.each([
		[1_002_000_000, '1.2.0.0', 1_002_000_000],
		['1002001013', '1.2.1.13', 1_002_001_013],
		['1.2.0.1', '1.2.0.1', null],
		[12, '12', 12],
	])('%j is %s', async (serverVersion, version, versionNumber) => {
		await rig.begin({ serverVersion });
		const { json } = await rig.run(getVersion, { routing });
		expect(json).toMatchObject([{ version, versionNumber }]);
	});

	test('of 1.1.0.0 is not told, but what it lacks is', async () => {
		await rig.begin({ version: '1.1.0.0' });
		const { json, error } = await rig.run(getVersion, { items: [{}, {}], routing });
		expect(error).toBeUndefined();
		const row = {
			version: null,
			versionNumber: null,
			offersUsersByOrganization: false,
			offersLeaveRecords: false,
			serverTime: null,
			timeZone: 'Asia/Tokyo',
			timeZoneFits: null,
		};
		expect(json).toEqual([row, row]);
	});

	test('a call that is not permitted is offered', async () => {
		await rig.begin();
		const body = { status: 403, message: 'No permission.', result: null };
		for (const route of ['listLeaves', 'listByOrganization']) {
			rig.server.fault({ kind: 'body', body, route, times: 2 });
		}
		const { json } = await rig.run(getVersion, { routing });
		expect(json).toMatchObject([{ offersUsersByOrganization: true, offersLeaveRecords: true }]);
	});

	test('a server that fails is an error, not one that lacks calls', async () => {
		await rig.begin();
		rig.server.fault({ kind: 'status', status: 500, route: 'listLeaves', times: 99 });
		const { error, json } = await rig.run(getVersion, { routing });
		expect(error?.message).toMatch(/OMFLOW/);
		expect(json).toEqual([]);
	});
});

describe.each(engines)('the time zone (%s)', (_, routing) => {
	test.each([
		['Asia/Taipei', 'Asia/Tokyo', /at UTC\+08:00, such as Asia\/Taipei\./],
		['Asia/Tokyo', 'Asia/Taipei', /at UTC\+09:00\./],
		['Asia/Tokyo', 'America/New_York', /at UTC\+09:00\./],
		['Asia/Kolkata', 'Asia/Tokyo', /at UTC\+05:30\./],
		['UTC', 'Asia/Tokyo', /at UTC\+00:00\./],
	])('of a server in %s is not %s', async (zone, timezone, advice) => {
		await rig.begin({ zone });
		const { error, json } = await rig.run(leaves, { routing }, { timezone });
		expect(error?.message).toMatch(
			/^The time zone in the credential is not that of the OMFLOW server: its clock shows \d\d:\d\d, but it is \d\d:\d\d in /,
		);
		expect(error?.message?.endsWith(timezone)).toBe(true);
		expect(error?.description).toMatch(advice);
		expect(json).toEqual([]);
		const version = await rig.run(getVersion, { routing }, { timezone });
		expect(version.json).toMatchObject([{ timeZone: timezone, timeZoneFits: false }]);
	});

	test.each([
		['another name for the same', 'Asia/Tokyo', 'Asia/Seoul', 0],
		['a clock four minutes fast', 'Asia/Tokyo', 'Asia/Tokyo', 4],
		['a clock a quarter of an hour slow', 'Asia/Tokyo', 'Asia/Tokyo', -15],
		['a clock that is days behind', 'Asia/Tokyo', 'Asia/Tokyo', -3 * 24 * 60],
	])('fits: %s', async (__, zone, timezone, minutes) => {
		await rig.begin({ zone });
		rig.server.advance(minutes * 60_000);
		const { error } = await rig.run(leaves, { routing }, { timezone });
		expect(error).toBeUndefined();
		const { json } = await rig.run(getVersion, { routing }, { timezone });
		expect(json).toMatchObject([{ timeZoneFits: true }]);
	});

	test.each([null, '', 'noon', '12:34', 1_700_000_000])('is not judged by %j', async (told) => {
		await rig.begin({ zone: 'Asia/Taipei' });
		const body = { status: 200, message: '', result: { now_time: told, leave_list: [] } };
		rig.server.fault({ kind: 'body', body, route: 'listLeaves' });
		const { error } = await rig.run(leaves, { routing });
		expect(error).toBeUndefined();
	});
});
