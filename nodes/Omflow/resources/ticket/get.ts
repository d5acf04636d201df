import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { form, formField } from '../../form';
import { numberField, ticketNumber, ticketNumbered } from '../../ticketNumber';
import { simplifiedRows, wholeTicket, type TicketRows } from './whole';

const input = (_: Zones, client: Client) =>
	z.object({ form: form(client), ticket_number: ticketNumber });

/** omdata/list: a ticket by its number. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get ticket',
		description: 'Get a ticket by its number, with the steps at which it waits now',
	},
	fields: [formField, numberField, ...outputFields(wholeTicket)],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, { values, shape, simplified: one }) => {
		const rows = await ticketNumbered(client, values);
		return one ? [shape({ rows } satisfies TicketRows)] : rows.map(shape);
	}),
	simplify: simplifiedRows,
	output: wholeTicket,
});
