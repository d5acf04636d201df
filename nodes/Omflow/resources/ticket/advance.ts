import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { optionsField } from '../../../shared/fields';
import { optional, yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { formData, formFields, formInput } from '../../formFields';
import { advanced, currentPlace, doubles, place, placeFields, placeKey } from '../../place';
import { pushOn } from '../../pushOn';
import { resendOption } from '../../required';

const input = (_: Zones, client: Client) =>
	z
		.object({ ...place(client), ...formInput, resend: optional(yesNo) })
		.transform(async (values, context) => ({
			form: values.form,
			ticket_number: values.ticket_number,
			step: values.step,
			resend: values.resend,
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
	fields: [...placeFields, ...formFields('getStepFields'), optionsField(resendOption)],
	input,
	key: placeKey,
	doubles,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { dataId, step, row } = await currentPlace(client, values);
		const { form: path, ticket_number: ticketNumber, formdata, resend } = values;
		await pushOn(client, { form: path, dataId, flow: row.flow_uuid, formdata, resend });
		return [{ ticketNumber, form: path, dataId, fromStep: step }];
	}),
	writes: true,
	output: advanced,
});
