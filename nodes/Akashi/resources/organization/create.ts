import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asList, asText, type Answered, type Loose } from '../../../shared/answers';
import { optional, textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { batches } from '../../../shared/writing/batches';
import { limits } from '../../contract';
import { counted } from '../../counted';
import { organizationPath, pathLocator } from '../../locators';
import { calls, fields, type organization } from './contract';
import { row, simplifyOrganization } from './simplify';

const input = () =>
	z.object({
		name: textOf(fields.organizationName),
		name_en: optional(textOf(fields.organizationNameEn)),
		code: optional(textOf(fields.organizationCode)),
		parent_organization: optional(organizationPath),
	});

const names = {
	sent: ({ code, name }: ValuesOf<typeof input>) => [code, name],
	answered: (row: IDataObject) => {
		const { code, name } = row as Loose<z.infer<typeof organization>>;
		return [asText(code), asText(name)];
	},
};

/** 6.1: new organizations, in the order of the items, so that one item may be the parent of a later one. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create organization',
		description:
			'Create an organization, which this node cannot change later. Leave Settings → Retry On Fail off: a retry would create it again.',
	},
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 営業部',
			description: 'Name of the organization, up to 32 characters, without "/"',
			routing: { send: { type: 'body', property: 'name' } },
		},
		{
			...pathLocator({
				displayName: 'Parent Path',
				name: 'parentPath',
				required: false,
				description:
					'Parent organization: its path has the names from the top down, separated by "/", without the company itself. Leave empty to create the organization at the top level. An earlier item may create the parent.',
			}),
			routing: { send: { type: 'body', property: 'parent_organization' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Code',
					name: 'code',
					type: 'string',
					default: '',
					placeholder: 'e.g. org002',
					description: 'Code of the organization: half-width letters, digits and hyphens',
					routing: { send: { type: 'body', property: 'code' } },
				},
				{
					displayName: 'Name (English)',
					name: 'nameEn',
					type: 'string',
					default: '',
					placeholder: 'e.g. Sales',
					description: 'Name in English, up to 64 characters, without "/"',
					routing: { send: { type: 'body', property: 'name_en' } },
				},
			],
		},
	],
	input,
	execute: batches<ValuesOf<typeof input>>({
		call: calls.createOrganizations,
		size: limits.records,
		body: (organizations) => ({ organizations }),
		rows: (payload: { organizations?: IDataObject[] } | null) => asList(payload?.organizations),
		names,
		listing: {
			id: 'organizationId',
			list: async (client) => {
				const values = { includesParents: '0' };
				const { organizations, count } = (await client.call(
					calls.listOrganizations,
					values,
				)) as Answered<typeof calls.listOrganizations>;
				return (counted(organizations, count) as IDataObject[]).map((row) => ({
					row,
					names: names.answered(row),
				}));
			},
			// The same name may exist elsewhere in the tree: then the match is uncertain.
			sent: names.sent,
		},
		inOrder: true,
	}),
	simplify: simplifyOrganization,
	writes: true,
	output: row,
});
