import { z } from 'zod';

import { limitFields, simplifyField } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { readStaff } from '../../staffList';
import { row, simplifyStaff } from './simplify';

/** 6.4: all staff whom the token's owner manages. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many staff members',
		description: "Get the token's owner and all staff members that they manage",
	},
	fields: [...limitFields, simplifyField],
	input: () => z.object({}),
	execute: reads(readStaff),
	simplify: simplifyStaff,
	output: row,
});
