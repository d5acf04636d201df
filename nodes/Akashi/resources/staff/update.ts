import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { staffId, staffLocator } from '../../locators';
import { changes } from './changes';
import { additionalFields, nameFields, organizationField, staffValues } from './fields';
import { changedRow, simplifyChanged } from './simplify';

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
		{
			...organizationField,
			required: false,
			description: `Leave empty to leave the person where they are. ${organizationField.description}`,
		},
		additionalFields,
	],
	input: (zones, client) => z.object({ staff_id: staffId(client), ...staffValues(zones) }),
	key: ({ staff_id }) => String(staff_id),
	execute: changes,
	simplify: simplifyChanged,
	writes: true,
	output: changedRow,
});
