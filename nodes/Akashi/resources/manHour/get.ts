import type { Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { outputFields } from '../../../shared/fields';
import { optional } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { projectId, staffId, staffLocator } from '../../locators';
import { withNames } from '../../names';
import { calls } from './contract';
import { namesField, projectField, readManHours, row, simplify } from './read';

const input = (zones: Zones, client: Client) =>
	periodInput(zones, { staff_id: staffId(client), project_id: optional(projectId(client)) });
type Values = ValuesOf<typeof input>;

/** 6.25: one person's man-hours. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get man-hours of staff member',
		description: 'Get the man-hours of one staff member, with one row per day, project and task',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'query', property: 'staff_id' } } },
		...periodFields('thisMonth'),
		projectField,
		...outputFields(row),
		namesField,
	],
	input,
	execute: reads(
		withNames<Values>(
			readManHours<Values>(calls.getManHours, ({ staff_id, from, to }) => ({
				staff_id,
				start_date: from.toFormat('yyyyMMdd000000'),
				end_date: to.toFormat('yyyyMMdd235959'),
			})),
			({ staff_id }) => ({ staff: 'selected', staff_ids: [staff_id] }),
		),
	),
	simplify,
	output: row,
});
