import { DateTime } from 'luxon';

import { zone } from '../../nodes/Akashi/contract.ts';
import { rowsOf, type Client, type Reply, type Row } from './client.cts';
import { needed, Open } from './doubt.cts';
import type { Traces } from './traces.cts';

export const day8 = (at: DateTime) => at.toFormat('yyyyMMdd');
export const seconds14 = (at: DateTime) => at.toFormat('yyyyMMddHHmmss');

/** How many people are looked at one by one: enough to find somebody with data, few enough to be quick. */
const some = 6;

/** A tenant of AKASHI, and what several probes want to know of it, asked for once. */
export class Tenant {
	/** Midnight in Japan. */
	readonly today = DateTime.now().setZone(zone).startOf('day');
	/** 31 days up to yesterday. */
	readonly from = this.today.minus({ days: 31 });
	readonly to = this.today.minus({ days: 1 });
	private readonly known = new Map<string, Promise<unknown>>();

	constructor(
		readonly client: Client,
		/** Staff ID of the token's owner. */
		readonly owner: number,
		readonly traces: Traces,
	) {}

	/** The result of `find`, which runs once in a run of the script. */
	async once<T>(name: string, find: () => Promise<T>): Promise<T> {
		if (!this.known.has(name)) this.known.set(name, find());
		return (await this.known.get(name)) as T;
	}

	/** Pages 0 and 1 of 6.4: which of them is the first is one of the doubts. */
	async staffPages(): Promise<Reply[]> {
		return await this.once('staff pages', async () => [
			await this.client.call('listStaff', { sent: { page: 0 } }),
			await this.client.call('listStaff', { sent: { page: 1 } }),
		]);
	}

	/** Staff IDs of the first page of 6.4 that has any, the token's owner first. */
	async people(): Promise<number[]> {
		const pages = (await this.staffPages()).map(({ payload }) => rowsOf(payload, 'staffs'));
		const ids = (pages.find(({ length }) => length > 0) ?? []).map((row) => Number(row.staffId));
		return [...new Set([this.owner, ...ids.filter(Number.isInteger)])];
	}

	/**
	 * A person with at least two stamps at different times in the last 31 days, and these in the order in which
	 * they came.
	 */
	async stamped(): Promise<{ person: number; times: string[] }> {
		return await this.once('stamped', async () => {
			const asked = (await this.people()).slice(0, some);
			for (const person of asked) {
				const reply = await this.client.call('listStamps', {
					path: { staff_id: person },
					sent: { start_date: seconds14(this.from), end_date: seconds14(this.today) },
				});
				if (!reply.success && person === this.owner) needed(reply, 'stamps of the last 31 days');
				const times = rowsOf(reply.payload, 'stamps').map((row) => String(row.stamped_at));
				if (new Set(times).size > 1) return { person, times };
			}
			throw new Open(`nobody of ${asked.length} people has two stamps in the last 31 days`);
		});
	}

	/** Working records of the last 31 days as 6.11 answers them. */
	async workingRecords(): Promise<{ payload: unknown; days: Array<Row & { staff_id: number }> }> {
		return await this.once('working records', async () => {
			const reply = await this.client.call('listWorkingRecords', {
				sent: { ...(await this.recordsOf()), end_date: day8(this.to) },
			});
			const payload = needed(reply, 'working records of the last 31 days');
			return { payload, days: daysOf(payload) };
		});
	}

	/** What a query for working records says of start and people. */
	async recordsOf() {
		return { start_date: day8(this.from), staff_ids: (await this.people()).join(',') };
	}
}

/** The days in an answer of 6.11, in either shape, with whose they are. */
export const daysOf = (payload: unknown): Array<Row & { staff_id: number }> =>
	(Array.isArray(payload) ? rowsOf(payload) : rowsOf(payload, 'response')).flatMap((person) =>
		rowsOf(person, 'working_records').map((day) => ({
			...day,
			staff_id: Number(person.staff_id),
		})),
	);
