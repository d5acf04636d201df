import { triggerEvent } from '../../shared/triggers/event';
import { wholeTicket } from '../resources/ticket/whole';
import { closes, tickets, type TicketRow } from '../watches/tickets';

export const ticketClosed = triggerEvent<TicketRow>({
	entry: {
		name: 'Ticket Closed',
		value: 'ticketClosed',
		description: 'When a ticket of the form is closed',
	},
	watch: tickets,
	of: ['added', 'changed'],
	when: closes,
	item: ({ row }) => row!,
	output: wholeTicket,
});
