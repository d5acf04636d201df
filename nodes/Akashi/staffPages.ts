import type { Link } from '../shared/link';
import { allOf, pages, type Page } from '../shared/ways';
import { calls, limits, type Staff } from './contract';

/** One page, counted from 0 (6.4). */
async function staffPage(link: Link, number: number): Promise<Page> {
	const payload = (await link.call(calls.listStaff, { page: String(number) })) as {
		[name: string]: unknown;
		staffs: Staff[];
	};
	// The table writes TotalCount, the example totalCount, some clients saw total_count.
	const name = Object.keys(payload).find((key) => /^total_?count$/i.test(key));
	return { rows: payload.staffs, total: name ? Number(payload[name]) : undefined };
}

/** A read of everybody whom the token's owner manages, themselves included. */
export const readStaff = pages<object>(
	limits.staffPage,
	async (link, _, number) => await staffPage(link, number),
);

/** Everybody whom the token's owner manages. */
export const allStaff = async (link: Link) => (await allOf(readStaff)(link, {})) as Staff[];
