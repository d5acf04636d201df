import type { z } from 'zod';

import { picker } from '../../shared/picker';
import { akashi } from '../akashi';
import { calls } from '../contract';

/** Every organisation, as "name (code)". */
export const searchOrganizations = picker(akashi, async (link) => {
	const payload = await link.call(calls.listOrganizations, { includesParents: '1' });
	const { organizations } = payload as z.infer<typeof calls.listOrganizations.response>;
	return organizations.map(({ organizationId, name, code }) => ({
		name: `${name}${code ? ` (${code})` : ''}`,
		value: organizationId,
	}));
});
