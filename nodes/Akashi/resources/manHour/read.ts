import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import type { ItemRequest } from '../../../shared/operation';
import type { Values } from '../../../shared/system';
import { zone } from '../../contract';
import { periodFields } from '../../period';
import type { calls, manHourDays } from './contract';

/** What the two reads of man-hours (6.24, 6.25) share. */

export const period = periodFields(
	'First day (Japan time). Leave empty for the first day of this month.',
	'Last day (Japan time), included. Leave empty for the last day of this month.',
	false,
);

/** One task's minutes and comments of one person on one day. */
export const row = z.object({
	staffId: z.number(),
	date: z.string(),
	projectId: z.number().nullable(),
	taskId: z.number().nullable(),
	minutes: z.number().nullable(),
	comment: z.string().nullable(),
	staffComment: z.string().nullable(),
	adminComment: z.string().nullable(),
	closedAt: z.string().nullable(),
	fixedAt: z.string().nullable(),
});
type Row = z.infer<typeof row>;

type Person = Loose<z.infer<typeof manHourDays>[number]>;
type Day = NonNullable<Person['dates']>[number];
type Project = NonNullable<Day['projects']>[number];

/** `yyyy-mm-dd`, however AKASHI wrote it. */
const dashed = (date: unknown) =>
	String(date)
		.replace(/\D/g, '')
		.replace(/^(....)(..)(..).*/, '$1-$2-$3');

const iso = (time: unknown) => isoOf(asText(time)?.replace(/\//g, '-'), zone);

/** A task of a project has minutes, a comment or both. */
function rowsOfProject(project: Project, day: Row): Row[] {
	const hours = asList(project.daily_hour_items);
	const comments = asList(project.daily_comment_items);
	const commentOf = (taskId: number) =>
		comments
			.filter((one) => asId(one.task_id) === taskId)
			.map(({ comment }) => asText(comment))
			.filter(Boolean)
			.join('\n') || null;
	const minutes = new Map<number, number | null>();
	// Ids (example of 6.25) and minutes (seen) come as numbers and as text.
	for (const { task_id } of comments) minutes.set(asId(task_id), null);
	for (const { task_id, minute } of hours) {
		const before = minutes.get(asId(task_id)) ?? null;
		const more = asNumber(minute);
		minutes.set(asId(task_id), more === null ? before : (before ?? 0) + more);
	}
	return [...minutes].map(([taskId, sum]) => ({
		...day,
		projectId: asId(project.project_id),
		taskId,
		minutes: sum,
		comment: commentOf(taskId),
		closedAt: iso(project.closed_at),
		fixedAt: iso(project.fixed_at),
	}));
}

/** Rows of a day; one without a task if there are only comments on the day. */
function rowsOfDay(staffId: number, { date, projects, staff_comment, admin_comment }: Day): Row[] {
	const day: Row = {
		staffId,
		date: dashed(date),
		projectId: null,
		taskId: null,
		minutes: null,
		comment: null,
		staffComment: asText(staff_comment),
		adminComment: asText(admin_comment),
		closedAt: null,
		fixedAt: null,
	};
	const rows = asList(projects).flatMap((project) => rowsOfProject(project, day));
	return rows.length === 0 && (staff_comment || admin_comment) ? [day] : rows;
}

/**
 * Reads man-hours: one row per person, day, project and task if simplified, otherwise one per person.
 * @param encode the query
 */
export const readManHours =
	<V extends IDataObject>(
		call: (typeof calls)['listManHours' | 'getManHours'],
		encode: (values: V) => Values = (values) => values,
	) =>
	async (client: Client, { values, settings, shape }: ItemRequest<V>) => {
		const { manhours } = (await client.call(call, encode(values))) as {
			manhours?: Person[] | null;
		};
		const people = asList(manhours);
		if (settings.simplify !== true) return people.map(shape);
		return people.flatMap(({ staff_id, dates }) =>
			asList(dates).flatMap((day) => rowsOfDay(asId(staff_id), day)),
		);
	};
