import type { IDataObject } from 'n8n-workflow';

import type { All } from '../servers/all.cts';
import type { OmflowUser } from '../servers/omflow.cts';
import { now } from './japan.cts';
import type { Recipe } from './recipe.cts';

/** A row of the table of who stands in. */
const pair = (person: OmflowUser, substitute: OmflowUser): IDataObject => ({
	employeeNumber: String(person.ad_no),
	substituteNumber: String(substitute.ad_no),
});

export const leaveByForm: Recipe = {
	name: 'leave-by-form',
	tables: ({ omflow: { users } }) => ({ Substitutes: [pair(users[6], users[7])] }),
	form: ({ omflow: { users } }) => [
		String(users[4].ad_no),
		String(users[5].ad_no),
		'2099-05-01',
		'2099-05-02',
	],
	async check({ servers: { omflow }, rows }) {
		const [one, other, ...before] = omflow.users.slice(4, 8);
		expect(omflow.leaves).toEqual([
			expect.objectContaining({
				principal_id: one.id,
				substitute_id: other.id,
				starttime: '2099-05-01T00:00:00',
				// The last day is in it.
				endtime: expect.stringMatching(/^2099-05-02T23:59/),
				cancel: false,
			}),
		]);
		expect(await rows('Substitutes')).toMatchObject([pair(before[0], before[1]), pair(one, other)]);
	},
};

export const leaveTicket: Recipe = {
	name: 'leave-ticket',
	form: () => ['有休 山田', '家族旅行', '佐藤課長がメールで承認'],
	check({ run, servers: { omflow }, answer, calls }) {
		const values = { formitm_1: '有休 山田', formitm_2: '家族旅行' };
		// The row of the first step stays, as history.
		expect(omflow.tickets).toMatchObject([
			{ ...values, stop_chart_text: '主管審核', history: true },
			{ ...values, stop_chart_text: '人事確認', history: false },
		]);
		const [{ data_no }] = omflow.tickets;
		const content = '佐藤課長がメールで承認';
		expect(omflow.worklogs).toEqual([expect.objectContaining({ data_no, content })]);
		const [{ json }] = run.items('Read Worklog');
		expect(json).toMatchObject({ ticketNumber: data_no, content });
		expect(answer).toBeDefined();
		expect(calls('omflow')).toBe(11);
	},
};

const today = () => now().toISODate()!;
const dayOf = ({ amServer }: All, userid: string) => {
	const [year, month] = today().split('-').map(Number);
	return amServer.attendanceOf(userid, year, month)?.find(({ workday }) => workday === today());
};
const stamped = (word: string, field: 'endtime' | 'starttime'): Recipe => ({
	name: 'am-server-stamp-by-form',
	title: word,
	prepare: ({ amServer }) => {
		amServer.attendance.set(
			`${amServer.users[3].userid}/${today().slice(0, 7).replace('-', '/')}`,
			null,
		);
	},
	form: ({ amServer: { users } }) => [users[3].userid, users[3].password, word],
	check({ servers }) {
		const day = dayOf(servers, servers.amServer.users[3].userid)!;
		const other = field === 'endtime' ? 'starttime' : 'endtime';
		expect([day[field], day[other]]).toEqual([expect.stringMatching(/^\d\d:\d\d$/), null]);
	},
});
export const amServerStamp = [stamped('出勤', 'starttime'), stamped('退勤', 'endtime')];

export const amServerMonth: Recipe = {
	name: 'am-server-last-month-to-csv',
	check({ servers: { amServer }, mails: [mail], calls }) {
		const month = now().minus({ months: 1 });
		const [{ name, content }] = mail.attachments;
		expect(name).toBe('attendance.csv');
		expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const [header, ...lines] = new TextDecoder().decode(content).trimEnd().split(/\r?\n/);
		expect(header).toBe('ユーザーID,氏名,日付,出勤,退勤,時間(分)');
		const held = amServer.users.flatMap(({ userid, username }) =>
			(amServer.attendanceOf(userid, month.year, month.month) ?? []).map((day) =>
				[userid, username, day.workday, day.starttime ?? ''].join(),
			),
		);
		const shown = lines.map((line) => {
			const [id, person, date, start] = line.split(',');
			return [id, person, date, start.slice(11, 16)].join();
		});
		expect(shown.toSorted()).toEqual(held.toSorted());
		// The list of users, and a month of each.
		expect(calls('amServer')).toBe(1 + amServer.users.length);
	},
};

