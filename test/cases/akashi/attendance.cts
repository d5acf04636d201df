import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { firstTen, type Case } from '../case.cts';
import { ids, iso, namesOf } from './parts.cts';

/** Reckoned here from what the stand-in holds, in another way than the node does it. */

const at = (local: string) => Date.parse(iso(local)!);
const person = (servers: All, staffId: number) => ({ staffId, ...namesOf(servers, staffId) });
const emailOf = ({ akashi }: All, id: number) =>
	akashi.staff.find(({ staffId }) => staffId === id)!.email;
const words: Record<number, string> = {
	11: '出勤',
	12: '退勤',
	21: '直行',
	22: '直帰',
	31: '休憩入',
	32: '休憩戻',
};
const isWeekend = (day: string) => [0, 6].includes(new Date(day.replaceAll('/', '-')).getUTCDay());

/** Punches a day by person: all of a day, some, or none; now and then somebody works on a weekend. */
const punchesOf = (staffId: number, day: string) => {
	const luck = (staffId * 7 + Number(day.slice(8)) * 3) % 20;
	if (isWeekend(day)) return luck === 0 ? 2 : 0;
	return luck === 1 ? 0 : luck === 2 ? 1 : luck === 3 ? 3 : luck < 8 ? 2 : 4;
};
const withPunches = (stampsPerDay: (staffId: number, day: string) => number) => ({
	prepare: ({ akashi }: All) => void (akashi.options.stampsPerDay = stampsPerDay),
	undo: ({ akashi }: All) => void delete akashi.options.stampsPerDay,
});

/** The stamps of a working day that begins at 5:00 (`yyyy-mm-dd`). */
const stampsOn = ({ akashi }: All, staffId: number, day: string) => {
	const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
	const digits = (text: string) => text.replaceAll('-', '');
	return akashi.stampsOf(staffId, `${digits(day)}050000`, `${digits(next)}045959`);
};

/** 1, 2, 3 or 4 stamps, as the stand-in invents them: in, out; in, break, back; in, break, back, out. */
function statusRow(servers: All, staffId: number, day: string): IDataObject {
	const stamps = stampsOn(servers, staffId, day);
	const last = stamps.at(-1);
	const minutes = stamps.map(({ stamped_at }) => at(stamped_at!) / 60_000);
	const [begin, pause = 0, back = 0, end = 0] = minutes;
	const status = !last
		? isWeekend(day)
			? 'dayOff'
			: 'notIn'
		: [12, 22].includes(last.type!)
			? 'left'
			: 'working';
	const out = status === 'left' ? last!.stamped_at : null;
	const worked = stamps.length === 2 ? pause - begin : end - back + pause - begin;
	return {
		...person(servers, staffId),
		status,
		firstIn: iso(stamps[0]?.stamped_at),
		lastOut: iso(out),
		lastStampAt: iso(last?.stamped_at),
		lastStampTypeName: last ? words[last.type!] : null,
		workedMinutes: status === 'left' ? Math.floor(worked + 1e-6) : null,
	};
}

/** The rows of a day on which something is missing, by the stand-in's patterns. */
function missingRows(servers: All, staffIds: number[], days: string[]): IDataObject[] {
	return staffIds.flatMap((staffId) =>
		days.flatMap((day) => {
			const stamps = stampsOn(servers, staffId, day);
			const missing = [isWeekend(day) ? '' : 'all', 'clockOut', '', 'clockOut', ''][stamps.length];
			if (!missing) return [];
			const names: Record<string, string> = { all: 'すべての打刻', clockOut: '退勤' };
			return [
				{
					...person(servers, staffId),
					email: emailOf(servers, staffId),
					date: day,
					missing,
					missingNames: names[missing],
					stamps: stamps
						.map((one) => `${words[one.type!]} ${one.stamped_at!.slice(11, 16)}`)
						.join(', '),
					// The stand-in is not at AKASHI's address.
					sheetUrl: null,
					workingDayCategoryName: isWeekend(day)
						? new Date(day).getUTCDay() === 0
							? '法定休日'
							: '所定休日'
						: '労働日',
				},
			];
		}),
	);
}
/** `missingRow` has the organization behind the email address. */
const missingOrder = ({ organizationName, email, date, ...row }: IDataObject): IDataObject => {
	const { staffId, staffCode, name, ...rest } = row;
	return { staffId, staffCode, name, email, organizationName, date, ...rest };
};

const monthOf = (month: string, days: number) =>
	Array.from({ length: days }, (_, day) => `${month}-${String(day + 1).padStart(2, '0')}`);

