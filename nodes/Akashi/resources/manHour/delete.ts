import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectLocator, staffLocator, taskLocator } from '../../locators';
import { projectDay } from '../../period';
import { calls } from './contract';

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
