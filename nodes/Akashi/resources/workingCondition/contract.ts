import { z } from 'zod';

import type { Call } from '../../../shared/contract';
import { changedStaff, fields, strict } from '../../contract';

/** Chapter 6.12. */
export const calls = {
	/** The parameter table is missing: what the two examples show may be sent, and anything else as text. */
	changeWorkingConditions: {
		source: '6.12',
		method: 'PATCH',
		path: '/{companyId}/working_condition_settings',
		writes: 'keyed',
		request: strict({
			working_condition_settings: z
				.array(z.object({ staff_code: fields.staffCode }).catchall(z.string()))
				.min(1),
		}),
		response: changedStaff,
	},
} satisfies Record<string, Call>;
