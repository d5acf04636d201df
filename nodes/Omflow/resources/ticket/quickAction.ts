import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { oneOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { buttonField } from '../../button';
import { buttons, calls } from './contract';
import { advanced, currentPlace, doubles, place, placeFields, placeKey } from './place';

const input = (_: Zones, client: Client) =>
	z.object({ ...place(client), quick_action: oneOf(buttons) });

/** omdata/edit: one of the two buttons of a step. */
export const quickAction = operation({
	entry: {
		name: 'Quick Action',
		value: 'quickAction',
		action: 'Press button of ticket',
		description: 'Press the first or the second button of the step at which a ticket waits',
	},
	fields: [...placeFields, buttonField],
	input,
	key: placeKey,
	doubles,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { dataId, step } = await currentPlace(client, values);
		const { form: path, ticket_number: ticketNumber, quick_action } = values;
		await client.call(calls.editTicket, {
			form: path,
			action: 'update',
			data_id: dataId,
			quick_action,
		});
		return [{ ticketNumber, form: path, dataId, fromStep: step }];
	}),
	writes: true,
	output: advanced,
});
