import { staffByPages, staffOneByOne } from '../byHand.cts';
import { byNode, cells, type Akashi, type Job } from '../job.cts';

/** All people by pages. */
export function allStaff(akashi: Akashi): Job {
	const { staff, pages } = akashi;
	return {
		work: `all ${staff.length} staff`,
		goal: 0.3,
		items: [{}],
		rows: staff.map((one) =>
			cells(
				...[one.staffId, one.staffNum, one.email, `${one.lastName} ${one.firstName}`],
				one.organization!.name,
			),
		),
		contestants: [
			byNode(akashi, { resource: 'staff', operation: 'getAll', returnAll: true }, pages, (one) => [
				cells(...[one.staffId, one.staffCode, one.email, one.name], one.organizationName),
			]),
			staffByPages(akashi),
		],
	};
}

/** People one by one, an item each. */
export function singles(akashi: Akashi): Job {
	const { staff, share } = akashi;
	const asked = Array.from({ length: 10_000 * share }, (_, index) => staff[index % staff.length]);
	const staffId = { __rl: true, mode: 'id', value: '={{ $json.staff }}' };
	return {
		work: `${asked.length} people one by one, 5 ms an answer`,
		items: asked.map((one) => ({ staff: one.staffId })),
		rows: asked.map((one) => cells(one.staffId, one.email)),
		goal: 1,
		latency: 5,
		once: true,
		contestants: [
			byNode(akashi, { resource: 'staff', operation: 'get', staffId }, asked.length, (one) => [
				cells(one.staffId, one.email),
			]),
			staffOneByOne(akashi, asked.length),
		],
	};
}
