import { z } from 'zod';

import { someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { substituteField } from './people';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = () => z.object({ ...which, substitute: someText });

/** leave-records/update: the substitute is all that can be changed. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update leave record',
		description: 'Change the substitute of a leave record',
	},
	fields: [...whichFields, substituteField],
	input,
	check: named,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values, settings }) => {
		const { sent, shown } = nameOf(values, settings);
		const { substitute } = values;
		await client.call(calls.updateLeave, { ...sent, substitute });
		return [{ ...shown, substitute, updated: true }];
	}),
	writes: true,
	output: z.object({ ...shownNames, substitute: z.string(), updated: z.literal(true) }),
});
