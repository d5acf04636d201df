import { triggerEvent } from '../../shared/triggers/event';
import { wholeTicket } from '../resources/ticket/whole';
import { tickets, type TicketRow } from '../watches/tickets';

export const ticketCreated = triggerEvent<TicketRow>({
	entry: {
		name: 'Ticket Created',
		value: 'ticketCreated',
		description: 'When a ticket of the form is opened',
	},
	watch: tickets,
	of: ['added'],
	item: ({ row }) => row!,
	output: wholeTicket,
});
