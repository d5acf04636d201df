import '../../shortWaits.cts';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isWork } from '../../cases.cts';
import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { pollNode, stored, type Polling } from '../engine.cts';

/** AKASHI's trigger against the stand-in, by a clock that the test sets. */

let servers: All;
let ids: number[];
/** What n8n stores of the node. */
let data: IDataObject;

beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 45, stampsPerDay: 0 } });
	ids = servers.akashi.staff.map(({ staffId }) => staffId);
	data = {};
	at('2026-03-03T09:00:00');
});
afterEach(async () => {
	jest.useRealTimers();
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

/** Stops the clock of this process and of the stand-in at a time in Japan. */
function at(time: string): void {
	const now = new Date(`${time}+09:00`);
	const doNotFake = ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'] as const;
	const others = ['clearImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'] as const;
	jest.useFakeTimers({ now, doNotFake: [...doNotFake, ...others, 'performance', 'hrtime'] });
	servers.akashi.clock.set(now.toISOString());
}

const punches = new Map<number, Array<[string, number]>>();
beforeEach(() => punches.clear());
/** Adds a stamp of a person, wherever it belongs in time. */
function punch(place: number, time: string, type = 11): void {
	const list = [...(punches.get(place) ?? []), [time, type] as [string, number]].sort();
	punches.set(place, list);
	servers.akashi.punches.set(ids[place], list);
}

async function poll(parameters: INodeParameters, how: Polling = {}): Promise<IDataObject[] | null> {
	const { type, data: given } = credentialsOf(servers).akashi;
	let shown: unknown;
	try {
		const job = { node: 'akashi' as const, credential: stored(type, { ...given }), parameters };
		return ((shown = await pollNode(job, data, how)), shown as IDataObject[] | null);
	} catch (error) {
		shown = [error, (error as Error).message, (error as IDataObject).description];
		throw error;
	} finally {
		expect(secretsIn(servers, JSON.stringify([shown, data]))).toEqual([]);
	}
}

const columns = (rows: IDataObject[] | null, ...names: string[]) =>
	(rows ?? []).map((row) => names.map((name) => row[name]));
const calls = () => servers.akashi.calls.length;

describe('New Stamp', () => {
	const parameters = { events: ['stampCreated'] };
	const newStamps = async (more: INodeParameters = {}, how: Polling = {}) =>
		columns(await poll({ ...parameters, ...more }, how), 'staffId', 'stampedAt', 'type');

	test('each once: new, late, at the same second and alike', async () => {
		punch(0, '2026/03/03 08:55:00');
		expect(await newStamps()).toEqual([]);
		punch(1, '2026/03/03 09:00:10');
		punch(1, '2026/03/03 09:00:10');
		punch(2, '2026/03/03 09:00:10');
		at('2026-03-03T09:01:00');
		const row = (place: number, time: string, type = 11) => [ids[place], `${time}+09:00`, type];
		expect((await newStamps()).sort()).toEqual(
			[1, 1, 2].map((place) => row(place, '2026-03-03T09:00:10')).sort(),
		);
		expect(await newStamps()).toEqual([]);
		// A terminal was offline in the evening before.
		punch(3, '2026/03/02 18:00:00', 12);
		at('2026-03-03T09:02:00');
		expect(await newStamps()).toEqual([row(3, '2026-03-02T18:00:00', 12)]);
		expect(await newStamps()).toEqual([]);
	});

	test('a clock that is ahead, and midnight', async () => {
		at('2026-03-03T23:59:00');
		expect(await newStamps()).toEqual([]);
		punch(0, '2026/03/04 00:05:00');
		punch(1, '2026/03/03 23:59:59');
		expect(await newStamps()).toEqual([[ids[1], '2026-03-03T23:59:59+09:00', 11]]);
		at('2026-03-04T00:06:00');
		expect(await newStamps()).toEqual([[ids[0], '2026-03-04T00:05:00+09:00', 11]]);
	});

	test('after five days without a poll everything is there, also what came late in the meantime', async () => {
		expect(await newStamps()).toEqual([]);
		for (const day of ['02', '03', '05', '07']) punch(0, `2026/03/${day} 10:00:00`);
		at('2026-03-08T09:00:00');
		const days = (await newStamps()).map(([, time]) => String(time).slice(8, 10));
		expect(days).toEqual(['02', '03', '05', '07']);
		expect(await newStamps()).toEqual([]);
	});

	test('in order over several polls, with a limit', async () => {
		expect(await newStamps()).toEqual([]);
		for (let second = 10; second < 35; second++) punch(second % 5, `2026/03/03 09:00:${second}`);
		at('2026-03-03T09:01:00');
		const more = { options: { limitPerPoll: 10 } };
		const all = [];
		for (const size of [10, 10, 5, 0]) {
			const rows = await newStamps(more);
			expect(rows).toHaveLength(size);
			all.push(...rows.map(([, time]) => Number(String(time).slice(17, 19))));
		}
		expect(all).toEqual(Array.from({ length: 25 }, (_, index) => index + 10));
	});

	test('a failed poll moves nothing, says what is wrong, and the next one has everything', async () => {
		expect(await newStamps()).toEqual([]);
		punch(0, '2026/03/03 09:00:30');
		at('2026-03-03T09:01:00');
		const before = JSON.stringify(data);
		servers.akashi.fault({ kind: 'status', status: 500, body: 'no', times: 50 });
		await expect(poll(parameters)).rejects.toMatchObject({
			message: expect.stringContaining('AKASHI'),
			description: expect.stringContaining('Nothing is lost'),
		});
		servers.akashi.reset();
		expect(JSON.stringify(data)).toBe(before);
		expect(await newStamps()).toHaveLength(1);
	});

	test('other types are another baseline, and do not touch the other events', async () => {
		const both = { events: ['stampCreated', 'staffAdded'] };
		expect(await newStamps(both)).toEqual([]);
		const { staff } = (data.watches ?? {}) as IDataObject;
		punch(0, '2026/03/03 09:00:30');
		expect(await newStamps({ ...both, stampTypes: [12] })).toEqual([]);
		expect((data.watches as IDataObject).staff).toMatchObject({
			settings: (staff as IDataObject).settings,
		});
		punch(0, '2026/03/03 09:00:40', 12);
		punch(0, '2026/03/03 09:00:41', 31);
		at('2026-03-03T09:01:00');
		expect(await newStamps({ ...both, stampTypes: [12] })).toEqual([
			[ids[0], '2026-03-03T09:00:40+09:00', 12],
		]);
	});

	test('the staff list is read once an hour, and anew when AKASHI refuses a person', async () => {
		await newStamps();
		const pages = servers.akashi.count('listStaff');
		at('2026-03-03T09:30:00');
		await newStamps();
		expect(servers.akashi.count('listStaff')).toBe(pages);
		at('2026-03-03T10:00:01');
		await newStamps();
		expect(servers.akashi.count('listStaff')).toBe(2 * pages);
	});

	test('a manual run shows the newest one and notes nothing', async () => {
		punch(0, '2026/03/02 08:55:00');
		punch(1, '2026/03/01 08:55:00');
		expect(await newStamps({}, { mode: 'manual' })).toEqual([
			[ids[0], '2026-03-02T08:55:00+09:00', 11],
		]);
		expect(data).toEqual({});
	});

	test('a manual run without any says so', async () => {
		await expect(poll(parameters, { mode: 'manual' })).rejects.toMatchObject({
			message: expect.stringContaining('nothing yet to show'),
		});
	});
});

describe('missing by a time of day', () => {
	const parameters = {
		events: ['clockInMissing', 'clockOutMissing'],
		staff: 'selected',
		people: '',
		clockInBy: '09:30',
		clockOutBy: '22:00',
		dayStartsAt: 5,
		leaveOut: '',
	};
	const of = (...places: number[]) => ({ ...parameters, staffIds: places.map((at) => ids[at]) });

	test('whoever had not stamped by then, whenever the poll is', async () => {
		for (const place of [0, 1, 2, 3]) {
			servers.akashi.corrections.set(`${ids[place]} 2026/03/03`, {
				working_day_category: '0',
			} as never);
		}
		servers.akashi.corrections.set(`${ids[3]} 2026/03/03`, { working_day_category: '1' } as never);
		expect(await poll(of(0, 1, 2, 3))).toBeNull();
		punch(0, '2026/03/03 09:30:00');
		punch(1, '2026/03/03 09:30:01');
		at('2026-03-03T09:29:59');
		const before = calls();
		expect(await poll(of(0, 1, 2, 3))).toBeNull();
		at('2026-03-03T12:00:00');
		const rows = await poll(of(0, 1, 2, 3));
		expect(columns(rows, 'event', 'staffId', 'date', 'by')).toEqual(
			[1, 2].map((place) => [
				'clockInMissing',
				ids[place],
				'2026-03-03',
				'2026-03-03T09:30:00+09:00',
			]),
		);
		expect(before).toBeLessThanOrEqual(calls());
		expect(await poll(of(0, 1, 2, 3))).toBeNull();
		at('2026-03-03T22:00:01');
		punch(2, '2026/03/03 18:00:00', 12);
		const late = await poll(of(0, 1, 2, 3));
		expect(columns(late, 'event', 'staffId')).toEqual([
			['clockOutMissing', ids[0]],
			['clockOutMissing', ids[1]],
		]);
		expect(await poll(of(0, 1, 2, 3))).toBeNull();
	});

	test('no calls but those of the fields while no time has come', async () => {
		const alone = { ...of(0), events: ['clockInMissing'] };
		await poll(alone);
		const before = calls();
		at('2026-03-03T09:10:00');
		await poll(alone);
		expect(calls()).toBe(before);
	});

	test('a time that is none is refused before any call', async () => {
		const before = calls();
		await expect(poll({ ...of(0), clockInBy: '9.30' })).rejects.toMatchObject({
			message: 'The parameter "Clocked In By" must be a time of day such as 09:30',
		});
		expect(calls()).toBe(before);
	});
});

describe('staff', () => {
	const parameters = { events: ['staffAdded', 'staffChanged', 'staffLeft'] };

	test('joins, changes and leaves, each once and with old and new values', async () => {
		expect(await poll(parameters)).toBeNull();
		const { staff } = servers.akashi;
		const [old] = [staff[5].lastName];
		staff[5].lastName = '新姓';
		const gone = staff.splice(7, 1)[0];
		const joined = { ...structuredClone(staff[6]), staffId: 999_999, staffNum: 'n001' };
		staff.push(joined);
		const rows = await poll(parameters);
		expect(columns(rows, 'event', 'staffId', 'staffCode')).toEqual([
			['staffChanged', staff[5].staffId, staff[5].staffNum],
			['staffAdded', 999_999, 'n001'],
			['staffLeft', gone.staffId, gone.staffNum],
		]);
		expect(rows![0].changed).toEqual({
			name: { old: `${old} ${staff[5].firstName}`, new: `新姓 ${staff[5].firstName}` },
		});
		expect(await poll(parameters)).toBeNull();
	});
});

test('projects, tasks, man-hours and alerts: added and changed, each once', async () => {
	const events = ['alertRaised', 'projectChanged', 'taskChanged', 'manHoursChanged'];
	const parameters = { events, actAs: 'credential', projectId: { mode: 'list', value: '' } };
	expect(await poll(parameters)).toBeNull();
	expect(await poll(parameters)).toBeNull();
	servers.akashi.alerts.push({ month: '2026/03/01', date: '2026/03/30', alert_type: 1 });
	const [project] = servers.akashi.projects;
	project.name_ja = '新しい名前';
	const rows = await poll(parameters);
	expect(columns(rows, 'event', 'change')).toContainEqual(['alertRaised', undefined]);
	expect(columns(rows, 'event', 'change')).toContainEqual(['projectChanged', 'changed']);
	expect(await poll(parameters)).toBeNull();
});

test('the state of 2,000 people is small', async () => {
	await servers.close();
	servers = await startAll({ akashi: { staff: 2000, stampsPerDay: 4 } });
	at('2026-03-03T20:00:00');
	await poll({ events: ['staffAdded', 'staffChanged', 'staffLeft'] });
	const ofStaff = JSON.stringify(data).length;
	data = {};
	await poll({ events: ['stampCreated'] });
	const ofStamps = JSON.stringify(data).length;
	process.stderr.write(`state of 2,000 people: staff ${ofStaff}, stamps ${ofStamps} characters\n`);
	expect(Math.max(ofStaff, ofStamps)).toBeLessThanOrEqual(100_000);
	expect(servers.akashi.calls.filter(isWork).length).toBeGreaterThan(100);
}, 60_000);
