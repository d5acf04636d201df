import { asCount, asId, asText, type Answered } from '../../shared/answers';
import { oncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { unlessRefused } from '../../shared/errors';
import { allOf, pages, type Page } from '../../shared/reading/pagination';
import { counted } from '../counted';
import { calls, ownToken, staffPageSize, type AnsweredStaff } from '../resources/staff/contract';

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

/** Reads the pages of the staff list. */
const staffBy = (page: (client: Client, number: number) => Promise<Page>) =>
	pages<object>(
		staffPageSize,
		async (client, _, number) => await page(client, number),
		({ staffId }: AnsweredStaff) => asId(staffId),
	);

/** Reads all staff whom the token's owner manages, including the owner. */
export const readStaff = staffBy(staffPage);

/** All staff whom the token's owner manages, as the list is now. */
export const allStaff = async (client: Client) =>
	(await allOf(readStaff)(client, {})) as AnsweredStaff[];

/** The token's owner. */
export const owner = oncePerRun(async (client: Client) => {
	const payload = await client.call(calls.listStaff, { target: ownToken });
	return staffOf(payload as Answered<typeof calls.listStaff>);
});

const firstPage = oncePerRun(async (client: Client) => await staffPage(client, 0));

/** The same as `readStaff`, with a first page that is read once per run. */
const staffOfRun = staffBy(async (client, number) =>
	number === 0 ? await firstPage(client) : await staffPage(client, number),
);

/** The staff whom the token's owner manages, by what people know: read once per run. */
export const staffDirectory = new Directory(
	'staff member',
	"among the staff that the token's owner manages",
	async (client: Client) => (await allOf(staffOfRun)(client, {})) as AnsweredStaff[],
	{
		id: ({ staffId }) => staffId,
		code: ({ staffNum }) => staffNum,
		email: ({ email }) => email,
	},
);

/** Family name and given name with a blank between them. */
export const nameOf = ({ lastName, firstName }: AnsweredStaff): string =>
	[lastName, firstName].map(asText).filter(Boolean).join(' ');

/** People read one by one in a run, by ID; undefined for those whom the token's owner does not manage. */
const oneByOne = new WeakMap<Client, Map<number, Promise<AnsweredStaff | undefined>>>();

/**
 * Some people by ID, in as few calls as possible: from the first page, and the others one by one or from the whole
 * list. People who are not there, such as those who have retired, are left out.
 */
export async function someStaff(
	client: Client,
	ids: number[],
): Promise<Map<number, AnsweredStaff>> {
	const byId = (list: AnsweredStaff[]) => new Map(list.map((one) => [asId(one.staffId), one]));
	const known = staffDirectory.known(client);
	if (known) return byId(await known);
	const { rows, total = Infinity } = await firstPage(client);
	const found = byId(rows as AnsweredStaff[]);
	const single = oneByOne.get(client) ?? new Map<number, Promise<AnsweredStaff | undefined>>();
	oneByOne.set(client, single);
	const missing = ids.filter((id) => !found.has(id) && !single.has(id));
	if (missing.length + single.size >= Math.ceil(total / staffPageSize)) {
		return byId(await staffDirectory.rows(client));
	}
	for (const id of missing) single.set(id, oneStaff(client, id));
	// All at once: a failure that nobody awaits would end the process.
	for (const one of await Promise.all(ids.map((id) => single.get(id)))) {
		if (one) found.set(asId(one.staffId), one);
	}
	return found;
}

/** One person by ID (6.4). */
async function oneStaff(client: Client, staff_id: number): Promise<AnsweredStaff | undefined> {
	const reading = client.call(calls.getStaff, { staff_id });
	// Not managed, or retired: that is no reason to lose the rows that the name is for.
	const payload = await unlessRefused(reading, undefined);
	return payload ? staffOf(payload as Answered<typeof calls.listStaff>)[0] : undefined;
}
