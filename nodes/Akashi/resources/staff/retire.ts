import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { staffId, staffLocator } from '../../locators';
import { slashedDay } from '../../person';
import { calls } from './contract';
import { goneRow, simplifyGone } from './simplify';

const input = (zones: Zones, client: Client) =>
	z.object({ staff_id: staffId(client), retirement_date: slashedDay(zones) });

/** 6.5 with a date. Without one, the same call deletes the person, so `input` requires it. */
export const retire = operation({
	entry: {
		name: 'Retire',
		value: 'retire',
		action: 'Retire staff member',
		description: 'Set the day on which a staff member leaves the company. Their records are kept.',
	},
	fields: [
		{
			displayName:
				'This sets the day on which the person leaves the company and keeps their records. This node cannot undo it. To remove a person who was entered by mistake, use "Delete".',
			name: 'noticeRetire',
			type: 'notice',
			default: '',
		},
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
		{
			displayName: 'Retirement Date',
			name: 'retirementDate',
			type: 'dateTime',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'Day of leaving (退職日), Japan time',
			routing: { send: { type: 'body', property: 'retirement_date' } },
		},
	],
	input,
	key: ({ staff_id }) => String(staff_id),
	execute: writesInOrder<ValuesOf<typeof input>>(
		single(calls.retireStaff, (payload: object, { staff_id }) => [{ staff_id, ...payload }]),
	),
	simplify: (row: never) => ({ retired: true, ...simplifyGone(row) }),
	writes: true,
	output: z.object({ retired: z.literal(true) }).merge(goneRow),
});
