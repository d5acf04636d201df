import type { z } from 'zod';

import { asList, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { calls, type leave } from '../resources/leaveRecord/contract';

export type AnsweredLeave = Loose<z.infer<typeof leave>>;

/** Whose leave to read, by what the API calls the two people, and which kinds: both unless told. */
export interface LeaveOf {
	principal: { callName: string };
	substitute: { callName: string };
	cancel?: number;
	history?: number;
}

/** leave-records/list: all records of a person and their substitute, in one answer. */
export async function readLeaves(
	client: Client,
	{ principal, substitute, ...flags }: LeaveOf,
): Promise<AnsweredLeave[]> {
	const { leave_list } = (await client.call(calls.listLeaves, {
		principal: principal.callName,
		substitute: substitute.callName,
		...flags,
	})) as Answered<typeof calls.listLeaves>;
	return asList(leave_list);
}
