import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { Problem } from '../../../shared/errors';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { form, formField } from '../../form';
import { flowId, formAt } from '../../lists/forms';
import { calls } from './contract';
import { numberField, ticketNumber, ticketNumbered } from '../../ticketNumber';

const input = (_: Zones, client: Client) =>
	z.object({ form: form(client), ticket_number: ticketNumber });

const page = z.object({ ticketNumber: z.string(), form: z.string(), html: z.string() });

const flowUntold = () =>
	new Problem('OMFLOW does not tell the flow of this ticket, which its printable form needs', {
		kind: 'refused',
		advice: 'Please report this with the version of OMFLOW.',
	});

/** print-form: a ticket as a page to print. */
export const getPrintableForm = operation({
	entry: {
		name: 'Get Printable Form',
		value: 'getPrintableForm',
		action: 'Get printable form of ticket',
		description:
			'Get a ticket as a page of HTML to print or to store. Requires OMFLOW 1.2 or later.',
	},
	fields: [formField, numberField],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, { values }) => {
		const { form: path, ticket_number: number } = values;
		const rows = await ticketNumbered(client, values);
		const { id, flow_uuid } = rows[rows.length - 1];
		const flow = flowId(flow_uuid) || (await formAt(client, path))?.flow;
		if (!flow) throw flowUntold();
		const html = asText(await client.call(calls.printForm, { flow, number, dataId: asId(id) }))!;
		return [{ ticketNumber: number, form: path, html }];
	}),
	output: page,
});
