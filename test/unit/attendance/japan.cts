import type { Break, DayRecord, Stamp, StampKind } from '../../../nodes/shared/attendance/model.ts';

/** Days and stamps in Japan, as one would write them down. */

export const zone = 'Asia/Tokyo';

/** A moment on a day: `9:00`, `9:00:30`, or `25:30` for half past one on the day after. */
export function at(date: string, time: string): number {
	const [hours, minutes, seconds = 0] = time.split(':').map(Number);
	return Date.parse(`${date}T00:00+09:00`) + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const kinds: Record<string, StampKind | null> = {
	in: 'clockIn',
	out: 'clockOut',
	break: 'breakStart',
	back: 'breakEnd',
	other: null,
};

/** Stamps of a day from `9:00 in, 12:00 break`. */
export const stampsOf = (date: string, text: string): Stamp[] =>
	text.split(', ').flatMap((one) => {
		const [time, word] = one.split(' ');
		return word ? [{ at: at(date, time), kind: kinds[word], typeName: word }] : [];
	});

/** A span such as `9:00-18:00`, where `?` is a time that is missing. */
const spanOf = (date: string, text: string) =>
	text.split('-').map((time) => (time === '?' ? null : at(date, time)));

/** A record: times from `9:00-18:00`, breaks from `12:00-13:00, 15:00-15:10`, null if not told. */
export function recordOf(
	date: string,
	times: string | null,
	breaks: string | null,
	more: Partial<DayRecord> = {},
): DayRecord {
	const [start, end] = times === null ? [null, null] : spanOf(date, times);
	const list = breaks === '' ? [] : breaks?.split(', ');
	return {
		...{ date, start, end, category: 'working', worked: null },
		...{ roundedStart: start, roundedEnd: end },
		breaks:
			list?.map((one): Break => {
				const [from, to] = spanOf(date, one);
				return { start: from, end: to, roundedStart: from, roundedEnd: to };
			}) ?? null,
		...more,
	};
}
