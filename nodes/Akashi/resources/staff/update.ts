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
		action: 'Update a staff member',
		description:
			"Change a person. The names must always be given. AKASHI's documentation does not say what becomes of other fields that are not given.",
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
