import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { AkashiOptions } from '../../servers/akashi.cts';
import { clockAt, day, holds, hour, later, minute, Polled, type EventCase } from './rig.cts';

/** AKASHI's trigger: what holds for every event, then what is particular to its lists. */

const begin = async (options: AkashiOptions = {}): Promise<All> => {
	const servers = await startAll({
		akashi: { staff: 25, stampsPerDay: 0, ...options },
		omflow: { users: 1 },
		amServer: { users: 1 },
	});
	clockAt('2026-03-03T09:00:00');
	servers.akashi.alerts.splice(0);
	// A token that ends is a matter of its own tests.
	servers.akashi.tokens.get(servers.akashi.token)!.expiresAt = Infinity;
	return servers;
};

const idOf = ({ akashi }: All, place: number) => akashi.staff[place].staffId;
/** Adds a stamp of a person, wherever it belongs in time. */
function punch(servers: All, place: number, time: string, type = 11): void {
	const { punches } = servers.akashi;
	const id = idOf(servers, place);
	punches.set(id, [...(punches.get(id) ?? []), [time, type] as [string, number]].sort());
}

/** A person as the trigger names one. */
function named({ akashi }: All, place: number): IDataObject {
	const { staffId, staffNum, lastName, firstName, organization } = akashi.staff[place];
	return {
		staffId,
		staffCode: staffNum,
		name: `${lastName} ${firstName}`,
		organizationName: organization!.name,
	};
}
function staffRow(servers: All, place: number): IDataObject {
	const one = servers.akashi.staff.at(place)!;
	return {
		...named(servers, servers.akashi.staff.indexOf(one)),
		nameKana: `${one.lastNameKana} ${one.firstNameKana}`,
		email: one.email,
		organizationId: one.organization!.organizationId,
		employmentCategoryName: one.employmentCategory!.name,
		permissionName: one.permissionGroup!.name,
		tag: one.tag,
		lastName: one.lastName,
		firstName: one.firstName,
		subgroupNames: one.subgroups!.map(({ name }) => name).join(', '),
		employmentCategoryId: one.employmentCategory!.employmentCategoryId,
		permissionGroupId: one.permissionGroup!.permissionGroupId,
		idmNumber: one.idmNum,
		remarks: one.remarks,
	} as IDataObject;
}
function hire({ akashi }: All): number {
	const staffId = Math.max(...akashi.staff.map((one) => one.staffId)) + 1;
	const one = structuredClone(akashi.staff[3]);
	akashi.staff.push({ ...one, staffId, staffNum: `N${staffId}`, email: null });
	return staffId;
}
let gone: IDataObject;
function dismiss(servers: All, place: number): void {
	const { staffId, staffCode } = named(servers, place);
	gone = { staffId, staffCode };
	servers.akashi.staff.splice(place, 1);
}

const stampRow = (servers: All, place: number, time: string): IDataObject => ({
	...named(servers, place),
	date: time.slice(0, 10),
	stampedAt: `${time}+09:00`,
	type: 11,
	typeName: '出勤',
	method: 3,
	workplaceId: null,
	localTime: `${time}+09:00`,
	timezone: '+9.0',
	organizationId: null,
	latitude: null,
	longitude: null,
	ip: null,
});
const projectRow = ({ akashi }: All): IDataObject => {
	const one = akashi.projects.at(-1)!;
	return {
		projectId: one.project_id,
		projectCode: one.project_code,
		projectName: one.name,
		shortName: one.short_name,
		startDate: one.start_date,
		endDate: one.end_date,
		remarks: one.remarks,
		syncPunch: one.sync_punch,
		allStaffsTarget: one.all_staffs_target,
	} as IDataObject;
};
const taskRow = ({ akashi }: All): IDataObject => {
	const project = akashi.projects.at(-1)!;
	const one = project.tasks.at(-1)!;
	return {
		projectId: project.project_id,
		taskId: one.task_id,
		taskCode: one.code,
		taskName: one.name,
		index: one.index,
		estimatedMinutes: one.estimated_hour,
		estimatedAmount: one.estimated_amount,
		finished: one.is_finished,
	} as IDataObject;
};
const noWork = ({ akashi }: All) => void akashi.projects.splice(0);

/** The third person, by the staff code. */
const third: INodeParameters = { staff: 'selected', people: 'E00003' };
const missing = (servers: All, by: string): IDataObject => ({
	...named(servers, 2),
	email: servers.akashi.staff[2].email as string,
	date: '2026-03-03',
	by: `2026-03-03T${by}:00+09:00`,
	lastStampAt: null,
	lastStampTypeName: null,
	// Only known for AKASHI itself.
	sheetUrl: null,
});

