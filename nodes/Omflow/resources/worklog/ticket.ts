import type { IDataObject } from 'n8n-workflow';

import { asId, asText } from '../../../shared/answers';
import { eachOncePerRun } from '../../../shared/cache';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { ofField } from '../../../shared/directory';
import { form, formField } from '../../form';
import { flowId } from '../../lists/forms';
import { currentRowsOf, isOpen } from '../../lists/tickets';
import { numberField, ticketNumber } from '../../ticketNumber';

/** The ticket that entries belong to. */

export const ticketFields = [formField, numberField];

export const ticketInput = (_: Zones, client: Client) => ({
	form: form(client),
	ticket_number: ticketNumber,
});

/** A ticket as calls about its log name it. */
export interface NamedTicket extends IDataObject {
	api_path: string;
	data_no: string;
	data_id: number;
	flow_uuid?: string;
}

const tickets = eachOncePerRun<Client, NamedTicket>();

/**
 * Looks a ticket up, once per run. Of its `data_id`s one that waits for somebody is taken, since the server lets those
 * write who are to deal with it (source of 1.1.0.0).
 * @throws Problem when the form has no such ticket
 */
export const ticketOf = async (
	client: Client,
	{ form: path, ticket_number: number }: { form: string; ticket_number: string },
): Promise<NamedTicket> =>
	await tickets(client, JSON.stringify([path, number]), async () => {
		const rows = await currentRowsOf(client, path, number).catch((error) =>
			Promise.reject(ofField('Ticket Number', error)),
		);
		const row = rows.find(isOpen) ?? rows[rows.length - 1];
		const flow = flowId(row.flow_uuid);
		return {
			api_path: path,
			data_no: asText(row.data_no) ?? number,
			data_id: asId(row.id),
			...(flow === '' ? {} : { flow_uuid: flow }),
		};
	});
