import { z } from 'zod';

import { limitFields, outputFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { readStaff } from '../../lists/staff';
import { row, simplifyStaff } from './simplify';

/** 6.4: all staff whom the token's owner manages. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many staff members',
		description: "Get the token's owner and all staff members that they manage",
	},
	fields: [...limitFields, ...outputFields(row)],
	input: () => z.object({}),
	execute: reads(readStaff),
	simplify: simplifyStaff,
	output: row,
});
