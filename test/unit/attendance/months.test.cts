import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Settings } from 'luxon';

import { compareMonths } from './compare.cts';

/** The attendance rows of random months against a reckoning of their own. */

const figures = [
	...['daysWorked', 'daysAbsent', 'unknownDays', 'missingStamps', 'workedMinutes'],
	...['roundedMinutes', 'breakMinutes', 'scheduledHolidayMinutes', 'legalHolidayMinutes'],
	...['nightMinutes', 'overtimeDailyMinutes', 'overtimeWeeklyMinutes', 'overtimeMinutes'],
	...['lateDays', 'lateMinutes', 'earlyDays', 'earlyMinutes'],
];
/** They are counted, and known whenever there is a day. */
const counted = ['daysWorked', 'unknownDays', 'missingStamps'];

const statuses = [
	...['dayOff', 'notIn'].flatMap((status) =>
		['today', 'over'].map((day) => `${status}, ${day}, minutes null`),
	),
	...['left', 'onBreak', 'working'].flatMap((status) =>
		['today, minutes known', 'today, minutes null', 'over, minutes null'].map(
			(rest) => `${status}, ${rest}`,
		),
	),
	'left, over, minutes known',
];

const outcomes = [
	...statuses.map((status) => `status ${status}`),
	...['nothing', 'all', 'clockIn', 'breakStart', 'breakEnd', 'clockOut'].map(
		(missing) => `missing ${missing}`,
	),
	...['clockIn breakStart', 'breakEnd clockOut', 'clockIn clockOut'].map(
		(missing) => `missing ${missing}`,
	),
	...['of no days', 'within', 'over45', 'over80', 'over100', 'null'].map(
		(level) => `level ${level}`,
	),
	...figures.flatMap((name) => [`${name} of no days`, `${name} 0`, `${name} > 0`]),
	...figures.filter((name) => !counted.includes(name)).map((name) => `${name} null`),
];

test('10,000 random months, in which every outcome occurs', () => {
	const times = new Map(outcomes.map((outcome) => [outcome, 0]));
	compareMonths(10_000, (outcome) => times.set(outcome, (times.get(outcome) ?? 0) + 1));
	expect(
		[...times].filter(([, count]) => count < 20).filter(([one]) => outcomes.includes(one)),
	).toEqual([]);
});

test('the zone of the workflow does not matter', () => {
	const zone = Settings.defaultZone;
	try {
		for (const other of ['America/New_York', 'Pacific/Auckland']) {
			Settings.defaultZone = other;
			compareMonths(300, () => {});
		}
	} finally {
		Settings.defaultZone = zone;
	}
});

test('the zone of the process does not matter', () => {
	const out = execFileSync(
		process.execPath,
		['--require', 'tsx/cjs', join(__dirname, 'compare.cts'), '300'],
		{ env: { ...process.env, TZ: 'America/New_York' }, encoding: 'utf8' },
	);
	expect(out.trim()).toBe('300');
});
