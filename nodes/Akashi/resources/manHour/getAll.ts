import { z } from 'zod';

import { simplifyField } from '../../../shared/fields';
import { inOrder, optional } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { projectDay } from '../../period';
import { calls } from './contract';
import { period, readManHours, row } from './read';

/** 6.24: man-hours of everybody whom the token reaches, in one answer. Without dates AKASHI takes the current month. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many man-hours',
		description: 'Get the man-hours of everybody managed, one row a person, day, project and task',
	},
	fields: [...period, simplifyField],
	input: (zones) =>
		z
			.object({ start_date: optional(projectDay(zones)), end_date: optional(projectDay(zones)) })
			.superRefine(inOrder('start_date', 'end_date')),
	execute: reads(readManHours(calls.listManHours)),
	output: row,
});
