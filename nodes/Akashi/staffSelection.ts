import type { INodeProperties } from 'n8n-workflow';

import { asId, type Answered } from '../shared/answers';
import { idList } from '../shared/inputs';
import type { Client } from '../shared/client/client';
import { oncePerRun } from '../shared/cache';
import type { Settings } from '../shared/operation';
import { calls, ownToken, type AnsweredStaff } from './resources/staff/contract';
import { allStaff, staffOf } from './staffList';

/** Whose data to read: the token's owner, selected staff, or all managed staff. */
export const staffFields: INodeProperties[] = [
	{
		displayName: 'Staff',
		name: 'staff',
		type: 'options',
		options: [
			{ name: 'All Managed Staff', value: 'all' },
			{ name: 'Me', value: 'me' },
			{ name: 'Selected Staff', value: 'selected' },
		],
		default: 'me',
		description: "Whose data to get. Me is the token's owner.",
	},
	{
		displayName: 'Staff IDs',
		name: 'staffIds',
		type: 'string',
		required: true,
		displayOptions: { show: { staff: ['selected'] } },
		default: '',
		placeholder: 'e.g. 101, 102, 103',
		description:
			'Staff IDs (not staff codes), separated by commas. An expression can return a list.',
		routing: { send: { type: 'query', property: 'staff_ids' } },
	},
];

/** The ids of `staffFields`; absent unless the staff are selected by ID. */
export const staffIds = idList.optional();

const idsOf = (people: AnsweredStaff[]) => people.map(({ staffId }) => asId(staffId));

/** The token's owner. */
const owner = oncePerRun(async (client: Client) => {
	const payload = await client.call(calls.listStaff, { target: ownToken });
	return idsOf(staffOf(payload as Answered<typeof calls.listStaff>));
});

const everybody = oncePerRun(async (client: Client) => idsOf(await allStaff(client)));

/** The IDs of the selected people, in the order given or listed. The list is read once per run. */
export async function staffIdsOf(
	client: Client,
	{ staff }: Settings,
	ids?: number[],
): Promise<number[]> {
	return ids ?? (await (staff === 'me' ? owner : everybody)(client));
}
