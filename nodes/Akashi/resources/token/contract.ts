import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { nothing, text, whole } from '../../contract';

/** Chapter 6.9. */
export const calls = {
	/** The company ID comes last here. */
	reissueToken: {
		source: '6.9',
		method: 'POST',
		path: '/token/reissue/{companyId}',
		writes: 'new',
		request: nothing,
		response: answer({
			login_company_code: text,
			// A new token without the rest is a new token: the old one may be dead.
			staff_id: whole,
			agency_manager_id: whole.optional(),
			token: z.string(),
			expired_at: text,
		}),
	},
} satisfies Record<string, Call>;
