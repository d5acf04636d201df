import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asFlag, asId, asText } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import type { AnsweredTicket } from '../../lists/tickets';

const text = z.string().nullable();
const flag = z.boolean().nullable();

/** A ticket as every operation puts it out, or some of its fields. `fields` are those of the form, by their IDs. */
export const ticketRow = z.object({
	ticketNumber: text,
	title: text,
	ticketStatus: text,
	step: text,
	closed: flag,
	level: text,
	createdBy: text,
	createdAt: text,
	updatedAt: text,
	fields: z.record(z.unknown()),
	dataId: z.number(),
	updatedBy: text,
	group: text,
	running: flag,
	failed: flag,
	errorMessage: text,
});

const formColumn = /^formitm_\d+$/i;

/** The values of the form's own fields, by their IDs as the form's design shows them. */
export const formValues = (row: object): IDataObject =>
	Object.fromEntries(
		Object.entries(row)
			.filter(([name]) => formColumn.test(name))
			.map(([name, value]) => [name.toUpperCase(), value as IDataObject[string]]),
	);

/** A row of the list of a form. */
export const simplifiedTicket = (row: AnsweredTicket, zone: string): z.infer<typeof ticketRow> => ({
	ticketNumber: asText(row.data_no),
	title: asText(row.title),
	ticketStatus: asText(row.status),
	step: asText(row.stop_chart_text),
	closed: asFlag(row.closed),
	level: asText(row.level),
	createdBy: asText(row.create_user_id),
	createdAt: isoOf(row.createtime, zone),
	updatedAt: isoOf(row.updatetime, zone),
	fields: formValues(row),
	dataId: asId(row.id),
	updatedBy: asText(row.update_user_id),
	group: asText(row.group),
	running: asFlag(row.running),
	failed: asFlag(row.error),
	errorMessage: asText(row.error_message),
});
