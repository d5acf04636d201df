import { z } from 'zod';

import type { Answered } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { limitFields, outputFields } from '../../../shared/fields';
import { optional, yesNo } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { counted } from '../../counted';
import { organizationId, organizationLocator } from '../../locators';
import { calls } from './contract';
import { row, simplifyOrganization } from './simplify';

const input = (_: Zones, client: Client) =>
	z.object({
		includesParents: yesNo.default(false),
		orgId: optional(organizationId(client)),
	});

/** 6.2: organizations, in one answer. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many organizations',
		description: "Get the organizations that the token's owner can see",
	},
	fields: [
		...limitFields,
		{
			displayName: 'Include Parents',
			name: 'includeParents',
			type: 'boolean',
			default: false,
			description: 'Whether to also get the parent organizations, up to the company (企業)',
			routing: { send: { type: 'query', property: 'includesParents' } },
		},
		{
			...organizationLocator,
			required: false,
			description: 'Get only this organization. Leave empty for all.',
			routing: { send: { type: 'query', property: 'orgId' } },
		},
		...outputFields(row),
	],
	input,
	execute: reads(
		single(
			calls.listOrganizations,
			({ organizations, count }: Answered<typeof calls.listOrganizations>) =>
				counted(organizations, count),
			({ includesParents, orgId }) => ({
				includesParents: includesParents ? '1' : '0',
				...(orgId ? { orgId } : {}),
			}),
		),
	),
	simplify: simplifyOrganization,
	output: row,
});
