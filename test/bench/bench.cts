/**
 * Measures work in a real n8n: by this package's nodes, and by n8n's own HTTP Request node used as a
 * competent person would. Both run in turn against stand-ins that answer after 50 ms.
 *
 *     npm run bench                     prints the figures as a Markdown table
 *     npm run bench -- --json FILE      writes them to a file, too
 *     npm run bench -- --picture FILE   draws how time and heap grow, as an SVG
 *     npm run bench -- --quick          a quarter of the work, once: only to see that it works
 *     npm run bench -- --only TEXT      only the work whose name contains a text, or one of several
 *
 * Fails when a result or the number of calls is wrong. Times are only reported.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

import { installN8n, run as runCommand, type N8nVersion } from '../n8n/install.cts';
import { packPackage, startN8n, type N8n } from '../n8n/instance.cts';
import { contest } from './contest.cts';
import { layFloor } from './floor.cts';
import { fileInMemory } from './files.cts';
import { firstRequests, laySlice } from './firstRequests.cts';
import { grow, heapOf, pictureOf, type Growth } from './growth.cts';
import { akashiOf, latencyMs, type Akashi, type Job, type Result } from './job.cts';
import { jobsFor, jobsForOlder } from './jobs/index.cts';
import { monthOfUsers } from './jobs/amServer.cts';
import { ticketJobs } from './jobs/omflow.cts';
import { fileLine, firstRequestLine, growthTable, heapLine, table } from './report.cts';
import {
	startStandIn,
	type AkashiAnswers,
	type AmServerAnswers,
	type OmflowAnswers,
	type StandInProcess,
} from './standIn.cts';
import { pollOfMany } from './trigger.cts';

const version = '2.41.1';
const olderVersion = '1.123.81';

interface Bench {
	tarball: string;
	standIn: StandInProcess<AkashiAnswers>;
	amServer: StandInProcess<AmServerAnswers>;
	omflow: StandInProcess<OmflowAnswers>;
	/** How much of the full work to do, and how often. */
	share: number;
	runs: number;
	/** Whether somebody wants to know about some work. */
	isWanted: (work: string) => boolean;
}

/** Does something in an n8n that knows AKASHI. */
async function inN8n<T>(
	of: N8nVersion,
	{ tarball, standIn, share }: Bench,
	work: (n8n: N8n, akashi: Akashi) => Promise<T>,
): Promise<T> {
	const prepare = async (modules: string) => {
		await laySlice(modules);
		await layFloor(modules);
	};
	const n8n = await startN8n({ version: of, tarball, prepare });
	try {
		const { url, companyId, token } = await standIn.ask('connection');
		const credential = await n8n.createCredential('akashiApi', {
			endpoint: 'custom',
			customEndpoint: url,
			companyId,
			token,
			renewToken: false,
		});
		return await work(n8n, await akashiOf(standIn, credential, share));
	} finally {
		await n8n.stop();
	}
}

/** All work in the newer n8n. */
const inNewer = async (bench: Bench) =>
	await inN8n(version, bench, async (n8n, akashi) => {
		const { standIn, amServer, omflow, runs, isWanted } = bench;
		const results: Result[] = [];
		const heaps: Array<{ work: string } & Growth> = [];
		const { url: baseUrl, username, password } = await amServer.ask('connection');
		const session = { baseUrl, username, password, sessionToken: '' };
		const users = await n8n.createCredential('amServerApi', session);
		const people = await n8n.createCredential('omflowApi', await omflow.ask('connection'));
		for (const job of [
			...[...(await jobsFor(akashi)), await monthOfUsers(amServer, users)],
			...(await ticketJobs(omflow, people)),
		]) {
			if (isWanted(job.work)) results.push(...(await contest(n8n, standIn, job, runs)));
		}
		if (isWanted('poll with new stamps')) {
			const { result, heap } = await pollOfMany(n8n, akashi);
			results.push(result);
			heaps.push(heap);
		}
		const first = isWanted('first request')
			? await firstRequests(n8n, standIn, akashi.credential, runs === 1 ? 3 : 25)
			: undefined;
		return { results, heaps, first };
	});

/** A job as it is done in the older one: its HTTP Request node has an older version. */
const olderJob = (job: Job): Job => ({
	...job,
	work: `${job.work} in n8n ${olderVersion}`,
	contestants: job.contestants.map((one) => ({
		...one,
		steps: one.steps.map((step) =>
			step.name === 'HTTP Request' ? { ...step, typeVersion: 4.3 } : step,
		),
	})),
});

/** Some of it in the older one. */
async function inOlder(bench: Bench): Promise<Result[]> {
	if (!bench.isWanted(`in n8n ${olderVersion}`)) return [];
	return await inN8n(olderVersion, bench, async (n8n, akashi) => {
		const results: Result[] = [];
		for (const job of await jobsForOlder(akashi)) {
			results.push(...(await contest(n8n, bench.standIn, olderJob(job), bench.runs)));
		}
		return results;
	});
}

/** How much heap reads take that gather the days of many people. */
async function heapsOf(standIn: Bench['standIn']): Promise<Array<{ work: string } & Growth>> {
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
	return heaps;
}

async function main() {
	const { values } = parseArgs({
		options: {
			json: { type: 'string' },
			picture: { type: 'string' },
			quick: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true, default: [''] },
		},
	});
	const runs = values.quick ? 1 : 3;
	const share = values.quick ? 0.25 : 1;
	// Leaving by process.exit lets n8n and its folder be cleaned up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => process.exit(130));

	console.error(`Benchmark in n8n ${version}, stand-ins with ${latencyMs} ms latency`);
	const { node } = await installN8n(version);
	const tarball = await packPackage();
	const standIn = await startStandIn('akashi', 2000 * share, latencyMs);
	const amServer = await startStandIn('amServer', 1000 * share, latencyMs);
	const omflow = await startStandIn('omflow', 1000 * share, latencyMs);
	const isWanted = (work: string) => values.only.some((text) => work.includes(text));
	const bench: Bench = { tarball, standIn, amServer, omflow, share, runs, isWanted };
	try {
		const { results, heaps, first } = await inNewer(bench);
		results.push(...(await inOlder(bench)));
		await standIn.ask('set', { latency: latencyMs });
		const growth = isWanted('growth')
			? await grow(await standIn.ask('connection'), share)
			: undefined;
		if (isWanted('heap')) heaps.push(...(await heapsOf(standIn)));
		const file = isWanted('file')
			? await fileInMemory(version, tarball, omflow, 20 * share)
			: undefined;
		const machine = {
			cores: availableParallelism(),
			memoryGB: Math.round(totalmem() / 1e9),
			node: (await runCommand(node, ['--version'], __dirname)).trim(),
			n8n: version,
		};
		console.log(`\n${table(results)}\n`);
		if (growth) console.log(`${growthTable(growth)}\n`);
		console.log(
			`Medians of ${runs}; ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, n8n ${version}; every answer takes ${latencyMs} ms.`,
		);
		if (first) console.log(firstRequestLine(first));
		for (const heap of heaps) console.log(heapLine(heap));
		if (file) console.log(fileLine(file));
		if (values.picture && growth) writeFileSync(values.picture, pictureOf(growth));
		if (values.json) {
			const figures = { machine, latencyMs, runs, results, growth, heaps, file, first };
			writeFileSync(values.json, `${JSON.stringify(figures, null, '\t')}\n`);
		}
	} finally {
		standIn.stop();
		amServer.stop();
		omflow.stop();
	}
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
