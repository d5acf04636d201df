import { z } from 'zod';

import { simplifyField } from '../../../shared/fields';
import { id, inOrder, optional } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/ways';
import { calls } from '../../contract';
import { staffLocator } from '../../locators';
import { projectDay } from '../../period';
import { period, readManHours, row } from './read';

/** 6.25: one person's man-hours. Without dates AKASHI takes the current month. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get the man-hours of a staff member',
		description: 'Get the man-hours of one person, one row a day, project and task',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'query', property: 'staff_id' } } },
		...period,
		simplifyField,
	],
	input: (zones) =>
		z
			.object({
				staff_id: id,
				start_date: optional(projectDay(zones)),
				end_date: optional(projectDay(zones)),
			})
			.superRefine(inOrder('start_date', 'end_date')),
	way: reads(readManHours(calls.getManHours)),
	output: row,
});
