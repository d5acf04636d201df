import type { IDataObject } from 'n8n-workflow';

import { asId, asText } from '../../../shared/answers';
import { eachOncePerRun } from '../../../shared/cache';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { groups } from '../../../shared/items';
import type { ItemRequest } from '../../../shared/operation';
import { formField } from '../../form';
import { flowId } from '../../lists/forms';
import { isOpen, readAhead, type AnsweredTicket } from '../../lists/tickets';
import { numberField, ticketNumbered } from '../../ticketNumber';
import { place, placeKey, placeNamed, stepField, type PlaceValues } from '../../place';

/** The ticket that entries belong to. */

export const ticketFields = [
	formField,
	numberField,
	stepField(
		'Name of the step at which the ticket waits. Only needed if it waits at several at once and the user of the credential is to deal with one of them alone: OMFLOW then lets this user read and write through that step.',
	),
];

export const ticketInput = (_: Zones, client: Client) => place(client);

/** A ticket as calls about its log name it. */
export interface NamedTicket extends IDataObject {
	api_path: string;
	data_no: string;
	data_id: number;
	flow_uuid?: string;
}

const tickets = eachOncePerRun<Client, NamedTicket>();

/**
 * The row of a ticket that is named. All have the same log, but of users who may not change every ticket of the form, the
 * server lets those write who are to deal with the row (source of 1.1.0.0): without a step, one that waits for somebody.
 */
async function rowOf(client: Client, values: PlaceValues): Promise<AnsweredTicket> {
	if (values.step !== undefined) return (await placeNamed(client, values)).row;
	const rows = await ticketNumbered(client, values);
	return rows.find(isOpen) ?? rows[rows.length - 1];
}

/** Reads the tickets of all items, many in a request, so that `ticketOf` knows them. */
export async function readTicketsAhead(
	client: Client,
	requests: Array<ItemRequest<PlaceValues>>,
): Promise<void> {
	for (const ofForm of groups(requests, ({ form }) => form)) {
		const numbers = ofForm.map(({ values }) => values.ticket_number);
		await readAhead(client, ofForm[0].values.form, numbers);
	}
}

/**
 * Looks a ticket up, once per run.
 * @throws Problem when the form has no such ticket, or it does not wait at the step
 */
export const ticketOf = async (client: Client, values: PlaceValues): Promise<NamedTicket> =>
	await tickets(client, placeKey(values), async () => {
		const { form: path, ticket_number: number } = values;
		const row = await rowOf(client, values);
		const flow = flowId(row.flow_uuid);
		return {
			api_path: path,
			data_no: asText(row.data_no) ?? number,
			data_id: asId(row.id),
			...(flow === '' ? {} : { flow_uuid: flow }),
		};
	});
