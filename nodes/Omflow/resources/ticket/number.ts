export { numberField, ticketNumber } from '../../ticketNumber';
