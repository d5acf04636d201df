import type { DateTime } from 'luxon';

import { asList, type Answered, type Loose } from '../../shared/answers';
import { chunks } from '../../shared/concurrency';
import { byDays, type Span } from '../../shared/reading/spans';
import { windows } from '../../shared/reading/windows';
import { limits } from '../contract';
import { calls, workingRecordDays, type WorkingRecord } from '../resources/workingRecord/contract';

/**
 * Whether breaks are read. `always`: days that come without them are requested one by one. `ifTold`: a span that AKASHI
 * does not answer with breaks is read once more without them.
 */
type Breaks = 'always' | 'ifTold' | 'never';

/** Whose days to read: from the first moment of a day up to that of the day after the last. */
export interface RecordsOf extends Span {
	people: number[];
	breaks: Breaks;
}

/** A day, and whose it is. */
export type StaffRecord = Loose<WorkingRecord> & { staff_id?: unknown };

const day8 = (at: DateTime) => at.toFormat('yyyyMMdd');
const dayOf = ({ date }: StaffRecord) => String(date).replace(/\D/g, '');

/** What to request for a span with breaks, which the documentation does not allow; undefined for allowed spans. */
function instead(window: RecordsOf): RecordsOf[] | undefined {
	const days = window.breaks === 'never' ? [] : byDays(window, 1);
	if (days.length < 2) return undefined;
	return window.breaks === 'always'
		? days.map((span) => ({ ...window, ...span }))
		: [{ ...window, breaks: 'never' }];
}

/** The rows of the days that came with breaks, and windows for the days that did not. */
function withBreaks(window: RecordsOf, rows: StaffRecord[]) {
	const whole = new Set(rows.filter((row) => Array.isArray(row.break_time_results)).map(dayOf));
	const missing = (instead(window) ?? []).filter(({ from }) => !whole.has(day8(from)));
	if (missing.length === 0) return { rows, windows: [] };
	return { rows: rows.filter((row) => whole.has(dayOf(row))), windows: missing };
}

/** The rows of a span, and a window without breaks from the first to the last day that nobody has. */
function withoutBreaks(window: RecordsOf, rows: StaffRecord[]) {
	const days = instead(window) ? byDays(window, 1) : [];
	const came = new Set(rows.map(dayOf));
	const missing = days.filter(({ from }) => !came.has(day8(from)));
	const [first, last] = [missing[0], missing[missing.length - 1]];
	if (!first) return { rows, windows: [] };
	const again: RecordsOf = { ...window, from: first.from, to: last.to, breaks: 'never' };
	const [start, end] = [day8(first.from), day8(last.from)];
	return {
		rows: rows.filter((row) => dayOf(row) < start || dayOf(row) > end),
		windows: [again],
	};
}

/**
 * 6.11: working records, 50 people × 31 days per call. The documentation allows breaks for one day only, but clients
 * get them for a whole span. So the whole span is requested, then what `Breaks` says if it is refused or incomplete.
 */
export const readRecords = windows<RecordsOf, RecordsOf>(
	(_, { values: { people, from, to, breaks } }) => {
		const spans = byDays({ from, to }, workingRecordDays);
		return chunks(people, limits.staffIds).flatMap((group) =>
			spans.map((span) => ({ ...span, people: group, breaks })),
		);
	},
	{
		call: () => calls.listWorkingRecords,
		values: ({ people, from, to, breaks }) => ({
			start_date: day8(from),
			...(breaks !== 'never' && +to <= +from.plus({ days: 1 })
				? {}
				: { end_date: day8(to.minus({ days: 1 })) }),
			...(breaks !== 'never' ? { include_break_results: '1' } : {}),
			include_actual_working_hours_no_rounding: '1',
			staff_ids: people.join(','),
		}),
		rows: (payload: Answered<typeof calls.listWorkingRecords>): StaffRecord[] =>
			asList(Array.isArray(payload) ? payload : payload?.response).flatMap(
				({ staff_id, working_records }) =>
					asList(working_records).map((record): StaffRecord => ({ staff_id, ...record })),
			),
		// The documentation states no maximum number of rows.
		cap: Infinity,
		split: () => undefined,
		instead: (window) => {
			const others = instead(window);
			return others && { form: 'breaks of several days', windows: others };
		},
		rest: (window, rows: StaffRecord[]) =>
			window.breaks === 'ifTold' ? withoutBreaks(window, rows) : withBreaks(window, rows),
		name: ({ from }) => day8(from),
	},
);
