import type { Client } from '../shared/client/client';
import type { FormData } from './formFields';
import { stepOf, type Waiting } from './lists/steps';
import { calls } from './resources/ticket/contract';
import { namingMissing, withRequired } from './required';

/** A ticket to push on with values of the form of its step. */
interface Push extends Waiting {
	/** API path of its form. */
	form: string;
	formdata: FormData;
	/** Whether the required values that it holds are sent as well. */
	resend: boolean | undefined;
}

const again =
	'OMFLOW asks for required fields again at each step: to send what the ticket has, switch on Options → "Resend Required Values".';

/**
 * omdata/edit: pushes a ticket on to its next step.
 * @throws Problem that names the required fields which are missing, where the server tells them
 */
export async function pushOn(
	client: Client,
	{ form, dataId, flow, formdata, resend = false }: Push,
): Promise<void> {
	const step = async () => await stepOf(client, { dataId, flow });
	const sent = resend ? withRequired(formdata, await step()) : formdata;
	const body = { form, action: 'update', data_id: dataId, formdata: sent as never };
	try {
		await client.call(calls.editTicket, body);
	} catch (error) {
		throw await namingMissing(error, sent, async () => (await step())?.fields, resend ? '' : again);
	}
}
