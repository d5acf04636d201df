import { z } from 'zod';

import { asId, asList, asNumber, asText } from '../../../shared/answers';
import type { AnsweredStaff } from './contract';

/** A person as a flat row. */
export const row = z.object({
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

const joined = (...parts: unknown[]) => parts.map(asText).filter(Boolean).join(' ');

/** Main organization, employment category and permission beside the person's own fields. */
export const simplifyStaff = (staff: AnsweredStaff): z.infer<typeof row> => ({
	staffId: asId(staff.staffId),
	staffCode: asText(staff.staffNum),
	email: asText(staff.email),
	name: joined(staff.lastName, staff.firstName),
	lastName: asText(staff.lastName),
	firstName: asText(staff.firstName),
	nameKana: joined(staff.lastNameKana, staff.firstNameKana),
	organizationId: asNumber(staff.organization?.organizationId),
	organizationName: asText(staff.organization?.name),
	subgroupNames: asList(staff.subgroups)
		.map(({ name }) => asText(name))
		.filter(Boolean)
		.join(', '),
	employmentCategoryId: asNumber(staff.employmentCategory?.employmentCategoryId),
	employmentCategoryName: asText(staff.employmentCategory?.name),
	permissionGroupId: asNumber(staff.permissionGroup?.permissionGroupId),
	permissionName: asText(staff.permissionGroup?.name),
	idmNumber: asText(staff.idmNum),
	tag: asText(staff.tag),
	remarks: asText(staff.remarks),
});
