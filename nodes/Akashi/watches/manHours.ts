import { DateTime } from 'luxon';
import { z } from 'zod';

import { asId, asList, asText } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { watch, type Change } from '../../shared/triggers/event';
import { zone } from '../contract';
import { nameOf, staffDirectory } from '../lists/staff';
import { isoDay } from '../period';
import { calls } from '../resources/manHour/contract';
import { linesOf, type Person } from '../resources/manHour/read';
import { withKeptStaff } from './people';

const text = z.string().nullable();

/** The man-hours of a person and a month. */
export const manHoursRow = z.object({
	staffId: z.number(),
	staffCode: text,
	name: text,
	organizationName: text,
	/** `yyyy-mm`. */
	month: z.string(),
	minutes: z.number(),
});

interface Month extends z.infer<typeof manHoursRow> {
	/** What was entered, by day. */
	days: Record<string, string>;
}

/** What is entered on each day of a person, in an order of its own: AKASHI's may change. */
function entriesOf(person: Person): Map<string, string[]> {
	const days = new Map<string, string[]>();
	for (const { day, project, task_id, minutes, comment } of linesOf(person)) {
		const date = isoDay(day.date) ?? String(day.date);
		const { staff_comment, admin_comment } = day;
		const entry = JSON.stringify([
			project?.project_id,
			task_id,
			minutes,
			comment,
			asText(staff_comment),
			asText(admin_comment),
		]);
		days.set(date, [...(days.get(date) ?? []), entry].sort());
	}
	return days;
}

function monthOf(
	month: string,
	person: Person | undefined,
): Pick<Month, 'days' | 'minutes' | 'month'> {
	if (!person) return { month, minutes: 0, days: {} };
	const own = {
		...person,
		dates: asList(person.dates).filter(({ date }) => (isoDay(date) ?? '').startsWith(month)),
	};
	const minutes = linesOf(own).reduce((sum, line) => sum + (line.minutes ?? 0), 0);
	const entries = [...entriesOf(own)].map(([date, list]) => [date, list.join()]);
	return { month, minutes, days: Object.fromEntries(entries) };
}

/**
 * This month and the last one of everybody (6.24), also of those who have entered nothing.
 * @param since when the last poll was: after a pause its two months count, too
 */
async function read(client: Client, since: number): Promise<Month[]> {
	const last = DateTime.now().setZone(zone).startOf('month');
	const first = DateTime.fromMillis(since, { zone }).startOf('month').minus({ months: 1 });
	const months: string[] = [];
	for (let at = first; at <= last; at = at.plus({ months: 1 })) months.push(at.toFormat('yyyy-MM'));
	const { manhours } = (await client.call(calls.listManHours, {
		start_date: first.toFormat('yyyyMMdd'),
		end_date: last.endOf('month').toFormat('yyyyMMdd'),
	})) as { manhours?: Person[] | null };
	const answered = new Map(asList(manhours).map((one) => [asId(one.staff_id), one]));
	const staff = await staffDirectory.rows(client);
	const known = new Map(staff.map((one) => [asId(one.staffId), one]));
	const ids = [...new Set([...known.keys(), ...answered.keys()])];
	return months.flatMap((month) =>
		ids.map((staffId): Month => {
			const person = known.get(staffId);
			return {
				staffId,
				staffCode: asText(person?.staffNum),
				name: person ? nameOf(person) : null,
				organizationName: asText(person?.organization?.name),
				...monthOf(month, answered.get(staffId)),
			};
		}),
	);
}

export const manHours = watch<Month, z.ZodTypeAny>({
	name: 'manHours',
	fields: [],
	input: () => z.object({}),
	read: async (client, _, { from }, isFirst) =>
		await withKeptStaff(client, { staff: 'all' }, async () => await read(client, from), isFirst),
	key: ({ staffId, month }) => `${staffId} ${month}`,
	compared: ({ minutes, days }) => ({ minutes, days }),
	neverGone: true,
});

/** Who has entered nothing is no event. */
export const holdsEntries = ({ kind, row }: Change<Month>): boolean =>
	kind === 'changed' || Object.keys(row!.days).length > 0;

/** The days that differ; null if the days before are not known. */
export function changedDates({ kind, row, changed }: Change<Month>): string[] | null {
	const now = row!.days;
	if (kind === 'added') return Object.keys(now).sort();
	const { days } = changed();
	if (!days || !('old' in days)) return null;
	const before = days.old as Month['days'];
	const dates = [...new Set([...Object.keys(before), ...Object.keys(now)])];
	return dates.filter((date) => before[date] !== now[date]).sort();
}

/** The item of a change, with the minutes before where they are known. */
export function manHoursItem(change: Change<Month>) {
	const { staffId, staffCode, name, organizationName, month, minutes } = change.row!;
	const { minutes: changed } = change.changed();
	return {
		staffId,
		staffCode,
		name,
		organizationName,
		month,
		minutes,
		minutesBefore: change.kind === 'added' ? 0 : changed ? (changed.old ?? null) : minutes,
		changedDates: changedDates(change),
	};
}
