import { asId, asList, asText, type Answered } from '../../shared/answers';
import { picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { calls } from '../resources/organization/contract';

/** Every organization, as "name (code)". */
export const searchOrganizations = picker(akashi, async (client) => {
	const payload = await client.call(calls.listOrganizations, { includesParents: '1' });
	const { organizations } = payload as Answered<typeof calls.listOrganizations>;
	return asList(organizations).map(({ organizationId, name, code }) => ({
		name: `${asText(name) ?? ''}${code ? ` (${code})` : ''}`.trim(),
		value: asId(organizationId),
	}));
});
