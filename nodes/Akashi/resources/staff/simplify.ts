import { z } from 'zod';

import type { Staff } from '../../contract';

/** A person as a flat row. */
export const staffRow = z.object({
	staffId: z.number(),
	staffCode: z.string().nullable(),
	email: z.string().nullable(),
	name: z.string(),
	lastName: z.string().nullable(),
	firstName: z.string().nullable(),
	nameKana: z.string(),
	organizationId: z.number().nullable(),
	organizationName: z.string().nullable(),
	subgroupNames: z.string(),
	employmentCategoryId: z.number().nullable(),
	employmentCategoryName: z.string().nullable(),
	permissionGroupId: z.number().nullable(),
	permissionName: z.string().nullable(),
	idmNumber: z.string().nullable(),
	tag: z.string().nullable(),
	remarks: z.string().nullable(),
});

const joined = (...parts: Array<string | null | undefined>) => parts.filter(Boolean).join(' ');

/** Main organisation, employment category and permission beside the person's own fields. */
export const simplifyStaff = (staff: Staff): z.infer<typeof staffRow> => ({
	staffId: staff.staffId,
	staffCode: staff.staffNum ?? null,
	email: staff.email ?? null,
	name: joined(staff.lastName, staff.firstName),
	lastName: staff.lastName ?? null,
	firstName: staff.firstName ?? null,
	nameKana: joined(staff.lastNameKana, staff.firstNameKana),
	organizationId: staff.organization?.organizationId ?? null,
	organizationName: staff.organization?.name ?? null,
	subgroupNames: (staff.subgroups ?? []).map(({ name }) => name).join(', '),
	employmentCategoryId: staff.employmentCategory?.employmentCategoryId ?? null,
	employmentCategoryName: staff.employmentCategory?.name ?? null,
	permissionGroupId: staff.permissionGroup?.permissionGroupId ?? null,
	permissionName: staff.permissionGroup?.name ?? null,
	idmNumber: staff.idmNum ?? null,
	tag: staff.tag ?? null,
	remarks: staff.remarks ?? null,
});
