import type { INodeProperties } from 'n8n-workflow';

import type { Client } from '../shared/client/client';
import { ofField } from '../shared/directory';
import { someText } from '../shared/inputs';
import { currentRowsOf, type AnsweredTicket } from './lists/tickets';

const displayName = 'Ticket Number';

/** The field that names a ticket. */
export const numberField: INodeProperties = {
	displayName,
	name: 'ticketNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. LEAVE00012',
	description: 'Number of the ticket, as OMFLOW shows it',
	routing: { send: { type: 'body', property: 'ticket_number' } },
};

export const ticketNumber = someText;

/**
 * The current rows of the ticket that `numberField` names.
 * @throws Problem when the form has no such ticket
 */
export const ticketNumbered = async (
	client: Client,
	{ form, ticket_number: number }: { form: string; ticket_number: string },
): Promise<AnsweredTicket[]> =>
	await currentRowsOf(client, form, number).catch((error) =>
		Promise.reject(ofField(displayName, error)),
	);
