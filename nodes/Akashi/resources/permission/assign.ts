import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import { oneOf, optional, textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import { place, placeLocator } from '../../locators';
import { codesOfCalled, codesOfPicked, person, personField } from '../../person';
import { changedPerson, keyOf, numbered, setsOfPeople, simplifyChanged } from '../../setsOfPeople';
import { calls, subordinates } from './contract';
import { subordinateField } from './subordinates';

/** 6.14 takes an organization by its path, another by its code, and for each what happens below it. */
const input = (_: unknown, client: Client) =>
	z
		.object({
			staff: person(client),
			manager_permission_name: textOf(fields.name),
			organization: place,
			below: optional(oneOf(subordinates)),
			manage_organization_code: optional(textOf(fields.existingOrganizationCode)),
			manage_subordinate_organizations_immed_code: optional(oneOf(subordinates)),
			managed_staff: codesOfPicked(client),
			managed_people: codesOfCalled(client),
		})
		.transform(({ staff, organization, below, managed_staff, managed_people, ...row }, context) => {
			const refuse = (path: string, message: string) =>
				context.addIssue({ code: 'custom', path: [path], message });
			if (organization.code && row.manage_organization_code) {
				refuse(
					'manage_organization_code',
					'must be empty if "Managed Organization" is given by code: AKASHI takes one code per row. Use an item for each organization',
				);
			}
			if (row.manage_subordinate_organizations_immed_code && !row.manage_organization_code) {
				refuse('manage_subordinate_organizations_immed_code', 'needs "Further Organization Code"');
			}
			return {
				...staff,
				...row,
				manage_organization_path: organization.path,
				manage_organization_code: organization.code ?? row.manage_organization_code,
				...(organization.code
					? { manage_subordinate_organizations_immed_code: below }
					: { manage_subordinate_organizations_immed_path: below }),
				managed_staff_code: [...new Set([...managed_staff, ...managed_people])],
			};
		});
type Values = ValuesOf<typeof input>;

/** 6.14: what people may manage, at once. */
export const assign = operation({
	entry: {
		name: 'Assign',
		value: 'assign',
		action: 'Assign permission',
		description:
			'Give a staff member a manager permission and the organizations or staff to manage, effective immediately',
	},
	fields: [
		personField,
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
			...placeLocator({ displayName: 'Managed Organization', name: 'managedOrganization' }),
			description: 'Organization to manage (管理先組織)',
			routing: { send: { type: 'body', property: 'organization' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Further Organization Code',
					name: 'furtherOrganizationCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. org002',
					description: 'Code of another organization to manage, beside the one given by its path',
					routing: { send: { type: 'body', property: 'manage_organization_code' } },
				},
				{
					displayName: 'Managed Staff Codes, Emails or IDs',
					name: 'managedPeople',
					type: 'string',
					default: '',
					placeholder: 'e.g. s002, suzuki@example.com, 103',
					description:
						'Further individual people to manage, separated by commas: staff codes (従業員番号), email addresses and IDs may be mixed',
					routing: { send: { type: 'body', property: 'managed_people' } },
				},
				{
					displayName: 'Managed Staff Names or IDs',
					name: 'managedStaff',
					type: 'multiOptions',
					typeOptions: { loadOptionsMethod: 'getStaff' },
					default: [],
					description:
						'Individual people to manage. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					routing: { send: { type: 'body', property: 'managed_staff' } },
				},
				{
					...subordinateField,
					displayName: 'Organizations Below',
					name: 'organizationsBelow',
					routing: { send: { type: 'body', property: 'below' } },
				},
				{
					...subordinateField,
					displayName: 'Organizations Below the Further One',
					name: 'organizationsBelowFurther',
					routing: {
						send: { type: 'body', property: 'manage_subordinate_organizations_immed_code' },
					},
				},
			],
		},
	],
	input,
	key: (row: Values) => keyOf(row, row.manage_organization_path, row.manage_organization_code),
	execute: setsOfPeople<Values>(
		calls.assignPermissions,
		(rows) => ({
			permissions: rows.map(({ managed_staff_code, ...row }) => ({
				...row,
				...numbered('managed_staff_code', managed_staff_code, '1'),
			})),
		}),
		() => ({}),
	),
	writes: true,
	simplify: simplifyChanged,
	output: z.object(changedPerson),
});
