/**
 * Measures work in a real n8n: by this package's node, and by n8n's own HTTP Request node used as a
 * competent person would. Both run in turn against an AKASHI stand-in that answers after 50 ms.
 *
 *     npm run bench                     prints the figures as a Markdown table
 *     npm run bench -- --json FILE      writes them to a file, too
 *     npm run bench -- --picture FILE   draws how time and heap grow, as an SVG
 *     npm run bench -- --quick          a quarter of the work, once: only to see that it works
 *     npm run bench -- --only TEXT      only the jobs whose name contains a text
 *
 * Fails when a result or the number of calls is wrong. Times are only reported.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { limits } from '../../nodes/Akashi/contract.ts';
import { defaultRequestsAtOnce } from '../../nodes/shared/client/run.ts';
import { mapConcurrently } from '../../nodes/shared/concurrency.ts';
import { staffPageSize } from '../../nodes/Akashi/resources/staff/contract.ts';
import { stampRows } from '../../nodes/Akashi/resources/stamp/contract.ts';
import { manHourItems } from '../cases.cts';
import { installN8n, run as runCommand } from '../n8n/install.cts';
import {
	packPackage,
	startN8n,
	withItems,
	workflowOf,
	type CredentialReference,
	type N8n,
	type Step,
	type Workflow,
} from '../n8n/instance.cts';
import { layTwin } from '../n8n/twin.cts';
import type { All } from '../servers/all.cts';
import { exponentsOf, grow, heapOf, pictureOf, type Growth } from './growth.cts';
import { startStandIn, type StandInProcess } from './standIn.cts';

const version = '2.41.1';
const latencyMs = 50;

interface Contestant {
	who: string;
	/** The nodes that do the work; the last one puts out the rows. */
	steps: Step[];
	/** The last node goes back to the first: what n8n calls a loop. */
	loop?: true;
	/** What it starts with, where that is not the job's `items`. */
	items?: IDataObject[];
	/** How many calls it has to take, or may take at most. */
	calls: number | { atMost: number };
	/** The rows of an item it puts out, in the form of the job's `rows`. */
	rows: (json: any) => string[];
}

interface Job {
	work: string;
	items: IDataObject[];
	/** What has to come out, from what the stand-in holds. */
	rows: string[];
	/** What the stand-in has to hold afterwards. */
	manHours: Record<string, number>;
	/** The node of this package first. */
	contestants: Contestant[];
	/** The node's time as a share of the other's, at most. */
	goal?: number;
	/** How long every answer takes, where that is not `latencyMs`. */
	latency?: number;
	/** How many stamps a person has on a day, where that is not the stand-in's own number. */
	stampsPerDay?: number;
	/** Too long to be repeated: done once, without a warm-up. */
	once?: true;
}

interface Result {
	work: string;
	who: string;
	/** Median of the runs. */
	seconds: number;
	calls: number;
	/** Our time as a share of the other's, and what it should be at most. */
	ratio?: number;
	goal?: number;
	/** The seconds that the same calls take without n8n, as many at once as the node makes: the limit. */
	bare?: number;
	/** Highest heap of n8n, and how far that is above the heap before the run, in MB. */
	peakHeap?: number;
	heapRise?: number;
	/** The longest that n8n's editor waited for an answer meanwhile, in milliseconds. */
	editorWaited?: number;
}

const cells = (...values: unknown[]) => values.join(' | ');

