import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { N8nVersion } from '../n8n/install.cts';
import { freePorts, startN8n, workflowOf, type N8n } from '../n8n/instance.cts';
import { formPath } from '../servers/omflow/tickets.cts';
import { median } from './contest.cts';
import { nodeStep } from './job.cts';
import type { OmflowAnswers, StandInProcess } from './standIn.cts';

/** How much memory a file takes that is sent with a ticket, in a real n8n. */

/** Bytes beside a file of 1 kB, at most. */
interface Memory {
	/** Of the process. */
	resident: number;
	/** Of the heap and beside it, garbage included. */
	inUse: number;
}

export interface FileMemory extends Memory {
	/** Where n8n keeps files: `filesystem`, or `default`, in memory. */
	mode: string;
	megabytes: number;
}

/** Runs in n8n's process: notes the most memory in use since it was asked to begin, and tells it. */
const samplerAt = (port: number) => `
	import { createServer } from 'node:http';
	import { isMainThread } from 'node:worker_threads';
	if (isMainThread) {
		const now = () => {
			const { rss, heapUsed, external } = process.memoryUsage();
			return { resident: rss, inUse: heapUsed + external };
		};
		let most = now();
		setInterval(() => {
			const one = now();
			for (const name in one) most[name] = Math.max(most[name], one[name]);
		}, 5).unref();
		createServer((request, response) => {
			if (request.url === '/begin') {
				globalThis.gc();
				most = now();
			}
			response.end(JSON.stringify(most));
		}).listen(${port}, '127.0.0.1').unref();
	}`;

/** Opens a ticket with a file of so many bytes, and tells how far memory rose meanwhile. Throws unless the file arrived. */
async function rise(
	n8n: N8n,
	sampler: number,
	standIn: StandInProcess<OmflowAnswers>,
	size: number,
): Promise<Memory> {
	const ask = async (path: string) =>
		(await (await fetch(`http://127.0.0.1:${sampler}/${path}`)).json()) as Memory;
	// The only folder whose files n8n reads.
	const folder = join(n8n.userFolder, '.n8n-files');
	await mkdir(folder, { recursive: true });
	const path = join(folder, 'proof.pdf');
	const content = randomBytes(size);
	await writeFile(path, content);
	const connection = await standIn.ask('connection');
	const credential = await n8n.createCredential('omflowApi', connection);
	await standIn.ask('reset');
	await standIn.ask('set', { latency: 0 });
	const workflow = workflowOf(
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
	);
	const before = await ask('begin');
	const { error } = await n8n.run(workflow);
	const most = await ask('most');
	if (error) throw new Error(`The run failed: ${error.message}`);
	const digest = createHash('sha256').update(content).digest('hex');
	const came = await standIn.ask('files');
	if (!isDeepStrictEqual(came, [{ size, digest }])) throw new Error('The file did not arrive');
	return {
		resident: most.resident - before.resident,
		inUse: most.inUse - before.inUse,
	};
}

/** A file of 20 MB beside one of 1 kB: what is more, at most. */
async function inMode(
	mode: string,
	version: N8nVersion,
	tarball: string,
	standIn: StandInProcess<OmflowAnswers>,
	megabytes: number,
): Promise<FileMemory> {
	const [sampler] = await freePorts(1);
	const n8n = await startN8n({
		version,
		tarball,
		env: {
			N8N_DEFAULT_BINARY_DATA_MODE: mode,
			NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(samplerAt(sampler))}`,
		},
	});
	try {
		const rises = async (size: number) => {
			const all: Memory[] = [];
			for (let run = 0; run < 3; run++) all.push(await rise(n8n, sampler, standIn, size));
			if (process.env.KINTAI_FILES) console.error(mode, size, all);
			return all;
		};
		// Small files first: what is loaded and compiled once belongs to no file.
		await rises(1000);
		const [small, large] = [await rises(1000), await rises(megabytes * 1e6)];
		const more = (name: keyof Memory) =>
			Math.max(...large.map((one) => one[name])) - median(small.map((one) => one[name]));
		return { mode, megabytes, resident: more('resident'), inUse: more('inUse') };
	} finally {
		await n8n.stop();
	}
}

/** In each of n8n's ways to keep files that need no server. */
export async function filesInMemory(
	version: N8nVersion,
	tarball: string,
	standIn: StandInProcess<OmflowAnswers>,
	share: number,
): Promise<FileMemory[]> {
	const all: FileMemory[] = [];
	for (const mode of ['filesystem', 'default']) {
		all.push(await inMode(mode, version, tarball, standIn, 20 * share));
	}
	return all;
}
