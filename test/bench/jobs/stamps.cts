import { limits } from '../../../nodes/Akashi/contract.ts';
import { stampRows } from '../../../nodes/Akashi/resources/stamp/contract.ts';
import { stampsByLoop } from '../byHand.cts';
import { byNode, cells, slashed, type Akashi, type Contestant, type Job } from '../job.cts';

type More = Partial<Job> & { others?: (ids: number[]) => Contestant[] };

/** Stamps of the first so many people; the node's own rows compare with what is held. */
async function stamps(
	akashi: Akashi,
	count: number,
	[from, to]: [string, string],
	calls: Contestant['calls'],
	{ others, ...rest }: More = {},
): Promise<Job> {
	const { standIn, staff } = akashi;
	await standIn.ask('set', { stampsPerDay: rest.stampsPerDay });
	const ids = staff.slice(0, count).map(({ staffId }) => staffId);
	const digits = (day: string, time: string) => day.replaceAll('-', '') + time;
	const held = await standIn.ask('stamps', ids, digits(from, '000000'), digits(to, '235959'));
	const parameters = {
		resource: 'stamp',
		operation: 'getAll',
		staff: 'selected',
		staffIds: ids,
		period: 'custom',
		startDate: from,
		endDate: to,
		returnAll: true,
		options: { addNames: false },
	};
	return {
		work: `${held.length} stamps of ${count} staff, ${from} to ${to}`,
		items: [{}],
		rows: held.map(({ staffId, stamped_at, type, attributes }) =>
			cells(staffId, stamped_at, type, attributes!.method),
		),
		...rest,
		contestants: [
			byNode(akashi, parameters, calls, ({ staffId, stampedAt, type, method }) => [
				cells(staffId, slashed(stampedAt), type, method),
			]),
			...(others?.(ids) ?? []),
		],
	};
}

/** A month of many people, a year of few, and more stamps of one person than an answer holds. */
export async function stampJobs(akashi: Akashi): Promise<[Job, Job, Job]> {
	const { share } = akashi;
	const many = 200 * share;
	const groups = Math.ceil(many / limits.staffIds);
	const monthOfMany = await stamps(akashi, many, ['2025-03-01', '2025-03-31'], groups * 31, {
		work: `stamps of ${many} staff over 31 days`,
		goal: 0.3,
		others: (ids) => [stampsByLoop(akashi, ids, groups)],
	});
	const yearOfFew = await stamps(akashi, 3, ['2025-01-01', '2025-12-31'], 6, {
		work: 'stamps of 3 staff over 12 months',
	});
	const denseRows = Math.round(40_000 * share);
	const dense = await stamps(
		akashi,
		1,
		['2025-01-01', '2025-06-30'],
		{ atMost: 2 * Math.ceil(denseRows / stampRows) + 20 },
		{ stampsPerDay: Math.ceil(denseRows / 181) },
	);
	await akashi.standIn.ask('set', {});
	return [monthOfMany, yearOfFew, dense];
}