/** The benchmark's jobs. */
async function jobsFor(
	standIn: StandInProcess,
	akashiApi: CredentialReference,
	share: number,
): Promise<Job[]> {
	const { url, companyId } = await standIn.ask('connection');
	const staff = await standIn.ask('staff');
	const base = `${url}/${companyId}`;

	const node = (parameters: INodeParameters): Step => ({
		name: 'Node',
		type: 'n8n-nodes-kintai.akashi',
		parameters,
		credentials: { akashiApi },
	});
	const httpRequest = (parameters: INodeParameters): Step => ({
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'akashiApi',
			...parameters,
		},
		credentials: { akashiApi },
	});

	const pages = Math.ceil(staff.length / staffPageSize);
	const allStaff: Job = {
		work: `all ${staff.length} staff`,
		goal: 0.3,
		items: [{}],
		rows: staff.map((one) =>
			cells(
				...[one.staffId, one.staffNum, one.email, `${one.lastName} ${one.firstName}`],
				one.organization!.name,
			),
		),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [node({ resource: 'staff', operation: 'getAll', returnAll: true })],
				calls: pages,
				rows: (one) => [
					cells(...[one.staffId, one.staffCode, one.email, one.name], one.organizationName),
				],
			},
			{
				who: 'HTTP Request with pagination, Split Out',
				steps: [
					httpRequest({
						url: `${base}/staffs`,
						options: {
							pagination: {
								pagination: {
									parameters: {
										parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }],
									},
									paginationCompleteWhen: 'other',
									completeExpression:
										'={{ $pageCount * 20 >= $response.body.response.TotalCount }}',
								},
							},
						},
					}),
					{
						name: 'Split Out',
						type: 'n8n-nodes-base.splitOut',
						parameters: { fieldToSplitOut: 'response.staffs', options: {} },
					},
				],
				calls: pages,
				rows: (one) => [
					cells(
						...[one.staffId, one.staffNum, one.email, `${one.lastName} ${one.firstName}`],
						one.organization.name,
					),
				],
			},
		],
	};

	const manHoursJob = (count: number): Job => {
		const items = manHourItems({ akashi: { staff } } as unknown as All, count);
		const project = 7001;
		return {
			work: `man-hours of ${items.length} items`,
			goal: 0.33,
			items,
			rows: items.map(({ staff, date, task, minutes }) =>
				cells(staff, date, project, task, minutes),
			),
			manHours: Object.fromEntries(
				items.map(({ staff, date, task, minutes }) => [
					[staff, date, project, task].join('|'),
					minutes,
				]),
			),
			contestants: [
				{
					who: 'AKASHI node',
					steps: [
						node({
							resource: 'manHour',
							operation: 'upsert',
							staffId: { __rl: true, mode: 'id', value: '={{ $json.staff }}' },
							date: '={{ $json.date }}',
							projectId: { __rl: true, mode: 'id', value: String(project) },
							taskId: { __rl: true, mode: 'id', value: '={{ $json.task }}' },
							minutes: '={{ $json.minutes }}',
						}),
					],
					calls: Math.ceil(items.length / 50),
					rows: (one) => [cells(one.staffId, one.date, one.projectId, one.taskId, one.minutes)],
				},
				{
					who: 'HTTP Request, its default options',
					steps: [
						httpRequest({
							method: 'POST',
							url: `${base}/manhours`,
							sendBody: true,
							specifyBody: 'json',
							jsonBody: `={
	"manhours": [{
		"staff_id": {{ $json.staff }},
		"dates": [{
			"date": "{{ $json.date.replaceAll('-', '') }}",
			"projects": [{
				"project_id": ${project},
				"daily_hour_items": [{ "task_id": {{ $json.task }}, "minute": {{ $json.minutes }} }]
			}]
		}]
	}]
}`,
							options: {},
						}),
					],
					calls: items.length,
					rows: ({ response }) => {
						const [{ staff_id, dates }] = response.manhours;
						const [{ project_id, daily_hour_items }] = dates[0].projects;
						const [{ task_id, minute }] = daily_hour_items;
						return [cells(staff_id, dates[0].date, project_id, task_id, minute)];
					},
				},
			],
		};
	};
	const upserts = manHoursJob(1000 * share);
	const manyItems = manHoursJob(10_000 * share);
	const manyUpserts: Job = {
		...manyItems,
		contestants: manyItems.contestants.slice(0, 1),
		once: true,
	};

	/** Stamps of the first so many people; the node's own rows compare with what is held. */
	const stampsJob = async (
		count: number,
		[from, to]: [string, string],
		calls: Contestant['calls'],
		more: Partial<Job> & { others?: (ids: number[]) => Contestant[] } = {},
	): Promise<Job> => {
		const { others, ...rest } = more;
		await standIn.ask('set', { stampsPerDay: rest.stampsPerDay });
		const ids = staff.slice(0, count).map(({ staffId }) => staffId);
		const digits = (day: string, time: string) => day.replaceAll('-', '') + time;
		const held = await standIn.ask('stamps', ids, digits(from, '000000'), digits(to, '235959'));
		return {
			work: `${held.length} stamps of ${count} staff, ${from} to ${to}`,
			items: [{}],
			rows: held.map(({ staffId, stamped_at, type, attributes }) =>
				cells(staffId, stamped_at, type, attributes!.method),
			),
			manHours: {},
			...rest,
			contestants: [
				{
					who: 'AKASHI node',
					steps: [
						node({
							resource: 'stamp',
							operation: 'getAll',
							staff: 'selected',
							staffIds: ids,
							period: 'custom',
							startDate: from,
							endDate: to,
							returnAll: true,
							options: { addNames: false },
						}),
					],
					calls,
					rows: ({ staffId, stampedAt, type, method }) => [
						cells(
							staffId,
							stampedAt.slice(0, 19).replace('T', ' ').replaceAll('-', '/'),
							type,
							method,
						),
					],
				},
				...(others?.(ids) ?? []),
			],
		};
	};

	const groups = Math.ceil((200 * share) / limits.staffIds);
	const monthOfMany = await stampsJob(200 * share, ['2025-03-01', '2025-03-31'], groups * 31, {
		work: `stamps of ${200 * share} staff over 31 days`,
		goal: 0.3,
		others: (ids) => [
			{
				who: 'the same calls by a Loop and HTTP Request',
				loop: true,
				items: Array.from({ length: groups * 31 }, (_, index) => ({
					ids: ids
						.slice((index % groups) * limits.staffIds, ((index % groups) + 1) * limits.staffIds)
						.join(','),
					day: `202503${String(1 + Math.floor(index / groups)).padStart(2, '0')}`,
				})),
				steps: [
					{
						name: 'Loop',
						type: 'n8n-nodes-base.splitInBatches',
						typeVersion: 3,
						parameters: { options: {} },
					},
					httpRequest({
						url: `${base}/multiple_stamps`,
						sendQuery: true,
						queryParameters: {
							parameters: [
								{ name: 'staff_ids', value: '={{ $json.ids }}' },
								{ name: 'start_date', value: '={{ $json.day }}000000' },
								{ name: 'end_date', value: '={{ $json.day }}235959' },
							],
						},
						options: {},
					}),
				],
				calls: groups * 31,
				rows: ({ response }) =>
					response.multiple_stamps.flatMap(({ staff_id, stamps }: any) =>
						stamps.map((one: any) =>
							cells(staff_id, one.stamped_at, one.type, one.attributes.method),
						),
					),
			},
		],
	});
	const yearOfFew = await stampsJob(3, ['2025-01-01', '2025-12-31'], 6, {
		work: 'stamps of 3 staff over 12 months',
	});
	const denseRows = Math.round(40_000 * share);
	const dense = await stampsJob(
		1,
		['2025-01-01', '2025-06-30'],
		{ atMost: 2 * Math.ceil(denseRows / stampRows) + 20 },
		{ stampsPerDay: Math.ceil(denseRows / 181) },
	);

	await standIn.ask('set', {});
	const workers = staff.slice(0, 500 * share).map(({ staffId }) => staffId);
	const records: Job = {
		work: `working records of ${workers.length} staff over 90 days`,
		items: [{}],
		rows: (await standIn.ask('workingRecords', workers, '20250101', '20250331')).map(
			({ staffId, date, start_time, end_time }) => cells(staffId, date, start_time, end_time),
		),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [
					node({
						resource: 'workingRecord',
						operation: 'getAll',
						staff: 'selected',
						staffIds: workers,
						period: 'custom',
						startDate: '2025-01-01',
						endDate: '2025-03-31',
						returnAll: true,
						options: { addNames: false },
					}),
				],
				calls: Math.ceil(workers.length / limits.staffIds) * 3,
				rows: ({ staffId, date, startTime, endTime }) => {
					const local = (time: string | null) =>
						time && time.slice(0, 19).replace('T', ' ').replaceAll('-', '/');
					return [cells(staffId, date.replaceAll('-', '/'), local(startTime), local(endTime))];
				},
			},
		],
	};

	const wednesday = '2025-03-12';
	const everybody = staff.map(({ staffId }) => staffId);
	const ofDay = await standIn.ask('stamps', everybody, '20250312050000', '20250313045959');
	const latest = new Map(ofDay.map(({ staffId, stamped_at }) => [staffId, stamped_at]));
	const stampCalls = Math.ceil(everybody.length / limits.staffIds);
	const attendance = (parameters: INodeParameters) =>
		node({ resource: 'attendance', simplify: false, ...parameters });
	const status: Job = {
		work: `daily status of ${staff.length} people`,
		items: [{}],
		rows: everybody.map((staffId) => cells(staffId, latest.get(staffId) ?? '')),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [attendance({ operation: 'getDailyStatus', date: wednesday })],
				calls: pages + stampCalls + Math.ceil((everybody.length - latest.size) / limits.staffIds),
				rows: ({ staffId, lastStampAt }) => [
					cells(staffId, (lastStampAt ?? '').slice(0, 19).replace('T', ' ').replaceAll('-', '/')),
				],
			},
		],
	};
	const missing: Job = {
		work: `missing stamps of ${staff.length} people on a day`,
		items: [{}],
		rows: [],
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [
					attendance({
						operation: 'findMissing',
						period: 'custom',
						startDate: wednesday,
						endDate: wednesday,
					}),
				],
				calls: pages + 2 * stampCalls,
				// What they are is for the tests.
				rows: () => [],
			},
		],
	};
	const worked = new Map(everybody.map((staffId) => [staffId, 0]));
	for (const day of await standIn.ask('workingRecords', everybody, '20250301', '20250331')) {
		if (day.start_time || day.end_time) worked.set(day.staffId, worked.get(day.staffId)! + 1);
	}
	const summary: Job = {
		work: `hours of a month of ${staff.length} people`,
		items: [{}],
		rows: [...worked].map(([staffId, days]) => cells(staffId, days)),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [
					attendance({
						operation: 'summarize',
						period: 'custom',
						startDate: '2025-03-01',
						endDate: '2025-03-31',
					}),
				],
				calls: pages + stampCalls,
				rows: ({ staffId, daysWorked }) => [cells(staffId, daysWorked)],
			},
		],
	};

	const asked = Array.from({ length: 10_000 * share }, (_, index) => staff[index % staff.length]);
	const singles: Job = {
		work: `${asked.length} people one by one, 5 ms an answer`,
		items: asked.map(({ staffId }) => ({ staff: staffId })),
		rows: asked.map(({ staffId, email }) => cells(staffId, email)),
		manHours: {},
		goal: 1,
		latency: 5,
		once: true,
		contestants: [
			{
				who: 'AKASHI node',
				steps: [
					node({
						resource: 'staff',
						operation: 'get',
						staffId: { __rl: true, mode: 'id', value: '={{ $json.staff }}' },
					}),
				],
				calls: asked.length,
				rows: ({ staffId, email }) => [cells(staffId, email)],
			},
			{
				who: 'HTTP Request, its default options',
				steps: [httpRequest({ url: `=${base}/staffs/{{ $json.staff }}`, options: {} })],
				calls: asked.length,
				rows: ({ response }) => response.staffs.map((one: any) => cells(one.staffId, one.email)),
			},
		],
	};

	return [
		...[allStaff, upserts, monthOfMany, yearOfFew, records, dense],
		...[status, missing, summary, manyUpserts, singles],
	];
}