export const oneView: Recipe = {
	name: 'one-view-of-the-day',
	prepare({ akashi, omflow }) {
		akashi.options.stampsPerDay = 0;
		akashi.punches.set(akashi.staff[3].staffId, [[now().toFormat('yyyy/MM/dd HH:mm:ss'), 11]]);
		omflow.leaves.push({
			id: 1,
			principal_id: omflow.users[4].id,
			substitute_id: omflow.users[5].id,
			starttime: `${today()}T00:00:00`,
			endtime: `${today()}T23:59:59`,
			cancel: false,
			identifier: null,
		});
	},
	tables: ({ omflow: { users } }) => ({ Substitutes: [pair(users[4], users[5])] }),
	check({ servers: { akashi, amServer, omflow }, run, mails: [mail] }) {
		const rows = run.items('By Status').map(({ json }) => json);
		const of = (system: string) => rows.filter((row) => row.system === system);
		expect(of('AKASHI')).toHaveLength(akashi.staff.length);
		expect(of('am-server')).toHaveLength(amServer.users.length);
		expect(of('OMFLOW')).toEqual([
			{
				system: 'OMFLOW',
				name: omflow.users[4].nick_name,
				status: 'onLeave',
				since: `${today()}T00:00:00+09:00`,
			},
		]);
		const { lastName, firstName } = akashi.staff[3];
		expect(
			of('AKASHI')
				.filter(({ status }) => status === 'working')
				.map(({ name }) => name),
		).toEqual([`${lastName} ${firstName}`]);
		expect(mail.html.match(/<tr/g)).toHaveLength(rows.length + 1);
	},
};

/** The same without anybody on leave: that branch ends early. */
export const oneViewWithoutLeave: Recipe = {
	...oneView,
	title: 'nobody on leave',
	prepare: undefined,
	check({ servers: { akashi, amServer }, run }) {
		expect(run.items('By Status')).toHaveLength(akashi.staff.length + amServer.users.length);
	},
};

export const assistant: Recipe = {
	name: 'ai-assistant',
	prepare({ akashi }) {
		akashi.options.stampsPerDay = 4;
		akashi.punches.set(akashi.staff[3].staffId, []);
	},
	async ask(client, { akashi, amServer }) {
		expect((await client.list()).toSorted()).toEqual([
			'AKASHI_Hours',
			'AKASHI_Missing_Stamps',
			'AKASHI_Status_of_Today',
			'am-server_Status_of_Today',
		]);
		const rows = async (name: string, args: IDataObject): Promise<IDataObject[]> => {
			const { text, isError } = await client.call(name, args);
			expect([text, isError ?? false]).toEqual([expect.any(String), false]);
			return JSON.parse(text);
		};
		const month = now().minus({ months: 1 });
		const days = {
			startDate: month.startOf('month').toISODate(),
			endDate: month.endOf('month').toISODate(),
		};
		const missing = await rows('AKASHI_Missing_Stamps', days);
		expect(new Set(missing.map(({ staffCode }) => staffCode))).toEqual(
			new Set([akashi.staff[3].staffNum]),
		);
		expect(await rows('AKASHI_Hours', days)).toHaveLength(akashi.staff.length);
		expect(await rows('am-server_Status_of_Today', {})).toHaveLength(amServer.users.length);
		expect(await rows('AKASHI_Status_of_Today', {})).toHaveLength(akashi.staff.length);
	},
};
