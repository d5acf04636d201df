/**
 * Measures work in a real n8n: by this package's node, and by n8n's own HTTP Request node used as a
 * competent person would. Both run in turn against an AKASHI stand-in that answers after 50 ms.
 *
 *     npm run bench                     prints the figures as a Markdown table
 *     npm run bench -- --json FILE      writes them to a file, too
 *     npm run bench -- --quick          a quarter of the work, once: only to see that it works
 *
 * Fails when a result or the number of calls is wrong. Times are only reported.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { limits } from '../../nodes/Akashi/contract.ts';
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
} from '../n8n/instance.cts';
import { layTwin } from '../n8n/twin.cts';
import type { All } from '../servers/all.cts';
import { startStandIn, type StandInProcess } from './standIn.cts';

const version = '2.41.1';
const latencyMs = 50;
/** The node's time as a share of the HTTP Request node's. */
const goal = 0.33;

interface Contestant {
	who: string;
	/** The nodes that do the work; the last one puts out the rows. */
	steps: Step[];
	/** How many calls it has to take. */
	calls: number;
	/** A row it puts out, in the form of the job's `rows`. */
	row: (json: any) => string;
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
}

interface Result {
	work: string;
	who: string;
	/** Median of the runs. */
	seconds: number;
	calls: number;
	/** Our time as a share of the other's. */
	ratio?: number;
	/** Highest heap of n8n, and how far that is above the heap before the run, in MB. */
	peakHeap: number;
	heapRise: number;
}

const cells = (...values: unknown[]) => values.join(' | ');

/** The benchmark's jobs. */
async function jobsFor(
	standIn: StandInProcess,
	akashiApi: CredentialReference,
	size: { items: number; stampStaff: number },
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

	const pages = Math.ceil(staff.length / limits.staffPage);
	const allStaff: Job = {
		work: `All ${staff.length} staff`,
		items: [{}],
		rows: staff.map((one) =>
			cells(
				...[one.staffId, one.staffNum, one.email, one.lastName, one.firstName],
				one.organization!.name,
			),
		),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [node({ resource: 'staff', operation: 'getAll', returnAll: true })],
				calls: pages,
				row: (one) =>
					cells(
						...[one.staffId, one.staffCode, one.email, one.lastName, one.firstName],
						one.organizationName,
					),
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
				row: (one) =>
					cells(
						...[one.staffId, one.staffNum, one.email, one.lastName, one.firstName],
						one.organization.name,
					),
			},
		],
	};

	const items = manHourItems({ akashi: { staff } } as unknown as All, size.items);
	const project = 7001;
	const upserts: Job = {
		work: `Man-hours of ${items.length} items`,
		items,
		rows: items.map(({ staff, date, task, minutes }) => cells(staff, date, project, task, minutes)),
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
				row: (one) => cells(one.staff_id, one.date, one.project_id, one.task_id, one.minute),
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
				row: ({ response }) => {
					const [{ staff_id, dates }] = response.manhours;
					const [{ project_id, daily_hour_items }] = dates[0].projects;
					const [{ task_id, minute }] = daily_hour_items;
					return cells(staff_id, dates[0].date, project_id, task_id, minute);
				},
			},
		],
	};

	const ids = staff.slice(0, size.stampStaff).map(({ staffId }) => staffId);
	const held = await standIn.ask('stamps', ids, '20250301000000', '20250331235959');
	const stamps: Job = {
		work: `Stamps of ${ids.length} staff over 31 days`,
		items: [{}],
		rows: held.map(({ staffId, stamped_at, type, attributes }) =>
			cells(staffId, stamped_at, type, attributes!.ip),
		),
		manHours: {},
		contestants: [
			{
				who: 'AKASHI node',
				steps: [
					node({
						resource: 'stamp',
						operation: 'getAll',
						staff: 'selected',
						staffIds: ids.join(', '),
						startDate: '2025-03-01',
						endDate: '2025-03-31',
						returnAll: true,
					}),
				],
				calls: Math.ceil(ids.length / limits.staffIds) * 31,
				row: ({ staffId, stampedAt, type, ip }) =>
					cells(staffId, stampedAt.slice(0, 19).replace('T', ' ').replaceAll('-', '/'), type, ip),
			},
		],
	};

	return [allStaff, upserts, stamps];
}

/**
 * Lets a contestant do the job once and returns the seconds it took. Throws unless rows, calls and what
 * was stored are right.
 */
