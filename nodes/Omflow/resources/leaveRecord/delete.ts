import { z } from 'zod';

import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = () => z.object(which).superRefine(named);

/** leave-records/delete: the record is gone. */
export const remove = operation({
	entry: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete leave record',
		description: 'Delete a leave record permanently',
	},
	fields: whichFields,
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { sent, shown } = nameOf(values);
		await client.call(calls.deleteLeave, sent);
		return [{ ...shown, deleted: true }];
	}),
	writes: true,
	output: z.object({ ...shownNames, deleted: z.literal(true) }),
});
