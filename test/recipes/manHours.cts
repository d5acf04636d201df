import type { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { All } from '../servers/all.cts';
import { now, slashed } from './japan.cts';
import type { Recipe } from './recipe.cts';

/** A weekday of last week. */
const lastWeek = (weekday: number) =>
	now()
		.minus({ weeks: 1 })
		.startOf('week')
		.plus({ days: weekday - 1 });

const event = (code: string, subject: string, day: DateTime, from: string, to: string) => ({
	従業員番号: code,
	件名: subject,
	開始: `${day.toISODate()} ${from}`,
	終了: `${day.toISODate()} ${to}`,
});

/** Two days of one person and one of another, of whom the last has no working time. */
const events = ({ akashi: { staff } }: All): IDataObject[] => {
	const [one, other] = [staff[2].staffNum!, staff[3].staffNum!];
	return [
		event(one, '販売管理の設計', lastWeek(1), '09:00', '11:30'),
		event(one, '販売管理の設計', lastWeek(1), '13:00', '14:00'),
		event(one, '歯医者', lastWeek(1), '15:00', '16:00'),
		event(one, '販売管理の試験', lastWeek(2), '09:00', '09:45'),
		// Longer than the work of that day.
		event(one, '販売管理の設計', lastWeek(3), '08:00', '20:00'),
		event(other, '販売管理の試験', lastWeek(2), '10:00', '11:00'),
	];
};

export const manHoursFromCalendar: Recipe = {
	name: 'man-hours-from-a-calendar',
	prepare({ akashi }) {
		akashi.options.stampsPerDay = 0;
		for (const weekday of [1, 2, 3]) {
			const day = slashed(lastWeek(weekday));
			akashi.corrections.set(`${akashi.staff[2].staffId} ${day}`, {
				start_time: `${day} 09:00:00`,
				end_time: `${day} 18:00:00`,
				actual_working_hours_no_rounding: 480,
			});
		}
	},
	tables: ({ akashi: { projects } }) => {
		const [{ project_code, tasks }] = projects;
		const words = (subject: string, place: number) => ({
			subject,
			projectCode: project_code!,
			taskCode: tasks[place].code!,
		});
		return { 'Calendar Words': [words('販売管理の設計', 0), words('販売管理の試験', 1)] };
	},
	form: (servers) => [{ name: 'calendar.xlsx', rows: events(servers) }],
	check({ servers: { akashi }, mails: [mail] }) {
		const [{ staffId, staffNum }, other] = akashi.staff.slice(2, 4);
		expect(Object.fromEntries(akashi.manHours)).toEqual({
			[`${staffId}|${lastWeek(1).toISODate()}|7001|8001`]: 210,
			[`${staffId}|${lastWeek(2).toISODate()}|7001|8004`]: 45,
		});
		expect(
			mail.text
				.split('\n')
				.slice(2)
				.map((line) => line.trimEnd()),
		).toEqual([
			`${staffNum} ${lastWeek(3).toISODate()}: カレンダー 720分、勤務 480分`,
			`${other.staffNum} ${lastWeek(2).toISODate()}: カレンダー 60分、勤務 分`,
		]);
	},
};

export const manHoursOfProject: Recipe = {
	name: 'man-hours-of-a-project-to-a-sheet',
	prepare({ akashi }) {
		const end =
			now().day > 20 ? now().set({ day: 20 }) : now().set({ day: 20 }).minus({ months: 1 });
		for (const [place, { staffId }] of akashi.staff.slice(0, 6).entries()) {
			for (const back of [0, 3]) {
				const day = end.minus({ days: back }).toISODate();
				akashi.manHours.set(`${staffId}|${day}|7001|${[8001, 8004][place % 2]}`, 60 + place);
				// Another project, and a day after the period.
				const [, { project_id, tasks }] = akashi.projects;
				akashi.manHours.set(`${staffId}|${day}|${project_id}|${tasks[0].task_id}`, 30);
			}
			const after = end.plus({ days: 1 }).toISODate();
			akashi.manHours.set(`${staffId}|${after}|7001|8001`, 500);
		}
	},
	check({ servers: { akashi }, run, mails: [mail] }) {
		const rows = run.items('Columns of the Sheet').map(({ json }) => json);
		const [project] = akashi.projects;
		const expected = akashi.staff.slice(0, 6).map((one, place) => ({
			プロジェクト: project.name,
			タスク: project.tasks[place % 2].name,
			従業員番号: one.staffNum,
			氏名: `${one.lastName} ${one.firstName}`,
			'工数(分)': String(2 * (60 + place)),
		}));
		const byNumber = (list: IDataObject[]) =>
			list.toSorted((a, b) => (String(a['従業員番号']) < String(b['従業員番号']) ? -1 : 1));
		expect(byNumber(rows)).toEqual(expected);
		expect(mail.attachments.map(({ name }) => name)).toEqual(['man-hours.xlsx']);
		// A workbook is a ZIP archive.
		expect(mail.attachments[0].content.subarray(0, 2).toString()).toBe('PK');
	},
};
