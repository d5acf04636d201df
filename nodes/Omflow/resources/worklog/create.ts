import { z } from 'zod';

import { someText } from '../../../shared/inputs';
import { notTried } from '../../../shared/items';
import { operation, type ValuesOf } from '../../../shared/operation';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { reads } from '../../../shared/reading/single';
import { writesInOrderBy } from '../../../shared/writing/inOrder';
import { calls } from './contract';
import { readTicketsAhead, ticketFields, ticketInput, ticketOf } from './ticket';

const input = (zones: Zones, client: Client) =>
	z.object({ ...ticketInput(zones, client), content: someText });
type Values = ValuesOf<typeof input>;

/** Only looks the ticket of an item up. */
const lookUp = reads<Values>(async (client, { values }) => {
	await ticketOf(client, values);
	return [];
});

/** Those of a ticket stand in its log in the order of the items. */
const write = writesInOrderBy<Values>(
	({ form, ticket_number: number }) => JSON.stringify([form, number]),
	async (client, { values }) => {
		const { form, content } = values;
		const ticket = await ticketOf(client, values);
		await client.call(calls.createWorklog, { ...ticket, content });
		return [{ ticketNumber: ticket.data_no, form, content }];
	},
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
	// All tickets are looked up before the first write.
	execute: async (client, requests) => {
		await readTicketsAhead(client, requests);
		const found = await lookUp(client, requests);
		const known = requests.filter((_, index) => 'rows' in found[index]);
		if (client.stopOnFailure && known.length < requests.length) {
			return found.map((one) => ('rows' in one ? { problem: notTried } : one));
		}
		const written = await write(client, known);
		return found.map((one) => ('rows' in one ? written.shift()! : one));
	},
	writes: true,
	output: z.object({ ticketNumber: z.string(), form: z.string(), content: z.string() }),
});
