import type { z } from 'zod';

import { asId, asList, asText, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { calls, type department } from '../resources/department/contract';

type Organization = Loose<z.infer<typeof department>>;

/** Every organization, in one call. */
export async function allOrganizations(client: Client): Promise<Organization[]> {
	const payload = await client.call(calls.listGroups, { org_no: [], org_name: [] });
	return asList(payload as Answered<typeof calls.listGroups>);
}

/** The organizations by what people know: read once per run. */
export const organizationDirectory = new Directory(
	'organization',
	'among the organizations of OMFLOW',
	allOrganizations,
	{
		id: ({ id }) => id,
		code: ({ group_no }) => group_no,
		name: ({ display_name }) => display_name,
	},
);

/** The names of the organizations by their IDs and by their codes. */
export async function organizationNames(client: Client) {
	const list = await organizationDirectory.rows(client);
	return {
		byId: new Map(list.map(({ id, display_name }) => [asId(id), asText(display_name)])),
		byCode: new Map(
			list.map(({ group_no, display_name }) => [asText(group_no), asText(display_name)]),
		),
	};
}
