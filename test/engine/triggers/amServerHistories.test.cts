import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { AttendanceDay } from '../../servers/amServer.cts';
import type { Random } from '../../unit/triggers/happenings.cts';
import { playHistories, type Play } from './histories.cts';
import { day, hour, minute } from './rig.cts';

/** am-server's trigger over time: stamps as they come and late, corrections, new users. */

const zone = 'Asia/Tokyo';

interface Known {
	users: Set<string>;
	/** By user and date. */
	days: Map<string, AttendanceDay>;
}

/** What happens, one as often as another; an offline terminal sends its stamps a day late. */
const happenings = [
	...['clock-in', 'clock-in', 'clock-in', 'clock-out', 'clock-out', 'late clock-in', 'late day'],
	...['clock-in removed', 'correction', 'new user'],
];
const events = ['attendanceCorrected', 'clockedIn', 'clockedOut', 'userAdded'];

const start = async () =>
	await startAll({ akashi: { staff: 1 }, omflow: { users: 1 }, amServer: { users: 4 } });
const dateOf = (at: number) => DateTime.fromMillis(at, { zone }).toISODate()!;
const monthsOf = (userid: string) =>
	['03', '04', '05', '06', '07'].map((month) => `${userid}/2026/${month}`);

function begin({ amServer }: All, random: Random): Play<Known> {
	const { users, attendance } = amServer;
	for (const { userid } of users) for (const month of monthsOf(userid)) attendance.set(month, null);
	/** When a time of a day became what it is. */
	const recorded = new Map<string, number>();
	let added = random(500);

	const write = (userid: string, workday: string, times: Partial<AttendanceDay>) => {
		const month = `${userid}/${workday.slice(0, 7).replace('-', '/')}`;
		const list = [...(attendance.get(month) ?? [])];
		const at = list.findIndex((one) => one.workday === workday);
		const was = at < 0 ? { workday, starttime: null, endtime: null } : list[at];
		list.splice(Math.max(at, 0), at < 0 ? 0 : 1, { ...was, ...times });
		attendance.set(month, list);
		recorded.set(`${userid} ${workday}`, Date.now());
	};
	const rows = (): Map<string, AttendanceDay> =>
		new Map(
			users.flatMap(({ userid }) =>
				monthsOf(userid).flatMap((month) =>
					(attendance.get(month) ?? []).map((one): [string, AttendanceDay] => [
						`${userid} ${one.workday}`,
						{ ...one },
					]),
				),
			),
		);
	/** A time that no day had before. */
	const time = (least: number) =>
		`${String(least + random(5)).padStart(2, '0')}:${String(random(60)).padStart(2, '0')}`;
	const someone = (choose: Random) => users[choose(users.length)].userid;
	for (const { userid } of users)
		for (let ago = 5; ago < 24; ago += 3)
			write(userid, dateOf(Date.now() - ago * day), { starttime: time(6), endtime: time(15) });

	const words = (event: string, key: string, { starttime, endtime }: AttendanceDay) =>
		`${event} ${key} ${String(starttime ?? null)} ${String(endtime ?? null)}`;
	/** How long after its day a row got its times. */
	const lateness = (key: string) =>
		recorded.get(key)! - DateTime.fromISO(key.split(' ')[1], { zone }).endOf('day').toMillis();

	const expected = (known: Known) => {
		const must = users
			.filter(({ userid }) => !known.users.has(userid))
			.map(({ userid, username }) => `userAdded ${userid} ${username}`);
		const may: string[] = [];
		for (const [key, now] of rows()) {
			const before = known.days.get(key);
			const stamps = lateness(key) <= 23 * hour - minute ? must : may;
			if (now.starttime && !before?.starttime) stamps.push(words('clockedIn', key, now));
			if (now.endtime && !before?.endtime) stamps.push(words('clockedOut', key, now));
			const differs = (name: 'endtime' | 'starttime') =>
				Boolean(before?.[name]) && before?.[name] !== now[name];
			if (differs('starttime') || differs('endtime')) {
				must.push(words('attendanceCorrected', key, now));
			}
		}
		return { must, may };
	};
	return {
		parameters: { events },
		happen: (choose) => {
			const kind = choose(10);
			const userid = someone(choose);
			const today = dateOf(Date.now());
			const yesterday = dateOf(Date.now() - day);
			if (kind < 3) write(userid, today, { starttime: time(6) });
			else if (kind < 5) write(userid, today, { endtime: time(15) });
			else if (kind === 5) write(userid, yesterday, { starttime: time(6) });
			else if (kind === 6) write(userid, yesterday, { starttime: time(6), endtime: time(15) });
			else if (kind === 7) write(userid, choose(2) ? today : yesterday, { starttime: null });
			else if (kind === 8) {
				const old = [...rows()].filter(([key]) => lateness(key) < 20 * day);
				const [key, one] = old[choose(old.length)];
				const [who, date] = key.split(' ');
				// Times that are there get others: an empty one would be a stamp that comes too late.
				if (one.starttime && choose(2)) write(who, date, { starttime: time(6) });
				else if (one.endtime) write(who, date, { endtime: time(15) });
			} else {
				const user = {
					userid: `n${100 + added++}`,
					username: `新人${added}`,
					adminflg: '0',
				};
				for (const month of monthsOf(user.userid)) attendance.set(month, null);
				if (users.length < 8) users.push({ ...user, password: 'password1' });
			}
			return happenings[kind];
		},
		baseline: () => ({ users: new Set(users.map(({ userid }) => userid)), days: rows() }),
		expected,
		next: () => ({ users: new Set(users.map(({ userid }) => userid)), days: rows() }),
		wordsOf: ({ event, userId, name, date, startTime, endTime }: IDataObject) => {
			if (event === 'userAdded') return `userAdded ${String(userId)} ${String(name)}`;
			const [start, end] = [startTime, endTime].map((at) => at && String(at).slice(11, 16));
			return `${String(event)} ${String(userId)} ${String(date)} ${String(start)} ${String(end)}`;
		},
	};
}

test('stamps, corrections and users over days: all is told once, whatever fails', async () => {
	await playHistories('amServer', start, begin, { happenings, events });
}, 600_000);
