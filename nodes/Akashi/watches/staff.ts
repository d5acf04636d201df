import { z } from 'zod';

import { watch } from '../../shared/triggers/event';
import { allStaff } from '../lists/staff';
import { simplifyStaff, type row } from '../resources/staff/simplify';

/** A person as "Get Many" puts them out, with all fields. */
export type StaffRow = z.infer<typeof row>;

/** All staff whom the token's owner manages (6.4). */
export const staff = watch<StaffRow, z.ZodTypeAny>({
	name: 'staff',
	fields: [],
	input: () => z.object({}),
	read: async (client) => (await allStaff(client)).map(simplifyStaff),
	key: ({ staffId }) => String(staffId),
	compared: (one) => ({
		staffCode: one.staffCode,
		name: one.name,
		nameKana: one.nameKana,
		email: one.email,
		// Two organizations may have the same name.
		organizationId: one.organizationId,
		organizationName: one.organizationName,
		employmentCategoryName: one.employmentCategoryName,
		permissionName: one.permissionName,
		tag: one.tag,
		subgroupNames: one.subgroupNames,
		idmNumber: one.idmNumber,
	}),
	// By the code people know who has left.
	kept: ({ staffCode }) => staffCode,
});
