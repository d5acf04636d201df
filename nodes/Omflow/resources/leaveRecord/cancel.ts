import { z } from 'zod';

import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = () => z.object(which);

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
	check: named,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values, settings }) => {
		const { sent, shown } = nameOf(values, settings);
		await client.call(calls.cancelLeave, sent);
		return [{ ...shown, cancelled: true }];
	}),
	writes: true,
	output: z.object({ ...shownNames, cancelled: z.literal(true) }),
});
