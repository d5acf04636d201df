import { z } from 'zod';

import { textOf } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { changedStaffRow, changes } from './changes';
import { fields } from './contract';
import { additionalFields, nameFields, organizationField, staffValues } from './fields';

/** 6.3 without `staff_id`: new people. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create staff member',
		description:
			'Create a staff member. Leave Settings → Retry On Fail off: a retry would create the person again.',
	},
	fields: [
		...nameFields,
		{ ...organizationField, required: true },
		additionalFields(organizationField),
	],
	input: (zones) =>
		z.object({ ...staffValues(zones), organization: textOf(fields.organizationPath) }),
	execute: changes,
	writes: true,
	output: changedStaffRow,
});
