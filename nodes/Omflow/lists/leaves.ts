import type { z } from 'zod';

import { asList, type Answered, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { zoneProblem } from '../clock';
import { calls, type leave } from '../resources/leaveRecord/contract';

export type AnsweredLeave = Loose<z.infer<typeof leave>>;

/** Whose leave to read, by what the API calls the two people, and which kinds: both unless told. */
export interface LeaveOf {
	principal: { callName: string };
	substitute: { callName: string };
	cancel?: number;
	history?: number;
}

/**
 * leave-records/list: all records of a person and their substitute, in one answer.
 * @throws Problem when the credential's time zone is not that of the server
 */
export async function readLeaves(
	client: Client,
	{ principal, substitute, ...flags }: LeaveOf,
): Promise<AnsweredLeave[]> {
	const { now_time, leave_list } = (await client.call(calls.listLeaves, {
		principal: principal.callName,
		substitute: substitute.callName,
		...flags,
	})) as Answered<typeof calls.listLeaves>;
	// Rows have the server's own times, which mean nothing in another zone.
	const problem = zoneProblem(now_time, client.connection.zone);
	if (problem) throw problem;
	return asList(leave_list);
}
