import { DateTime } from 'luxon';

import type { All } from '../servers/all.cts';
import { now, slashed, workingDate } from './japan.cts';
import type { Recipe } from './recipe.cts';

type Person = All['akashi']['staff'][number];
const fullName = ({ lastName, firstName }: Person) => `${lastName} ${firstName}`;
const staffPages = ({ akashi }: All) => Math.ceil(akashi.staff.length / 20);

export const notClockedIn: Recipe = {
	name: 'not-clocked-in',
	prepare({ akashi }) {
		const absent = akashi.staff.slice(5, 8).map(({ staffId }) => staffId);
		const off = akashi.staff[7];
		akashi.options.stampsPerDay = (staffId) => (absent.includes(staffId) ? 0 : 4);
		for (const { staffId } of akashi.staff) {
			const category = staffId === off.staffId ? 1 : 0;
			akashi.corrections.set(`${staffId} ${slashed(workingDate())}`, {
				working_day_category: category,
			});
		}
		// Early in the morning nobody of the others would be in.
		for (const { staffId } of akashi.staff.filter((one) => !absent.includes(one.staffId))) {
			akashi.punches.set(staffId, [[now().toFormat('yyyy/MM/dd HH:mm:ss'), 11]]);
		}
	},
	check({ servers, posts, calls }) {
		const lines = servers.akashi.staff
			.slice(5, 7)
			.map((one) => `・${fullName(one)}(${one.organization!.name})`);
		expect(posts).toEqual([['出勤の打刻がまだの人', ...lines].join('\n')]);
		// Stamps of up to 50 people, and the records of those without one.
		expect(calls('akashi')).toBe(staffPages(servers) + 2);
	},
};

/** The calendar month before. */
const lastMonth = () => now().minus({ months: 1 }).startOf('month');
const daysOf = (from: DateTime, to: DateTime) =>
	Array.from({ length: Math.round(to.diff(from, 'days').days) + 1 }, (_, days) =>
		from.plus({ days }),
	);

/** Nobody stamps in these days, but for what `worked` says: minutes of a person on a day. */
function minutesOnly(
	{ akashi }: All,
	days: DateTime[],
	worked: (place: number, weekdaysBefore: number) => number | undefined,
): void {
	akashi.options.stampsPerDay = 0;
	const weekdays = days.filter(({ weekday }) => weekday < 6);
	for (const [place, { staffId }] of akashi.staff.entries()) {
		for (const day of days) {
			const minutes = day.weekday < 6 ? worked(place, weekdays.indexOf(day)) : undefined;
			const at = slashed(day);
			akashi.corrections.set(`${staffId} ${at}`, {
				...(minutes !== undefined && {
					start_time: `${at} 08:00:00`,
					end_time: `${at} 23:59:00`,
					actual_working_hours_no_rounding: minutes,
				}),
			});
		}
	}
}

const monthBefore = () => daysOf(lastMonth(), lastMonth().endOf('month').startOf('day'));

export const checkBeforeClosing: Recipe = {
	name: 'check-before-closing',
	prepare(servers) {
		minutesOnly(servers, monthBefore(), (place, before) =>
			// One is absent for a day.
			place === 3 && before === 4 ? undefined : 480,
		);
		const { akashi } = servers;
		const day = slashed(monthBefore().filter(({ weekday }) => weekday < 6)[6]);
		// Another has no end.
		akashi.punches.set(akashi.staff[5].staffId, [[`${day} 09:00:00`, 11]]);
		akashi.corrections.set(`${akashi.staff[5].staffId} ${day}`, {
			start_time: `${day} 09:00:00`,
			end_time: null,
		});
	},
	check({ servers: { akashi }, mails }) {
		const [stamps, days] = ['打刻漏れ', '欠勤と不明な日'].map(
			(words) => mails.find(({ subject }) => subject === `締め前の確認: ${words}`)!,
		);
		const weekdays = monthBefore().filter(({ weekday }) => weekday < 6);
		const [absent, open] = [akashi.staff[3], akashi.staff[5]];
		const row = (one: Person, day: DateTime, missing: string) =>
			`<tr><td>${one.staffNum}</td><td>${fullName(one)}</td><td>${day.toISODate()}</td><td>${missing}</td><td><a href="">出勤簿</a></td></tr>`;
		// The link is only there at AKASHI's own addresses.
		const rows = stamps.html.match(/<tr><td>.*<\/tr>/g)!;
		const last = rows.map((one) => one.replace('</table>', ''));
		expect(last.toSorted()).toEqual(
			[row(absent, weekdays[4], 'すべての打刻'), row(open, weekdays[6], '退勤')].toSorted(),
		);
		expect(days.text.split('\n').slice(2)).toEqual([
			`${absent.staffNum} ${fullName(absent)}: 勤務のない労働日 1日、時間が分からない日 0日`,
			`${open.staffNum} ${fullName(open)}: 勤務のない労働日 0日、時間が分からない日 1日`,
		]);
		expect(mails).toHaveLength(2);
	},
};