/** The workflow of a contestant. */
function workflowFor({ steps, loop }: Contestant): Workflow {
	const workflow = workflowOf(...steps);
	if (!loop) return workflow;
	const [first, last] = [steps[0].name, steps[steps.length - 1].name];
	// The second output of a loop is what is to be done; the first is for afterwards.
	const [next] = workflow.connections[first].main;
	workflow.connections[first] = { main: [[], next] };
	workflow.connections[last] = { main: [[{ node: first, type: 'main', index: 0 }]] };
	return workflow;
}

/**
 * Lets a contestant do the job once and returns the seconds and calls it took. Throws unless rows, calls
 * and what was stored are right.
 */
async function measure(
	n8n: N8n,
	standIn: StandInProcess,
	{ work, items, rows, manHours, latency, stampsPerDay }: Job,
	contestant: Contestant,
): Promise<{ seconds: number; calls: number }> {
	const { who, steps, calls } = contestant;
	const fail = (what: string) => new Error(`${work}, ${who}: ${what}`);
	await standIn.ask('reset');
	await standIn.ask('set', { latency: latency ?? latencyMs, stampsPerDay });
	const workflow = withItems(workflowFor(contestant), contestant.items ?? items);
	const result = await n8n.run(workflow, { timeoutSeconds: 600 });
	if (result.error) throw fail(`the run failed: ${result.error.message}`);

	const seen = await standIn.ask('seen');
	if (seen.violations.length > 0) throw fail(`not allowed by AKASHI: ${seen.violations[0]}`);
	const fits = typeof calls === 'number' ? seen.calls === calls : seen.calls <= calls.atMost;
	if (!fits) throw fail(`${seen.calls} calls instead of ${JSON.stringify(calls)}`);

	const came = result
		.items(steps[steps.length - 1].name)
		.flatMap(({ json }) => contestant.rows(json))
		.sort();
	const expected = [...rows].sort();
	if (!isDeepStrictEqual(came, expected)) {
		const at = expected.findIndex((one, index) => one !== came[index]);
		throw fail(
			`${came.length} rows instead of ${expected.length}, or "${came[at]}" instead of "${expected[at]}"`,
		);
	}
	if (!isDeepStrictEqual(await standIn.ask('manHours'), manHours)) {
		throw fail('the stand-in does not hold the man-hours that were to be written');
	}
	const seconds = (result.stoppedAt.getTime() - result.startedAt.getTime()) / 1000;
	console.error(`${work}, ${who}: ${seconds.toFixed(2)} s, ${seen.calls} calls`);
	return { seconds, calls: seen.calls };
}

