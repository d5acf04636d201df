import { asId, asNumber } from '../../../shared/answers';
import type { Break, DayCategory, DayRecord, Stamp } from '../../../shared/attendance/model';
import { isoOf } from '../../../shared/dates';
import { Problem } from '../../../shared/errors';
import { zone } from '../../contract';
import { isoDay } from '../../period';
import type { StaffStamp } from '../../reads/stamps';
import type { StaffRecord } from '../../reads/workingRecords';
import { stampKinds, stampTypes } from '../stamp/contract';
import { workingDayCategories } from '../workingRecord/contract';

/** AKASHI's stamps and days, as attendance is reckoned from them. */

const categories: Record<keyof typeof workingDayCategories, DayCategory> = {
	0: 'working',
	1: 'scheduledHoliday',
	2: 'legalHoliday',
};

/** The vendor's word for a category. */
export const categoryNameOf = (category: DayCategory | null | undefined): string | null => {
	const number = ([0, 1, 2] as const).find((one) => categories[one] === category);
	return number === undefined ? null : workingDayCategories[number];
};

/** A local time in milliseconds since 1970; null if there is none or if it cannot be read. */
function momentOf(local: unknown): number | null {
	const iso = isoOf(local, zone);
	// Text that cannot be read comes without an offset: it must not be taken for a time of this machine's zone.
	return iso !== null && /[+-]\d\d:\d\d$/.test(iso) ? Date.parse(iso) : null;
}

/**
 * A stamp, and whose it is.
 * @throws Problem if its time cannot be read: without it, nobody's day can be told
 */
export function stampOf({ staff_id, stamped_at, type: given }: StaffStamp): [number, Stamp] {
	const [at, type] = [momentOf(stamped_at), asNumber(given) as keyof typeof stampTypes];
	if (at === null) {
		throw new Problem('AKASHI sent a stamp whose time cannot be read', {
			kind: 'refused',
			advice:
				'The node cannot tell to which day it belongs, so it returns nothing for this item. Please report this.',
		});
	}
	return [
		asId(staff_id),
		{ at, kind: stampKinds[type] ?? null, typeName: stampTypes[type] ?? null },
	];
}

type AnsweredBreak = NonNullable<NonNullable<StaffRecord['break_time_results']>[number]>;

const breakOf = (one: AnsweredBreak): Break => ({
	start: momentOf(one.result_break_time_start_time),
	end: momentOf(one.result_break_time_end_time),
	roundedStart: momentOf(one.rounded_break_time_start_time),
	roundedEnd: momentOf(one.rounded_break_time_end_time),
});

/**
 * A day, and whose it is.
 * @throws Problem if it is not known which day
 */
export function recordOf(record: StaffRecord): [number, DayRecord] {
	const date = isoDay(record.date) ?? '';
	if (!/^\d{4}-\d\d-\d\d$/.test(date)) {
		throw new Problem('AKASHI sent a working record whose date cannot be read', {
			kind: 'refused',
			advice: 'The node cannot tell which day it is about. Please report this.',
		});
	}
	const category = asNumber(record.working_day_category) as keyof typeof categories;
	const { break_time_results: breaks } = record;
	return [
		asId(record.staff_id),
		{
			date,
			category: categories[category] ?? null,
			start: momentOf(record.start_time),
			end: momentOf(record.end_time),
			roundedStart: momentOf(record.rounded_start_time),
			roundedEnd: momentOf(record.rounded_end_time),
			worked: asNumber(record.actual_working_hours_no_rounding),
			breaks: Array.isArray(breaks) ? breaks.map(breakOf) : null,
		},
	];
}
