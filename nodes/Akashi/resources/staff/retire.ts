import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { id } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { staffLocator } from '../../locators';
import { slashedDay } from '../../person';
import { calls } from './contract';

const input = (zones: Zones) => z.object({ staff_id: id, retirement_date: slashedDay(zones) });

/** 6.5 with a date. Without one, the same call deletes the person, so `input` requires it. */
export const retire = operation({
	entry: {
		name: 'Retire',
		value: 'retire',
		action: 'Retire staff member',
		description: 'Set the day on which a staff member leaves the company. Their records are kept.',
	},
	fields: [
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
	execute: writesInOrder<ValuesOf<typeof input>>(single(calls.retireStaff, (payload) => [payload])),
	writes: true,
	output: calls.retireStaff.response,
});
