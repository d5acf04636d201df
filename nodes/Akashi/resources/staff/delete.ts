import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { staffLocator } from '../../locators';
import { calls } from './contract';

const input = () => z.object({ staff_id: id });

/** 6.5 without a date. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete staff member',
		description:
			'Permanently delete a staff member with all their records. For somebody who leaves the company, use Retire.',
	},
	fields: [{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } }],
	input,
	key: ({ staff_id }) => String(staff_id),
	execute: writesInOrder<ValuesOf<typeof input>>(
		single(calls.deleteStaff, (payload: object, { staff_id }) => [
			{ deleted: true, staff_id, ...payload },
		]),
	),
	writes: true,
	output: calls.deleteStaff.response.extend({ deleted: z.literal(true) }),
});