const cases: EventCase[] = [
	{
		event: 'stampCreated',
		happen: (servers) => punch(servers, 2, '2026/03/03 09:04:00'),
		item: (servers) => stampRow(servers, 2, '2026-03-03T09:04:00'),
		clear: () => undefined,
	},
	{
		event: 'clockInMissing',
		parameters: { ...third, clockInBy: '09:04' },
		happen: () => undefined,
		item: (servers) => missing(servers, '09:04'),
		clear: (servers) => {
			for (let date = 10; date < 29; date++) punch(servers, 2, `2026/02/${date} 08:00:00`);
			for (const date of ['01', '02', '03']) punch(servers, 2, `2026/03/${date} 08:00:00`);
		},
	},
	{
		event: 'clockOutMissing',
		parameters: { ...third, clockOutBy: '09:04' },
		before: (servers) => punch(servers, 2, '2026/03/03 08:00:00'),
		happen: () => undefined,
		item: (servers) => ({
			...missing(servers, '09:04'),
			lastStampAt: '2026-03-03T08:00:00+09:00',
			lastStampTypeName: '出勤',
		}),
		clear: ({ akashi }) => akashi.punches.clear(),
	},
	{
		event: 'alertRaised',
		happen: ({ akashi }) =>
			void akashi.alerts.push({ month: '2026/03/01', date: '2026/03/03', alert_type: 7 }),
		item: (servers) => ({
			staffId: idOf(servers, 0),
			date: '2026-03-03',
			month: '2026-03-01',
			alertType: 7,
			alertTypeName: '遅刻',
		}),
		clear: () => undefined,
	},
	{
		event: 'staffAdded',
		happen: (servers) => void hire(servers),
		item: (servers) => staffRow(servers, -1),
	},
	{
		event: 'staffChanged',
		happen: ({ akashi }) => void (akashi.staff.at(-1)!.tag = '夜勤'),
		item: (servers) => ({
			...staffRow(servers, -1),
			changed: { tag: expect.objectContaining({ new: '夜勤' }) },
		}),
		sampled: (servers) => ({ ...staffRow(servers, -1), changed: {} }),
	},
	{
		event: 'staffLeft',
		happen: (servers) => dismiss(servers, 7),
		item: () => gone,
		sampled: null,
		clear: () => undefined,
	},
	{
		event: 'projectChanged',
		happen: ({ akashi }) => void (akashi.projects.at(-1)!.name = '別の名前'),
		item: (servers) => ({
			...projectRow(servers),
			change: 'changed',
			changed: { projectName: expect.objectContaining({ new: '別の名前' }) },
		}),
		sampled: (servers) => ({ ...projectRow(servers), change: 'added' }),
		clear: noWork,
	},
	{
		event: 'taskChanged',
		parameters: { projectId: { __rl: true, mode: 'list', value: '' } },
		happen: ({ akashi }) => void (akashi.projects.at(-1)!.tasks.at(-1)!.is_finished = false),
		item: (servers) => ({
			...taskRow(servers),
			change: 'changed',
			changed: { finished: expect.objectContaining({ new: false }) },
		}),
		sampled: (servers) => ({ ...taskRow(servers), change: 'added' }),
		clear: noWork,
	},
	{
		event: 'manHoursChanged',
		happen: (servers) =>
			void servers.akashi.manHours.set(`${idOf(servers, 2)}|2026-03-03|7001|8001`, 60),
		item: (servers) => ({
			...named(servers, 2),
			month: '2026-03',
			minutes: 60,
			minutesBefore: 0,
			changedDates: ['2026-03-03'],
		}),
		clear: () => undefined,
	},
];

holds('akashi', begin, cases);

