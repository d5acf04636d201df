import type { z } from 'zod';

import { asId, asNumber, asText, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { counted } from '../counted';
import { calls, type organization } from '../resources/organization/contract';

type Organization = Loose<z.infer<typeof organization>>;

/** Every organization that the token's owner can see, up to the company (6.2, one call). */
export async function allOrganizations(client: Client): Promise<Organization[]> {
	const payload = await client.call(calls.listOrganizations, { includesParents: '1' });
	const { organizations, count } = payload as Answered<typeof calls.listOrganizations>;
	return counted(organizations, count);
}

/** The organizations by what people know: read once per run. */
export const organizationDirectory = new Directory(
	'organization',
	"among the organizations that the token's owner can see",
	allOrganizations,
	{ id: ({ organizationId }) => organizationId, code: ({ code }) => code },
);

/** The parent of each organization, by ID. */
const parentsOf = (list: Organization[]) =>
	new Map(list.map(({ organizationId, parentId }) => [asId(organizationId), asNumber(parentId)]));

/** An organization and all below it, by ID. */
export function withSuborganizations(list: Organization[], id: number): Set<number> {
	const parents = parentsOf(list);
	const isBelow = (at: number | null | undefined, seen: Set<number>): boolean => {
		if (!at || seen.has(at)) return false;
		return at === id || isBelow(parents.get(at), seen.add(at));
	};
	return new Set([...parents.keys()].filter((one) => isBelow(one, new Set())));
}

/**
 * The path of each organization as 6.1, 6.3 and 6.13 take it: the names from the top down, without the company,
 * separated by "/". The company itself has none.
 */
export function pathsOf(list: Organization[]): Map<Organization, string> {
	const byId = new Map(list.map((one) => [asId(one.organizationId), one]));
	const above = ({ parentId }: Organization) => byId.get(asNumber(parentId) ?? 0);
	const tops = list.filter((one) => !above(one));
	// The list goes up to the company, which has no parent (6.2 and its example).
	const isCompany = (one: Organization) =>
		!above(one) && (tops.length === 1 || asNumber(one.parentId) === null);
	const path = (one: Organization, seen: Set<unknown>): string => {
		if (isCompany(one) || seen.has(one)) return '';
		const parent = above(one);
		const upper = parent ? path(parent, seen.add(one)) : '';
		return `${upper}${upper && '/'}${asText(one.name) ?? ''}`;
	};
	return new Map(list.map((one) => [one, path(one, new Set())]));
}
