import type { INodeProperties } from 'n8n-workflow';

import { Problem } from '../shared/errors';
import type { FormData } from './formFields';
import { labelOf, type FormField } from './lists/formDesign';
import type { Step } from './lists/steps';
import { lacksRequired } from './words';

/** The option to send what a ticket holds: the server asks at each step for all that its form requires (source of 1.1.0.0). */
export const resendOption: INodeProperties = {
	displayName: 'Resend Required Values',
	name: 'resendRequired',
	type: 'boolean',
	default: false,
	description:
		'Whether to send the values that the ticket has for required fields of the step which are not set above. OMFLOW asks for all of them again at each step. They are read right before; a change that somebody makes in between is overwritten.',
	routing: { send: { type: 'body', property: 'resend' } },
};

/** A group with a user is an object of both. */
const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(typeof value === 'object' && Object.values(value).every(isEmpty));

const listed = (fields: FormField[]) => fields.map(labelOf).join(', ');

/** The required fields that a call does not fill in. */
const missing = (fields: FormField[], sent: FormData): FormField[] =>
	fields.filter(
		({ id, required }) => required && isEmpty(sent.find((one) => one.id === id)?.value),
	);

/**
 * What a call sends, with what the ticket holds for the required fields that it leaves out.
 * @throws Problem when the server does not tell the step, or there is no value for one of these
 */
export function withRequired(sent: FormData, step: Step | undefined): FormData {
	if (!step) {
		throw new Problem('This OMFLOW does not tell what the step requires', {
			kind: 'input',
			advice:
				'Nothing was sent for this item. Switch off Options → "Resend Required Values", and set a value for each required field.',
		});
	}
	const { fields, values } = step;
	const given = new Set(sent.map(({ id }) => id));
	const added = missing(fields, sent)
		.filter(({ id }) => !given.has(id) && !isEmpty(values.get(id)))
		.map(({ id, type }) => ({ id, value: values.get(id), ...(type ? { type } : {}) }));
	const all = [...sent, ...added];
	const left = missing(fields, all);
	if (left.length === 0) return all;
	throw new Problem(
		`In OMFLOW, the step requires ${listed(left)}, and the ticket holds no value for it`,
		{
			kind: 'input',
			advice: 'Nothing was sent for this item. Set the values and run the node again.',
		},
	);
}

/**
 * A failed call, with the required fields that it did not fill in, where the server tells them.
 * @param fields asked only if the call was refused for that
 * @param more what else can be done
 */
export async function namingMissing(
	error: unknown,
	sent: FormData,
	fields: () => Promise<FormField[] | undefined>,
	more = '',
): Promise<unknown> {
	const known = error instanceof Problem && lacksRequired(error) ? await fields() : undefined;
	if (!known) return error;
	const left = missing(known, sent);
	// The server says the same of a value that does not fit (source of 1.1.0.0).
	const advice =
		left.length > 0
			? `The form requires a value for ${listed(left)}. ${more}`
			: 'No required field is missing: a value is incomplete, or does not have the format that the design of the form in OMFLOW demands.';
	return (error as Problem).with({ advice: advice.trim() });
}
