import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { staffLocator } from '../../locators';
import { changedStaffRow, changes } from './changes';
import { additionalFields, nameFields, staffValues } from './fields';

/** 6.3 with `staff_id`: people who are there already. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update staff member',
		description:
			"Update a staff member. The last and first name are always required. AKASHI's documentation does not say whether it clears fields that are not sent.",
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'body', property: 'staff_id' } } },
		...nameFields,
		additionalFields(),
	],
	input: (zones) => z.object({ staff_id: id, ...staffValues(zones) }),
	key: ({ staff_id }) => String(staff_id),
	execute: changes,
	writes: true,
	output: changedStaffRow,
});
