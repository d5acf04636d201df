import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { badInput } from '../../../shared/errors';
import { oneOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { buttonField } from '../../button';
import { stepOf } from '../../lists/steps';
import { buttons, calls } from './contract';
import { advanced, currentPlace, doubles, place, placeFields, placeKey } from '../../place';

const input = (_: Zones, client: Client) =>
	z.object({ ...place(client), quick_action: oneOf(buttons) });

/**
 * Without the button, the server would push the ticket on with nothing set (source of 1.1.0.0).
 * @throws Problem when the step does not have it
 */
function refuseUnlessThere(button: string, names: Array<string | null>): void {
	const place = buttons.indexOf(button as (typeof buttons)[number]);
	if (names[place]) return;
	const other = names[1 - place];
	throw badInput(
		'Button',
		`is "${['First', 'Second'][place]}", but in OMFLOW the step at which the ticket waits does not have this button. ${other ? `It has "${other}" as the other one` : 'It has none: use "Advance"'}`,
	);
}

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
		const { dataId, step, row } = await currentPlace(client, values);
		const { form: path, ticket_number: ticketNumber, quick_action } = values;
		const told = await stepOf(client, { dataId, flow: row.flow_uuid });
		if (told) refuseUnlessThere(quick_action, told.buttons);
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
