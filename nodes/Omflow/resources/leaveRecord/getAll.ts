import type { INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../shared/client/client';
import { momentOf, type Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { oneOf, optional } from '../../../shared/inputs';
import { adding } from '../../../shared/items';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput, type Period } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { readLeaves, type AnsweredLeave } from '../../lists/leaves';
import { lookUp, person, principalField, substituteField } from './people';
import { listedRow, simplifiedLeave } from './row';

const [period, ...dates] = periodFields('anyTime', true);
const leavePeriodFields: INodeProperties[] = [
	{
		...period,
		description:
			'Get only leave that falls, in whole or in part, into this period. Days are days of the OMFLOW server, and weeks begin on Monday.',
	},
	...dates,
];

const flag = (
	displayName: string,
	name: string,
	property: string,
	what: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'No', value: 0 },
		{ name: 'Yes', value: 1 },
	],
	default: 0,
	description: `Whether to get only ${what} records (Yes) or only the others (No)`,
	routing: { send: { type: 'body', property } },
});

const input = (zones: Zones, client: Client) =>
	periodInput(
		zones,
		{
			principal: person,
			substitute: person,
			cancel: optional(oneOf([0, 1])),
			history: optional(oneOf([0, 1])),
		},
		true,
		true,
	).transform(lookUp(client, 'principal', 'substitute'));

/** Whether leave overlaps a period; leave whose times cannot be read is not left out. */
const overlaps =
	({ from, to }: Period, zone: string) =>
	({ starttime, endtime }: AnsweredLeave): boolean => {
		const [start, end] = [starttime, endtime].map((at) =>
			momentOf(at, { workflow: zone, system: zone }),
		);
		return !(start && start > to) && !(end && end < from);
	};

/** leave-records/list: the document's rows carry no id; one that a server sends is kept. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many leave records',
		description: 'Get the leave records of a person and their substitute',
	},
	fields: [
		principalField,
		substituteField,
		...leavePeriodFields,
		...limitFields,
		...outputFields(listedRow),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				flag('Cancelled', 'cancelled', 'cancel', 'cancelled'),
				flag('History', 'history', 'history', 'past'),
			],
		},
	],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, request) => {
		const { values, settings } = request;
		const { principal, substitute, from, to, ...flags } = values;
		const leaves = await readLeaves(client, { principal, substitute, ...flags });
		// The API has no filter for times.
		return leaves
			.filter(overlaps({ from, to }, client.connection.zone))
			.slice(0, settings.limit)
			.map(adding(request, () => ({ principal })).shape);
	}),
	simplify: simplifiedLeave,
	output: listedRow,
});
