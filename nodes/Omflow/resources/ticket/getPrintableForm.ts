import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { ofField } from '../../../shared/directory';
import { Problem, problemOf } from '../../../shared/errors';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { form, formField } from '../../form';
import { flowId, formAt } from '../../lists/forms';
import { currentRowsOf } from '../../lists/tickets';
import { calls } from './contract';
import { numberField, ticketNumber } from './number';

const input = (_: Zones, client: Client) =>
	z.object({ form: form(client), ticket_number: ticketNumber });

const page = z.object({ ticketNumber: z.string(), form: z.string(), html: z.string() });

const flowUntold = () =>
	new Problem('OMFLOW does not tell the flow of this ticket, which its printable form needs', {
		kind: 'refused',
		advice: 'Please report this with the version of OMFLOW.',
	});

/** A version without the call: the address is unknown there. */
function told(error: unknown): Problem {
	const problem = problemOf(error);
	if (!problem.facts.unknownCall) return problem;
	const advice =
		'Printable forms require OMFLOW 1.2 or later: ask the administrator for an update.';
	return problem.with({ advice });
}

/** print-form: a ticket as a page to print. */
export const getPrintableForm = operation({
	entry: {
		name: 'Get Printable Form',
		value: 'getPrintableForm',
		action: 'Get printable form of ticket',
		description:
			'Get a ticket as a page of HTML to print or to store. Requires OMFLOW 1.2 or later.',
	},
	fields: [formField, numberField],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, { values }) => {
		const { form: path, ticket_number: number } = values;
		const rows = await currentRowsOf(client, path, number).catch((error) =>
			Promise.reject(ofField('Ticket Number', error)),
		);
		const { id, flow_uuid } = rows[rows.length - 1];
		const flow = flowId(flow_uuid) || (await formAt(client, path))?.flow;
		if (!flow) throw flowUntold();
		const where = { flow, number, dataId: asId(id) };
		const html = await client
			.call(calls.printForm, where)
			.catch((error) => Promise.reject(told(error)));
		return [{ ticketNumber: number, form: path, html: asText(html)! }];
	}),
	output: page,
});
