import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { N8nVersion } from '../n8n/install.cts';
import {
	freePorts,
	startN8n,
	workflowOf,
	type CredentialReference,
	type N8n,
} from '../n8n/instance.cts';
import { formPath } from '../servers/omflow/tickets.cts';
import { median } from './contest.cts';
import { nodeStep } from './job.cts';
import type { OmflowAnswers, StandInProcess } from './standIn.cts';

/** How much memory a file takes that is sent with a ticket, in a real n8n. */

/** Bytes, at most. */
interface Memory {
	/** Of n8n's process. */
	resident: number;
	/** Of its heap and beside it, without garbage. */
	inUse: number;
}

/** How much more it is than with a file of 1 kB. */
export interface FileMemory extends Memory {
	megabytes: number;
}

type Measure = keyof Memory;

/** Runs in n8n's process: notes the most memory since it was asked to begin, and tells it. */
const samplerAt = (port: number) => `
	import { createServer } from 'node:http';
	import { isMainThread } from 'node:worker_threads';
	if (isMainThread) {
		let measure = 'resident';
		let most = 0;
		const now = () => {
			// What is in use shows without garbage only, and the memory of the process only with it.
			if (measure === 'inUse') globalThis.gc();
			const { rss, heapUsed, external } = process.memoryUsage();
			return measure === 'inUse' ? heapUsed + external : rss;
		};
		const sample = () => {
			most = Math.max(most, now());
			setTimeout(sample, measure === 'inUse' ? 25 : 5).unref();
		};
		sample();
		createServer(({ url }, response) => {
			if (url !== '/most') {
				measure = url.slice(1);
				globalThis.gc();
				most = now();
			}
			response.end(String(most));
		}).listen(${port}, '127.0.0.1').unref();
	}`;

interface Surroundings {
	n8n: N8n;
	/** Port of the sampler. */
	sampler: number;
	standIn: StandInProcess<OmflowAnswers>;
	credential: CredentialReference;
}

/** Opens a ticket with a file of so many bytes, and tells how far memory rose meanwhile. Throws unless the file arrived. */
async function rise(
	{ n8n, sampler, standIn, credential }: Surroundings,
	measure: Measure,
	size: number,
): Promise<number> {
	const ask = async (what: string) =>
		Number(await (await fetch(`http://127.0.0.1:${sampler}/${what}`)).text());
	// The only folder whose files n8n reads.
	const folder = join(n8n.userFolder, '.n8n-files');
	await mkdir(folder, { recursive: true });
	const path = join(folder, 'proof.pdf');
	const content = randomBytes(size);
	await writeFile(path, content);
	await standIn.ask('reset');
	const workflow = await n8n.createWorkflow(
		workflowOf(
			{
				name: 'Read File',
				type: 'n8n-nodes-base.readWriteFile',
				parameters: { fileSelector: path },
			},
			nodeStep('omflow', credential, {
				resource: 'ticket',
				operation: 'create',
				form: { __rl: true, mode: 'path', value: formPath },
				fields: { field: [{ name: 'FORMITM_2', value: '私用' }] },
				files: { file: [{ binaryField: 'data', formField: '' }] },
			}),
		),
	);
	const before = await ask(measure);
	await n8n.begin(workflow);
	while ((await n8n.executions(workflow.id))[0]?.stoppedAt == null) await sleep(20);
	// Before the execution is read, which holds the file if n8n keeps it in memory.
	const most = await ask('most');
	const { error } = await n8n.waitForExecution(workflow.id);
	if (error) throw new Error(`The run failed: ${error.message}`);
	const digest = createHash('sha256').update(content).digest('hex');
	const came = await standIn.ask('files');
	if (!isDeepStrictEqual(came, [{ size, digest }])) throw new Error('The file did not arrive');
	return most - before;
}

/** A file of so many megabytes. n8n keeps it in its storage (`filesystem`), as n8n 2 does unless told otherwise. */
export async function fileInMemory(
	version: N8nVersion,
	tarball: string,
	standIn: StandInProcess<OmflowAnswers>,
	megabytes: number,
): Promise<FileMemory> {
	await standIn.ask('set', { latency: 0 });
	const [sampler] = await freePorts(1);
	const env = {
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(samplerAt(sampler))}`,
	};
	const n8n = await startN8n({ version, tarball, env });
	try {
		const credential = await n8n.createCredential('omflowApi', await standIn.ask('connection'));
		const rises = async (measure: Measure, size: number) => {
			const all: number[] = [];
			for (let run = 0; run < 3; run++) {
				all.push(await rise({ n8n, sampler, standIn, credential }, measure, size));
			}
			console.error(`file of ${size} bytes: ${measure} +${all.join(', +')}`);
			return all;
		};
		const more = async (measure: Measure) => {
			const small = median(await rises(measure, 1000));
			return Math.max(...(await rises(measure, megabytes * 1e6))) - small;
		};
		// What is loaded and compiled once belongs to no file.
		await rises('resident', 1000);
		return { megabytes, resident: await more('resident'), inUse: await more('inUse') };
	} finally {
		await n8n.stop();
	}
}
