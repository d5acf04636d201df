import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { firstTen, type Case } from '../case.cts';
import { missingRows, statusRow, sumRow, weekdays } from './kept.cts';

type Day = NonNullable<ReturnType<All['amServer']['attendanceOf']>>[number];

/** The name of a user, as rows have it. */
const nameOf = ({ amServer }: All, userId: string) => ({
	name: amServer.users.find(({ userid }) => userid === userId)!.username,
});

/** A day as "Simplify" gives it, reckoned from the two texts. */
function dayRow(
	userId: string,
	names: IDataObject,
	{ workday, starttime, endtime }: Day,
): IDataObject {
	const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
	const worked = starttime && endtime ? minutes(endtime) - minutes(starttime) : null;
	const past = worked !== null && worked < 0;
	const next = new Date(Date.parse(workday) + 86_400_000).toISOString().slice(0, 10);
	const at = (day: string, time: string | null) => (time ? `${day}T${time}:00+09:00` : null);
	return {
		userId,
		...names,
		date: workday,
		startTime: at(workday, starttime),
		endTime: at(past ? next : workday, endtime),
		workedMinutes: past ? worked + 24 * 60 : worked,
	};
}

/** A month that the stand-in holds, by day. */
const heldDays = ({ amServer }: All, userid: string, year: number, month: number): Day[] =>
	[...(amServer.attendanceOf(userid, year, month) ?? [])].sort((a, b) =>
		a.workday.localeCompare(b.workday),
	);
export const attendanceRows = (servers: All, userid: string, year: number, month: number) =>
	heldDays(servers, userid, year, month).map((day) => dayRow(userid, nameOf(servers, userid), day));

const period = (startDate: string, endDate: string, values: IDataObject) =>
	({
		resource: 'attendance',
		operation: 'getAll',
		period: 'custom',
		startDate,
		endDate,
		returnAll: true,
		...values,
	}) as Case['parameters'];
const one = { whose: 'selected', users: '={{ $json.user }}' };
const two = ({ amServer }: All): IDataObject[] => [
	{ user: amServer.users[3].userid },
	{ user: amServer.users[4].userid },
];

export const attendanceCases: Case[] = [
	{
		name: 'attendance of two people, an item each',
		node: 'amServer',
		parameters: period('2026-03-01', '2026-03-31', one),
		items: two,
		expected: (servers) =>
			two(servers).flatMap(({ user }) => attendanceRows(servers, String(user), 2026, 3)),
		from: (output) => output.map(({ userId }) => (userId === output[0].userId ? 0 : 1)),
		// Their names.
		calls: 2 + 1,
	},
	{
		name: 'attendance of a person over the turn of a year, without names',
		node: 'amServer',
		parameters: period('2025-12-16', '2026-01-15', { ...one, options: { addNames: false } }),
		items: (servers) => two(servers).slice(1),
		expected: (servers) => {
			const { userid } = servers.amServer.users[4];
			return [...heldDays(servers, userid, 2025, 12), ...heldDays(servers, userid, 2026, 1)]
				.filter(({ workday }) => workday >= '2025-12-16' && workday <= '2026-01-15')
				.map((day) => dayRow(userid, {}, day));
		},
		calls: 2,
	},
	{
		name: 'attendance of everybody',
		node: 'amServer',
		parameters: period('2026-04-01', '2026-04-10', {}),
		expected: (servers) =>
			servers.amServer.users.flatMap(({ userid }) =>
				attendanceRows(servers, userid, 2026, 4).filter(({ date }) => String(date) <= '2026-04-10'),
			),
		calls: 1 + 32,
	},
	{
		name: 'attendance of people from the list and by ID',
		node: 'amServer',
		parameters: period('2026-05-01', '2026-05-31', {
			whose: 'selected',
			userIds: ['u00005', 'u00001'],
			users: 'u00002, u00005',
		}),
		expected: (servers) =>
			['u00005', 'u00001', 'u00002'].flatMap((id) => attendanceRows(servers, id, 2026, 5)),
		calls: 3 + 1,
	},
	{
		name: 'attendance of everybody with a limit, which the second user fills',
		node: 'amServer',
		parameters: period('2026-05-01', '2026-06-30', { returnAll: false, limit: 12 }),
		expected: (servers) => attendanceRows(servers, 'u00001', 2026, 5).slice(0, 12),
		calls: 3 + 1,
	},
	{
		name: 'attendance as the server answers it, by day',
		node: 'amServer',
		parameters: period('2026-12-01', '2026-12-31', {
			...one,
			simplify: false,
			returnAll: false,
			limit: 9,
		}),
		items: (servers) => two(servers).slice(1),
		expected: (servers) => {
			const { userid } = servers.amServer.users[4];
			return heldDays(servers, userid, 2026, 12)
				.slice(0, 9)
				.map((day) => ({ userid, ...day }));
		},
		calls: 1,
	},
	{
		name: 'who was in on a day in the past, by two ways to name them',
		node: 'amServer',
		parameters: {
			resource: 'attendance',
			operation: 'getDailyStatus',
			whose: 'selected',
			userIds: ['u00005', 'u00001'],
			users: 'u00002, admin',
			date: '2025-05-14',
		},
		expected: (servers) =>
			['u00005', 'u00001', 'u00002', 'admin'].map((id) =>
				firstTen(statusRow(servers, id, '2025-05-14')),
			),
		calls: 4 + 1,
	},
	{
		name: 'stamps missing in a month, with a calendar',
		node: 'amServer',
		parameters: {
			resource: 'attendance',
			operation: 'findMissing',
			whose: 'selected',
			users: 'u00001, u00003, u00004',
			leaveOut: 'u00004',
			period: 'custom',
			startDate: '2025-04-01',
			endDate: '2025-04-28',
			options: { workingWeekdays: [1, 2, 3, 4, 5], holidays: '2025-04-20' },
		},
		expected: (servers) =>
			['u00001', 'u00003'].flatMap((id) =>
				missingRows(servers, id, '2025-04-01', '2025-04-28', {
					works: (date) => weekdays(date) && date !== '2025-04-20',
				}).map(firstTen),
			),
		calls: 2 + 1,
	},
	{
		name: 'sums of a month, whole rows',
		node: 'amServer',
		parameters: {
			resource: 'attendance',
			operation: 'summarize',
			whose: 'selected',
			users: 'u00002, admin',
			period: 'custom',
			startDate: '2025-06-01',
			endDate: '2025-06-30',
			simplify: false,
		},
		expected: (servers) =>
			['u00002', 'admin'].map((id) => sumRow(servers, id, '2025-06-01', '2025-06-30')),
		calls: 2 + 1,
	},
];
