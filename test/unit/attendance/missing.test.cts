import { missingOf } from '../../../nodes/shared/attendance/missing.ts';
import { recordOf, stampsOf } from './japan.cts';

const date = '2026-04-01';

/** Stamps, the times of the record, and what is missing. */
test.each<[string, string | null, string]>([
	['9:00 in, 18:00 out', null, ''],
	['9:00 in, 12:00 break, 13:00 back, 18:00 out', null, ''],
	['9:00 in, 12:00 out, 15:00 in, 18:00 out', null, ''],
	['22:00 in, 23:30 break, 24:30 back, 28:00 out', null, ''],
	// At the end.
	['9:00 in', null, 'clockOut'],
	['9:00 in, 12:00 break', null, 'breakEnd clockOut'],
	['9:00 in, 12:00 break, 13:00 back', null, 'clockOut'],
	// At the start.
	['18:00 out', null, 'clockIn'],
	['12:00 break, 13:00 back, 18:00 out', null, 'clockIn'],
	['13:00 back, 18:00 out', null, 'clockIn breakStart'],
	// Between.
	['9:00 in, 13:00 in, 18:00 out', null, 'clockOut'],
	['9:00 in, 12:00 break, 13:00 in, 18:00 out', null, 'breakEnd clockOut'],
	['9:00 in, 12:00 out, 18:00 out', null, 'clockIn'],
	['9:00 in, 12:00 break, 18:00 out', null, 'breakEnd'],
	['9:00 in, 12:00 break, 12:30 break, 13:00 back, 18:00 out', null, 'breakEnd'],
	['9:00 in, 13:00 back, 18:00 out', null, 'breakStart'],
	['9:00 in, 12:00 out, 12:30 break, 13:00 back, 18:00 out', null, 'clockIn'],
	['9:00 in, 12:00 out, 13:00 back, 18:00 out', null, 'clockIn breakStart'],
	// All kinds, each named once.
	['13:00 back, 14:00 break', null, 'clockIn breakStart breakEnd clockOut'],
	// A double press is one, a later one is not.
	['9:00 in, 9:05 in, 18:00 out', null, ''],
	['9:00 in, 9:05:01 in, 18:00 out', null, 'clockOut'],
	['9:00 in, 18:00 out, 18:04 out', null, ''],
	['9:00 in, 18:00 out, 18:06 out', null, 'clockIn'],
	// Stamps of an unknown type say nothing.
	['9:00 in, 12:00 other, 18:00 out, 19:00 other', null, ''],
	// Corrected by hand, at both ends of the day only.
	['18:00 out', '9:00-18:00', ''],
	['18:00 out', '?-18:00', 'clockIn'],
	['13:00 back, 18:00 out', '9:00-18:00', 'breakStart'],
	['9:00 in', '9:00-18:00', ''],
	['9:00 in', '9:00-?', 'clockOut'],
	['9:00 in, 12:00 break', '9:00-18:00', 'breakEnd'],
	['9:00 in, 12:00 out, 18:00 out', '9:00-18:00', 'clockIn'],
	['9:00 in, 13:00 in, 18:00 out', '9:00-18:00', 'clockOut'],
	['9:00 in, 13:00 in', '9:00-18:00', 'clockOut'],
	['10:00 out, 18:00 out', '9:00-18:00', 'clockIn'],
	['18:00 out', null, 'clockIn'],
])('%s; record %s: %s', (stamps, times, missing) => {
	const record = times === null ? undefined : recordOf(date, times, null);
	for (const list of [stampsOf(date, stamps), stampsOf(date, stamps).reverse()])
		expect(missingOf(list, record).join(' ')).toBe(missing);
});

/** Without a stamp: the times and category of the record. */
test.each<[string | null, 'legalHoliday' | 'scheduledHoliday' | 'working' | null, string]>([
	[null, 'working', 'all'],
	[null, 'scheduledHoliday', ''],
	[null, 'legalHoliday', ''],
	[null, null, ''],
	['9:00-?', 'working', 'clockOut'],
	['?-18:00', 'legalHoliday', 'clockIn'],
	['9:00-18:00', 'working', ''],
])('no stamps; record %s, %s: %s', (times, category, missing) => {
	const record = recordOf(date, times, null, { category });
	expect(missingOf([], record).join(' ')).toBe(missing);
	expect(missingOf(stampsOf(date, '10:00 other'), record).join(' ')).toBe(missing);
});

test('neither stamps nor a record, such as before someone was hired', () => {
	expect(missingOf([], undefined)).toEqual([]);
});
