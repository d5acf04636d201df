import { z } from 'zod';

import { asText } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import type { Zones } from '../../shared/dates';
import { allOf } from '../../shared/reading/pagination';
import { watch, type Change } from '../../shared/triggers/event';
import { form, formField } from '../form';
import { columnsOfTickets, readTickets, type AnsweredTicket } from '../lists/tickets';
import { simplifiedRows, type wholeTicket } from '../resources/ticket/whole';

/** A ticket as "Get" puts it out. */
export type TicketRow = z.infer<typeof wholeTicket>;

const input = (_: Zones, client: Client) => z.object({ form: form(client) });

/** All tickets of a form, also closed ones, in the order in which they were opened. */
async function read(
	client: Client,
	{ form: path }: z.output<ReturnType<typeof input>>,
): Promise<TicketRow[]> {
	const columns = await columnsOfTickets(client, path);
	if (!columns) return [];
	const rows = await allOf(readTickets, (row: AnsweredTicket) => row)(client, {
		path: { form: path },
		search_columns: columns,
		search_conditions: [{ column: 'history', condition: '=', value: false }],
	});
	const tickets = new Map<string, AnsweredTicket[]>();
	for (const row of rows) {
		const number = asText(row.data_no);
		if (number === null) continue;
		const known = tickets.get(number);
		if (known) known.push(row);
		else tickets.set(number, [row]);
	}
	return [...tickets.values()].map((one) => simplifiedRows({ rows: one }, client.connection.zone));
}

const closed = 'closed';

/** The tickets of a form: new ones, and those that moved to another step or were closed. */
export const tickets = watch<TicketRow, ReturnType<typeof input>>({
	name: 'tickets',
	fields: [formField],
	input,
	read,
	key: ({ ticketNumber }) => String(ticketNumber),
	// A flow may come back to a step of the same name, with another data ID.
	compared: ({ steps, closed: isClosed }) => ({
		steps: steps.map(({ step }) => step),
		dataIds: steps.map(({ dataId }) => dataId),
		closed: isClosed,
	}),
	kept: (row) => (row.closed ? closed : null),
	neverGone: true,
});

/** Whether a change closes a ticket, or a new one is closed already. */
export const closes = ({ row, kept }: Change<TicketRow>): boolean =>
	row?.closed === true && kept !== closed;

/**
 * Whether a ticket that is not closed waits at another step. While OMFLOW works on it, it waits nowhere: the next poll
 * sees where it went.
 */
export const moves = ({ row }: Change<TicketRow>): boolean =>
	row !== undefined && !row.closed && !row.running;
