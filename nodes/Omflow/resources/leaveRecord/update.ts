import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { lookUp, person, substituteField } from './people';
import { leaveRow, substituteOf } from './row';
import { named, nameOf, shownNames, which, whichFields } from './which';

const input = (_: Zones, client: Client) =>
	z
		.object({ ...which, substitute: person })
		.superRefine(named)
		.transform(lookUp(client, 'substitute'));

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
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { sent, shown } = nameOf(values);
		const { substitute } = values;
		await client.call(calls.updateLeave, { ...sent, substitute: substitute.callName });
		return [{ ...shown, ...substituteOf(substitute) }];
	}),
	writes: true,
	output: z.object({
		...shownNames,
		...leaveRow.pick({ substituteId: true, substituteName: true }).shape,
	}),
});
