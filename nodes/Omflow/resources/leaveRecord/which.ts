import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { id, oneOf, optional, someText } from '../../../shared/inputs';

/** The fields that identify a leave record, shared by several operations. */

export const whichFields: INodeProperties[] = [
	{
		displayName: 'Leave Identified By',
		name: 'leaveIdentifiedBy',
		type: 'options',
		options: [
			{ name: 'ID', value: 'id' },
			{ name: 'Identifier', value: 'identifier' },
		],
		default: 'id',
		description: 'How to identify the leave record',
		routing: { send: { type: 'body', property: 'leave_identified_by' } },
	},
	{
		displayName: 'Leave ID',
		name: 'leaveId',
		type: 'string',
		required: true,
		displayOptions: { show: { leaveIdentifiedBy: ['id'] } },
		default: '',
		placeholder: 'e.g. 12',
		description: 'ID that "Create" returned. OMFLOW does not show it in its lists.',
		routing: { send: { type: 'body', property: 'leave_id' } },
	},
	{
		displayName: 'Identifier',
		name: 'identifier',
		type: 'string',
		required: true,
		displayOptions: { show: { leaveIdentifiedBy: ['identifier'] } },
		default: '',
		placeholder: 'e.g. LV-2026-0401',
		description: 'Your own key with which the record was created',
		routing: { send: { type: 'body', property: 'identifier' } },
	},
];

/** What `whichFields` send; `named` checks it. */
export const which = {
	leave_identified_by: oneOf(['id', 'identifier']),
	leave_id: optional(id),
	identifier: optional(someText),
};
type Which = z.output<z.ZodObject<typeof which>>;

/** Refuses an item without the identifier that it selects. */
export function named(values: Which, context: z.RefinementCtx): void {
	const property = values.leave_identified_by === 'id' ? 'leave_id' : 'identifier';
	if (values[property] !== undefined) return;
	const message = 'must not be empty';
	context.addIssue({ code: z.ZodIssueCode.custom, path: [property], message });
}

/**
 * The identifier of the record as it is sent and as it is output. Exactly one is sent, even if an expression chooses
 * between the two and the editor shows both.
 */
export const nameOf = ({ leave_identified_by, leave_id, identifier }: Which) =>
	leave_identified_by === 'identifier'
		? { sent: { identifier }, shown: { identifier } }
		: { sent: { leave_id }, shown: { leaveId: leave_id } };

/** The names of an output item. */
export const shownNames = { leaveId: z.number().optional(), identifier: z.string().optional() };
