import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';

import { midnightOf, workingDay } from '../../../nodes/shared/attendance/days.ts';
import { missingOf } from '../../../nodes/shared/attendance/missing.ts';
import { statusOf } from '../../../nodes/shared/attendance/status.ts';
import { summaryOf } from '../../../nodes/shared/attendance/summary.ts';
import { clockOf, datesOf, daysAfter } from './clock.cts';
import { monthsIn, type Month } from './months.cts';
import {
	reckonedDay,
	reckonedMissing,
	reckonedStatus,
	reckonedSummary,
	type Reckoned,
} from './reckoning.cts';

/** What is reckoned of a month: `saw` is told every outcome, so that a test can count what occurs. */
export type Saw = (outcome: string) => void;

/** The first thing on which the module and the reckoning disagree. */
export interface Difference {
	of: string;
	by: unknown;
	module: unknown;
	reckoned: unknown;
}

function sawSummary({ overtimeLevel, ...figures }: Reckoned, saw: Saw): void {
	const unknown = figures.daysWorked === null ? 'of no days' : 'null';
	saw(`level ${overtimeLevel ?? unknown}`);
	for (const [name, value] of Object.entries(figures))
		saw(`${name} ${value === null ? unknown : value > 0 ? '> 0' : '0'}`);
}

/** Compares everything that can be reckoned of a person's month. */
export function compare({ days, stamps, options, asked }: Month, saw: Saw): Difference | undefined {
	const { period, zone, dayStartsAt } = options;
	const different: Difference[] = [];
	const same = (of: string, by: unknown, module: unknown, reckoned: unknown) => {
		if (!isDeepStrictEqual(module, reckoned)) different.push({ of, by, module, reckoned });
	};

	const summary = reckonedSummary(days, options);
	sawSummary(summary, saw);
	same('summary', { days, options }, summaryOf(days, options), summary);

	const records = new Map(days.map((day) => [day.date, day]));
	for (const date of datesOf(period.from, period.to)) {
		const [mine, record] = [stamps.get(date) ?? [], records.get(date)];
		const missing = reckonedMissing(mine, record);
		if (mine.length > 0 || record) saw(`missing ${missing.join(' ') || 'nothing'}`);
		same('missing', { stamps: mine, record }, missingOf(mine, record), missing);
	}

	for (const { date, now, isDayOff } of asked) {
		const day = reckonedDay(date, dayStartsAt, zone);
		same('day', { date, dayStartsAt, zone }, workingDay(date, dayStartsAt, zone), day);
		same('midnight', { date, zone }, midnightOf(date, zone), clockOf(zone).midnightOf(date));
		const near = [-1, 0, 1].flatMap((days) => stamps.get(daysAfter(date, days)) ?? []);
		const status = reckonedStatus(near, day, now, isDayOff);
		const over = now < day.to ? 'today' : 'over';
		saw(
			`status ${status.status}, ${over}, minutes ${status.workedMinutes === null ? 'null' : 'known'}`,
		);
		const by = { near, day, now, isDayOff };
		same('status', by, statusOf(near, day, now, isDayOff), status);
	}
	return different[0];
}

/** A month in which a difference still shows, with as few days as will do. */
function fewest(month: Month): Difference {
	for (let at = 0; at < month.days.length; ) {
		const fewer = { ...month, days: month.days.filter((_, place) => place !== at) };
		if (compare(fewer, () => {})) month = fewer;
		else at++;
	}
	return compare(month, () => {})!;
}

/** A zone without daylight saving, and two where a day may have 23 to 25 hours. */
const zones = { 'Asia/Tokyo': 0.6, 'America/New_York': 0.2, 'Australia/Lord_Howe': 0.2 };

/** Compares so many random months; throws at the first difference. */
export function compareMonths(runs: number, saw: Saw): void {
	for (const [zone, share] of Object.entries(zones)) {
		const { failed, counterexample, seed, counterexamplePath } = fc.check(
			fc.property(monthsIn(zone), (month) => compare(month, saw) === undefined),
			{ numRuns: runs * share },
		);
		if (!failed) continue;
		const difference = fewest(counterexample![0]);
		const where = JSON.stringify({ seed, path: counterexamplePath });
		throw new Error(`${JSON.stringify(difference, null, '\t')}\n${where}`);
	}
}

// In a process of its own, whose zone is the one of its environment.
if (require.main === module) {
	compareMonths(Number(process.argv[2]), () => {});
	console.log(new Date(2024, 0, 1).getTimezoneOffset());
}