/** Sends the calls of the last run once more, as many at once as the node makes, and returns the seconds. */
async function bareSeconds(standIn: StandInProcess): Promise<number> {
	const { url } = await standIn.ask('connection');
	const { origin } = new URL(url);
	const requests = await standIn.ask('requests');
	const begun = performance.now();
	await mapConcurrently(requests, defaultRequestsAtOnce, async ({ method, path, body }) => {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(origin + path, { method, body, headers });
		await answer.json();
	});
	return (performance.now() - begun) / 1000;
}

const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The longest that n8n's editor waits for an answer while `work` goes on, asked ten times a second. */
async function longestWait<T>(
	n8n: N8n,
	work: () => Promise<T>,
): Promise<{ result: T; ms: number }> {
	let ms = 0;
	let working = true;
	const asking = (async () => {
		while (working) {
			const begun = performance.now();
			await n8n.rest('GET', '/rest/settings');
			ms = Math.max(ms, performance.now() - begun);
			await sleep(100);
		}
	})();
	asking.catch(() => {});
	try {
		return { result: await work(), ms };
	} finally {
		working = false;
		await asking;
	}
}

/**
 * Lets all contestants of a job do it in turn: to warm up, `runs` times for the time, once for the heap.
 * What takes long is done once, and the editor is watched meanwhile.
 */
