import { manHourItems } from '../../cases.cts';
import type { All } from '../../servers/all.cts';
import { manHoursOneByOne } from '../byHand.cts';
import { byNode, cells, type Akashi, type Job } from '../job.cts';

const project = 7001;

/** Man-hours that are written, an item each. */
export function manHours(akashi: Akashi, count: number): Job {
	const items = manHourItems({ akashi: { staff: akashi.staff } } as unknown as All, count);
	const parameters = {
		resource: 'manHour',
		operation: 'upsert',
		staffId: { __rl: true, mode: 'id', value: '={{ $json.staff }}' },
		date: '={{ $json.date }}',
		projectId: { __rl: true, mode: 'id', value: String(project) },
		taskId: { __rl: true, mode: 'id', value: '={{ $json.task }}' },
		minutes: '={{ $json.minutes }}',
	};
	return {
		work: `man-hours of ${items.length} items`,
		goal: 0.33,
		items,
		rows: items.map(({ staff, date, task, minutes }) => cells(staff, date, project, task, minutes)),
		written: Object.fromEntries(
			items.map(({ staff, date, task, minutes }) => [
				[staff, date, project, task].join('|'),
				minutes,
			]),
		),
		contestants: [
			byNode(akashi, parameters, Math.ceil(items.length / 50), (one) => [
				cells(one.staffId, one.date, one.projectId, one.taskId, one.minutes),
			]),
			manHoursOneByOne(akashi, project, items.length),
		],
	};
}

/** So many that it is done once, by the node alone. */
export function manyManHours(akashi: Akashi, count: number): Job {
	const { contestants, ...job } = manHours(akashi, count);
	return { ...job, contestants: contestants.slice(0, 1), once: true };
}
