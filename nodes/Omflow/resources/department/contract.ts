import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/**
 * A department, which other calls name an organization. The open-source edition 1.1.0.0 has no codes, and calls the
 * parent `parent_group` (read in its source).
 */
export const department = answer({
	id: z.number().int(),
	group_no: z.string().nullable().optional(),
	display_name: z.string().nullable(),
	parent_group_id: z.number().int().nullable().optional(),
	parent_group: z.number().int().nullable().optional(),
	description: z.string().nullable().optional(),
});

/** By the page of the handbook. The sign-in, which every body carries, is added by the credential. */
export const calls = {
	/** Both lists empty: all departments, in one answer; `start` and `limit` are ignored (seen on 1.1.0.0). */
	listGroups: {
		source: '5-07 group/list',
		method: 'POST',
		path: '/rest/accounts/api/group/list/',
		request: z.object({ org_no: z.array(z.string()), org_name: z.array(z.string()) }).strict(),
		response: z.array(department),
	},
} satisfies Record<string, Call>;