async function contest(
	n8n: N8n,
	standIn: StandInProcess,
	job: Job,
	runs: number,
): Promise<Result[]> {
	const results: Result[] = [];
	const { work, goal } = job;
	if (job.once) {
		for (const contestant of job.contestants) {
			const { result, ms } = await longestWait(
				n8n,
				async () => await measure(n8n, standIn, job, contestant),
			);
			const bare = contestant === job.contestants[0] ? await bareSeconds(standIn) : undefined;
			results.push({ work, who: contestant.who, ...result, editorWaited: ms, bare });
		}
	} else {
		const taken = job.contestants.map((): number[] => []);
		const bare: number[] = [];
		for (let run = 0; run <= runs; run++) {
			for (const [index, contestant] of job.contestants.entries()) {
				const { seconds } = await measure(n8n, standIn, job, contestant);
				if (run > 0) taken[index].push(seconds);
				if (run > 0 && index === 0) bare.push(await bareSeconds(standIn));
			}
		}
		for (const [index, contestant] of job.contestants.entries()) {
			// Apart from the timed runs: reading the heap keeps n8n busy.
			const { result, peakHeapBytes, baseHeapBytes } = await n8n.peakHeap(
				async () => await measure(n8n, standIn, job, contestant),
			);
			results.push({
				work,
				who: contestant.who,
				seconds: median(taken[index]),
				calls: result.calls,
				bare: index === 0 ? median(bare) : undefined,
				peakHeap: peakHeapBytes / 1e6,
				heapRise: (peakHeapBytes - baseHeapBytes) / 1e6,
			});
		}
	}
	const [ours, other] = results;
	if (other) Object.assign(ours, { ratio: ours.seconds / other.seconds, goal });
	return results;
}

