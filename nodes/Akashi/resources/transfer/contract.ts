import { z } from 'zod';

import type { Call } from '../../../shared/contract';
import { changedStaff, countedOn, day10, fields, named, person, strict } from '../../contract';

const numbered = (name: string) => new RegExp(`^${name}([2-9]|[1-9]\\d+)?$`);

const transferShape = {
	...person,
	organization_change_date: day10,
	is_delete_change_history_after_change_date: z.enum(['Yes', 'No']).optional(),
	new_organization_path: fields.organizationPath.optional(),
	new_organization_code: fields.existingOrganizationCode.optional(),
	employment_category: fields.name,
};

/** A row that 6.13 takes. */
export const transferRow = z
	.object(transferShape)
	.passthrough()
	.superRefine(
		countedOn(transferShape, numbered('sub_organization_path'), numbered('sub_organization_code')),
	)
	.refine(named, 'staff_code or staff_email is required');

/** Chapter 6.13. */
export const calls = {
	createTransfers: {
		source: '6.13',
		method: 'POST',
		path: '/{companyId}/importer_factory/organizations',
		writes: 'keyed',
		request: strict({ organizations: z.array(transferRow).min(1) }),
		response: changedStaff,
	},
} satisfies Record<string, Call>;
