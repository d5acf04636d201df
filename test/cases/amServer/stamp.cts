import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, parametersOf, type Case } from '../case.cts';
import { todayInJapan } from './kept.cts';

const parameters = parametersOf('stamp');

/** Where the stand-in keeps this month of a user. */
const monthOf = (userid: string) => `${userid}/${todayInJapan().slice(0, 7).replace('-', '/')}`;

/** Makes a month be what is told, for some users; null: a month without days. */
const begin = (ids: string[], today: IDataObject | null) => ({
	prepare: ({ amServer }: All) => {
		for (const id of ids) {
			const row = today && { workday: todayInJapan(), starttime: null, endtime: null, ...today };
			amServer.attendance.set(monthOf(id), row && [row]);
		}
	},
	undo: ({ amServer }: All) => {
		for (const id of ids) amServer.attendance.delete(monthOf(id));
	},
});

/** What comes of a stamp that was written, if the server has it. */
const stamped = ({ amServer }: All, userId: string, type: 'clockIn' | 'clockOut'): IDataObject => {
	const date = todayInJapan();
	const row = amServer.attendance.get(monthOf(userId))?.find(({ workday }) => workday === date);
	const time = type === 'clockIn' ? row?.starttime : row?.endtime;
	if (!time) throw new Error(`${userId} has no ${type} today`);
	return {
		userId,
		date,
		type,
		typeName: type === 'clockIn' ? '出勤' : '退勤',
		skipped: false,
		reason: null,
		stampedAt: null,
	};
};

const own = { actAs: 'user', userId: '={{ $json.user }}', password: '={{ $json.code }}' };
const people = (ids: string[]) => (servers: All) =>
	servers.amServer.users
		.filter(({ userid }) => ids.includes(userid))
		.map(({ userid, password }) => ({ user: userid, code: password }));
const three = ['u00005', 'u00006', 'u00007'];

export const stampCases: Case[] = [
	{
		name: 'a clock-in of three people, each by their own password',
		node: 'amServer',
		parameters: parameters('clockIn', own),
		items: people(three),
		...begin(three, null),
		expected: (servers) => three.map((id) => stamped(servers, id, 'clockIn')),
		from: eachItsOwn,
		// The guard reads the day of each.
		calls: 3 + 3,
	},
	{
		name: 'a clock-out of the user of the credential, without a look at the day',
		node: 'amServer',
		parameters: parameters('clockOut', { options: { skipIfAlreadyStamped: false } }),
		...begin(['admin'], { starttime: '00:00' }),
		expected: (servers) => [stamped(servers, 'admin', 'clockOut')],
		calls: 1,
	},
	{
		name: 'a clock-in of today that is there already',
		node: 'amServer',
		parameters: parameters('clockIn', own),
		items: people(['u00008']),
		...begin(['u00008'], { starttime: '00:01' }),
		expected: () => [
			{
				userId: 'u00008',
				date: todayInJapan(),
				type: 'clockIn',
				typeName: '出勤',
				skipped: true,
				reason: `${todayInJapan()} has a clock-in already, at 00:01 in Japan`,
				stampedAt: `${todayInJapan()}T00:01:00+09:00`,
			},
		],
		calls: 1,
	},
];
