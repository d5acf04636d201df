import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { id, inOrder, optional } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { staffLocator } from '../../locators';
import { projectDay } from '../../period';
import { calls } from './contract';
import { period, readManHours, row } from './read';

const input = (zones: Zones) =>
	z
		.object({
			staff_id: id,
			start_date: optional(projectDay(zones)),
			end_date: optional(projectDay(zones)),
		})
		.superRefine(inOrder('start_date', 'end_date'));

/** 6.25: one person's man-hours. Without dates, AKASHI uses the current month. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get man-hours of staff member',
		description: 'Get the man-hours of one staff member, with one row per day, project and task',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'query', property: 'staff_id' } } },
		...period,
		...outputFields(row),
	],
	input,
	execute: reads(
		readManHours<ValuesOf<typeof input>>(
			calls.getManHours,
			({ staff_id, start_date, end_date }) => ({
				staff_id,
				...(start_date ? { start_date: `${start_date}000000` } : {}),
				...(end_date ? { end_date: `${end_date}235959` } : {}),
			}),
		),
	),
	output: row,
});
