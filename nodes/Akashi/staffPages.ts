import type { IDataObject } from 'n8n-workflow';

import type { Link } from '../shared/link';
import { pages, type Page } from '../shared/ways';
import { calls, limits, type Staff } from './contract';

/** One page of everybody whom the token's owner manages, themselves included, from page 0 (6.4). */
export async function staffPage(link: Link, number: number): Promise<Page & { rows: Staff[] }> {
	const payload = (await link.call(calls.listStaff, { page: String(number) })) as {
		[name: string]: unknown;
		staffs: Staff[];
	};
	// The table writes TotalCount, the example totalCount, some clients saw total_count.
	const name = Object.keys(payload).find((key) => /^total_?count$/i.test(key));
	return { rows: payload.staffs, total: name ? Number(payload[name]) : undefined };
}

/** Everybody whom the token's owner manages. */
export async function allStaff(link: Link): Promise<Staff[]> {
	const read = pages(limits.staffPage, async (_, __, number) => await staffPage(link, number));
	return (await read(link, {
		item: 0,
		values: {},
		settings: {},
		shape: (row) => row as IDataObject,
	})) as unknown as Staff[];
}
