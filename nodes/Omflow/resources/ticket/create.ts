import { z } from 'zod';

import { asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { form, formField } from '../../form';
import { formData, formFields, formInput } from '../../formFields';
import { calls } from './contract';

const input = (_: Zones, client: Client) =>
	z.object({ form: form(client), ...formInput }).transform(async (values, context) => ({
		form: values.form,
		formdata: await formData(client, values.form, values, context),
	}));

/** omdata/edit: a new ticket. Its number is not answered if the flow checks tickets at its start. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create ticket',
		description: 'Open a ticket of a form, such as a leave request',
	},
	fields: [formField, ...formFields],
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { form: path, formdata } = values;
		const number = await client.call(calls.editTicket, {
			form: path,
			action: 'create',
			formdata: formdata as never,
		});
		return [{ ticketNumber: asText(number) || null, form: path }];
	}),
	writes: true,
	output: z.object({ ticketNumber: z.string().nullable(), form: z.string() }),
});
