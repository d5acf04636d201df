import { z } from 'zod';

import { asId, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import { nameOf } from '../../lists/staff';
import type { AnsweredStaff, calls } from './contract';

const id = z.number();
const text = z.string().nullable();
const number = z.number().nullable();

/** A person as a flat row. */
export const row = z.object({
	staffId: id,
	staffCode: text,
	name: z.string(),
	nameKana: z.string(),
	email: text,
	organizationId: number,
	organizationName: text,
	employmentCategoryName: text,
	permissionName: text,
	tag: text,
	lastName: text,
	firstName: text,
	subgroupNames: z.string(),
	employmentCategoryId: number,
	permissionGroupId: number,
	idmNumber: text,
	remarks: text,
});

/** Main organization, employment category and permission beside the person's own fields. */
export const simplifyStaff = (staff: AnsweredStaff): z.infer<typeof row> => ({
	staffId: asId(staff.staffId),
	staffCode: asText(staff.staffNum),
	name: nameOf(staff),
	nameKana: nameOf({ lastName: staff.lastNameKana, firstName: staff.firstNameKana }),
	email: asText(staff.email),
	organizationId: asNumber(staff.organization?.organizationId),
	organizationName: asText(staff.organization?.name),
	employmentCategoryName: asText(staff.employmentCategory?.name),
	permissionName: asText(staff.permissionGroup?.name),
	tag: asText(staff.tag),
	lastName: asText(staff.lastName),
	firstName: asText(staff.firstName),
	subgroupNames: asList(staff.subgroups)
		.map(({ name }) => asText(name))
		.filter(Boolean)
		.join(', '),
	employmentCategoryId: asNumber(staff.employmentCategory?.employmentCategoryId),
	permissionGroupId: asNumber(staff.permissionGroup?.permissionGroupId),
	idmNumber: asText(staff.idmNum),
	remarks: asText(staff.remarks),
});

/** A person as 6.3 answers them. */
export type ChangedStaff = Loose<
	z.infer<(typeof calls.changeStaff.response.shape.staffs)['element']>
>;

/** The row of a person who was created or updated. */
export const changedRow = z.object({
	staffId: id,
	staffCode: text,
	email: text,
	organizationId: number,
	employmentCategoryId: number,
});

export const simplifyChanged = (staff: ChangedStaff): z.infer<typeof changedRow> => ({
	staffId: asId(staff.staff_id),
	staffCode: asText(staff.staff_code),
	email: asText(staff.email),
	organizationId: asNumber(staff.organization_id),
	employmentCategoryId: asNumber(staff.employment_category_id),
});

/** The row of a person who retired or was deleted. */
export const goneRow = changedRow.pick({ staffId: true, staffCode: true, email: true });

export const simplifyGone = (person: ChangedStaff): z.infer<typeof goneRow> => {
	const { staffId, staffCode, email } = simplifyChanged(person);
	return { staffId, staffCode, email };
};
