import type { Link } from '../shared/link';
import { allOf, pages, type Page } from '../shared/ways';
import { calls, limits, type Staff } from './contract';
import { counted } from './counted';

/** One page, counted from 0 (6.4). */
async function staffPage(link: Link, number: number): Promise<Page> {
	const payload = (await link.call(calls.listStaff, { page: String(number) })) as {
		[name: string]: unknown;
		staffs: Staff[];
	};
	// The table writes TotalCount, the example totalCount, some clients saw total_count.
	const total = numberUnder(payload, /^total_?count$/i);
	return { rows: counted(payload.staffs, numberUnder(payload, /^count$/i)), total };
}

const numberUnder = (payload: object, name: RegExp): number | undefined => {
	const [, value] = Object.entries(payload).find(([key]) => name.test(key)) ?? [];
	return Number.isInteger(Number(value ?? undefined)) ? Number(value) : undefined;
};

/** A read of everybody whom the token's owner manages, themselves included. */
export const readStaff = pages<object>(
	limits.staffPage,
	async (link, _, number) => await staffPage(link, number),
	({ staffId }: Staff) => staffId,
);

/** Everybody whom the token's owner manages. */
export const allStaff = async (link: Link) => (await allOf(readStaff)(link, {})) as Staff[];