/** Rows as a Markdown table; the first two columns are text. */
const markdown = (...rows: unknown[][]): string =>
	[rows[0], rows[0].map((_, at) => (at < 2 ? '---' : '--:')), ...rows.slice(1)]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');

const table = (results: Result[]): string =>
	markdown(
		[
			'Work',
			'By',
			'Seconds',
			'Calls',
			'× bare calls',
			'Ratio',
			'Peak heap in MB (rise)',
			'Editor waited',
		],
		...results.map((one) => [
			one.work,
			one.who,
			one.seconds.toFixed(2),
			one.calls,
			one.bare === undefined ? '' : (one.seconds / one.bare).toFixed(2),
			one.ratio === undefined
				? ''
				: `${one.ratio.toFixed(2)}${one.goal ? ` (goal: at most ${one.goal})` : ''}`,
			one.peakHeap === undefined ? '' : `${one.peakHeap.toFixed(0)} (+${one.heapRise!.toFixed(0)})`,
			one.editorWaited === undefined ? '' : `${one.editorWaited.toFixed(0)} ms at most`,
		]),
	);

/** The table of the growth, and how time and heap grow with the rows: the exponent of the steepest step. */
function growthTable(steps: Growth[]): string {
	const exponents = exponentsOf(steps);
	return [
		markdown(
			['Rows', 'Calls', 'Seconds', 'Heap of the items in MB', 'Peak heap in MB', 'Peak as a share'],
			...steps.map(({ rows, calls, seconds, items, peak }) => [
				rows,
				calls,
				seconds.toFixed(2),
				(items / 1e6).toFixed(1),
				(peak / 1e6).toFixed(1),
				(peak / items).toFixed(2),
			]),
		),
		`Exponents (goal: at most 1.1): time ${exponents.seconds.toFixed(2)}, heap ${exponents.peak.toFixed(2)}; peak at most 1.5 of the items.`,
	].join('\n\n');
}

/** The operations of the package's first version, by which its growth is judged. */
const firstVersion = [
	'manHour.upsert',
	'organization.getAll',
	'staff.get',
	'staff.getAll',
	'stamp.create',
	'stamp.getAll',
	'workingRecord.getAll',
];
const slice = '-slice';
const laySlice = async (modules: string) =>
	await layTwin(
		modules,
		slice,
		(name, first) => `
			const kept = (resource, operation) =>
				${JSON.stringify(firstVersion)}.includes(resource + '.' + operation);
			exports.${name} = class extends require(${JSON.stringify(first)}).${name} {
				constructor() {
					super();
					this.description.properties = this.description.properties.filter(({ displayOptions }) => {
						const { resource, operation } = (displayOptions && displayOptions.show) || {};
						return !operation || (resource && kept(resource[0], operation[0]));
					});
				}
			};`,
	);