describe('in particular', () => {
	let servers: All;
	beforeEach(async () => void (servers = await begin()));
	afterEach(async () => await servers.close());
	const node = (events: string[], parameters: INodeParameters = {}) =>
		new Polled(servers, 'akashi', { events, ...parameters });
	const seen = (items: IDataObject[] | null, ...names: string[]) =>
		items?.map((one) => [one.event, ...names.map((name) => one[name])]) ?? null;
	const baseline = async (polled: Polled) => expect(await polled.poll()).toBeNull();
	const stamps = async (polled: Polled) =>
		((await polled.poll()) ?? []).map(({ staffId, stampedAt, type }) => [staffId, stampedAt, type]);
	const stampAt = (place: number, time: string, type = 11) => [
		idOf(servers, place),
		`${time}+09:00`,
		type,
	];

	describe('New Stamp', () => {
		test('each once: new, late, at the same second and alike', async () => {
			punch(servers, 0, '2026/03/03 08:55:00');
			const polled = node(['stampCreated']);
			await baseline(polled);
			punch(servers, 1, '2026/03/03 09:00:10');
			punch(servers, 1, '2026/03/03 09:00:10');
			punch(servers, 2, '2026/03/03 09:00:10');
			later(minute);
			expect((await stamps(polled)).sort()).toEqual(
				[1, 1, 2].map((place) => stampAt(place, '2026-03-03T09:00:10')).sort(),
			);
			await baseline(polled);
			// A third one of the same second is one more.
			punch(servers, 1, '2026/03/03 09:00:10');
			expect(await stamps(polled)).toEqual([stampAt(1, '2026-03-03T09:00:10')]);
			await baseline(polled);
		});

		test.each<[string, IDataObject, number, boolean]>([
			['20 hours late', {}, 20, true],
			['25 hours late', {}, 25, false],
			['20 hours late, with a look-back of 6', { lookBack: 6 }, 20, false],
			['5 hours late, with a look-back of 6', { lookBack: 6 }, 5, true],
			['60 hours late, with a look-back of 72', { lookBack: 72 }, 60, true],
		])('a terminal that was offline: %s', async (_, options, hours, found) => {
			const polled = node(['stampCreated'], { options } as INodeParameters);
			await baseline(polled);
			// Nothing of before the activation is an event, however late it comes.
			for (let at = 0; at < 8; at++) {
				later(12 * hour - minute);
				await baseline(polled);
				later(minute);
				await baseline(polled);
			}
			const time = new Date(Date.now() + (9 - hours) * hour).toISOString().slice(0, 19);
			punch(servers, 3, time.replaceAll('-', '/').replace('T', ' '), 12);
			expect(await stamps(polled)).toEqual(found ? [stampAt(3, time, 12)] : []);
			await baseline(polled);
		});

		test('a clock that is ahead, and midnight', async () => {
			clockAt('2026-03-03T23:59:00');
			const polled = node(['stampCreated']);
			await baseline(polled);
			// A clock may be ten minutes ahead of n8n's.
			punch(servers, 0, '2026/03/04 00:05:00');
			punch(servers, 1, '2026/03/03 23:59:59');
			punch(servers, 2, '2026/03/04 00:00:00');
			punch(servers, 3, '2026/03/04 00:15:00');
			expect(await stamps(polled)).toEqual([
				stampAt(1, '2026-03-03T23:59:59'),
				stampAt(2, '2026-03-04T00:00:00'),
				stampAt(0, '2026-03-04T00:05:00'),
			]);
			later(10 * minute);
			expect(await stamps(polled)).toEqual([stampAt(3, '2026-03-04T00:15:00')]);
			later(hour);
			await baseline(polled);
		});

		test.each([3, 40])(
			'after %d days without n8n all is there, in order, also what came late in the meantime',
			async (days) => {
				const polled = node(['stampCreated'], { options: { limitPerPoll: 7 } });
				await baseline(polled);
				polled.restart();
				const dates = Array.from({ length: days + 1 }, (_, at) =>
					new Date(Date.parse('2026-03-02T12:00:00Z') + at * day).toISOString().slice(0, 10),
				);
				const expected = dates.flatMap((date, at) => [
					stampAt(at % 3, `${date}T10:00:00`),
					stampAt(4, `${date}T23:59:59`, 12),
				]);
				for (const [at, date] of dates.entries()) {
					const slashed = date.replaceAll('-', '/');
					punch(servers, at % 3, `${slashed} 10:00:00`);
					punch(servers, 4, `${slashed} 23:59:59`, 12);
				}
				later(days * day + hour);
				// The last day is not over yet.
				const found = (await polled.polls()).flat();
				expect(found.map((one) => [one.staffId, one.stampedAt, one.type])).toEqual(
					expected.filter(([, time]) => Date.parse(String(time)) < Date.now()),
				);
				await baseline(polled);
			},
		);

		test('in order over several polls, with a limit', async () => {
			const polled = node(['stampCreated'], { options: { limitPerPoll: 10 } });
			await baseline(polled);
			for (let second = 10; second < 35; second++) {
				punch(servers, second % 5, `2026/03/03 09:00:${second}`);
			}
			later(minute);
			const all = await polled.polls();
			expect(all.map(({ length }) => length)).toEqual([10, 10, 5]);
			expect(all.flat().map(({ stampedAt }) => Number(String(stampedAt).slice(17, 19)))).toEqual(
				Array.from({ length: 25 }, (_, index) => index + 10),
			);
		});

		test.each<[number, number]>([
			[24, 1000],
			[24, 7],
			[72, 1000],
			[72, 7],
			[240, 1000],
		])(
			'a backlog larger than the time of a poll goes on at the next one: look-back %d, limit %d',
			async (lookBack, limitPerPoll) => {
				const options = { lookBack, limitPerPoll };
				const polled = node(['stampCreated'], { options });
				punch(servers, 0, '2026/02/26 10:00:00');
				punch(servers, 0, '2026/03/01 10:00:00');
				punch(servers, 0, '2026/03/03 08:00:00');
				// No time at all is left after the first request.
				const poll = async () => await polled.poll({ budgetMs: 0 });
				expect(await poll()).toBeNull();
				punch(servers, 1, '2026/03/03 09:05:00');
				later(10 * minute);
				const items = [...((await poll()) ?? [])];
				later(20 * day);
				const dates = Array.from({ length: 20 }, (_, at) =>
					new Date(Date.parse('2026-03-04T12:00:00Z') + at * day).toISOString().slice(0, 10),
				);
				for (const date of dates) punch(servers, 2, `${date.replaceAll('-', '/')} 07:00:00`);
				for (let polls = 0; polls < 30; polls++) {
					items.push(...((await poll()) ?? []));
					later(minute);
				}
				expect(items.map(({ stampedAt }) => stampedAt)).toEqual([
					'2026-03-03T09:05:00+09:00',
					...dates.map((date) => `${date}T07:00:00+09:00`),
				]);
				await baseline(polled);
			},
			60_000,
		);

		test('other types are another baseline, and do not touch the other events', async () => {
			const polled = node(['stampCreated', 'staffAdded']);
			await baseline(polled);
			punch(servers, 0, '2026/03/03 08:00:30');
			const joined = hire(servers);
			polled.parameters = { ...polled.parameters, stampTypes: [12] };
			expect(seen(await polled.poll(), 'staffId')).toEqual([['staffAdded', joined]]);
			punch(servers, 0, '2026/03/03 09:00:40', 12);
			punch(servers, 0, '2026/03/03 09:00:41', 31);
			later(minute);
			expect(await stamps(polled)).toEqual([stampAt(0, '2026-03-03T09:00:40', 12)]);
			// Options are no such change.
			punch(servers, 1, '2026/03/03 09:00:45', 12);
			polled.parameters = { ...polled.parameters, options: { lookBack: 48, limitPerPoll: 5 } };
			expect(await stamps(polled)).toEqual([stampAt(1, '2026-03-03T09:00:45', 12)]);
			await baseline(polled);
		});

		test('an event more or fewer leaves the others as they are', async () => {
			const polled = node(['stampCreated']);
			await baseline(polled);
			punch(servers, 0, '2026/03/03 08:30:00');
			polled.parameters = { events: ['stampCreated', 'staffLeft'] };
			expect(await stamps(polled)).toEqual([stampAt(0, '2026-03-03T08:30:00')]);
			punch(servers, 1, '2026/03/03 08:31:00');
			dismiss(servers, 9);
			polled.parameters = { events: ['staffLeft', 'staffAdded'] };
			expect(seen(await polled.poll(), 'staffId')).toEqual([['staffLeft', gone.staffId]]);
			// What was not watched meanwhile begins anew.
			polled.parameters = { events: ['stampCreated'] };
			await baseline(polled);
		});

		test.each<[string, IDataObject, string[]]>([
			['as they are', {}, []],
			['"Include What Is There Already"', { includeExisting: true }, ['02T10', '03T08']],
			['with a look-back', { includeExisting: true, lookBack: 60 }, ['01T10', '02T10', '03T08']],
			['"Since" a day', { since: '2026-03-01' }, ['01T10', '02T10', '03T08']],
			['"Since" a moment', { since: '2026-03-02T10:00:00' }, ['02T10', '03T08']],
			['"Since" just after', { since: '2026-03-02T10:00:01' }, ['03T08']],
		])('what is there already: %s', async (_, options, times) => {
			for (const time of ['02/28 10', '03/01 10', '03/02 10', '03/03 08'])
				punch(servers, 0, `2026/${time}:00:00`);
			const polled = node(['stampCreated'], { options } as INodeParameters);
			const found = (await stamps(polled)).map(([, at]) => String(at).slice(8, 13));
			expect(found).toEqual(times);
			await baseline(polled);
			polled.restart();
			await baseline(polled);
			punch(servers, 1, '2026/03/03 08:59:00');
			expect(await stamps(polled)).toHaveLength(1);
		});

		test('published anew, also where n8n has stored nothing of the first poll', async () => {
			const polled = node(['stampCreated']);
			await baseline(polled);
			// Durable cursors: the poll of the activation is not stored.
			polled.data = {};
			punch(servers, 0, '2026/03/03 08:30:00');
			later(5 * minute);
			expect(await stamps(polled)).toHaveLength(1);
			punch(servers, 0, '2026/03/03 08:40:00');
			polled.restart();
			expect(await stamps(polled)).toHaveLength(1);
			await baseline(polled);
		});

		test('other settings, where n8n has stored nothing of the poll that noted them', async () => {
			const polled = node(['stampCreated']);
			await baseline(polled);
			const before = structuredClone(polled.data);
			polled.parameters = { ...polled.parameters, stampTypes: [11] };
			await baseline(polled);
			polled.data = structuredClone(before);
			// A poll that fails, or whose result n8n throws away, must not lose it either.
			later(minute);
			await baseline(polled);
			polled.data = before;
			punch(servers, 0, '2026/03/03 08:30:00');
			later(5 * minute);
			expect(await stamps(polled)).toHaveLength(1);
			await baseline(polled);
		});

		test('two nodes do not mix', async () => {
			const [one, other] = [node(['stampCreated']), node(['stampCreated'], third)];
			await baseline(one);
			await baseline(other);
			punch(servers, 2, '2026/03/03 08:30:00');
			for (const polled of [one, other]) {
				expect(await stamps(polled)).toHaveLength(1);
				await baseline(polled);
			}
		});

		test('whose: one organization, one person, and the owner', async () => {
			const organization = servers.akashi.staff[5].organization!.organizationId!;
			const nodes = [
				node(['stampCreated'], {
					staff: 'organization',
					organizationId: { __rl: true, mode: 'id', value: String(organization) },
					includeSuborganizations: false,
				}),
				node(['stampCreated'], { staff: 'selected', staffIds: [idOf(servers, 5)] }),
				node(['stampCreated'], { staff: 'me' }),
			];
			for (const polled of nodes) await baseline(polled);
			for (let place = 0; place < 25; place++) punch(servers, place, '2026/03/03 08:30:00');
			const own = servers.akashi.staff.filter(
				(one) => one.organization!.organizationId === organization,
			);
			for (const [at, count] of [own.length, 1, 1].entries()) {
				expect(await stamps(nodes[at])).toHaveLength(count);
				await baseline(nodes[at]);
			}
		});

		test('who joins is found within the hour, with the stamps until then', async () => {
			const polled = node(['stampCreated']);
			await baseline(polled);
			later(minute);
			hire(servers);
			punch(servers, 25, '2026/03/03 08:59:30');
			later(50 * minute);
			await baseline(polled);
			later(10 * minute);
			expect(await stamps(polled)).toEqual([stampAt(25, '2026-03-03T08:59:30')]);
		});

		test('who leaves does not stop the others: the list is read anew once', async () => {
			const polled = node(['stampCreated']);
			await baseline(polled);
			dismiss(servers, 3);
			punch(servers, 4, '2026/03/03 09:00:30');
			later(5 * minute);
			const { items, calls } = await polled.callsOf();
			expect(items).toHaveLength(1);
			expect(calls.listStaff).toBe(2);
			expect((await polled.callsOf()).calls).toEqual({ listStampsOfMany: 1 });
		});
	});

	describe('Clock-In Missing and Clock-Out Missing', () => {
		const both = ['clockInMissing', 'clockOutMissing'];
		/** Five people; the first is the owner. */
		const five = { staff: 'selected', people: 'E00001, E00002, E00003, E00004, E00005' };
		const found = async (polled: Polled) =>
			seen(await polled.poll(), 'staffId', 'date')?.map(([event, id, date]) => [
				event,
				servers.akashi.staff.findIndex(({ staffId }) => staffId === id),
				date,
			]) ?? [];
		const record = (place: number, date: string, values: IDataObject) =>
			servers.akashi.corrections.set(`${idOf(servers, place)} ${date}`, values as never);

		test('whoever had not stamped by then, whenever the poll is', async () => {
			const polled = node(both, { ...five, leaveOut: 'E00005' });
			await baseline(polled);
			record(3, '2026/03/03', { working_day_category: 1 });
			punch(servers, 0, '2026/03/03 09:30:00');
			punch(servers, 1, '2026/03/03 09:30:01');
			clockAt('2026-03-03T09:29:50');
			await baseline(polled);
			polled.restart();
			clockAt('2026-03-03T12:00:00');
			const date = '2026-03-03';
			const late = (await polled.poll())!;
			expect(late).toMatchObject([
				{ event: 'clockInMissing', by: `${date}T09:30:00+09:00`, staffCode: 'E00002', date },
				{ event: 'clockInMissing', by: `${date}T09:30:00+09:00`, staffCode: 'E00003', date },
			]);
			await baseline(polled);
			punch(servers, 2, '2026/03/03 13:00:00');
			punch(servers, 2, '2026/03/03 18:00:00', 12);
			clockAt('2026-03-03T22:00:01');
			polled.restart();
			expect(await found(polled)).toEqual([
				['clockOutMissing', 0, date],
				['clockOutMissing', 1, date],
			]);
			polled.restart();
			await baseline(polled);
		});

		test('a day off, a start that was entered, and a stamp that came late but before the poll', async () => {
			const polled = node(both, five);
			await baseline(polled);
			record(0, '2026/03/03', { working_day_category: 2 });
			record(1, '2026/03/03', { start_time: '2026/03/03 09:15:00' });
			record(2, '2026/03/03', { start_time: '2026/03/03 09:45:00' });
			servers.akashi.corrections.set(`${idOf(servers, 3)} 2026/03/03`, null);
			clockAt('2026-03-03T09:31:00');
			punch(servers, 4, '2026/03/03 09:20:00');
			// Who entered a later start had not stamped by then. There is no record before somebody is hired.
			expect(await found(polled)).toEqual([['clockInMissing', 2, '2026-03-03']]);
			for (const place of [0, 1, 2, 3, 4])
				record(place, '2026/03/04', { working_day_category: null });
			servers.akashi.corrections.delete(`${idOf(servers, 3)} 2026/03/04`);
			clockAt('2026-03-04T09:31:00');
			expect(await found(polled)).toEqual([
				['clockInMissing', 3, '2026-03-04'],
				['clockOutMissing', 4, '2026-03-03'],
			]);
		});

		test.each([3, 40])(
			'after %d days without n8n: every deadline, once, in order',
			async (days) => {
				const polled = node(['clockInMissing'], {
					staff: 'selected',
					people: 'E00002',
					options: { limitPerPoll: 4 },
				});
				await baseline(polled);
				polled.restart();
				punch(servers, 1, '2026/03/05 09:00:00');
				later(days * day);
				const expected: string[] = [];
				for (let at = 0; at < days; at++) {
					const date = new Date(Date.parse('2026-03-03T12:00:00Z') + at * day);
					const isOff = [0, 6].includes(date.getUTCDay());
					const text = date.toISOString().slice(0, 10);
					if (!isOff && text !== '2026-03-05') expected.push(text);
				}
				expect((await polled.polls()).flat().map(({ date }) => date)).toEqual(expected);
				polled.restart();
				await baseline(polled);
			},
		);

		test('a deadline after midnight, at the very second of a poll, and one that fails', async () => {
			const polled = node(['clockOutMissing'], {
				staff: 'selected',
				people: 'E00002',
				clockOutBy: '01:00',
			});
			punch(servers, 1, '2026/03/03 09:00:00');
			await baseline(polled);
			clockAt('2026-03-04T00:59:59');
			await baseline(polled);
			later(2000);
			servers.akashi.fault({ kind: 'status', status: 500, body: 'no', times: Infinity });
			await expect(polled.poll()).rejects.toThrow(/AKASHI/);
			servers.akashi.reset();
			polled.restart();
			later(hour);
			expect(await found(polled)).toEqual([['clockOutMissing', 1, '2026-03-03']]);
			await baseline(polled);
			later(day);
			// The next working day has no stamp at all: nobody forgot to clock out.
			await baseline(polled);
		});

		test('the deadlines since a moment, and none of before the activation otherwise', async () => {
			const one = { staff: 'selected', people: 'E00002' };
			clockAt('2026-03-05T12:00:00');
			const polled = node(['clockInMissing'], { ...one, options: { since: '2026-03-04' } });
			expect(await found(polled)).toEqual([
				['clockInMissing', 1, '2026-03-04'],
				['clockInMissing', 1, '2026-03-05'],
			]);
			await baseline(polled);
			const other = node(['clockInMissing'], one);
			await baseline(other);
			later(hour);
			await baseline(other);
			// Another time is a new baseline.
			other.parameters = { ...other.parameters, clockInBy: '11:00' };
			await baseline(other);
		});

		test('no calls while no time has come', async () => {
			const polled = node(both, five);
			await polled.poll();
			later(10 * minute);
			expect((await polled.callsOf()).calls).toEqual({});
		});

		test('a time that is none is refused before any call', async () => {
			const polled = node(both, { ...five, clockInBy: '9.30' });
			await expect(polled.poll()).rejects.toMatchObject({
				message: 'The parameter "Clocked In By" must be a time of day such as 09:30',
			});
			expect(servers.akashi.calls).toEqual([]);
		});
	});

	describe('staff', () => {
		const all = ['staffAdded', 'staffChanged', 'staffLeft'];

		test('joins, changes and leaves, each once and with old and new values', async () => {
			const polled = node(all);
			await baseline(polled);
			const { staff } = servers.akashi;
			const old = staff[5].lastName;
			staff[5].lastName = '新姓';
			dismiss(servers, 7);
			const joined = hire(servers);
			const items = await polled.poll();
			expect(seen(items, 'staffId', 'staffCode')).toEqual([
				['staffChanged', staff[5].staffId, staff[5].staffNum],
				['staffAdded', joined, `N${joined}`],
				['staffLeft', gone.staffId, gone.staffCode],
			]);
			expect(items![0].changed).toEqual({
				name: { old: `${old} ${staff[5].firstName}`, new: `新姓 ${staff[5].firstName}` },
			});
			await baseline(polled);
		});

		test('every field that is compared, also over a restart, and none that is not', async () => {
			const polled = node(all);
			await baseline(polled);
			const one = servers.akashi.staff[5];
			const changes: Array<[Partial<typeof one>, string[]]> = [
				[{ staffNum: 'X1' }, ['staffCode']],
				[{ firstName: '改' }, ['name']],
				[{ firstNameKana: 'カイ' }, ['nameKana']],
				[{ email: 'new@example.com' }, ['email']],
				[
					{ organization: { organizationId: 1, name: '企業' } },
					['organizationId', 'organizationName'],
				],
				[
					{ employmentCategory: { employmentCategoryId: 9, name: '嘱託' } },
					['employmentCategoryName'],
				],
				[{ permissionGroup: { ...one.permissionGroup!, name: '部長' } }, ['permissionName']],
				[{ tag: '夜勤' }, ['tag']],
				[{ subgroups: [{ organizationId: 2, name: '管理本部' }] }, ['subgroupNames']],
				[{ idmNum: '0123456789ABCDEF' }, ['idmNumber']],
				[{ remarks: 'x' }, []],
			];
			for (const [change, fields] of changes) {
				Object.assign(one, change);
				polled.restart();
				const items = (await polled.poll()) ?? [];
				expect([change, ...items.map(({ changed }) => Object.keys(changed as object))]).toEqual(
					fields.length > 0 ? [change, fields] : [change],
				);
				await baseline(polled);
			}
		});

		test('who leaves and comes back is gone and new; who comes and goes between two polls is nothing', async () => {
			const polled = node(all);
			await baseline(polled);
			const { staff } = servers.akashi;
			const [one] = staff.splice(7, 1);
			expect(seen(await polled.poll())).toEqual([['staffLeft']]);
			staff.push(one);
			expect(seen(await polled.poll())).toEqual([['staffAdded']]);
			hire(servers);
			staff.pop();
			await baseline(polled);
		});

		test('"Limit per Poll" keeps the order, and what is left stays a change', async () => {
			const polled = node(all, { options: { limitPerPoll: 2 } });
			await baseline(polled);
			for (const place of [3, 4, 5]) servers.akashi.staff[place].tag = '夜勤';
			dismiss(servers, 9);
			hire(servers);
			polled.restart();
			const found = (await polled.polls()).map((items) => items.map(({ event }) => event));
			expect(found).toEqual([
				['staffChanged', 'staffChanged'],
				['staffChanged', 'staffAdded'],
				['staffLeft'],
			]);
		});
	});

	describe('alerts', () => {
		const raise = (date: string, alert_type = 1) =>
			servers.akashi.alerts.push({ month: '2026/03/01', date, alert_type });

		test('two of a day, one that goes, and one that is raised again', async () => {
			raise('2026/03/01');
			const polled = node(['alertRaised']);
			await baseline(polled);
			raise('2026/03/02');
			raise('2026/03/02', 7);
			expect(seen(await polled.poll(), 'date', 'alertType')).toEqual([
				['alertRaised', '2026-03-02', 1],
				['alertRaised', '2026-03-02', 7],
			]);
			servers.akashi.alerts.shift();
			await baseline(polled);
			raise('2026/03/01');
			expect(seen(await polled.poll(), 'date')).toEqual([['alertRaised', '2026-03-01']]);
		});

		test("another person's, by a token of their own", async () => {
			raise('2026/03/01');
			const personToken = servers.akashi.tokenOf(idOf(servers, 3));
			const polled = node(['alertRaised'], { actAs: 'personToken', personToken });
			await baseline(polled);
			expect(servers.akashi.calls.map(({ query }) => query.token)).toEqual([personToken]);
			const empty = node(['alertRaised'], { actAs: 'personToken', personToken: '' });
			await expect(empty.poll()).rejects.toThrow(/"Person's Token" must not be empty/);
		});
	});

	describe('projects and tasks', () => {
		const events = ['projectChanged', 'taskChanged'];
		const taskOf = (place: number, task: number) => servers.akashi.projects[place].tasks[task];

		test('added and changed, each once; what is deleted is no event', async () => {
			const polled = node(events);
			await baseline(polled);
			const { projects } = servers.akashi;
			projects[0].name = '新しい名前';
			taskOf(0, 1).estimated_hour = 999;
			projects.push({
				...projects[1],
				project_id: 9001,
				name: '新規',
				project_code: 'PJ9',
				tasks: [{ ...taskOf(1, 1), task_id: 9501, name: '調査', code: 'T9' }],
			});
			polled.restart();
			expect(seen(await polled.poll(), 'projectId', 'taskId', 'change', 'changed')).toEqual([
				['projectChanged', 7001, undefined, 'changed', { projectName: { new: '新しい名前' } }],
				['projectChanged', 9001, undefined, 'added', undefined],
				['taskChanged', 7001, 8004, 'changed', { estimatedMinutes: { new: 999 } }],
				['taskChanged', 9001, 9501, 'added', undefined],
			]);
			projects.pop();
			projects[0].tasks.pop();
			await baseline(polled);
			await baseline(polled);
		});

		test('the tasks of one project alone', async () => {
			const polled = node(['taskChanged'], {
				projectId: { __rl: true, mode: 'id', value: '7005' },
			});
			expect((await polled.callsOf()).calls).toEqual({ listTasks: 1 });
			taskOf(0, 1).name = 'other';
			await baseline(polled);
			taskOf(1, 1).name = 'other';
			expect(seen(await polled.poll(), 'projectId')).toEqual([['taskChanged', 7005]]);
		});
	});

	describe('Man-Hours Changed', () => {
		const enter = (place: number, date: string, minutes: number | null, task = 8001) => {
			const key = `${idOf(servers, place)}|${date}|7001|${task}`;
			if (minutes === null) servers.akashi.manHours.delete(key);
			else servers.akashi.manHours.set(key, minutes);
		};
		const found = async (polled: Polled) =>
			((await polled.poll()) ?? []).map((one) =>
				['month', 'minutes', 'minutesBefore', 'changedDates'].map((name) => one[name]),
			);

		test('entered, changed, moved and deleted; one item per person and month', async () => {
			enter(1, '2026-03-02', 60);
			const polled = node(['manHoursChanged']);
			await baseline(polled);
			enter(1, '2026-03-02', 90);
			enter(1, '2026-03-03', 30);
			enter(1, '2026-02-27', 30);
			expect(await found(polled)).toEqual([
				['2026-02', 30, 0, ['2026-02-27']],
				['2026-03', 120, 60, ['2026-03-02', '2026-03-03']],
			]);
			// Another task, the same minutes.
			enter(1, '2026-03-03', null);
			enter(1, '2026-03-03', 30, 8004);
			expect(await found(polled)).toEqual([['2026-03', 120, 120, ['2026-03-03']]]);
			polled.restart();
			for (const date of ['2026-03-02', '2026-03-03']) enter(1, date, null);
			enter(1, '2026-03-03', null, 8004);
			expect(await found(polled)).toEqual([['2026-03', 0, null, null]]);
			await baseline(polled);
			expect(servers.akashi.count('listManHours')).toBe(5);
		});

		test("a comment is a change, and the month's end in Japan brings the next month", async () => {
			enter(2, '2026-03-31', 60);
			clockAt('2026-03-31T23:50:00');
			const polled = node(['manHoursChanged']);
			await baseline(polled);
			servers.akashi.comments.days.set(`${idOf(servers, 2)}|2026-03-31`, {
				staff_comment: '残業',
				admin_comment: null,
			});
			expect(await found(polled)).toEqual([['2026-03', 60, 60, ['2026-03-31']]]);
			clockAt('2026-04-01T00:00:30');
			await baseline(polled);
			enter(2, '2026-03-31', 90);
			enter(2, '2026-04-01', 45);
			enter(2, '2026-02-27', 45);
			expect(await found(polled)).toEqual([
				['2026-03', 90, 60, ['2026-03-31']],
				['2026-04', 45, 0, ['2026-04-01']],
			]);
			await baseline(polled);
		});

		test.each([
			['2026-03-03T09:00:00', 3],
			['2026-03-03T09:00:00', 40],
			['2026-03-25T09:00:00', 40],
			['2026-01-31T09:00:00', 40],
		])('from %s, after %d days without n8n', async (start, days) => {
			clockAt(start);
			const dateOf = (at: number) => new Date(at + 9 * hour).toISOString().slice(0, 10);
			enter(2, dateOf(Date.now()), 60);
			const polled = node(['manHoursChanged']);
			await baseline(polled);
			polled.restart();
			// In the evening of that day, and a day before n8n is back.
			enter(2, dateOf(Date.now()), 90);
			later(days * day);
			const end = dateOf(Date.now() - day);
			enter(3, end, 30);
			const items = (await polled.poll())!;
			expect(items.map(({ staffId, minutes }) => [staffId, minutes])).toEqual([
				[idOf(servers, 2), 90],
				[idOf(servers, 3), 30],
			]);
			await baseline(polled);
		});
	});
});

