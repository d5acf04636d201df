import type { DateTime } from 'luxon';
import { z } from 'zod';

import { asId } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { holdsTime, optional, someText, spanEnd, writtenStart } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { timeFormat } from '../../contract';
import { calls } from './contract';
import { lookUp, person, principalField, substituteField } from './people';
import { leaveRow, principalOf, substituteOf } from './row';

const input = (zones: Zones, client: Client) =>
	z
		.object({
			principal: person,
			substitute: person,
			start: writtenStart(zones),
			end: spanEnd(zones),
			identifier: optional(someText),
		})
		.superRefine(holdsTime('start', 'end'))
		.transform(lookUp(client, 'principal', 'substitute'));

const iso = (at: DateTime) => at.toISO({ suppressMilliseconds: true });

/** leave-records/add. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create leave record',
		description:
			'Create a leave record: who is on leave, when, and who stands in. Leave Settings → Retry On Fail off: a retry would create it again.',
	},
	fields: [
		principalField,
		substituteField,
		{
			displayName: 'Start',
			name: 'start',
			type: 'dateTime',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'First day, or first moment if a time is given',
			routing: { send: { type: 'body', property: 'start' } },
		},
		{
			displayName: 'End',
			name: 'end',
			type: 'dateTime',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'Last day (included), or last moment if a time is given',
			routing: { send: { type: 'body', property: 'end' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Identifier',
					name: 'identifier',
					type: 'string',
					default: '',
					placeholder: 'e.g. LV-2026-0401',
					description:
						'Your own key, such as the number of the leave request. Later steps can use it to identify the record.',
					routing: { send: { type: 'body', property: 'identifier' } },
				},
			],
		},
	],
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { principal, substitute, start, end, identifier } = values;
		const leaveId = asId(
			await client.call(calls.createLeave, {
				principal: principal.callName,
				substitute: substitute.callName,
				start: start.toFormat(timeFormat),
				end: end.toFormat(timeFormat),
				...(identifier ? { identifier } : {}),
			}),
		);
		return [
			{
				leaveId,
				identifier: identifier ?? null,
				...principalOf(principal),
				...substituteOf(substitute),
				start: iso(start),
				end: iso(end),
				cancelled: false,
			},
		];
	}),
	writes: true,
	output: leaveRow,
});
