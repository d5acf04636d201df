import { z } from 'zod';

import { outputFields } from '../../../shared/fields';
import { id, someText } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { staffLocator } from '../../locators';
import { staffOf } from '../../lists/staff';
import { calls, ownToken } from './contract';
import { row, simplifyStaff } from './simplify';

/** 6.4: one person, by ID, by being the token's owner, or by their own token. */
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
				{ name: 'ID', value: 'id' },
				{ name: 'Owner of the Token', value: 'owner' },
			],
			default: 'id',
			description: 'How to identify the staff member',
		},
		{
			...staffLocator,
			displayOptions: { show: { staffIdentifiedBy: ['id'] } },
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
	input: () => z.object({ staff_id: id.optional(), target: someText.optional() }),
	execute: reads(
		single(
			({ staff_id }) => (staff_id ? calls.getStaff : calls.listStaff),
			staffOf,
			({ staff_id, target }) => (staff_id ? { staff_id } : { target: target ?? ownToken }),
		),
	),
	simplify: simplifyStaff,
	output: row,
});
