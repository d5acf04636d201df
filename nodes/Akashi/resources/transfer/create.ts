import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { commasOrBlanks, listOf, optional, textOf, yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import { place, placeLocator } from '../../locators';
import { person, personField, slashedDay } from '../../person';
import { changedPerson, keyOf, numbered, setsOfPeople, simplifyChanged } from '../../setsOfPeople';
import { calls } from './contract';

const input = (zones: Zones, client: Client) =>
	z
		.object({
			staff: person(client),
			organization_change_date: slashedDay(zones),
			employment_category: textOf(fields.name),
			new_organization: optional(place),
			// "Yes" in the table, "YES" in the example: the table is taken.
			is_delete_change_history_after_change_date: optional(
				yesNo.transform((yes) => (yes ? 'Yes' : 'No')),
			),
			sub_organization_path: listOf(textOf(fields.organizationPath)),
			sub_organization_code: listOf(textOf(fields.existingOrganizationCode), commasOrBlanks),
		})
		.transform(({ staff, new_organization, ...row }) => ({
			...staff,
			...row,
			new_organization_path: new_organization?.path,
			new_organization_code: new_organization?.code,
		}));

/** 6.13: people change organization and employment category on a day. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create transfer',
		description:
			'Move a staff member to another organization or employment category from a given day',
	},
	fields: [
		personField,
		{
			displayName: 'Transfer Date',
			name: 'transferDate',
			type: 'dateTime',
			required: true,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'First day after the transfer (異動日), Japan time',
			routing: { send: { type: 'body', property: 'organization_change_date' } },
		},
		{
			displayName: 'Employment Category',
			name: 'employmentCategory',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 正社員',
			description:
				'Name of the employment category (雇用区分) from that day on, even if it does not change',
			routing: { send: { type: 'body', property: 'employment_category' } },
		},
		{
			...placeLocator({ displayName: 'New Organization', name: 'newOrganization' }),
			required: false,
			description:
				'Organization to move to (異動先). Leave empty to change only the employment category.',
			routing: { send: { type: 'body', property: 'new_organization' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Delete Later Transfers',
					name: 'deleteLaterTransfers',
					type: 'boolean',
					default: false,
					description:
						'Whether to delete transfers of the person that are later than the transfer date',
					routing: {
						send: { type: 'body', property: 'is_delete_change_history_after_change_date' },
					},
				},
				{
					displayName: 'Sub-Organization Codes',
					name: 'subOrganizationCodes',
					type: 'string',
					default: '',
					placeholder: 'e.g. org002, org003',
					description:
						'Codes of additional organizations (サブ組織), separated by commas. An expression can return a list.',
					routing: { send: { type: 'body', property: 'sub_organization_code' } },
				},
				{
					displayName: 'Sub-Organization Paths',
					name: 'subOrganizationPaths',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Path' },
					default: [],
					placeholder: 'e.g. 開発部/開発1課',
					description: 'Additional organizations (サブ組織), each as a path',
					routing: { send: { type: 'body', property: 'sub_organization_path' } },
				},
			],
		},
	],
	input,
	key: (row) => keyOf(row, row.organization_change_date),
	execute: setsOfPeople<ValuesOf<typeof input>>(
		calls.createTransfers,
		(rows) => ({
			organizations: rows.map(({ sub_organization_path, sub_organization_code, ...row }) => ({
				...row,
				// The first has no number (6.13).
				...numbered('sub_organization_path', sub_organization_path, ''),
				...numbered('sub_organization_code', sub_organization_code, ''),
			})),
		}),
		({ organization_change_date }) => ({ transferDate: organization_change_date }),
	),
	writes: true,
	simplify: simplifyChanged,
	output: z.object({ ...changedPerson, transferDate: z.string() }),
});
