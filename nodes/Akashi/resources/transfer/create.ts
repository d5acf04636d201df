import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { commasOrBlanks, listOf, optional, textOf, yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import {
	changedPerson,
	joinedKey,
	numbered,
	onePerson,
	person,
	personFields,
	setsOfPeople,
	slashedDay,
} from '../../person';
import { calls } from './contract';

const input = (zones: Zones) =>
	z
		.object({
			...person,
			organization_change_date: slashedDay(zones),
			employment_category: textOf(fields.name),
			new_organization_path: optional(textOf(fields.organizationPath)),
			new_organization_code: optional(textOf(fields.existingOrganizationCode)),
			// "Yes" in the table, "YES" in the example: the table is taken.
			is_delete_change_history_after_change_date: optional(
				yesNo.transform((yes) => (yes ? 'Yes' : 'No')),
			),
			sub_organization_path: listOf(textOf(fields.organizationPath)),
			sub_organization_code: listOf(textOf(fields.existingOrganizationCode), commasOrBlanks),
		})
		.superRefine(onePerson);

/** 6.13: people change organization and employment category on a day. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create transfer',
		description: 'Move a person to another organization or employment category from a given day',
	},
	fields: [
		...personFields,
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
					displayName: 'New Organization Code',
					name: 'newOrganizationCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. org002',
					description: 'Code of the organization to move to, instead of its path',
					routing: { send: { type: 'body', property: 'new_organization_code' } },
				},
				{
					displayName: 'New Organization Path',
					name: 'newOrganizationPath',
					type: 'string',
					default: '',
					placeholder: 'e.g. 営業部/営業1課',
					description:
						'Names of the organizations from the top down to the one to move to, separated by "/"',
					routing: { send: { type: 'body', property: 'new_organization_path' } },
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
	key: ({ staff_code, staff_email, organization_change_date }) =>
		joinedKey(staff_code, staff_email, organization_change_date),
	execute: setsOfPeople<ValuesOf<typeof input>>(calls.createTransfers, (rows) => ({
		organizations: rows.map(({ sub_organization_path, sub_organization_code, ...row }) => ({
			...row,
			// The first has no number (6.13).
			...numbered('sub_organization_path', sub_organization_path, ''),
			...numbered('sub_organization_code', sub_organization_code, ''),
		})),
	})),
	writes: true,
	output: changedPerson,
});
