import { z } from 'zod';

import { commasOrBlanks, listOf, oneOf, optional, textOf } from '../../../shared/inputs';
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
} from '../../person';
import { calls, subordinates } from './contract';
import { subordinateField } from './subordinates';

const input = () =>
	z
		.object({
			...person,
			manager_permission_name: textOf(fields.name),
			manage_organization_path: optional(textOf(fields.organizationPath)),
			manage_organization_code: optional(textOf(fields.existingOrganizationCode)),
			manage_subordinate_organizations_immed_path: optional(oneOf(subordinates)),
			manage_subordinate_organizations_immed_code: optional(oneOf(subordinates)),
			managed_staff_code: listOf(textOf(fields.staffCode), commasOrBlanks),
		})
		.superRefine(onePerson)
		.superRefine(({ manage_organization_path, manage_organization_code }, context) => {
			if (manage_organization_path || manage_organization_code) return;
			const message = 'must be given if "Managed Organization Code" is empty';
			context.addIssue({ code: 'custom', path: ['manage_organization_path'], message });
		});

/** 6.14: what people may manage, at once. */
export const assign = operation({
	entry: {
		name: 'Assign',
		value: 'assign',
		action: 'Assign permission',
		description:
			'Give a person a manager permission and the organizations or staff to manage, effective immediately',
	},
	fields: [
		...personFields,
		{
			displayName: 'Permission Name',
			name: 'permissionName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 一般管理者',
			description: 'Name of the manager permission (管理権限)',
			routing: { send: { type: 'body', property: 'manager_permission_name' } },
		},
		{
			displayName: 'Managed Organization Path',
			name: 'managedOrganizationPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. 営業部/営業1課',
			description:
				'Names of the organizations from the top down to the one to manage, separated by "/". Required if no code is given.',
			routing: { send: { type: 'body', property: 'manage_organization_path' } },
		},
		{
			displayName: 'Managed Organization Code',
			name: 'managedOrganizationCode',
			type: 'string',
			default: '',
			placeholder: 'e.g. org002',
			description: 'Code of an organization to manage. Required if no path is given.',
			routing: { send: { type: 'body', property: 'manage_organization_code' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Managed Staff Codes',
					name: 'managedStaffCodes',
					type: 'string',
					default: '',
					placeholder: 'e.g. s002, s003',
					description:
						'Staff codes of individual people to manage, separated by commas. An expression can return a list.',
					routing: { send: { type: 'body', property: 'managed_staff_code' } },
				},
				{
					...subordinateField,
					displayName: 'Organizations Below the Code',
					name: 'organizationsBelowCode',
					routing: {
						send: { type: 'body', property: 'manage_subordinate_organizations_immed_code' },
					},
				},
				{
					...subordinateField,
					displayName: 'Organizations Below the Path',
					name: 'organizationsBelowPath',
					routing: {
						send: { type: 'body', property: 'manage_subordinate_organizations_immed_path' },
					},
				},
			],
		},
	],
	input,
	key: (row) =>
		joinedKey(
			row.staff_code,
			row.staff_email,
			row.manage_organization_path,
			row.manage_organization_code,
		),
	execute: setsOfPeople<ValuesOf<typeof input>>(calls.assignPermissions, (rows) => ({
		permissions: rows.map(({ managed_staff_code, ...row }) => ({
			...row,
			...numbered('managed_staff_code', managed_staff_code, '1'),
		})),
	})),
	writes: true,
	output: changedPerson,
});
