import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { DateTime } from 'luxon';
import { z } from 'zod';

import { asId, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { ofField } from '../../../shared/directory';
import { addNamesOption, optionsField } from '../../../shared/fields';
import type { Client } from '../../../shared/client/client';
import { addsNames } from '../../../shared/operation';
import type { Read } from '../../../shared/items';
import type { Values } from '../../../shared/system';
import { zone } from '../../contract';
import { projectDirectory } from '../../lists/projects';
import { projectLocator } from '../../locators';
import { isoDay } from '../../period';
import { personFields, personOf, type OfPerson } from '../../names';
import type { calls, manHourDays } from './contract';
import { withWork, workFields, workOf, type OfWork } from './work';

/** What the two reads of man-hours (6.24, 6.25) share. */

/** Picks the project whose man-hours to read. AKASHI cannot select by project: its answer is filtered. */
export const projectField: INodeProperties = {
	...projectLocator,
	required: false,
	description: 'Project whose man-hours to get. Leave empty for all projects.',
	routing: { send: { type: 'query', property: 'project_id' } },
};

export const namesField = optionsField(
	addNamesOption(
		'staff code, name, organization, project and task to each row. The lists with the names are read once per run unless they are read anyway.',
	),
);

/** One task's minutes and comments of one person on one day. */
export const row = z.object({
	staffId: z.number(),
	...personFields,
	date: z.string(),
	...workFields,
	minutes: z.number().nullable(),
	projectId: z.number().nullable(),
	taskId: z.number().nullable(),
	comment: z.string().nullable(),
	staffComment: z.string().nullable(),
	adminComment: z.string().nullable(),
	closedAt: z.string().nullable(),
	fixedAt: z.string().nullable(),
});

export type Person = Loose<z.infer<typeof manHourDays>[number]>;
type Day = NonNullable<Person['dates']>[number];
type Project = NonNullable<Day['projects']>[number];

/** What a row is made of; no project if there are only comments on the day. */
interface Line extends OfPerson, OfWork {
	staff_id: unknown;
	day: Day;
	project?: Project;
	task_id?: number;
	minutes: number | null;
	comment: string | null;
}

const iso = (time: unknown) => isoOf(asText(time)?.replace(/\//g, '-'), zone);

export const simplify = (line: Line): z.infer<typeof row> => ({
	staffId: asId(line.staff_id),
	...personOf(line),
	date: String(isoDay(line.day.date)),
	...workOf(line),
	minutes: line.minutes,
	projectId: line.project ? asId(line.project.project_id) : null,
	taskId: line.task_id ?? null,
	comment: line.comment,
	staffComment: asText(line.day.staff_comment),
	adminComment: asText(line.day.admin_comment),
	closedAt: iso(line.project?.closed_at),
	fixedAt: iso(line.project?.fixed_at),
});

/** A task of a project has minutes, a comment or both. */
function linesOfProject(staff_id: unknown, day: Day, project: Project): Line[] {
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
	return [...minutes].map(([task_id, sum]) => {
		const line = { staff_id, day, project, task_id, minutes: sum };
		return { ...line, comment: commentOf(task_id) };
	});
}

/** The lines of a person. */
export const linesOf = ({ staff_id, dates }: Person): Line[] =>
	asList(dates).flatMap((day) => {
		const lines = asList(day.projects).flatMap((one) => linesOfProject(staff_id, day, one));
		const commented = lines.length === 0 && (day.staff_comment || day.admin_comment);
		return commented ? [{ staff_id, day, minutes: null, comment: null }] : lines;
	});

/** The man-hours of one project: days and people without it are left out. */
const ofProject = (people: Person[], id: number): Person[] =>
	people.flatMap((person) => {
		const dates = asList(person.dates).flatMap((day) => {
			const projects = asList(day.projects).filter(({ project_id }) => asId(project_id) === id);
			return projects.length > 0 ? { ...day, projects } : [];
		});
		return dates.length > 0 ? { ...person, dates } : [];
	});

/** Refuses a project that nobody knows: no man-hours would look like none worked. */
async function checkProject(client: Client, id: number): Promise<void> {
	await projectDirectory.find(client, id, 'id').catch((error) => {
		throw ofField('Project', error);
	});
}

interface Wanted {
	from: DateTime;
	to: DateTime;
	project_id?: number;
}

/**
 * Reads man-hours: one row per person, day, project and task if simplified, otherwise one per person.
 * @param encode the query
 * @param select the people wanted, of those in the answer; all by default
 */
export const readManHours =
	<V extends Wanted>(
		call: (typeof calls)['listManHours' | 'getManHours'],
		encode: (values: V) => Values,
		select: (client: Client, values: V, answered: Person[]) => Promise<Person[]> | Person[] = (
			_,
			__,
			all,
		) => all,
	): Read<V> =>
	async (client, { values, settings, shape, simplified }): Promise<IDataObject[]> => {
		const { manhours } = (await client.call(call, encode(values))) as {
			manhours?: Person[] | null;
		};
		let people = await select(client, values, asList(manhours));
		const { project_id } = values;
		if (project_id !== undefined) {
			people = ofProject(people, project_id);
			if (people.length === 0) await checkProject(client, project_id);
		}
		if (!simplified) return people.slice(0, settings.limit).map(shape);
		const lines = people.flatMap(linesOf).slice(0, settings.limit);
		const named = addsNames(settings) ? await withWork(client, lines) : lines;
		return named.map(shape);
	};
