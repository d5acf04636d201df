import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { optionsField } from '../../../shared/fields';
import { asId, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import { badInput } from '../../../shared/errors';
import { idWords, wholeNumber } from '../../../shared/inputs';
import { locatedBy } from '../../../shared/located';
import { operation } from '../../../shared/operation';
import { batches } from '../../../shared/writing/batches';
import { limits } from '../../contract';
import {
	projectId,
	projectLocator,
	staffId,
	staffLocator,
	taskLocator,
	taskOfProject,
} from '../../locators';
import { isoDay, projectDay } from '../../period';
import { calls, minutesADay } from './contract';

/** One task's minutes of one person on one day. */
interface Entry extends IDataObject {
	staff_id: number;
	date: string;
	project_id: number;
	task_id: number;
	minute: number;
}

interface Project {
	project_id: number;
	daily_hour_items: Array<{ task_id: number; minute: number }>;
}
interface ManHours {
	staff_id: number;
	dates: Array<{ date: string; projects: Project[] }>;
}

type AnsweredManHours = Loose<ManHours>;

const keyOf = ({ staff_id, date, project_id, task_id }: Entry) =>
	[asId(staff_id), asText(date)?.replace(/\D/g, ''), asId(project_id), asId(task_id)].join('|');

/** The entries in the nesting of 6.26: person, day, project, task. */
function nest(entries: Entry[]): ManHours[] {
	const found = <T extends object>(list: T[], matches: (one: T) => boolean, made: T): T => {
		const there = list.find(matches);
		if (!there) list.push(made);
		return there ?? made;
	};
	const people: ManHours[] = [];
	for (const { staff_id, date, project_id, task_id, minute } of entries) {
		const { dates } = found(people, (one) => one.staff_id === staff_id, { staff_id, dates: [] });
		const { projects } = found(dates, (one) => one.date === date, { date, projects: [] });
		const project = found(projects, (one) => one.project_id === project_id, {
			project_id,
			daily_hour_items: [],
		});
		project.daily_hour_items.push({ task_id, minute });
	}
	return people;
}

/** The nesting of an answer as entries. */
const flatten = (manHours: AnsweredManHours[] | null | undefined): Entry[] =>
	asList(manHours).flatMap(({ staff_id, dates }) =>
		asList(dates).flatMap(({ date, projects }) =>
			asList(projects).flatMap(({ project_id, daily_hour_items }) =>
				asList(daily_hour_items).map((one) => ({ staff_id, date, project_id, ...one }) as Entry),
			),
		),
	);

/** 6.26: sets the minutes of a person, day, project and task. */
export const upsert = operation({
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update man-hours',
		description:
			'Create a new man-hour record, or update the current one if it already exists (upsert)',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
		{
			displayName: 'Date',
			name: 'date',
			type: 'dateTime',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'Day on which the work was done (Japan time)',
			routing: { send: { type: 'body', property: 'date' } },
		},
		{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } },
		{ ...taskLocator, routing: { send: { type: 'body', property: 'task_id' } } },
		{
			displayName: 'Minutes',
			name: 'minutes',
			type: 'number',
			required: true,
			typeOptions: { minValue: 0, maxValue: minutesADay },
			default: 0,
			description: 'Minutes worked on the task that day',
			routing: { send: { type: 'body', property: 'minute' } },
		},
		optionsField({
			displayName: 'Add Up Duplicate Rows',
			name: 'addUp',
			type: 'boolean',
			default: false,
			description:
				'Whether to add up the minutes of items for the same person, day, project and task. If off, such items are refused, since only the last one would count.',
		}),
	],
	input: (zones, client) =>
		z
			.object({
				staff_id: staffId(client),
				date: projectDay(zones),
				project_id: projectId(client),
				task_id: z.unknown(),
				minute: wholeNumber(0, minutesADay),
			})
			.transform(locatedBy('task_id', taskOfProject(client), idWords)),
	key: keyOf,
	doubles: 'To add up their minutes, turn on Options → Add Up Duplicate Rows.',
	merge: (earlier, later, { options }) => {
		if ((options as IDataObject | undefined)?.addUp !== true) return undefined;
		const minute = earlier.minute + later.minute;
		return minute <= minutesADay
			? { ...earlier, minute }
			: badInput('Minutes', `adds up to ${minute} on that day, but must be at most ${minutesADay}`);
	},
	execute: batches<Entry>({
		call: calls.upsertManHours,
		size: limits.records,
		body: (entries) => ({ manhours: nest(entries) as never }),
		rows: (payload: { manhours?: AnsweredManHours[] } | null) => flatten(payload?.manhours),
		names: { sent: (entry) => [keyOf(entry)], answered: (row) => [keyOf(row as Entry)] },
	}),
	writes: true,
	simplify: ({ staff_id, date, project_id, task_id, minute }: Loose<Entry>) => ({
		staffId: asId(staff_id),
		date: String(isoDay(date)),
		minutes: asNumber(minute),
		projectId: asId(project_id),
		taskId: asId(task_id),
	}),
	output: z.object({
		staffId: z.number(),
		date: z.string(),
		minutes: z.number().nullable(),
		projectId: z.number(),
		taskId: z.number(),
	}),
});
