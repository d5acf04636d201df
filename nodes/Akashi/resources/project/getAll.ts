import { z } from 'zod';

import { limitFields, outputFields } from '../../../shared/fields';
import { inOrder, optional } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { dateFields, projectDay } from '../../period';
import { readProjects } from '../../lists/projects';
import { row, simplifyProject } from './simplify';

const [startDate, endDate] = dateFields(
	'First day of the period (Japan time)',
	'Last day of the period (Japan time)',
);

/** 6.16: projects, all of them or those of a period. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many projects',
		description: "Get the projects that the token's owner can see",
	},
	fields: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [endDate, startDate],
		},
		...outputFields(row),
	],
	input: (zones) =>
		z
			.object({ start_date: optional(projectDay(zones)), end_date: optional(projectDay(zones)) })
			.superRefine(inOrder('start_date', 'end_date')),
	execute: reads(readProjects),
	simplify: simplifyProject,
	output: row,
});
