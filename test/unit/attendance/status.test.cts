import { workingDateOf, workingDay } from '../../../nodes/shared/attendance/days.ts';
import { statusOf } from '../../../nodes/shared/attendance/status.ts';
import { at, stampsOf, zone } from './japan.cts';

const date = '2026-04-01';
const day = workingDay(date, 5, zone);

/** Stamps, the time now, and the status, minutes worked and minutes of breaks that come of them. */
test.each<[string, string, string, number | null, number | null]>([
	['', '12:00', 'notIn', null, null],
	['9:00 in', '12:00', 'working', 180, 0],
	['9:00 in', '12:00:59', 'working', 180, 0],
	['9:00 in', '8:59', 'working', 0, 0],
	['9:00 in, 12:00 break', '12:20', 'onBreak', 180, 20],
	['9:00 in, 12:00 break, 13:00 back', '15:00', 'working', 300, 60],
	['9:00 in, 12:00 break, 13:00 back, 18:00 out', '20:00', 'left', 480, 60],
	// The day is over at 5:00.
	['9:00 in, 12:00 break, 13:00 back, 18:00 out', '29:00', 'left', 480, 60],
	['9:00 in', '28:59:59', 'working', 1199, 0],
	['9:00 in', '29:00', 'working', null, null],
	['9:00 in, 12:00 break', '29:00', 'onBreak', null, null],
	// A night shift, its break over midnight.
	['22:00 in, 23:30 break, 24:30 back, 28:59 out', '29:00', 'left', 359, 60],
	// Stamps before and after the working day.
	['4:59 in', '12:00', 'notIn', null, null],
	['5:00 in', '6:00', 'working', 60, 0],
	['9:00 in, 29:00 out', '30:00', 'working', null, null],
	// Two shifts; the time between is no break.
	['9:00 in, 12:00 out, 15:00 in, 18:00 out', '20:00', 'left', 360, 0],
	['9:00 in, 12:00 out, 15:00 in', '16:00', 'working', 240, 0],
	// A double press counts once, more than five minutes later it does not.
	['9:00 in, 9:05 in', '10:00', 'working', 60, 0],
	['9:00 in, 9:05:01 in', '10:00', 'working', null, null],
	['9:00 in, 9:04 in, 9:08 in', '10:00', 'working', null, null],
	['9:00 in, 9:01 other, 9:02 in, 18:00 out', '20:00', 'left', 540, 0],
	['9:00 in, 18:00 out, 18:03 out', '20:00', 'left', 540, 0],
	['9:00 in, 9:01 out, 9:02 in', '9:10', 'working', 9, 0],
	// Seconds are added up before they are cut off.
	['9:00:30 in, 10:00 out, 11:00:30 in, 12:00 out', '20:00', 'left', 119, 0],
	// What is not in order.
	['18:00 out', '20:00', 'left', null, null],
	['9:00 in, 10:00 in', '11:00', 'working', null, null],
	['12:00 break', '13:00', 'onBreak', null, null],
	['9:00 in, 12:00 break, 12:10 break', '13:00', 'onBreak', null, null],
	['9:00 in, 13:00 back', '14:00', 'working', null, null],
	['9:00 in, 12:00 break, 18:00 out', '20:00', 'left', null, null],
	// By the last stamp of all, not by a clock-in that exists.
	['9:00 in, 18:00 out, 19:00 other', '20:00', 'left', 540, 0],
	['10:00 other', '12:00', 'notIn', null, null],
])('%s, at %s', (stamps, now, status, workedMinutes, breakMinutes) => {
	for (const list of [stampsOf(date, stamps), stampsOf(date, stamps).reverse()]) {
		const found = statusOf(list, day, at(date, now), false);
		expect(found).toMatchObject({ status, workedMinutes, breakMinutes });
	}
});

test('first in, last out and the last stamp are those of all stamps', () => {
	const stamps = stampsOf(
		date,
		'4:00 in, 9:00 in, 9:02 in, 12:00 out, 18:00 out, 18:02 out, 19:00 other, 30:00 out',
	);
	expect(statusOf(stamps, day, at(date, '31:00'), false)).toMatchObject({
		firstIn: at(date, '9:00'),
		lastOut: at(date, '18:02'),
		lastStampAt: at(date, '19:00'),
		lastStampTypeName: 'other',
	});
});

test('a day off is one only without stamps', () => {
	const now = at(date, '12:00');
	expect(statusOf([], day, now, true)).toEqual({
		...{ status: 'dayOff', firstIn: null, lastOut: null, lastStampAt: null },
		...{ lastStampTypeName: null, workedMinutes: null, breakMinutes: null },
	});
	expect(statusOf(stampsOf(date, '10:00 other'), day, now, true).status).toBe('dayOff');
	expect(statusOf(stampsOf(date, '9:00 in'), day, now, true).status).toBe('working');
});

test.each(['Asia/Tokyo', 'America/New_York', 'Australia/Lord_Howe'])(
	'a moment lies within its working day in %s',
	(zone) => {
		for (const first of ['2024-03-09', '2024-04-06', '2024-10-05', '2024-11-02']) {
			for (const startsAt of [0, 3, 5, 12, 23]) {
				const { from } = workingDay(first, startsAt, zone);
				for (let at = from; at < from + 3 * 86_400_000; at += 1_800_000) {
					const own = workingDay(workingDateOf(at, startsAt, zone), startsAt, zone);
					const isWithin = at >= own.from && at < own.to;
					expect([new Date(at).toISOString(), startsAt, isWithin]).toEqual([
						...[new Date(at).toISOString(), startsAt, true],
					]);
				}
			}
		}
	},
);
