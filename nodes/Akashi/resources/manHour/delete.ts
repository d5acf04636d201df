import { z } from 'zod';

import { asId } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { idWords, oneOf } from '../../../shared/inputs';
import { locatedBy } from '../../../shared/located';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import {
	projectId,
	projectLocator,
	staffId,
	staffLocator,
	taskLocator,
	taskOfProject,
} from '../../locators';
import { isoDay, projectDay } from '../../period';
import { calls } from './contract';

const input = (zones: Zones, client: Client) =>
	z
		.object({
			staff_id: staffId(client),
			date: projectDay(zones),
			project_id: projectId(client),
			tasks: oneOf(['all', 'one'] as const),
			task_id: z.unknown(),
		})
		.transform(
			locatedBy(
				'task_id',
				(values) => (values.tasks === 'all' ? undefined : taskOfProject(client)(values)),
				idWords,
			),
		)
		.transform(({ staff_id, date, project_id, task_id }) => ({
			staff_id,
			date,
			project_id,
			task_id: task_id as number | undefined,
		}));
type Values = ValuesOf<typeof input>;

const row = z.object({
	deleted: z.literal(true),
	staffId: z.number(),
	date: z.string(),
	projectId: z.number(),
	/** Null for all tasks. */
	taskId: z.number().nullable(),
});

/**
 * 6.27: deletes the man-hours of a person, day and project, for one task or all. This is an explicit choice, so that
 * an expression without a value does not delete the hours of all tasks. The documentation does not explain the
 * `daily_hour_items` of the answer ("the result of the deletion").
 */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete man-hours',
		description: 'Permanently delete the man-hours of a staff member on one day in one project',
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
			description: 'Day whose man-hours to delete (Japan time)',
			routing: { send: { type: 'body', property: 'date' } },
		},
		{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } },
		{
			displayName: 'Tasks',
			name: 'tasks',
			type: 'options',
			options: [
				{ name: 'All Tasks of the Project', value: 'all' },
				{ name: 'One Task', value: 'one' },
			],
			default: 'one',
			description: 'Which man-hours to delete',
			routing: { send: { type: 'body', property: 'tasks' } },
		},
		{
			...taskLocator,
			displayOptions: { show: { tasks: ['one'] } },
			routing: { send: { type: 'body', property: 'task_id' } },
		},
	],
	input,
	key: ({ staff_id, date, project_id, task_id }) =>
		[staff_id, date, project_id, task_id ?? 'all'].join('|'),
	execute: writesInOrder(single<Values>(calls.deleteManHours, (_, values) => [values])),
	writes: true,
	simplify: ({ staff_id, date, project_id, task_id }: Values): z.infer<typeof row> => ({
		deleted: true,
		staffId: asId(staff_id),
		date: String(isoDay(date)),
		projectId: asId(project_id),
		taskId: task_id ?? null,
	}),
	output: row,
});
