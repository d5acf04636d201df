import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { oneOf, textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import { place, placeLocator } from '../../locators';
import { person, personField, slashedDay } from '../../person';
import { changedPerson, keyOf, setsOfPeople, simplifyChanged } from '../../setsOfPeople';
import { calls, subordinates } from './contract';
import { subordinateField } from './subordinates';

/** What 6.15 can reserve: each of its two groups of fields is complete or absent. */
const reservable = ['both', 'organization', 'permission'] as const;

const input = (zones: Zones, client: Client) => {
	const permission = z.object({
		reservation_manager_permission_name: textOf(fields.name),
		manager_permission_reservation_date: slashedDay(zones),
	});
	const organization = z.object({
		manage_organization_reservation_registration_or_cancel: oneOf(['登録', '取消'] as const),
		organization: place,
		manage_subordinate_organizations: oneOf(subordinates),
		manage_organization_reservation_date: slashedDay(zones),
		manage_organization_reservation_add_or_delete: oneOf(['追加', '削除'] as const),
	});
	const both = permission.merge(organization);
	const groups = { both, organization, permission };
	return z
		.object({ staff: person(client), reserve: oneOf(reservable) })
		.passthrough()
		.transform(({ staff, reserve, ...given }, context) => {
			const parsed = groups[reserve].safeParse(given);
			if (!parsed.success) {
				for (const issue of parsed.error.issues) context.addIssue(issue);
				return z.NEVER;
			}
			const { organization: where, ...row } = parsed.data as Partial<z.output<typeof both>>;
			return {
				...staff,
				...row,
				reservation_manage_organization_path: where?.path,
				reservation_manage_organization_code: where?.code,
			};
		});
};
type Values = ValuesOf<typeof input>;

const ofPermission = { show: { reserve: ['both', 'permission'] } };
const ofOrganization = { show: { reserve: ['both', 'organization'] } };
const send = (property: string): INodeProperties['routing'] => ({
	send: { type: 'body', property },
});

/** 6.15: a permission, what a person manages, or both, each from a day to come. */
export const reserve = operation({
	entry: {
		name: 'Reserve',
		value: 'reserve',
		action: 'Reserve permission',
		description:
			'Give a staff member a manager permission, an organization to manage, or both, from a future day',
	},
	fields: [
		personField,
		{
			displayName: 'Reserve',
			name: 'reserve',
			type: 'options',
			options: [
				{ name: 'Managed Organization', value: 'organization' },
				{ name: 'Permission', value: 'permission' },
				{ name: 'Permission and Managed Organization', value: 'both' },
			],
			default: 'permission',
			description: 'What changes on a future day',
			routing: send('reserve'),
		},
		{
			displayName: 'Permission Name',
			name: 'permissionName',
			type: 'string',
			required: true,
			displayOptions: ofPermission,
			default: '',
			placeholder: 'e.g. 一般管理者',
			description: 'Name of the manager permission (予約付与権限)',
			routing: send('reservation_manager_permission_name'),
		},
		{
			displayName: 'Permission Date',
			name: 'permissionDate',
			type: 'dateTime',
			required: true,
			displayOptions: ofPermission,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'First day of the permission (付与権限予約日), Japan time',
			routing: send('manager_permission_reservation_date'),
		},
		{
			...placeLocator({ displayName: 'Managed Organization', name: 'managedOrganization' }),
			displayOptions: ofOrganization,
			description: 'Organization that the person starts or stops managing (予約管理先組織)',
			routing: send('organization'),
		},
		{
			displayName: 'Organization Date',
			name: 'organizationDate',
			type: 'dateTime',
			required: true,
			displayOptions: ofOrganization,
			default: '',
			placeholder: 'e.g. 2026-04-01',
			description: 'First day on which the change applies (管理先予約日), Japan time',
			routing: send('manage_organization_reservation_date'),
		},
		{
			displayName: 'Add or Remove',
			name: 'addOrRemove',
			type: 'options',
			displayOptions: ofOrganization,
			options: [
				{ name: 'Add (追加)', value: '追加' },
				{ name: 'Remove (削除)', value: '削除' },
			],
			default: '追加',
			description: 'Whether the person starts or stops managing the organization on that day',
			routing: send('manage_organization_reservation_add_or_delete'),
		},
		{
			...subordinateField,
			displayName: 'Organizations Below',
			name: 'organizationsBelow',
			displayOptions: ofOrganization,
			routing: send('manage_subordinate_organizations'),
		},
		{
			displayName: 'Register or Cancel',
			name: 'registerOrCancel',
			type: 'options',
			displayOptions: ofOrganization,
			options: [
				{ name: 'Cancel (取消)', value: '取消' },
				{ name: 'Register (登録)', value: '登録' },
			],
			default: '登録',
			description: 'Whether to register the reservation or cancel an existing one',
			routing: send('manage_organization_reservation_registration_or_cancel'),
		},
	],
	input,
	// What a row reserves and when: registering and cancelling the same would depend on the order.
	key: (row) =>
		keyOf(
			row,
			row.manager_permission_reservation_date,
			row.reservation_manage_organization_path,
			row.reservation_manage_organization_code,
			row.manage_organization_reservation_date,
		),
	execute: setsOfPeople<Values>(
		calls.reservePermissions,
		(rows) => ({ permissions_reserve: rows }),
		(row) => ({
			permissionDate: row.manager_permission_reservation_date,
			organizationDate: row.manage_organization_reservation_date,
		}),
	),
	writes: true,
	simplify: simplifyChanged,
	output: z.object({
		...changedPerson,
		permissionDate: z.string().optional(),
		organizationDate: z.string().optional(),
	}),
});
