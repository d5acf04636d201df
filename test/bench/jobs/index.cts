import type { Akashi, Job } from '../job.cts';
import { dailyStatus, missing, records, summary } from './attendance.cts';
import { manHours, manyManHours } from './manHours.cts';
import { allStaff, singles } from './staff.cts';
import { stampJobs } from './stamps.cts';

/** The benchmark's jobs with AKASHI, in the order of the table. */
export async function jobsFor(akashi: Akashi): Promise<Job[]> {
	const { share } = akashi;
	const [monthOfMany, yearOfFew, dense] = await stampJobs(akashi);
	return [
		...[allStaff(akashi), manHours(akashi, 1000 * share), monthOfMany, yearOfFew],
		...[await records(akashi), dense, await dailyStatus(akashi), await missing(akashi)],
		...[await summary(akashi), manyManHours(akashi, 10_000 * share), singles(akashi)],
	];
}

/** The three of them that are done in an older n8n as well. */
export const jobsForOlder = async (akashi: Akashi): Promise<Job[]> => [
	allStaff(akashi),
	manHours(akashi, 1000 * akashi.share),
	await dailyStatus(akashi),
];