/** What a poll costs, and how large the state is. */
describe.each([
	{ staff: 137, pages: 7, groups: 3 },
	{ staff: 2000, pages: 100, groups: 40 },
])('$staff people', ({ staff, pages, groups }) => {
	let servers: All;
	beforeAll(async () => {
		servers = await begin({ staff, stampsPerDay: 4 });
		const { akashi } = servers;
		for (const { staffId } of akashi.staff)
			for (const date of ['2026-02-02', '2026-02-10', '2026-03-02'])
				akashi.manHours.set(`${staffId}|${date}|7001|8001`, 480);
	}, 60_000);
	afterAll(async () => await servers.close());

	const people = { listStaff: pages };
	const stamps = { listStampsOfMany: groups };
	const tasks = { listProjects: 1, listTasks: 3 };
	/** Per event: the first poll, one of the same hour, one an hour later, and one in which a deadline has come. */
	const costs: Array<[string, ...Array<Record<string, number>>]> = [
		['alertRaised', { listAlerts: 1 }, { listAlerts: 1 }, { listAlerts: 1 }, { listAlerts: 1 }],
		['clockInMissing', {}, {}, {}, { ...people, ...stamps }],
		['clockOutMissing', {}, {}, {}, { ...people, ...stamps }],
		[
			'manHoursChanged',
			{ ...people, listManHours: 1 },
			{ listManHours: 1 },
			{ ...people, listManHours: 1 },
			{ listManHours: 1 },
		],
		[
			'projectChanged',
			{ listProjects: 1 },
			{ listProjects: 1 },
			{ listProjects: 1 },
			{ listProjects: 1 },
		],
		['staffAdded', people, people, people, people],
		['staffChanged', people, people, people, people],
		['staffLeft', people, people, people, people],
		['stampCreated', { ...people, ...stamps }, stamps, { ...people, ...stamps }, stamps],
		['taskChanged', tasks, tasks, tasks, tasks],
	];

	test.each(costs)(
		'%s: the calls of a poll',
		async (event, ...expected) => {
			const polled = new Polled(servers, 'akashi', {
				events: [event],
				projectId: { __rl: true, mode: 'list', value: '' },
				// Everybody has stamped by then.
				clockInBy: '22:00',
				clockOutBy: '22:00',
			});
			polled.restart();
			for (const [at, time] of ['20:50', '20:55', '21:51', '22:01'].entries()) {
				clockAt(`2026-03-03T${time}:00`);
				const { items, calls } = await polled.callsOf();
				expect([time, items, calls]).toEqual([time, null, expected[at]]);
			}
		},
		60_000,
	);

	test('a deadline that all have missed costs the records, too', async () => {
		clockAt('2026-03-03T07:55:00');
		const polled = new Polled(servers, 'akashi', {
			events: ['clockInMissing'],
			clockInBy: '08:00',
		});
		polled.restart();
		expect(await polled.poll()).toBeNull();
		clockAt('2026-03-03T08:01:00');
		const { items, calls } = await polled.callsOf();
		expect(items).toHaveLength(staff);
		expect(calls).toEqual({ ...people, ...stamps, listWorkingRecords: groups });
		expect(await polled.poll()).toBeNull();
		expect(JSON.stringify(polled.data).length).toBeLessThanOrEqual(100_000);
	}, 60_000);

	test('the size of the state', async () => {
		const lists = {
			staff: ['staffAdded', 'staffChanged', 'staffLeft'],
			stamps: ['stampCreated'],
			manHours: ['manHoursChanged'],
			others: ['alertRaised', 'clockInMissing', 'clockOutMissing', 'projectChanged', 'taskChanged'],
		};
		const sizes: Record<string, number> = {};
		for (const [name, events] of Object.entries({ ...lists, all: Object.values(lists).flat() })) {
			clockAt('2026-03-03T20:50:00');
			const projectId = { __rl: true, mode: 'list', value: '' };
			const polled = new Polled(servers, 'akashi', { events, projectId });
			expect(await polled.poll()).toBeNull();
			sizes[name] = JSON.stringify(polled.data).length;
			if (name !== 'all') expect(sizes[name]).toBeLessThanOrEqual(100_000);
		}
		process.stderr.write(`state of ${staff} people, characters: ${JSON.stringify(sizes)}\n`);
		expect(sizes.all).toBeLessThanOrEqual(270_000);
	}, 60_000);
});
