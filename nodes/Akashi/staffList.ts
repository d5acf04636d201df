import { asCount, asId, type Answered } from '../shared/answers';
import type { Client } from '../shared/client/client';
import { allOf, pages, type Page } from '../shared/reading/pagination';
import { counted } from './counted';
import { calls, staffPageSize, type AnsweredStaff } from './resources/staff/contract';

/** The people of an answer of 6.4. */
export const staffOf = (payload: Answered<typeof calls.listStaff>): AnsweredStaff[] =>
	counted(payload.staffs, countUnder(payload, /^count$/i));

/** One page, counted from 0 (6.4). */
async function staffPage(client: Client, number: number): Promise<Page> {
	const payload = (await client.call(calls.listStaff, { page: String(number) })) as Answered<
		typeof calls.listStaff
	>;
	// The table writes TotalCount, the example totalCount, some clients saw total_count.
	return { rows: staffOf(payload), total: countUnder(payload, /^total_?count$/i) };
}

const countUnder = (payload: object, name: RegExp): number | undefined =>
	asCount(Object.entries(payload).find(([key]) => name.test(key))?.[1]);

/** Reads all staff whom the token's owner manages, including the owner. */
export const readStaff = pages<object>(
	staffPageSize,
	async (client, _, number) => await staffPage(client, number),
	({ staffId }: AnsweredStaff) => asId(staffId),
);

/** All staff whom the token's owner manages. */
export const allStaff = async (client: Client) =>
	(await allOf(readStaff)(client, {})) as AnsweredStaff[];
