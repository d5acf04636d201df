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

/** 6.5 with a date. Without one the same call deletes the person: `input` lets no row without it pass. */
export const retire = operation({
	entry: {
		name: 'Retire',
		value: 'retire',
		action: 'Retire a staff member',
		description: 'Record that a person leaves the company, and when. Their records stay.',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
		{
			displayName: 'Retirement Date',
			name: 'retirementDate',
			type: 'dateTime',
			required: true,
			default: '',
			description: 'Day of leaving (退職日), in Japan',
			routing: { send: { type: 'body', property: 'retirement_date' } },
		},
	],
	input,
	key: ({ staff_id }) => String(staff_id),
	execute: writesInOrder<ValuesOf<typeof input>>(single(calls.retireStaff, (payload) => [payload])),
	writes: true,
	output: calls.retireStaff.response,
});
