import { z } from 'zod';

import type { Call } from '../../../shared/contract';
import { changedStaff, countedOn, day10, fields, named, person, strict } from '../../contract';

/** What happens to the organizations below (6.14, 6.15). */
export const subordinates = [
	'下位組織を管理対象にしない',
	'下位組織を直接管理対象とする',
	'サブ組織所属を除く+直下組織管理者を直接管理する',
] as const;

const permissionShape = {
	...person,
	manager_permission_name: fields.name,
	manage_organization_path: fields.organizationPath.optional(),
	manage_organization_code: fields.existingOrganizationCode.optional(),
	manage_subordinate_organizations_immed_path: z.enum(subordinates).optional(),
	manage_subordinate_organizations_immed_code: z.enum(subordinates).optional(),
};

/** A row that 6.14 takes. */
export const permissionRow = z
	.object(permissionShape)
	.passthrough()
	.superRefine(countedOn(permissionShape, /^managed_staff_code[1-9]\d*$/))
	.refine(named, 'staff_code or staff_email is required')
	.refine(
		(row) => row.manage_organization_path || row.manage_organization_code,
		'manage_organization_path or _code is required',
	);

const whole6 = [
	'manage_organization_reservation_registration_or_cancel',
	'manage_subordinate_organizations',
	'manage_organization_reservation_date',
	'manage_organization_reservation_add_or_delete',
] as const;

/** A row that 6.15 takes: each of its two groups is complete or absent. */
export const reservationRow = z
	.object({
		...person,
		reservation_manager_permission_name: fields.name.optional(),
		manager_permission_reservation_date: day10.optional(),
		manage_organization_reservation_registration_or_cancel: z.enum(['登録', '取消']).optional(),
		reservation_manage_organization_path: fields.organizationPath.optional(),
		reservation_manage_organization_code: fields.existingOrganizationCode.optional(),
		manage_subordinate_organizations: z.enum(subordinates).optional(),
		manage_organization_reservation_date: day10.optional(),
		manage_organization_reservation_add_or_delete: z.enum(['追加', '削除']).optional(),
	})
	.strict()
	.refine(named, 'staff_code or staff_email is required')
	.refine(
		(row) =>
			Boolean(row.reservation_manager_permission_name) ===
			Boolean(row.manager_permission_reservation_date),
		'permission and its date belong together',
	)
	.refine((row) => {
		const organization = Boolean(
			row.reservation_manage_organization_path || row.reservation_manage_organization_code,
		);
		return whole6.every((name) => Boolean(row[name]) === organization);
	}, 'the reservation of what is managed is complete or absent')
	.refine(
		(row) =>
			row.reservation_manager_permission_name ||
			row.reservation_manage_organization_path ||
			row.reservation_manage_organization_code,
		'one of the two reservations is required',
	);

/** Chapters 6.14 and 6.15. */
export const calls = {
	assignPermissions: {
		source: '6.14',
		method: 'POST',
		path: '/{companyId}/importer_factory/permissions',
		writes: 'keyed',
		request: strict({ permissions: z.array(permissionRow).min(1) }),
		response: changedStaff,
	},
	reservePermissions: {
		source: '6.15',
		method: 'POST',
		path: '/{companyId}/importer_factory/permissions_reserve',
		writes: 'keyed',
		request: strict({ permissions_reserve: z.array(reservationRow).min(1) }),
		response: changedStaff,
	},
} satisfies Record<string, Call>;
