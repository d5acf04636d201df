import { z } from 'zod';

import { asList, asNumber, asText, type Answered, type Loose } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { adding } from '../../../shared/items';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { calls, type worklog } from './contract';
import { ticketFields, ticketInput, ticketOf } from './ticket';

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
type Values = { form: string; ticket_number: string };

/** omdata-worklog/list. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many worklogs',
		description: 'Get the worklogs (工作日誌) of a ticket: what people noted down on it',
	},
	fields: [...ticketFields, ...limitFields, ...outputFields(row)],
	input: (zones, client) => z.object(ticketInput(zones, client)),
	execute: reads<Values>(async (client, request) => {
		const ticket = await ticketOf(client, request.values);
		const rows = (await client.call(calls.listWorklogs, ticket)) as Answered<
			typeof calls.listWorklogs
		>;
		const { shape } = adding(request, () => ({ ticketNumber: ticket.data_no }));
		return asList(rows).slice(0, request.settings.limit).map(shape);
	}),
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
