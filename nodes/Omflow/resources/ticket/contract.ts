import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { listRequest } from '../../contract';

/** A part of a ticket: one row, or one for each branch where a flow runs in parallel. The form's own fields come besides. */
export const ticket = answer({
	/** Also called `data_id`: it can change from step to step. */
	id: z.number().int().positive(),
	flow_uuid: z.string().nullable().optional(),
	data_no: z.string().nullable().optional(),
	title: z.string().nullable().optional(),
	status: z.string().nullable().optional(),
	level: z.string().nullable().optional(),
	group: z.string().nullable().optional(),
	/** The name of the step at which it waits. */
	stop_chart_text: z.string().nullable().optional(),
	/** The row is no longer the ticket's current one. */
	history: z.boolean().nullable().optional(),
	closed: z.boolean().nullable().optional(),
	/** OMFLOW is carrying out the steps up to the next one that waits for a person. */
	running: z.boolean().nullable().optional(),
	error: z.boolean().nullable().optional(),
	error_message: z.string().nullable().optional(),
	createtime: z.string().nullable().optional(),
	updatetime: z.string().nullable().optional(),
	create_user_id: z.string().nullable().optional(),
	update_user_id: z.string().nullable().optional(),
});

const fieldId = z.string().regex(/^FORMITM_\d+$/);

/** A field of a form and its value. Version 1.1 also needs the type of the field (its source), which documents leave out. */
const field = z
	.object({
		id: fieldId,
		value: z.unknown(),
		type: z.string().min(1).optional(),
	})
	.strict();

const dataId = z.number().int().positive();

/** The names of buttons in a call. */
export const buttons = ['action1', 'action2'] as const;

/** By the page that documents them. */
export const calls = {
	/** Without columns, all come (handbook). The rows `[start:limit]`, as in the user list. */
	listTickets: {
		source: '5-04 omdata/list',
		method: 'POST',
		path: '/rest/flowmanage/api/omdata/list/{form}/',
		request: listRequest,
		response: z.array(ticket),
	},
	/** Answers the number of a new ticket; nothing for other actions, or if the flow checks tickets at its start. */
	editTicket: {
		source: '5-02 omdata/edit',
		method: 'POST',
		path: '/rest/flowmanage/api/omdata/edit/{form}/',
		writes: 'new',
		request: z.union([
			z
				.object({
					action: z.literal('create'),
					formdata: z.array(field),
					/** The fields whose files come as parts of their names; an attachment is a part named `files`. */
					files_item: z.array(fieldId).min(1).optional(),
				})
				.strict(),
			z
				.object({
					action: z.literal('update'),
					data_id: dataId,
					formdata: z.array(field).optional(),
				})
				.strict(),
			z
				.object({
					action: z.literal('update'),
					data_id: dataId,
					quick_action: z.enum(buttons),
				})
				.strict(),
		]),
		response: z.string().nullable(),
	},
	/** The forms, with the names of the apps that they belong to (source of 1.1.0.0; seen: answers flow names). */
	listForms: {
		source: 'service/form',
		method: 'POST',
		path: '/rest/service/api/form/',
		request: z.object({}).strict(),
		response: answer({
			app: z.array(answer({ id: z.number().int().positive(), app_name: z.string().nullable() })),
			flow: z.array(
				answer({
					api_path: z.string().nullable(),
					flow_name: z.string().nullable(),
					flow_uuid: z.string().nullable(),
					flow_app_id: z.number().int().nullable(),
				}),
			),
		}),
	},
	/** The shape of a form: `value` holds the title of the field in angle brackets (source of 1.1.0.0). */
	getFormFormat: {
		source: 'flow-active-api-format/get',
		method: 'POST',
		path: '/rest/flowmanage/api/flow-active-api-format/get/',
		request: z
			.object({ app_name: z.string(), flow_name: z.string(), action: z.literal('create') })
			.strict(),
		response: answer({
			input: answer({
				formdata: z
					.array(
						answer({ id: z.string(), type: z.string().nullable().optional(), value: z.unknown() }),
					)
					.nullable()
					.optional(),
			})
				.nullable()
				.optional(),
		}).nullable(),
	},
	/** The design of the form with which a flow begins, as JSON text; any user may ask for it (source of 1.1.0.0). */
	getFormDesign: {
		source: 'service/column',
		method: 'POST',
		path: '/rest/service/api/column/',
		request: z.object({ api_path: z.string().min(1) }).strict(),
		response: answer({ formobject: z.unknown() }),
	},
	/** The step at which a ticket waits: the design of its form, the values, and the names of its buttons (source of 1.1.0.0). */
	loadTicket: {
		source: 'omdata/load',
		method: 'POST',
		path: '/rest/flowmanage/api/omdata/load/',
		request: z.object({ flow_uuid: z.string().regex(/^[0-9a-f]{32}$/), data_id: dataId }).strict(),
		response: answer({
			formobject: z.unknown(),
			formdata: z
				.array(
					answer({ id: z.string(), type: z.string().nullable().optional(), value: z.unknown() }),
				)
				.nullable()
				.optional(),
			/** Both names with a comma between; null without buttons. */
			quick_action: z.string().nullable().optional(),
			/** Whether it waits at a step with a form. */
			find_item: z.boolean().nullable().optional(),
		}),
	},
	/** A ticket as a page to print, from version 1.2 on (handbook, 6-02). `flow` is the flow's ID without hyphens. */
	printForm: {
		source: '6-02 print-form',
		method: 'POST',
		path: '/rest/flowmanage/api/print-form/{flow}/{number}/{dataId}/',
		needs: 'OMFLOW 1.2 or later',
		request: z.object({}).strict(),
		page: true,
		response: z.string(),
	},
} satisfies Record<string, Call>;
