import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { Case } from '../case.cts';

type Day = NonNullable<ReturnType<All['amServer']['attendanceOf']>>[number];

/** A day as "Simplify" gives it, reckoned from the two texts. */
function dayRow(userId: string, { workday, starttime, endtime }: Day): IDataObject {
	const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
	const worked = starttime && endtime ? minutes(endtime) - minutes(starttime) : null;
	const past = worked !== null && worked < 0;
	const next = new Date(Date.parse(workday) + 86_400_000).toISOString().slice(0, 10);
	const at = (day: string, time: string | null) => (time ? `${day}T${time}:00+09:00` : null);
	return {
		userId,
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
	heldDays(servers, userid, year, month).map((day) => dayRow(userid, day));

const month = (values: IDataObject) =>
	({
		resource: 'attendance',
		operation: 'getAll',
		userId: '={{ $json.user }}',
		returnAll: true,
		...values,
	}) as Case['parameters'];
const two = ({ amServer }: All): IDataObject[] => [
	{ user: amServer.users[3].userid },
	{ user: amServer.users[4].userid },
];

export const attendanceCases: Case[] = [
	{
		name: 'attendance of two people',
		node: 'amServer',
		parameters: month({ year: 2026, month: 3 }),
		items: two,
		expected: (servers) =>
			two(servers).flatMap(({ user }) => attendanceRows(servers, String(user), 2026, 3)),
		from: (output) => output.map(({ userId }) => (userId === output[0].userId ? 0 : 1)),
		calls: 2,
	},
	{
		name: 'attendance of the month of a date, which says the year too',
		node: 'amServer',
		parameters: month({ year: 2021, month: '={{ $json.month }}' }),
		items: ({ amServer }) =>
			['2026-03', '2026/4', '2026-05-31', '2026-06-01T00:00:00'].map((one) => ({
				user: amServer.users[5].userid,
				month: one,
			})),
		expected: (servers) =>
			[3, 4, 5, 6].flatMap((one) =>
				attendanceRows(servers, servers.amServer.users[5].userid, 2026, one),
			),
		from: (output) => output.map(({ date }) => Number(String(date).slice(5, 7)) - 3),
		calls: 4,
	},
	{
		name: 'attendance as the server answers it, by day',
		node: 'amServer',
		parameters: month({ year: '2026', month: '12', simplify: false, returnAll: false, limit: 9 }),
		items: (servers) => two(servers).slice(1),
		expected: (servers) => {
			const userid = servers.amServer.users[4].userid;
			return heldDays(servers, userid, 2026, 12)
				.slice(0, 9)
				.map((day) => ({ userid, ...day }));
		},
		calls: 1,
	},
];
