import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	asFlag,
	asList,
	asNumber,
	asText,
	type Answered,
	type Loose,
} from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { oneOf, optional, someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { calls, leave } from './contract';
import { principalField, substituteField } from './people';

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

const input = () =>
	z.object({
		principal: someText,
		substitute: someText,
		cancel: optional(oneOf([0, 1])),
		history: optional(oneOf([0, 1])),
	});

const row = z.object({
	leaveId: z.number().nullable(),
	identifier: z.string().nullable(),
	principalId: z.number().nullable(),
	principalName: z.string().nullable(),
	substituteId: z.number().nullable(),
	substituteName: z.string().nullable(),
	start: z.string().nullable(),
	end: z.string().nullable(),
	cancelled: z.boolean().nullable(),
});

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
		...limitFields,
		...outputFields(row),
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
	execute: reads(
		single(
			calls.listLeaves,
			({ leave_list }: Answered<typeof calls.listLeaves>) => asList(leave_list),
			(values: ValuesOf<typeof input>) => values,
		),
	),
	simplify: (one: Loose<z.infer<typeof leave>>, zone): z.infer<typeof row> => ({
		leaveId: asNumber(one.id),
		identifier: asText(one.identifier),
		principalId: asNumber(one.principal_id),
		principalName: asText(one.principal_id__nick_name),
		substituteId: asNumber(one.substitute_id),
		substituteName: asText(one.substitute_id__nick_name),
		start: isoOf(one.starttime, zone),
		end: isoOf(one.endtime, zone),
		cancelled: asFlag(one.cancel),
	}),
	output: row,
});