/** Milliseconds from the start of a one-item run to its first request: all operations, and few. */
async function firstRequests(
	n8n: N8n,
	standIn: StandInProcess,
	akashiApi: CredentialReference,
	runs: number,
): Promise<{ all: number; few: number; ratio: number }> {
	const [{ staffId }] = await standIn.ask('staff');
	const taken: Record<string, number[]> = { '': [], [slice]: [] };
	for (let run = 0; run <= runs; run++) {
		for (const suffix of Object.keys(taken)) {
			await standIn.ask('reset');
			const { startedAt, error } = await n8n.run(
				workflowOf({
					name: 'Node',
					type: `n8n-nodes-kintai${suffix}.akashi`,
					parameters: {
						resource: 'staff',
						operation: 'get',
						staffId: { __rl: true, mode: 'id', value: staffId },
					},
					credentials: { akashiApi },
				}),
			);
			if (error) throw new Error(`The run failed: ${error.message}`);
			const { firstAt } = await standIn.ask('seen');
			if (run > 0) taken[suffix].push(firstAt - startedAt.getTime());
		}
	}
	const [all, few] = Object.values(taken).map(median);
	return { all, few, ratio: all / few };
}

async function main() {
	const { values } = parseArgs({
		options: {
			json: { type: 'string' },
			picture: { type: 'string' },
			quick: { type: 'boolean', default: false },
			only: { type: 'string', default: '' },
		},
	});
	const runs = values.quick ? 1 : 3;
	const share = values.quick ? 0.25 : 1;
	// Leaving by process.exit lets n8n and its folder be cleaned up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => process.exit(130));

	console.error(`Benchmark in n8n ${version}, AKASHI stand-in with ${latencyMs} ms latency`);
	const { node } = await installN8n(version);
	const tarball = await packPackage();
	const standIn = await startStandIn(2000 * share, latencyMs);
	const n8n = await startN8n({ version, tarball, prepare: laySlice });
	try {
		const { url, companyId, token } = await standIn.ask('connection');
		const credential = await n8n.createCredential('akashiApi', {
			endpoint: 'custom',
			customEndpoint: url,
			companyId,
			token,
			renewToken: false,
		});
		const results: Result[] = [];
		for (const job of await jobsFor(standIn, credential, share)) {
			if (!job.work.includes(values.only)) continue;
			results.push(...(await contest(n8n, standIn, job, runs)));
		}
		const first = await firstRequests(n8n, standIn, credential, values.quick ? 3 : 25);
		await standIn.ask('set', { latency: latencyMs });
		const growth = await grow(await standIn.ask('connection'), share);
		const heaps: Array<{ work: string } & Growth> = [];
		for (const operation of ['getDailyStatus', 'summarize']) {
			const period = { period: 'custom', startDate: '2025-03-01', endDate: '2025-03-31' };
			const parameters = { resource: 'attendance', operation, simplify: false };
			const step = await heapOf(await standIn.ask('connection'), {
				...parameters,
				...(operation === 'summarize' ? period : { date: '2025-03-12' }),
			});
			heaps.push({ work: operation, ...step });
		}
		const machine = {
			cores: availableParallelism(),
			memoryGB: Math.round(totalmem() / 1e9),
			node: (await runCommand(node, ['--version'], __dirname)).trim(),
			n8n: version,
		};
		console.log(`\n${table(results)}\n\n${growthTable(growth)}\n`);
		console.log(
			`Medians of ${runs}; ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, n8n ${version}; every answer takes ${latencyMs} ms.`,
		);
		console.log(
			`First request of a one-item run: ${first.all.toFixed(0)} ms after its start with all operations, ${first.few.toFixed(0)} ms with the ${firstVersion.length} of the first version, ratio ${first.ratio.toFixed(2)} (goal: at most 1.2).`,
		);
		for (const { work, rows, items, peak } of heaps) {
			console.log(
				`${work}: ${rows} rows, heap of the items ${(items / 1e6).toFixed(1)} MB, peak ${(peak / 1e6).toFixed(1)} MB, ${(peak / items).toFixed(2)} of the items (goal: at most 1.5).`,
			);
		}
		if (values.picture) writeFileSync(values.picture, pictureOf(growth));
		if (values.json) {
			writeFileSync(
				values.json,
				`${JSON.stringify({ machine, latencyMs, runs, results, growth, heaps, first }, null, '\t')}\n`,
			);
		}
	} finally {
		await n8n.stop();
		standIn.stop();
	}
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