/** The sums of a month in which each day has both ends or none. */
function summaryRow(servers: All, staffId: number, days: string[]): IDataObject {
	const [first, last] = [days[0], days[days.length - 1]];
	const digits = (text: string) => text.replaceAll('-', '');
	const records = servers.akashi.workingRecordsOf(staffId, digits(first), digits(last), {
		minutes: true,
	});
	const minutes = records.map((one) => one.actual_working_hours_no_rounding ?? 0);
	let overtime = 0;
	let week = 0;
	records.forEach(({ date, working_day_category }, index) => {
		// Weeks begin on Sunday.
		if (new Date(date.replaceAll('/', '-')).getUTCDay() === 0) week = 0;
		if (working_day_category === 2) return;
		overtime += Math.max(0, minutes[index] - 480);
		const before = Math.max(0, week - 2400);
		week += Math.min(480, minutes[index]);
		overtime += Math.max(0, week - 2400) - before;
	});
	return {
		...person(servers, staffId),
		daysWorked: minutes.filter((one) => one > 0).length,
		daysAbsent: records.filter((one, index) => one.working_day_category === 0 && !minutes[index])
			.length,
		workedMinutes: minutes.reduce((sum, one) => sum + one, 0),
		overtimeMinutes: overtime,
		missingStamps: 0,
		overtimeLevel: overtime > 45 * 60 ? 'over45' : 'within',
	};
}
const wholeDays = (staffId: number, day: string) => {
	const count = punchesOf(staffId, day);
	return count === 1 || count === 3 ? 4 : count;
};
const everybody = ({ akashi }: All) => akashi.staff.map(({ staffId }) => staffId);

export const attendanceCases: Case[] = [
	{
		name: 'status of everybody on a day',
		node: 'akashi',
		parameters: { resource: 'attendance', operation: 'getDailyStatus', date: '2026-03-03' },
		...withPunches(punchesOf),
		expected: (servers) =>
			everybody(servers).map((staffId) => firstTen(statusRow(servers, staffId, '2026-03-03'))),
		// The list, a day's stamps of all, and the records of those without a stamp.
		calls: 3 + 1 + 1,
	},
	{
		name: 'status of some, those who are not in',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'getDailyStatus',
			staff: 'selected',
			staffIds: '={{ $json.ids }}',
			date: '={{ $json.date }}',
			filters: { status: ['notIn', 'dayOff'] },
		},
		items: (servers) => [{ ids: ids(servers, 0, 1, 2, 3, 4, 5), date: '2026-03-07' }],
		...withPunches((staffId, day) => (staffId % 2 ? 2 : punchesOf(staffId, day))),
		expected: (servers) =>
			ids(servers, 0, 1, 2, 3, 4, 5)
				.map((staffId) => statusRow(servers, staffId, '2026-03-07'))
				.filter(({ status }) => status === 'notIn' || status === 'dayOff'),
		// They are on the first page.
		calls: 1 + 1 + 1,
	},
	{
		name: 'status without days off',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'getDailyStatus',
			date: '2026-03-08',
			filters: { status: ['notIn'] },
			options: { lookUpDaysOff: false },
		},
		...withPunches(punchesOf),
		expected: (servers) =>
			everybody(servers)
				.map((staffId) => statusRow(servers, staffId, '2026-03-08'))
				.filter(({ status }) => status === 'dayOff')
				.map((row) => ({ ...row, status: 'notIn' })),
		calls: 3 + 1,
	},
	{
		name: 'missing stamps of everybody in three days',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'findMissing',
			period: 'custom',
			startDate: '2026-03-05',
			endDate: '2026-03-07',
		},
		...withPunches(punchesOf),
		expected: (servers) =>
			missingRows(servers, everybody(servers), ['2026-03-05', '2026-03-06', '2026-03-07']).map(
				(row) => firstTen(missingOrder(row)),
			),
		calls: 3 + 3 + 1,
	},
	{
		name: 'missing stamps of a month, some people left out',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'findMissing',
			staff: 'selected',
			people: '={{ $json.people }}',
			period: 'custom',
			startDate: '2026-03-01',
			endDate: '2026-03-31',
			leaveOut: '={{ $json.leave }}',
		},
		items: ({ akashi: { staff } }) => [
			{
				people: [3, 4, 5, 6].map((at) => staff[at].staffNum),
				leave: [staff[4].email, { staffId: staff[6].staffId }, 'E00030'],
			},
		],
		...withPunches(punchesOf),
		expected: (servers) =>
			missingRows(servers, ids(servers, 3, 5), monthOf('2026-03', 31)).map((row) =>
				firstTen(missingOrder(row)),
			),
		// Codes are looked up in the whole list; each person's month is one call.
		calls: 3 + 2 + 1,
	},
	{
		name: 'sums of a month of everybody',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'summarize',
			period: 'custom',
			startDate: '2026-03-01',
			endDate: '2026-03-31',
		},
		...withPunches(wholeDays),
		expected: (servers) =>
			everybody(servers).map((staffId) =>
				firstTen(summaryRow(servers, staffId, monthOf('2026-03', 31))),
			),
		calls: 3 + 1,
	},
	{
		name: 'own sums of a month',
		node: 'akashi',
		parameters: {
			resource: 'attendance',
			operation: 'summarize',
			staff: 'me',
			period: 'custom',
			startDate: '2026-02-01',
			endDate: '2026-02-28',
			options: { hoursPerDay: 8, weekStartsOn: 7, workStartsAt: '09:00' },
		},
		...withPunches(wholeDays),
		expected: (servers) =>
			ids(servers, 0).map((staffId) =>
				firstTen(summaryRow(servers, staffId, monthOf('2026-02', 28))),
			),
		calls: 1 + 1,
	},
];
