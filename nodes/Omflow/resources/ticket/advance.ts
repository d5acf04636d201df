import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { formData, formFields, formInput } from '../../formFields';
import { calls } from './contract';
import { advanced, currentPlace, doubles, place, placeFields, placeKey } from './place';

const input = (_: Zones, client: Client) =>
	z.object({ ...place(client), ...formInput }).transform(async (values, context) => ({
		form: values.form,
		ticket_number: values.ticket_number,
		step: values.step,
		formdata: await formData(client, values.form, values, context),
	}));

/** omdata/edit: pushes a ticket on to its next step. */
export const advance = operation({
	entry: {
		name: 'Advance',
		value: 'advance',
		action: 'Advance ticket',
		description:
			'Push a ticket on from the step at which it waits, with the values that the step asks for',
	},
	fields: [...placeFields, ...formFields('getStepFields')],
	input,
	key: placeKey,
	doubles,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { dataId, step } = await currentPlace(client, values);
		const { form: path, ticket_number: ticketNumber, formdata } = values;
		await client.call(calls.editTicket, {
			form: path,
			action: 'update',
			data_id: dataId,
			formdata: formdata as never,
		});
		return [{ ticketNumber, form: path, dataId, fromStep: step }];
	}),
	writes: true,
	output: advanced,
});
