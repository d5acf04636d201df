import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectLocator, staffLocator, taskLocator } from '../../locators';
import { projectDay } from '../../period';
import { calls } from './contract';

/**
 * 6.27: deletes the man-hours of a person, day and project, of one task or of all. Which of the two is
 * said outright: an expression that gives no task must not delete the hours of all. What the answer's
 * `daily_hour_items` are ("the result of the deletion") the text does not say further.
 */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete man-hours',
		description: 'Delete man-hours of a person, day and project permanently',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
		{
			displayName: 'Date',
			name: 'date',
			type: 'dateTime',
			required: true,
			default: '',
			description: 'The day whose man-hours to delete, in Japan',
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
			description: 'Whose man-hours to delete',
		},
		{
			...taskLocator,
			displayOptions: { show: { tasks: ['one'] } },
			routing: { send: { type: 'body', property: 'task_id' } },
		},
	],
	input: (zones) =>
		z.object({ staff_id: id, date: projectDay(zones), project_id: id, task_id: id.optional() }),
	check: ({ task_id }, { tasks }) =>
		tasks !== 'all' && task_id === undefined
			? ['Task', 'must be an ID: a whole number greater than 0']
			: undefined,
	key: ({ staff_id, date, project_id, task_id }) => [staff_id, date, project_id, task_id].join('|'),
	execute: writesInOrder(
		single(calls.deleteManHours, (payload: object, values) => [
			{ deleted: true, ...values, ...payload },
		]),
	),
	writes: true,
	output: calls.deleteManHours.response.extend({
		deleted: z.literal(true),
		task_id: z.number().optional(),
	}),
});
