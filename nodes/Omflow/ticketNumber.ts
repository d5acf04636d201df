import type { INodeProperties } from 'n8n-workflow';

import { someText } from '../shared/inputs';

/** The field that names a ticket. */
export const numberField: INodeProperties = {
	displayName: 'Ticket Number',
	name: 'ticketNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. LEAVE00012',
	description: 'Number of the ticket, as OMFLOW shows it',
	routing: { send: { type: 'body', property: 'ticket_number' } },
};

export const ticketNumber = someText;