export const payrollCsv: Recipe = {
	name: 'payroll-csv',
	prepare(servers) {
		const from = now().minus({ months: 3 }).startOf('month');
		minutesOnly(servers, daysOf(from, now().startOf('day')), (place, before) =>
			before % 5 === 0 ? 480 + place : undefined,
		);
	},
	check({ servers, mails: [mail], calls }) {
		const { akashi } = servers;
		const end = now().set({ day: 20 }).startOf('day');
		const to = now().day > 20 ? end : end.minus({ months: 1 });
		const days = daysOf(to.minus({ months: 1 }).plus({ days: 1 }), to);
		const rows = akashi.staff.map((one) => {
			const held = akashi.workingRecordsOf(
				one.staffId,
				days[0].toFormat('yyyyMMdd'),
				to.toFormat('yyyyMMdd'),
				{ minutes: true },
			);
			const worked = held.flatMap((day) => day.actual_working_hours_no_rounding ?? []);
			const total = worked.reduce((sum, minutes) => sum + minutes, 0);
			const working = held.filter((day) => day.working_day_category === 0).length;
			return [
				one.staffNum,
				fullName(one),
				days[0].toISODate(),
				to.toISODate(),
				worked.length,
				working - worked.length,
				total,
				total - 480 * worked.length,
			].join();
		});
		const [utf8, sjis] = mail.attachments;
		expect([utf8.name, sjis.name]).toEqual(['payroll-utf8.csv', 'payroll-sjis.csv']);
		expect([...utf8.content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const text = new TextDecoder().decode(utf8.content);
		expect(new TextDecoder('shift_jis').decode(sjis.content)).toBe(text);
		const [header, ...lines] = text.trimEnd().split(/\r?\n/);
		expect(header).toMatch(/^従業員番号,氏名,開始日,終了日,出勤日数,欠勤日数,総労働時間\(分\),/);
		expect(lines.map((line) => line.split(',').slice(0, 8).join())).toEqual(rows);
		// A closing period is at most 31 days, which is one call for up to 50 people.
		expect(calls('akashi')).toBe(staffPages(servers) + 1);
	},
};

export const overtimeWarning: Recipe = {
	name: 'overtime-warning',
	// A month that is over, whatever day it is.
	set: (workflow) => {
		const node = workflow.nodes.find(({ name }) => name === 'Overtime This Month')!;
		node.parameters.period = 'lastMonth';
	},
	prepare(servers) {
		// By the first persons: 80 h 8 min, exactly 45 h, 36 h 12 min, and 36 h exactly.
		const extra = [
			[8, 601],
			[9, 300],
			[12, 181],
			[12, 180],
		];
		minutesOnly(servers, monthBefore(), (place, before) => {
			const [days, minutes] = extra[place] ?? [0, 0];
			return before < days ? 480 + minutes : 480;
		});
	},
	check({ servers: { akashi }, mails }) {
		const expected = [
			[akashi.staff[0], 80, 4808],
			[akashi.staff[1], 36, 2700],
			[akashi.staff[2], 36, 2172],
		] as const;
		const month = lastMonth();
		expect(mails.map(({ to, subject, text }) => [to, subject, text])).toEqual(
			expected.map(([one, hours, minutes]) => [
				[one.email, 'hr@example.com'],
				`時間外労働が${hours}時間を超えています(${fullName(one)})`,
				`${fullName(one)} さんの今月の時間外労働は ${minutes} 分です(${hours}時間 = ${hours * 60}分)。\n期間: ${month.toISODate()} から ${month.endOf('month').toISODate()} まで`,
			]),
		);
	},
};
