import type { IDataObject } from 'n8n-workflow';
import type { z } from 'zod';

import { asFlag, asId, asList, asText, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { chunks, mapConcurrently } from '../../shared/concurrency';
import { NotFound } from '../../shared/directory';
import { calls, type ticket } from '../resources/ticket/contract';
import { readRows } from './rows';

export type AnsweredTicket = Loose<z.infer<typeof ticket>>;

/** The rows of a form's tickets. */
export const readTickets = readRows(calls.listTickets);

/** Rows of one ticket that are enough for any flow. */
const mostRows = 1000;

/** Whether a row is part of the ticket as it is now. */
const isCurrent = ({ history }: AnsweredTicket): boolean => asFlag(history) !== true;

/** Whether a row waits for a person: it can be pushed on. */
export const isOpen = (row: AnsweredTicket): boolean =>
	isCurrent(row) && asFlag(row.closed) !== true && asFlag(row.running) !== true;

/** Numbers are compared as the server does, which stores them as text or as numbers. */
const isNumber = (row: AnsweredTicket, number: string): boolean =>
	asText(row.data_no)?.trim() === number;

/** The rows of the tickets that a condition for the number finds, in the order of their IDs. */
async function readNumbered(
	client: Client,
	form: string,
	condition: { condition: '='; value: string } | { condition: 'in'; value: string[] },
): Promise<AnsweredTicket[]> {
	const came = await client.call(calls.listTickets, {
		form,
		search_conditions: [{ column: 'data_no', ...condition }],
		order_columns: ['id'],
		start: 0,
		limit: mostRows,
	} as IDataObject);
	return asList(came as AnsweredTicket[]);
}

/** So many tickets are asked for at once: with ten rows each, the answer is full. */
const ticketsAtOnce = 100;

/** What `readAhead` has read. */
const known = new WeakMap<Client, Map<string, AnsweredTicket[]>>();

/** Names a ticket of a form. */
export const ticketKey = (form: string, number: string): string => JSON.stringify([form, number]);

/**
 * Reads tickets that are looked up one by one afterwards, many in a request. What fails, or is not there, is left to those
 * reads: each item then has an error of its own.
 */
export async function readAhead(client: Client, form: string, numbers: string[]): Promise<void> {
	const tickets = known.get(client) ?? new Map<string, AnsweredTicket[]>();
	known.set(client, tickets);
	const wanted = [...new Set(numbers)];
	if (wanted.length < 2) return;
	await mapConcurrently(chunks(wanted, ticketsAtOnce), client.concurrency, async (part) => {
		const reading = readNumbered(client, form, { condition: 'in', value: part });
		const rows = await reading.catch((): AnsweredTicket[] => []);
		// A full answer may lack some.
		if (rows.length >= mostRows) return;
		for (const number of part) {
			const own = rows.filter((row) => isNumber(row, number));
			if (own.length > 0) tickets.set(ticketKey(form, number), own);
		}
	});
}

/**
 * All rows of a ticket, in the order of their IDs.
 * @throws NotFound when the form has no such ticket
 */
async function rowsOfTicket(
	client: Client,
	form: string,
	number: string,
): Promise<AnsweredTicket[]> {
	const came =
		known.get(client)?.get(ticketKey(form, number)) ??
		(await readNumbered(client, form, { condition: '=', value: number }));
	const rows = came.filter((row) => isNumber(row, number));
	if (rows.length > 0) return rows;
	throw new NotFound(
		`is "${number}", but there is no ticket with this number in the form "${form}"`,
	);
}

/**
 * The rows of a ticket as it is now, or the last one if OMFLOW keeps none as such.
 * @throws NotFound when the form has no such ticket
 */
export async function currentRowsOf(
	client: Client,
	form: string,
	number: string,
): Promise<AnsweredTicket[]> {
	const rows = await rowsOfTicket(client, form, number);
	const current = rows.filter(isCurrent);
	return current.length > 0 ? current : rows.slice(-1);
}

/** A row that is pushed on: its `data_id` and the name of its step. */
export interface Place {
	dataId: number;
	step: string | null;
	row: AnsweredTicket;
}

/** Why a ticket cannot be pushed on. */
export class CannotAdvance extends Error {
	constructor(
		readonly parameter: 'Step' | 'Ticket Number',
		words: string,
	) {
		super(words);
	}
}

const named = (rows: AnsweredTicket[]) =>
	rows.map((row) => `"${asText(row.stop_chart_text) ?? ''}"`).join(', ');

/**
 * Where a ticket waits. A flow with parallel branches waits at several places: then the step must be named.
 * @throws NotFound when there is no such ticket
 * @throws CannotAdvance when it waits nowhere, not at this step, or at several
 */
export async function placeOf(
	client: Client,
	form: string,
	number: string,
	step: string | undefined,
): Promise<Place> {
	const rows = await rowsOfTicket(client, form, number);
	const open = rows.filter(isOpen);
	if (open.length === 0) {
		const busy = rows.some((row) => isCurrent(row) && asFlag(row.running) === true);
		throw new CannotAdvance(
			'Ticket Number',
			busy
				? `is "${number}", a ticket that OMFLOW is working on: run the node again in a moment`
				: `is "${number}", a ticket that waits for nobody in OMFLOW: it is closed, or stopped with an error`,
		);
	}
	const at = open.filter(
		(row) => step === undefined || asText(row.stop_chart_text)?.trim() === step,
	);
	if (at.length === 1) {
		return { dataId: asId(at[0].id), step: asText(at[0].stop_chart_text), row: at[0] };
	}
	if (at.length === 0) {
		throw new CannotAdvance(
			'Step',
			`is "${step}", but the ticket ${number} does not wait there. In OMFLOW, it waits at: ${named(open)}`,
		);
	}
	throw new CannotAdvance(
		'Step',
		step === undefined
			? `must say which step to advance: in OMFLOW, the ticket ${number} waits at several: ${named(open)}`
			: `is "${step}", but in OMFLOW several steps of the ticket ${number} have this name`,
	);
}

/** The parameters of the flow engine: large, and of no use. */
const leftOut = 'data_param';

/**
 * The columns of a form's tickets but for what the flow engine keeps in them: the first row shows them, since they
 * differ between forms and versions.
 * @returns undefined if there is no ticket
 */
export async function columnsOfTickets(
	client: Client,
	form: string,
): Promise<string[] | undefined> {
	const first = { form, order_columns: ['id'], start: 0, limit: 1 };
	const [row] = asList((await client.call(calls.listTickets, first)) as IDataObject[]);
	return row && Object.keys(row).filter((name) => name !== leftOut);
}
