import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { id, optional, someText } from '../../../shared/inputs';
import type { Settings } from '../../../shared/operation';

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

/** What `whichFields` send. */
export const which = { leave_id: optional(id), identifier: optional(someText) };
type Which = { leave_id?: number; identifier?: string };

const byIdentifier = ({ leaveIdentifiedBy }: Settings) => leaveIdentifiedBy === 'identifier';

/** Refuses an item without the identifier that it selects. */
export const named = (values: Which, settings: Settings): [string, string] | undefined => {
	if (!['id', 'identifier'].includes(String(settings.leaveIdentifiedBy))) {
		return ['Leave Identified By', 'must be one of id, identifier'];
	}
	if (byIdentifier(settings)) {
		return values.identifier === undefined ? ['Identifier', 'must not be empty'] : undefined;
	}
	return values.leave_id === undefined ? ['Leave ID', 'must not be empty'] : undefined;
};

/**
 * The identifier of the record as it is sent and as it is output. Exactly one is sent, even if an expression chooses
 * between the two and the editor shows both.
 */
export function nameOf({ leave_id, identifier }: Which, settings: Settings) {
	return byIdentifier(settings)
		? { sent: { identifier }, shown: { identifier } }
		: { sent: { leave_id }, shown: { leaveId: leave_id } };
}

/** The names of an output item. */
export const shownNames = { leaveId: z.number().optional(), identifier: z.string().optional() };
