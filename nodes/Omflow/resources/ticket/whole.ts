import { z } from 'zod';

import { asFlag, asId, asText } from '../../../shared/answers';
import { isOpen, type AnsweredTicket } from '../../lists/tickets';
import { simplifiedTicket, ticketRow } from './row';

const step = z.object({
	dataId: z.number(),
	step: z.string().nullable(),
	ticketStatus: z.string().nullable(),
});

/** A ticket with the steps at which it waits: several where the flow runs in parallel. */
export const wholeTicket = z.object({
	ticketNumber: ticketRow.shape.ticketNumber,
	title: ticketRow.shape.title,
	ticketStatus: ticketRow.shape.ticketStatus,
	closed: ticketRow.shape.closed,
	steps: z.array(step),
	fields: ticketRow.shape.fields,
	createdBy: ticketRow.shape.createdBy,
	createdAt: ticketRow.shape.createdAt,
	updatedAt: ticketRow.shape.updatedAt,
	running: ticketRow.shape.running,
	level: ticketRow.shape.level,
	failed: ticketRow.shape.failed,
	errorMessage: ticketRow.shape.errorMessage,
});

/** The current rows of one ticket. */
export type TicketRows = { rows: AnsweredTicket[] };

/** The ticket that rows make: what is the same in all comes from the one that was changed last. */
export function simplifiedRows({ rows }: TicketRows, zone: string): z.infer<typeof wholeTicket> {
	const last = rows.reduce((one, other) =>
		(asText(other.updatetime) ?? '') > (asText(one.updatetime) ?? '') ? other : one,
	);
	const all = rows.map((row) => simplifiedTicket(row, zone));
	const { ticketNumber: number, ...row } = simplifiedTicket(last, zone);
	return {
		ticketNumber: number,
		title: row.title,
		ticketStatus: row.ticketStatus,
		closed: all.every(({ closed }) => closed === true),
		steps: rows.filter(isOpen).map((one) => ({
			dataId: asId(one.id),
			step: asText(one.stop_chart_text),
			ticketStatus: asText(one.status),
		})),
		fields: row.fields,
		createdBy: row.createdBy,
		createdAt: row.createdAt,
		updatedAt: row.updatedAt,
		running: rows.some(({ running }) => asFlag(running) === true),
		level: row.level,
		failed: rows.some(({ error }) => asFlag(error) === true),
		errorMessage: all.find(({ errorMessage }) => errorMessage)?.errorMessage ?? null,
	};
}
