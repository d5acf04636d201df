import { z } from 'zod';

import { asList, asNumber, asText, type Answered, type Loose } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import { isoOf, type Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { adding } from '../../../shared/items';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { calls, type worklog } from './contract';
import { readTicketsAhead, ticketFields, ticketInput, ticketOf } from './ticket';

const input = (zones: Zones, client: Client) => z.object(ticketInput(zones, client));

const text = z.string().nullable();

const row = z.object({
	worklogId: z.number().nullable(),
	ticketNumber: text,
	content: text,
	createdByName: text,
	substituteName: text,
	createdAt: text,
});

type Row = Loose<z.infer<typeof worklog>> & { ticketNumber: string };

const read = reads<ValuesOf<typeof input>>(async (client, request) => {
	const ticket = await ticketOf(client, request.values);
	const rows = (await client.call(calls.listWorklogs, ticket)) as Answered<
		typeof calls.listWorklogs
	>;
	const { shape } = adding(request, () => ({ ticketNumber: ticket.data_no }));
	return asList(rows).slice(0, request.settings.limit).map(shape);
});

/** omdata-worklog/list. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many worklogs',
		description: 'Get the worklogs (工作日誌) of a ticket: what people noted down on it',
	},
	fields: [...ticketFields, ...limitFields, ...outputFields(row)],
	input,
	execute: async (client, requests) => {
		await readTicketsAhead(client, requests);
		return await read(client, requests);
	},
	simplify: (one: Row, zone): z.infer<typeof row> => ({
		worklogId: asNumber(one.id),
		ticketNumber: one.ticketNumber,
		content: asText(one.content),
		createdByName: asText(one.create_user_id__nick_name),
		substituteName: asText(one.substitute_id__nick_name),
		createdAt: isoOf(one.createtime, zone),
	}),
	output: row,
});
