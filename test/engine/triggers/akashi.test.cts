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
			[1488, 1000],
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
				later(40 * day);
				const dates = Array.from({ length: 40 }, (_, at) =>
					new Date(Date.parse('2026-03-04T12:00:00Z') + at * day).toISOString().slice(0, 10),
				);
				for (const date of dates) punch(servers, 2, `${date.replaceAll('-', '/')} 07:00:00`);
				for (let polls = 0; polls < 60; polls++) {
					items.push(...((await poll()) ?? []));
					later(minute);
				}
				expect(items.map(({ stampedAt }) => stampedAt)).toEqual([
					'2026-03-03T09:05:00+09:00',
					...dates.map((date) => `${date}T07:00:00+09:00`),
				]);
				await baseline(polled);
			},
			30_000,
		);
	});
});
