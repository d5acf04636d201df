import { z } from 'zod';

import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = () => z.object(which);

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
	check: named,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values, settings }) => {
		const { sent, shown } = nameOf(values, settings);
		await client.call(calls.deleteLeave, sent);
		return [{ deleted: true, ...shown }];
	}),
	writes: true,
	output: z.object({ deleted: z.literal(true), ...shownNames }),
});