async function measure(
	n8n: N8n,
	standIn: StandInProcess,
	{ work, items, rows, manHours }: Job,
	{ who, steps, calls, row }: Contestant,
): Promise<number> {
	const fail = (what: string) => new Error(`${work}, ${who}: ${what}`);
	await standIn.ask('reset');
	const workflow = withItems(workflowOf(...steps), items);
	const result = await n8n.run(workflow, { timeoutSeconds: 600 });
	if (result.error) throw fail(`the run failed: ${result.error.message}`);

	const seen = await standIn.ask('seen');
	if (seen.violations.length > 0) throw fail(`not allowed by AKASHI: ${seen.violations[0]}`);
	if (seen.calls !== calls) throw fail(`${seen.calls} calls instead of ${calls}`);

	const came = result
		.items(steps[steps.length - 1].name)
		.map(({ json }) => row(json))
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
	console.error(`${work}, ${who}: ${seconds.toFixed(2)} s`);
	return seconds;
}

const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Lets all contestants of a job do it in turn: to warm up, `runs` times for the time, once for the heap. */
async function contest(
	n8n: N8n,
	standIn: StandInProcess,
	job: Job,
	runs: number,
): Promise<Result[]> {
	const taken = job.contestants.map((): number[] => []);
	for (let run = 0; run <= runs; run++) {
		for (const [index, contestant] of job.contestants.entries()) {
			const seconds = await measure(n8n, standIn, job, contestant);
			if (run > 0) taken[index].push(seconds);
		}
	}
	const results: Result[] = [];
	for (const [index, contestant] of job.contestants.entries()) {
		// Apart from the timed runs: reading the heap keeps n8n busy.
		const { peakHeapBytes, baseHeapBytes } = await n8n.peakHeap(() =>
			measure(n8n, standIn, job, contestant),
		);
		results.push({
			work: job.work,
			who: contestant.who,
			seconds: median(taken[index]),
			calls: contestant.calls,
			peakHeap: peakHeapBytes / 1e6,
			heapRise: (peakHeapBytes - baseHeapBytes) / 1e6,
		});
	}
	const [ours, other] = results;
	if (other) ours.ratio = ours.seconds / other.seconds;
	return results;
}

/** The results as a Markdown table. */
function table(results: Result[]): string {
	const rows = results.map(({ work, who, seconds, calls, ratio, peakHeap, heapRise }) => [
		work,
		who,
		seconds.toFixed(2),
		calls,
		ratio === undefined ? '' : `${ratio.toFixed(2)} (goal: at most ${goal})`,
		`${peakHeap.toFixed(0)} (+${heapRise.toFixed(0)})`,
	]);
	return [
		['Work', 'By', 'Seconds', 'Calls', 'Ratio', 'Peak heap in MB (rise)'],
		['---', '---', '--:', '--:', '---', '--:'],
		...rows,
	]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');
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
	await layTwin(modules, slice, 'Akashi/Akashi.node.js', (source) =>
		source.replace(
			/exports\.resources = (\[[\s\S]*?\]);/,
			`exports.resources = $1.map((one) => ({ ...one, operations: one.operations.filter(({ entry }) =>
				${JSON.stringify(firstVersion)}.includes(one.value + '.' + entry.value)) }))
				.filter(({ operations }) => operations.length > 0);`,
		),
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
		options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
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
		});
		const results: Result[] = [];
		for (const job of await jobsFor(standIn, credential, {
			items: 1000 * share,
			stampStaff: 200 * share,
		})) {
			results.push(...(await contest(n8n, standIn, job, runs)));
		}
		const first = await firstRequests(n8n, standIn, credential, values.quick ? 3 : 25);
		const machine = {
			cores: availableParallelism(),
			memoryGB: Math.round(totalmem() / 1e9),
			node: (await runCommand(node, ['--version'], __dirname)).trim(),
			n8n: version,
		};
		console.log(`\n${table(results)}\n`);
		console.log(
			`Medians of ${runs}; ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, n8n ${version}; every answer takes ${latencyMs} ms.`,
		);
		console.log(
			`First request of a one-item run: ${first.all.toFixed(0)} ms after its start with all operations, ${first.few.toFixed(0)} ms with the ${firstVersion.length} of the first version, ratio ${first.ratio.toFixed(2)} (goal: at most 1.2).`,
		);
		if (values.json) {
			writeFileSync(
				values.json,
				`${JSON.stringify({ machine, latencyMs, runs, goal, results, first }, null, '\t')}\n`,
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
