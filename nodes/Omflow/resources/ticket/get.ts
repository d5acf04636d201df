import { z } from 'zod';

import { asFlag, asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { ofField } from '../../../shared/directory';
import { outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { form, formField } from '../../form';
import { isCurrent, isOpen, rowsOfTicket, type AnsweredTicket } from '../../lists/tickets';
import { numberField, ticketNumber } from './number';
import { simplifiedTicket, ticketRow } from './row';

const input = (_: Zones, client: Client) =>
	z.object({ form: form(client), ticket_number: ticketNumber });

const step = z.object({
	dataId: z.number(),
	step: z.string().nullable(),
	status: z.string().nullable(),
});

/** A ticket with the steps at which it waits: several where the flow runs in parallel. */
const oneTicket = z.object({
	ticketNumber: ticketRow.shape.ticketNumber,
	title: ticketRow.shape.title,
	status: ticketRow.shape.status,
	closed: ticketRow.shape.closed,
	steps: z.array(step),
	fields: ticketRow.shape.fields,
	createdBy: ticketRow.shape.createdBy,
	createdAt: ticketRow.shape.createdAt,
	updatedAt: ticketRow.shape.updatedAt,
	running: ticketRow.shape.running,
	level: ticketRow.shape.level,
	error: ticketRow.shape.error,
	errorMessage: ticketRow.shape.errorMessage,
});

type Rows = { rows: AnsweredTicket[] };

/** The ticket that rows make: what is the same in all comes from the one that was changed last. */
function simplified({ rows }: Rows, zone: string): z.infer<typeof oneTicket> {
	const last = rows.reduce((one, other) =>
		(asText(other.updatetime) ?? '') > (asText(one.updatetime) ?? '') ? other : one,
	);
	const all = rows.map((row) => simplifiedTicket(row, zone));
	const { ticketNumber: number, ...row } = simplifiedTicket(last, zone);
	return {
		ticketNumber: number,
		title: row.title,
		status: row.status,
		closed: all.every(({ closed }) => closed === true),
		steps: rows.filter(isOpen).map((one) => ({
			dataId: asId(one.id),
			step: asText(one.stop_chart_text),
			status: asText(one.status),
		})),
		fields: row.fields,
		createdBy: row.createdBy,
		createdAt: row.createdAt,
		updatedAt: row.updatedAt,
		running: rows.some(({ running }) => asFlag(running) === true),
		level: row.level,
		error: rows.some(({ error }) => asFlag(error) === true),
		errorMessage: all.find(({ errorMessage }) => errorMessage)?.errorMessage ?? null,
	};
}

/** omdata/list: a ticket by its number. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get ticket',
		description: 'Get a ticket by its number, with the steps at which it waits now',
	},
	fields: [formField, numberField, ...outputFields(oneTicket)],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, { values, shape, simplified: one }) => {
		const { form: path, ticket_number: number } = values;
		const all = await rowsOfTicket(client, path, number).catch((error) =>
			Promise.reject(ofField('Ticket Number', error)),
		);
		const current = all.filter(isCurrent);
		const rows = current.length > 0 ? current : all.slice(-1);
		return one ? [shape({ rows } satisfies Rows)] : rows.map(shape);
	}),
	simplify: simplified,
	output: oneTicket,
});
