import { DateTime } from 'luxon';
import { z } from 'zod';

import type { MissingStamp } from './missing';
import type { Person, Stamp } from './model';
import { inOrder, isKnown, type KnownStamp } from './sequence';
import type { DailyStatus } from './status';
import type { Summary } from './summary';

/** The rows of every system's Attendance, so that they can be put under each other; "Simplify" keeps the first ten fields. */

const text = z.string().nullable();
const number = z.number().nullable();

/** The fields that name a person, and those of them that are less used. */
const person = {
	staffId: z.union([z.number(), z.string()]),
	staffCode: text,
	name: text,
};
const furtherOfPerson = { organizationId: number };

const personOf = ({ staffId, staffCode, name }: Person) => ({ staffId, staffCode, name });

/** A moment as ISO 8601 with the offset of a zone. */
const isoAt = (at: number | null, zone: string): string | null =>
	at === null ? null : DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true });

export const statusRow = z.object({
	...person,
	organizationName: text,
	status: z.enum(['dayOff', 'left', 'notIn', 'onBreak', 'working']),
	firstIn: text,
	lastOut: text,
	lastStampAt: text,
	lastStampTypeName: text,
	workedMinutes: number,
	date: z.string(),
	breakMinutes: number,
	email: text,
	...furtherOfPerson,
});

/** The row of a person's status on a day (`yyyy-mm-dd`). */
export const statusRowOf = (
	whose: Person,
	date: string,
	{ status, workedMinutes, breakMinutes, lastStampTypeName, ...times }: DailyStatus,
	zone: string,
): z.infer<typeof statusRow> => ({
	...personOf(whose),
	organizationName: whose.organizationName,
	status,
	firstIn: isoAt(times.firstIn, zone),
	lastOut: isoAt(times.lastOut, zone),
	lastStampAt: isoAt(times.lastStampAt, zone),
	lastStampTypeName,
	workedMinutes,
	date,
	breakMinutes,
	email: whose.email,
	organizationId: whose.organizationId,
});

export const missingRow = z.object({
	...person,
	email: text,
	organizationName: text,
	date: z.string(),
	missing: z.string(),
	missingNames: z.string(),
	stamps: z.string(),
	sheetUrl: text,
	workingDayCategoryName: text,
	firstIn: text,
	lastOut: text,
	...furtherOfPerson,
});

/** The words of a Japanese time sheet. */
const missingNames: Record<MissingStamp, string> = {
	all: 'すべての打刻',
	breakEnd: '休憩戻',
	breakStart: '休憩入',
	clockIn: '出勤',
	clockOut: '退勤',
};

/** What is there, in words: `出勤 09:01, 休憩入 12:00`. */
const stampsInWords = (stamps: Stamp[], zone: string) =>
	inOrder(stamps)
		.map(({ at, typeName }) =>
			[typeName, DateTime.fromMillis(at, { zone }).toFormat('HH:mm')].filter(Boolean).join(' '),
		)
		.join(', ');

/** A day on which stamps are missing. */
export interface MissingDay {
	/** `yyyy-mm-dd`. */
	date: string;
	missing: MissingStamp[];
	/** What was stamped on the day. */
	stamps: Stamp[];
	/** The system's own word for the kind of the day. */
	categoryName: string | null;
	/** The person's sheet on the system's site. */
	sheetUrl: string | null;
}

/** The row of a person and a day on which stamps are missing. */
export function missingRowOf(
	whose: Person,
	{ date, missing, stamps, categoryName, sheetUrl }: MissingDay,
	zone: string,
): z.infer<typeof missingRow> {
	const known = inOrder(stamps.filter(isKnown));
	const ofKind = (kind: KnownStamp['kind']) => known.filter((one) => one.kind === kind);
	return {
		...personOf(whose),
		email: whose.email,
		organizationName: whose.organizationName,
		date,
		missing: missing.join(', '),
		missingNames: missing.map((one) => missingNames[one]).join(', '),
		stamps: stampsInWords(stamps, zone),
		sheetUrl,
		workingDayCategoryName: categoryName,
		firstIn: isoAt(ofKind('clockIn')[0]?.at ?? null, zone),
		lastOut: isoAt(ofKind('clockOut').at(-1)?.at ?? null, zone),
		organizationId: whose.organizationId,
	};
}

export const summaryRow = z.object({
	...person,
	organizationName: text,
	daysWorked: number,
	daysAbsent: number,
	workedMinutes: number,
	overtimeMinutes: number,
	missingStamps: number,
	overtimeLevel: z.enum(['over100', 'over45', 'over80', 'within']).nullable(),
	startDate: z.string(),
	endDate: z.string(),
	roundedMinutes: number,
	breakMinutes: number,
	scheduledHolidayMinutes: number,
	legalHolidayMinutes: number,
	nightMinutes: number,
	overtimeDailyMinutes: number,
	overtimeWeeklyMinutes: number,
	lateDays: number,
	lateMinutes: number,
	earlyDays: number,
	earlyMinutes: number,
	unknownDays: number,
	email: text,
	...furtherOfPerson,
});

/** The row of a person's sums over a period (first and last day, `yyyy-mm-dd`). */
export function summaryRowOf(
	whose: Person,
	summary: Summary,
	period: { from: string; to: string },
): z.infer<typeof summaryRow> {
	const { daysWorked, daysAbsent, workedMinutes, overtimeMinutes, missingStamps, ...more } =
		summary;
	const { overtimeLevel, ...further } = more;
	return {
		...personOf(whose),
		organizationName: whose.organizationName,
		daysWorked,
		daysAbsent,
		workedMinutes,
		overtimeMinutes,
		missingStamps,
		overtimeLevel,
		startDate: period.from,
		endDate: period.to,
		...further,
		email: whose.email,
		organizationId: whose.organizationId,
	};
}
