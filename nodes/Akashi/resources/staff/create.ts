import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { organizationPath } from '../../locators';
import { changes } from './changes';
import { additionalFields, nameFields, organizationField, staffValues } from './fields';
import { changedRow, simplifyChanged } from './simplify';

/** 6.3 without `staff_id`: new people. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create staff member',
		description:
			'Create a staff member. Leave Settings → Retry On Fail off: a retry would create the person again.',
	},
	fields: [...nameFields, organizationField, additionalFields],
	input: (zones) => z.object({ ...staffValues(zones), organization: organizationPath }),
	execute: changes,
	simplify: simplifyChanged,
	writes: true,
	output: changedRow,
});
