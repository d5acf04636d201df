import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { clockOf, dayAfter, workingDay } from '../../shared/attendance/days';
import { dayStartsAt, dayStartsAtField } from '../../shared/attendance/fields';
import type { DayRecord, Span, Stamp } from '../../shared/attendance/model';
import { statusOf } from '../../shared/attendance/status';
import type { Client } from '../../shared/client/client';
import type { Zones } from '../../shared/dates';
import { textOf } from '../../shared/inputs';
import { watch } from '../../shared/triggers/event';
import { zone } from '../contract';
import { checkPeople, peopleFields, peopleInput } from '../people';
import { sheetUrlOf } from '../resources/attendance/findMissing';
import { leaveOutField, leaveOutInput, without } from '../resources/attendance/leaveOut';
import { readPeople, type Staff } from '../resources/attendance/people';
import { inGroups, recordsById, stampsById } from '../resources/attendance/reads';
import { withKeptStaff } from './people';

/** Who has not clocked in, or out, by a time of day. */

const nullableText = z.string().nullable();

/** Somebody who has not stamped in time on a working day. */
export const clockRow = z.object({
	staffId: z.number(),
	staffCode: nullableText,
	name: nullableText,
	email: nullableText,
	organizationName: nullableText,
	date: z.string(),
	by: z.string(),
	lastStampAt: nullableText,
	lastStampTypeName: nullableText,
	sheetUrl: nullableText,
});
export type ClockRow = z.infer<typeof clockRow>;

/** A person's working day up to the time by which they should have stamped. */
interface Day {
	stamps: Stamp[];
	/** That moment. */
	by: number;
	span: Span;
}

/** Whether a stamp is missing by the stamps alone, and whether the record of the day, if there is one, says otherwise. */
interface Rule {
	isMissing: (day: Day) => boolean;
	isExcused: (record: DayRecord | undefined, day: Day) => boolean;
}

const clockIn: Rule = {
	isMissing: ({ stamps, by }) => !stamps.some(({ kind, at }) => kind === 'clockIn' && at <= by),
	// AKASHI keeps no record of a day before somebody is hired.
	isExcused: (record, { stamps, by }) =>
		record
			? record.category !== 'working' || (record.start !== null && record.start <= by)
			: stamps.length === 0,
};

const clockOut: Rule = {
	isMissing: ({ stamps, by, span }) =>
		['onBreak', 'working'].includes(statusOf(stamps, span, by, false).status),
	isExcused: (record, { by }) => record?.end != null && record.end <= by,
};

const timeOfDay = textOf(
	z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30'),
);

const input = (_: Zones, client: Client) =>
	z.object({
		...peopleInput(client),
		day_starts_at: dayStartsAt,
		leave_out: leaveOutInput,
		by: timeOfDay,
	});
type Values = z.output<ReturnType<typeof input>>;

/** The moment of a working day by which somebody should have stamped; before its hour it is one of the next day. */
function deadlineOf(date: string, { by, day_starts_at: startsAt }: Values): number {
	const isNextDay = Number(by.slice(0, 2)) < startsAt;
	return clockOf(isNextDay ? dayAfter(date) : date, by, zone);
}

/** The working days whose time comes within a span. */
function datesIn({ from, to }: Span, values: Values): string[] {
	const dates: string[] = [];
	const dayOf = (at: number) => DateTime.fromMillis(at, { zone }).toISODate()!;
	for (let date = dayAfter(dayOf(from), -1); date <= dayOf(to); date = dayAfter(date)) {
		const at = deadlineOf(date, values);
		if (at >= from && at < to) dates.push(date);
	}
	return dates;
}

const iso = (at: number | null) =>
	at === null ? null : DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true });

/** The rows of a group of people and a working day. */
async function missingOn(
	client: Client,
	rule: Rule,
	date: string,
	values: Values,
	people: Staff[],
): Promise<ClockRow[]> {
	const by = deadlineOf(date, values);
	// A stamp of that very second is in time.
	const span = { from: workingDay(date, values.day_starts_at, zone).from, to: by + 1000 };
	return await inGroups(client, people, async (group) => {
		const stamps = await stampsById(client, group, span, values.staff === 'me');
		const dayOf = ({ staffId }: Staff): Day => ({ stamps: stamps.get(staffId) ?? [], by, span });
		const without = group.filter((one) => rule.isMissing(dayOf(one)));
		if (without.length === 0) return [];
		const records = await recordsById(client, without, { from: date, to: date });
		return without.flatMap((one): ClockRow[] => {
			const { staffId, staffCode, name, email, organizationName } = one;
			const record = records.get(staffId)?.find((of) => of.date === date);
			const day = dayOf(one);
			if (rule.isExcused(record, day)) return [];
			const { lastStampAt, lastStampTypeName } = statusOf(day.stamps, span, by, false);
			return [
				{
					staffId,
					staffCode,
					name,
					email,
					organizationName,
					date,
					by: iso(by)!,
					lastStampAt: iso(lastStampAt),
					lastStampTypeName,
					sheetUrl: sheetUrlOf(client.connection.baseUrl, staffId, date),
				},
			];
		});
	});
}

/** @param byField the time of day, as `by` */
const clockWatch = (name: string, rule: Rule, byField: INodeProperties, isAbout: string) =>
	watch<ClockRow, ReturnType<typeof input>>({
		name,
		fields: [...peopleFields('all'), byField, dayStartsAtField, leaveOutField],
		input,
		check: checkPeople,
		read: async (client, values, span) => {
			const dates = datesIn(span, values);
			if (dates.length === 0) return [];
			return await withKeptStaff(client, values, async () => {
				const people = without(await readPeople(client, values), values.leave_out);
				const rows: ClockRow[] = [];
				for (const date of dates) {
					rows.push(...(await missingOn(client, rule, date, values, people)));
				}
				return rows;
			});
		},
		key: ({ staffId, date }) => `${isAbout} ${staffId} ${date}`,
		time: { of: ({ by }) => Date.parse(by), lookBack: 0, inParts: true },
	});

/** A field for a time of day, sent as `by`. */
const byField = (displayName: string, name: string, standard: string, description: string) => ({
	displayName,
	name,
	type: 'string' as const,
	required: true,
	default: standard,
	placeholder: 'e.g. 09:30',
	description,
	routing: { send: { type: 'query' as const, property: 'by' } },
});

export const clockIns = clockWatch(
	'clockIns',
	clockIn,
	byField(
		'Clocked In By',
		'clockInBy',
		'09:30',
		'Time of day in Japan by which people should have clocked in, as HH:MM',
	),
	'in',
);

export const clockOuts = clockWatch(
	'clockOuts',
	clockOut,
	byField(
		'Clocked Out By',
		'clockOutBy',
		'22:00',
		'Time of day in Japan by which people should have clocked out, as HH:MM. A time before "Day Starts At" is one of the next day.',
	),
	'out',
);
