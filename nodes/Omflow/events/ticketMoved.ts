import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { wholeTicket } from '../resources/ticket/whole';
import { moves, tickets, type TicketRow } from '../watches/tickets';

export const ticketMoved = triggerEvent<TicketRow>({
	entry: {
		name: 'Ticket Moved',
		value: 'ticketMoved',
		description: 'When a ticket of the form waits at another step',
	},
	watch: tickets,
	of: ['changed'],
	when: moves,
	item: (change) => ({ ...change.row!, changed: change.changed() }),
	output: wholeTicket.extend({ changed: changedFields }),
});
