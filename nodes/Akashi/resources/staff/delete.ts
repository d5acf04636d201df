import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { staffId, staffLocator } from '../../locators';
import { calls } from './contract';
import { goneRow, simplifyGone } from './simplify';

const input = (_: Zones, client: Client) => z.object({ staff_id: staffId(client) });

/** 6.5 without a date. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete staff member',
		description:
			'Permanently delete a staff member with all their records. For somebody who leaves the company, use Retire.',
	},
	fields: [
		{
			displayName:
				'This deletes the person and all their records. It cannot be undone. For somebody who leaves the company, use "Retire" instead, which keeps the records.',
			name: 'noticeDelete',
			type: 'notice',
			default: '',
		},
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
	],
	input,
	key: ({ staff_id }) => String(staff_id),
	execute: writesInOrder<ValuesOf<typeof input>>(
		single(calls.deleteStaff, (payload: object, { staff_id }) => [{ staff_id, ...payload }]),
	),
	simplify: (row: never) => ({ deleted: true, ...simplifyGone(row) }),
	writes: true,
	output: z.object({ deleted: z.literal(true) }).merge(goneRow),
});
