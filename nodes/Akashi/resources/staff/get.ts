import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { outputFields } from '../../../shared/fields';
import { oneOf, optional, someText } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { staffId, staffLocator } from '../../locators';
import { staffOf } from '../../lists/staff';
import { calls, ownToken } from './contract';
import { row, simplifyStaff } from './simplify';

const ways = ['owner', 'person', 'token'] as const;

const input = (_: Zones, client: Client) =>
	z
		.object({
			by: oneOf(ways),
			staff_id: optional(staffId(client)),
			target: optional(someText),
		})
		.superRefine(({ by, staff_id, target }, context) => {
			const lacks = (field: string) =>
				context.addIssue({ code: 'custom', path: [field], message: 'must not be empty' });
			if (by === 'person' && staff_id === undefined) lacks('staff_id');
			if (by === 'token' && target === undefined) lacks('target');
		});

/** 6.4: one person, picked, by being the token's owner, or by their own token. */
export const get = operation({
	entry: {
		name: 'Get',
		value: 'get',
		action: 'Get staff member',
		description: 'Get a staff member',
	},
	fields: [
		{
			displayName: 'Staff Identified By',
			name: 'staffIdentifiedBy',
			type: 'options',
			options: [
				{ name: "Another Person's Token", value: 'token' },
				{ name: 'List, Staff Code, Email or ID', value: 'person' },
				{ name: 'Owner of the Token', value: 'owner' },
			],
			default: 'person',
			description: 'How to identify the staff member',
			// Not sent to AKASHI: it selects the call.
			routing: { send: { type: 'query', property: 'by' } },
		},
		{
			...staffLocator,
			displayOptions: { show: { staffIdentifiedBy: ['person'] } },
			routing: { send: { type: 'query', property: 'staff_id' } },
		},
		{
			displayName: 'Token of the Person',
			name: 'targetToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			displayOptions: { show: { staffIdentifiedBy: ['token'] } },
			default: '',
			description: 'Access token of the staff member to get',
			routing: { send: { type: 'query', property: 'target' } },
		},
		...outputFields(row),
	],
	input,
	execute: reads(
		single(
			({ by }) => (by === 'person' ? calls.getStaff : calls.listStaff),
			staffOf,
			({ by, staff_id, target }) =>
				by === 'person' ? { staff_id } : { target: by === 'token' ? target : ownToken },
		),
	),
	simplify: simplifyStaff,
	output: row,
});
