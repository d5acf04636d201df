import { z } from 'zod';

import { outputFields } from '../../../shared/fields';
import { inOrder, optional } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { projectDay } from '../../period';
import { calls } from './contract';
import { period, readManHours, row } from './read';

/** 6.24: man-hours of all staff whom the token's owner manages, in one answer. Without dates, AKASHI uses the current month. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many man-hours',
		description:
			"Get the man-hours of all staff that the token's owner manages, with one row per person, day, project and task",
	},
	fields: [...period, ...outputFields(row)],
	input: (zones) =>
		z
			.object({ start_date: optional(projectDay(zones)), end_date: optional(projectDay(zones)) })
			.superRefine(inOrder('start_date', 'end_date')),
	execute: reads(readManHours(calls.listManHours)),
	output: row,
});
