import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defaultRequestsAtOnce } from '../../nodes/shared/client/run.ts';
import { workflowOf, type N8n } from '../n8n/instance.cts';
import { layTwin } from '../n8n/twin.cts';
import type { SentRequest } from './standIn.cts';

/** The least that a run takes in n8n: a node that only sends given requests by n8n's own helper. */

const suffix = '-floor';

/** Lays that node down, in a package of its own. */
export const layFloor = async (modules: string) =>
	await layTwin(modules, suffix, (name, first) =>
		name === 'Akashi'
			? `
			const { readFileSync } = require('fs');
			exports.Akashi = class {
				description = {
					...{ displayName: 'Floor', name: 'akashi', group: ['input'], version: 1, description: '' },
					...{ defaults: { name: 'Floor' }, inputs: ['main'], outputs: ['main'] },
					properties: [{ displayName: 'File', name: 'file', type: 'string', default: '' }],
				};
				async execute() {
					const requests = JSON.parse(readFileSync(this.getNodeParameter('file', 0), 'utf8'));
					let next = 0;
					const worker = async () => {
						while (next < requests.length) {
							await this.helpers.httpRequest({ ...requests[next++], json: true });
						}
					};
					await Promise.all(Array.from({ length: ${defaultRequestsAtOnce} }, worker));
					return [[{ json: {} }]];
				}
			};`
			: `exports.${name} = require(${JSON.stringify(first)}).${name};`,
	);

/** Sends requests as `layFloor`'s node does, and returns the seconds of the run. */
export async function floorSeconds(
	n8n: N8n,
	origin: string,
	requests: SentRequest[],
): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'floor-'));
	try {
		const file = join(folder, 'requests.json');
		const sent = requests.map(({ path, ...rest }) => ({ ...rest, url: origin + path }));
		await writeFile(file, JSON.stringify(sent));
		const run = await n8n.run(
			workflowOf({ name: 'Node', type: `n8n-nodes-kintai${suffix}.akashi`, parameters: { file } }),
			{ timeoutSeconds: 600 },
		);
		if (run.error) throw new Error(`The bare requests failed in n8n: ${run.error.message}`);
		return (run.stoppedAt.getTime() - run.startedAt.getTime()) / 1000;
	} finally {
		await rm(folder, { recursive: true });
	}
}
