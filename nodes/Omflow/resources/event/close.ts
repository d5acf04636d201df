import { z } from 'zod';

import { someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { keyField } from './key';

const input = () => z.object({ source2: someText });

/** event/close. */
export const close = operation({
	entry: {
		name: 'Close',
		value: 'close',
		action: 'Close events',
		description: 'Close all events with a key',
	},
	fields: [keyField],
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		await client.call(calls.closeEvents, values);
		return [{ key: values.source2, closed: true }];
	}),
	writes: true,
	output: z.object({ key: z.string(), closed: z.literal(true) }),
});
