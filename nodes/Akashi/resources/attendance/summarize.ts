import type { z } from 'zod';

import {
	summaryInput,
	summaryOptionsField,
	summaryOptionsOf,
} from '../../../shared/attendance/fields';
import { daysIn, daysOver } from '../../../shared/attendance/period';
import { summaryRow, summaryRowOf } from '../../../shared/attendance/rows';
import { summaryOf } from '../../../shared/attendance/summary';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { zone } from '../../contract';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { readPeople } from './people';
import { inGroups, recordsById } from './reads';

type Row = z.infer<typeof summaryRow>;

const input = (zones: Zones, client: Client) =>
	periodInput(zones, { ...peopleInput(client), ...summaryInput });
type Values = ValuesOf<typeof input>;

async function summaries(client: Client, values: Values): Promise<Row[]> {
	const period = daysIn(values);
	const options = summaryOptionsOf(values, period, zone);
	const days = daysOver(period, options.now, options.dayStartsAt, zone);
	return await inGroups(client, await readPeople(client, values), async (group) => {
		const records = days && (await recordsById(client, group, days, 'ifTold'));
		return group.map((whose) =>
			summaryRowOf(whose, summaryOf(records?.get(whose.staffId) ?? [], options), period),
		);
	});
}

/** The hours of each person over a period, by the working records (6.11). */
export const summarize = operation({
	entry: {
		name: 'Summarize',
		value: 'summarize',
		action: 'Summarize attendance',
		description:
			'Get the hours of a period, overtime and days absent or late, one row per person. Days that are not over yet are left out.',
	},
	fields: [
		...peopleFields('all'),
		...periodFields('lastMonth'),
		...outputFields(summaryRow),
		summaryOptionsField(),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await summaries(client, values)).map(shape)),
	simplify: (row: Row) => row,
	output: summaryRow,
});
