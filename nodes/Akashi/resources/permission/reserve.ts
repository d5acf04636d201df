import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { oneOf, optional, textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import {
	changedPerson,
	joinedKey,
	onePerson,
	person,
	personFields,
	setsOfPeople,
	slashedDay,
} from '../../person';
import { calls, subordinates } from './contract';
import { subordinateField } from './subordinates';

/** The required fields of the two groups of 6.15; of a list, one is enough. */
const permission = ['reservation_manager_permission_name', 'manager_permission_reservation_date'];
const managed = [
	'manage_organization_reservation_registration_or_cancel',
	['reservation_manage_organization_path', 'reservation_manage_organization_code'],
	'manage_subordinate_organizations',
	'manage_organization_reservation_date',
	'manage_organization_reservation_add_or_delete',
];

const input = (zones: Zones) =>
	z
		.object({
			...person,
			reservation_manager_permission_name: optional(textOf(fields.name)),
			manager_permission_reservation_date: optional(slashedDay(zones)),
			manage_organization_reservation_registration_or_cancel: optional(
				oneOf(['登録', '取消'] as const),
			),
			reservation_manage_organization_path: optional(textOf(fields.organizationPath)),
			reservation_manage_organization_code: optional(textOf(fields.existingOrganizationCode)),
			manage_subordinate_organizations: optional(oneOf(subordinates)),
			manage_organization_reservation_date: optional(slashedDay(zones)),
			manage_organization_reservation_add_or_delete: optional(oneOf(['追加', '削除'] as const)),
		})
		.superRefine(onePerson)
		.superRefine((row, context) => {
			const given = (names: string | string[]) =>
				[names].flat().some((name) => row[name as keyof typeof row] !== undefined);
			const refuse = (names: string | string[], message: string) =>
				context.addIssue({ code: 'custom', path: [[names].flat()[0]], message });
			if (!permission.some(given) && !managed.some(given)) {
				refuse(permission[0], 'must be given, unless a managed organization is reserved');
			}
			for (const [group, title] of [
				[permission, 'Permission'],
				[managed, 'Managed Organization'],
			] as const) {
				const missing = group.filter((names) => !given(names));
				if (missing.length === 0 || missing.length === group.length) continue;
				const or = Array.isArray(missing[0]) ? ' (or "Organization Code")' : '';
				refuse(missing[0], `must be given${or}: the fields of "${title}" belong together`);
			}
		});

/** 6.15: a permission, what a person manages, or both, each from a day to come. */
export const reserve = operation({
	entry: {
		name: 'Reserve',
		value: 'reserve',
		action: 'Reserve permission',
		description:
			'Give a person a manager permission, an organization to manage, or both, from a future day',
	},
	fields: [
		...personFields,
		{
			displayName: 'Permission',
			name: 'permission',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Permission Date',
					name: 'permissionDate',
					type: 'dateTime',
					default: '',
					placeholder: 'e.g. 2026-04-01',
					description: 'First day of the permission (付与権限予約日), Japan time',
					routing: { send: { type: 'body', property: 'manager_permission_reservation_date' } },
				},
				{
					displayName: 'Permission Name',
					name: 'permissionName',
					type: 'string',
					default: '',
					placeholder: 'e.g. 一般管理者',
					description: 'Name of the manager permission (予約付与権限)',
					routing: { send: { type: 'body', property: 'reservation_manager_permission_name' } },
				},
			],
		},
		{
			displayName: 'Managed Organization',
			name: 'managedOrganization',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Add or Remove',
					name: 'addOrRemove',
					type: 'options',
					options: [
						{ name: 'Add (追加)', value: '追加' },
						{ name: 'Remove (削除)', value: '削除' },
					],
					default: '追加',
					description: 'Whether the person starts or stops managing the organization on that day',
					routing: {
						send: { type: 'body', property: 'manage_organization_reservation_add_or_delete' },
					},
				},
				{
					displayName: 'Organization Code',
					name: 'organizationCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. org002',
					description: 'Code of the organization. Required if no path is given.',
					routing: { send: { type: 'body', property: 'reservation_manage_organization_code' } },
				},
				{
					displayName: 'Organization Date',
					name: 'organizationDate',
					type: 'dateTime',
					default: '',
					placeholder: 'e.g. 2026-04-01',
					description: 'First day on which the change applies (管理先予約日), Japan time',
					routing: { send: { type: 'body', property: 'manage_organization_reservation_date' } },
				},
				{
					displayName: 'Organization Path',
					name: 'organizationPath',
					type: 'string',
					default: '',
					placeholder: 'e.g. 営業部/営業1課',
					description:
						'Names of the organizations from the top down, separated by "/". Required if no code is given.',
					routing: { send: { type: 'body', property: 'reservation_manage_organization_path' } },
				},
				{
					...subordinateField,
					displayName: 'Organizations Below',
					name: 'organizationsBelow',
					routing: { send: { type: 'body', property: 'manage_subordinate_organizations' } },
				},
				{
					displayName: 'Register or Cancel',
					name: 'registerOrCancel',
					type: 'options',
					options: [
						{ name: 'Cancel (取消)', value: '取消' },
						{ name: 'Register (登録)', value: '登録' },
					],
					default: '登録',
					description: 'Whether to register the reservation or cancel an existing one',
					routing: {
						send: {
							type: 'body',
							property: 'manage_organization_reservation_registration_or_cancel',
						},
					},
				},
			],
		},
	],
	input,
	// What a row reserves and when: registering and cancelling the same would depend on the order.
	key: (row) =>
		joinedKey(
			row.staff_code,
			row.staff_email,
			row.manager_permission_reservation_date,
			row.reservation_manage_organization_path,
			row.reservation_manage_organization_code,
			row.manage_organization_reservation_date,
		),
	execute: setsOfPeople<ValuesOf<typeof input>>(calls.reservePermissions, (rows) => ({
		permissions_reserve: rows,
	})),
	writes: true,
	output: changedPerson,
});
