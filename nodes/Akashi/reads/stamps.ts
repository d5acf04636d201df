import { DateTime } from 'luxon';

import { asList, asText, type Answered } from '../../shared/answers';
import { chunks } from '../../shared/concurrency';
import { isoOf } from '../../shared/dates';
import {
	byDaysFromStart,
	byDensity,
	byMonths,
	halves,
	type Span,
} from '../../shared/reading/spans';
import { windows } from '../../shared/reading/windows';
import { limits, zone } from '../contract';
import { counted } from '../counted';
import { calls, stampMonths, stampRows, type AnsweredStamp } from '../resources/stamp/contract';

/**
 * AKASHI shows whole seconds and may keep fractions. It is not documented whether a fraction after the last second
 * of a period is included. So a read requests up to the first second after its period, and drops the stamps of that
 * second, which belong to the next read.
 */

/** A moment as 6.7 and 6.10 take it. */
export const seconds = (at: DateTime) => at.toFormat('yyyyMMddHHmmss');

/** Selects the stamps before the first second after a period; stamps whose time cannot be read are kept. */
export function before(to: DateTime): (stamp: AnsweredStamp) => boolean {
	const end = seconds(to);
	return ({ stamped_at }) => {
		const digits = (asText(stamped_at) ?? '').replace(/\D/g, '');
		return digits.length !== end.length || digits < end;
	};
}

/** Whose stamps to read, and of which time. */
export interface StampsOf extends Span {
	/** IDs; absent for the token's owner. */
	people?: number[];
}

/** A stamp, and whose it is. */
export type StaffStamp = AnsweredStamp & { staff_id: unknown };

/** People and a time span that one call can return; no people means the token's owner. */
interface Window extends Span {
	people: number[];
	/** Several people for a day (6.10), or one person for months (6.7). */
	together: boolean;
	/** Number of parts to make if the answer is cut off. */
	parts?: number;
	/** Requested only up to its last second, not up to the second after it. */
	short?: true;
}

/** One person for six months per call, or 50 people for a day per call: whichever needs fewer calls. */
function plan({ people, ...span }: StampsOf): Window[] {
	const months = byMonths(span, stampMonths);
	if (!people) return months.map((part) => ({ ...part, people: [], together: false }));
	const days = byDaysFromStart(span, 1);
	const groups = chunks(people, limits.staffIds);
	if (people.length * months.length <= groups.length * days.length) {
		return people.flatMap((one) =>
			months.map((part) => ({ ...part, people: [one], together: false })),
		);
	}
	return groups.flatMap((group) =>
		days.map((part) => ({ ...part, people: group, together: true })),
	);
}

/** First and last time of the rows; those of the span if no time can be read. */
function extentOf(stamps: StaffStamp[], { from, to }: Span): { first: DateTime; last: DateTime } {
	const times = stamps.map(({ stamped_at }) => asText(stamped_at) ?? '').filter(Boolean);
	const at = (text: string, otherwise: DateTime) => {
		const moment = DateTime.fromISO(isoOf(text, zone) ?? '', { zone });
		return moment.isValid ? moment : otherwise;
	};
	// All have the same form, so they sort as text.
	const [first, last] = times.reduce(
		([low, high], time) => [time < low ? time : low, time > high ? time : high],
		[times[0] ?? '', ''],
	);
	return { first: at(first, from), last: at(last, to) };
}

/** Splits time first, then people. Only the rows of one person show their density in time. */
function split(window: Window, stamps: StaffStamp[]): Window[] | undefined {
	const { together, parts: most = 2 } = window;
	if (together) {
		const parts = halves(window);
		if (parts) return parts.map((part) => ({ ...window, ...part }));
	} else {
		const { parts, rest } = byDensity(window, extentOf(stamps, window), most) ?? {};
		const smaller = parts?.map((part) => ({ ...window, ...part, parts: undefined }));
		if (smaller) return rest ? [...smaller, { ...window, ...rest, parts: 2 * most }] : smaller;
	}
	const { people } = window;
	if (people.length < 2) return undefined;
	return chunks(people, Math.ceil(people.length / 2)).map((part) => ({ ...window, people: part }));
}

/**
 * The documentation leaves open whether exactly a day or six months is too long (6.7, 6.10: "up to"), and whether "a
 * day" may go over midnight. A span of that length is requested, and if it is refused, its last second is requested
 * separately, then each date by itself. If AKASHI does not accept a span up to midnight either, the last second is
 * requested as the documentation shows it.
 */
function instead(window: Window): { form: string; windows: Window[] } | undefined {
	const { from, to, together, short } = window;
	const last = to.minus({ seconds: 1 });
	const cut = (form: string, at: DateTime) => ({
		form,
		windows: [
			{ ...window, to: at },
			{ ...window, from: at },
		],
	});
	if (+to === +from.plus(together ? { days: 1 } : { months: stampMonths })) {
		return cut(together ? 'a whole day' : 'six whole months', last);
	}
	if (+from === +last) {
		return short
			? undefined
			: { form: 'a second across midnight', windows: [{ ...window, short: true }] };
	}
	const midnight = to.startOf('day');
	if (!together || midnight <= from) return undefined;
	return +midnight === +to
		? cut('a span up to midnight', last)
		: cut('a span over midnight', midnight);
}

/** Stamps of people (6.7, 6.10), in as few calls as possible. */
export const readStamps = windows<StampsOf, Window>((_, { values }) => plan(values), {
	call: ({ people, together }) =>
		together
			? calls.listStampsOfMany
			: people.length === 1
				? calls.listStamps
				: calls.listOwnStamps,
	values: ({ people, together, from, to, short }) => ({
		start_date: seconds(from),
		end_date: seconds(short ? from : to),
		...(together
			? { staff_ids: people.join(',') }
			: people.length === 1
				? { staff_id: people[0] }
				: {}),
	}),
	rows: (payload, { together }): StaffStamp[] =>
		(together
			? asList((payload as Answered<typeof calls.listStampsOfMany>).multiple_stamps)
			: [payload as Answered<typeof calls.listStamps>]
		).flatMap(({ staff_id, stamps, count }) =>
			counted(stamps, count).map((one): StaffStamp => ({ staff_id, ...one })),
		),
	own: ({ to }) => before(to),
	cap: stampRows,
	split,
	instead,
	name: ({ people, from }) =>
		`${people.length === 0 ? "the token's owner" : `staff ${people.join(', ')}`} at ${from.toISO()}`,
});
