import { z } from 'zod';

import { asId, asList, asText, type Answered } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { id, inOrder, optional } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { staffLocator } from '../../locators';
import { periodFields, projectDay } from '../../period';
import { calls } from './contract';

const row = z.object({
	staffId: z.number(),
	projectId: z.number(),
	startDate: z.string().nullable(),
	endDate: z.string().nullable(),
	taskIds: z.array(z.number()),
});

const input = (zones: Zones) =>
	z
		.object({
			staff_id: id,
			start_date: optional(projectDay(zones)),
			end_date: optional(projectDay(zones)),
		})
		.superRefine(inOrder('start_date', 'end_date'));

/** 6.28: the projects of a person, one item each. Without dates, AKASHI uses the current month. */
export const getProjects = operation({
	entry: {
		name: 'Get Projects',
		value: 'getProjects',
		action: 'Get projects of staff member',
		description: 'Get the projects of a staff member, one item per project',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'query', property: 'staff_id' } } },
		...periodFields(
			'First day (Japan time). Leave empty for the first day of this month.',
			'Last day (Japan time), included. Leave empty for the last day of this month.',
			false,
		),
	],
	input,
	execute: reads(
		single(
			calls.listStaffProjects,
			(
				{ projects }: Answered<typeof calls.listStaffProjects>,
				{ staff_id }: ValuesOf<typeof input>,
			): Array<z.infer<typeof row>> =>
				asList(projects).map(({ project_id, start_date, end_date, tasks }) => ({
					staffId: staff_id,
					projectId: asId(project_id),
					startDate: asText(start_date),
					endDate: asText(end_date),
					taskIds: asList(tasks).map(asId),
				})),
		),
	),
	output: row,
});
