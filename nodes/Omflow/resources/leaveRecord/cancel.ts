import { z } from 'zod';

import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = () => z.object(which).superRefine(named);

/** leave-records/cancel: the record stays, marked as cancelled. */
export const cancel = operation({
	entry: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel leave record',
		description: 'Mark a leave record as cancelled. It stays in the lists.',
	},
	fields: whichFields,
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { sent, shown } = nameOf(values);
		await client.call(calls.cancelLeave, sent);
		return [{ ...shown, cancelled: true }];
	}),
	writes: true,
	output: z.object({ ...shownNames, cancelled: z.literal(true) }),
});
