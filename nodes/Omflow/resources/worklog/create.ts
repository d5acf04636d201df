import { z } from 'zod';

import { someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { writesInOrderBy } from '../../../shared/writing/inOrder';
import { prepared } from '../../../shared/writing/prepared';
import { ticketKey } from '../../lists/tickets';
import { calls } from './contract';
import { readTicketsAhead, ticketFields, ticketInput, ticketOf, type NamedTicket } from './ticket';

const input = (zones: Zones, client: Client) =>
	z.object({ ...ticketInput(zones, client), content: someText });
type Values = ValuesOf<typeof input>;

/** All tickets are looked up before the first write. Those of a ticket stand in its log in the order of the items. */
const write = prepared<Values, NamedTicket>(
	async (client, { values }) => await ticketOf(client, values),
	async (client, { values: { form, content } }, ticket) => {
		await client.call(calls.createWorklog, { ...ticket, content });
		return [{ ticketNumber: ticket.data_no, form, content }];
	},
	(one) => writesInOrderBy(({ form, ticket_number: number }) => ticketKey(form, number), one),
);

/** omdata-worklog/create. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create worklog',
		description:
			'Add a worklog (工作日誌) to a ticket: a note that all see who see the ticket. Leave Settings → Retry On Fail off: a retry would add it again.',
	},
	fields: [
		...ticketFields,
		{
			displayName: 'Content',
			name: 'content',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Checked against the attendance of May',
			description: 'What to note down',
			routing: { send: { type: 'body', property: 'content' } },
		},
	],
	input,
	execute: async (client, requests) => {
		await readTicketsAhead(client, requests);
		return await write(client, requests);
	},
	writes: true,
	output: z.object({ ticketNumber: z.string(), form: z.string(), content: z.string() }),
});
