import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../shared/client/client';
import { ofField } from '../shared/directory';
import { badInput } from '../shared/errors';
import { optional, someText } from '../shared/inputs';
import { form, formField } from './form';
import { CannotAdvance, placeOf, ticketKey, type Place } from './lists/tickets';
import { numberField, ticketNumber } from './ticketNumber';

/** The field that names a step; `description` says when it is needed. */
export const stepField = (description: string): INodeProperties => ({
	displayName: 'Step',
	name: 'step',
	type: 'string',
	default: '',
	placeholder: 'e.g. 主管審核',
	description,
	routing: { send: { type: 'body', property: 'step' } },
});

/** Where a ticket is pushed on: its number, and its step where it waits at several. */
export const placeFields: INodeProperties[] = [
	formField,
	numberField,
	stepField(
		'Name of the step at which the ticket waits. Only needed if it waits at several steps at once; otherwise, the ticket is left alone unless it waits there.',
	),
];

/** What `placeFields` send. */
export const place = (client: Client) => ({
	form: form(client),
	ticket_number: ticketNumber,
	step: optional(someText),
});
export type PlaceValues = z.output<z.ZodObject<ReturnType<typeof place>>>;

/** Identifies a place: two items that push on the same ticket would push it on by two steps. */
export const placeKey = ({ form: path, ticket_number: number, step }: PlaceValues): string =>
	JSON.stringify([path, number, step]);

export const doubles = 'A ticket can be advanced only once in a run.';

/** The tickets that a run has looked up to push them on. */
const seen = new WeakMap<Client, Set<string>>();

/** Whether another item of the run pushes on the same ticket. */
function isSeen(client: Client, form: string, number: string): boolean {
	const tickets = seen.get(client) ?? new Set<string>();
	seen.set(client, tickets);
	const name = ticketKey(form, number);
	if (tickets.has(name)) return true;
	tickets.add(name);
	return false;
}

/**
 * The place as it is now: the `data_id` can change from step to step.
 * @throws Problem before anything is written
 */
export async function currentPlace(client: Client, values: PlaceValues): Promise<Place> {
	const { form: path, ticket_number: number, step } = values;
	// Without a step, it would be pushed on from wherever the other item has left it.
	if (isSeen(client, path, number) && step === undefined) {
		throw badInput('Step', 'must not be empty: another item of this run advances the same ticket');
	}
	return await placeNamed(client, values);
}

/**
 * Where a ticket waits, by what `placeFields` send.
 * @throws Problem that names the field, when there is no such ticket or place
 */
export const placeNamed = async (
	client: Client,
	{ form: path, ticket_number: number, step }: PlaceValues,
): Promise<Place> =>
	await placeOf(client, path, number, step).catch((error: unknown) => {
		if (error instanceof CannotAdvance) throw badInput(error.parameter, error.message);
		return Promise.reject(ofField('Ticket Number', error));
	});

/** What is put out of a ticket that was pushed on. */
export const advanced = z.object({
	ticketNumber: z.string(),
	form: z.string(),
	dataId: z.number(),
	fromStep: z.string().nullable(),
});
