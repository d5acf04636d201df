import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { form, formField } from '../../form';
import { readTickets } from '../../lists/tickets';
import { conditionsOf, filters, filtersField } from './filters';
import { simplifiedTicket, ticketRow } from './row';

const input = (zones: Zones, client: Client) => z.object({ form: form(client), ...filters(zones) });

/** omdata/list: the tickets of a form, a row for each branch of one that waits at several steps. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many tickets',
		description:
			'Get the tickets of a form. A ticket that waits at several steps at once is returned once for each.',
	},
	fields: [formField, ...limitFields, ...outputFields(ticketRow), filtersField],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, request) => {
		const { form: path, ...values } = request.values;
		const query = { path: { form: path }, search_conditions: conditionsOf(values) };
		return await readTickets(client, { ...request, values: query });
	}),
	simplify: simplifiedTicket,
	output: ticketRow,
});
