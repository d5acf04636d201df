import { asFlag, asList, asText, type Answered } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { buttonNames } from '../button';
import { calls } from '../resources/ticket/contract';
import { fieldsOfDesign, type FormField } from './formDesign';
import { flowId } from './forms';
import { ifTold } from './told';

/** The step at which a ticket waits. */
export interface Step {
	/** The fields of its form: each step can have one of its own. */
	fields: FormField[];
	/** What the ticket holds, by the IDs of these fields: as a call sends it. */
	values: Map<string, unknown>;
	/** The names of its two buttons; null where there is none. */
	buttons: [string | null, string | null];
}

/** A row of a ticket, or a mission of it. */
export interface Waiting {
	dataId: number;
	/** The ID of its flow. */
	flow: unknown;
}

/** The step at which a ticket waits now; undefined where the server does not tell it (source of 1.1.0.0). */
export async function stepOf(client: Client, { dataId, flow }: Waiting): Promise<Step | undefined> {
	const flow_uuid = flowId(flow);
	if (!/^[0-9a-f]{32}$/.test(flow_uuid)) return undefined;
	const asking = client.call(calls.loadTicket, { flow_uuid, data_id: dataId });
	const answer = (await ifTold(asking)) as Answered<typeof calls.loadTicket> | null;
	const fields = fieldsOfDesign(answer?.formobject);
	// Elsewhere than at a step, the form is that of the start.
	if (!answer || !fields || asFlag(answer.find_item) === false) return undefined;
	const values = asList(answer.formdata).map(
		({ id, value }) => [(asText(id) ?? '').toUpperCase(), value] as const,
	);
	return { fields, values: new Map(values), buttons: buttonNames(answer.quick_action) };
}
