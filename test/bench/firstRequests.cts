import { workflowOf, type CredentialReference, type N8n } from '../n8n/instance.cts';
import { layTwin } from '../n8n/twin.cts';
import { median } from './contest.cts';
import type { AkashiAnswers, StandInProcess } from './standIn.cts';

/** How late the first request of a run leaves, by the number of operations in the node. */

/** The operations of the package's first version, by which its growth is judged. */
export const firstVersion = [
	'manHour.upsert',
	'organization.getAll',
	'staff.get',
	'staff.getAll',
	'stamp.create',
	'stamp.getAll',
	'workingRecord.getAll',
];
const slice = '-slice';
/** Lays the package down a second time, with the operations of its first version only. */
export const laySlice = async (modules: string) =>
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

/** By all operations and few, in milliseconds, and the one as a share of the other. */
export interface FirstRequests {
	all: number;
	few: number;
	ratio: number;
}

/** Milliseconds from the start of a one-item run to its first request: all operations, and few. */
export async function firstRequests(
	n8n: N8n,
	standIn: StandInProcess<AkashiAnswers>,
	akashiApi: CredentialReference,
	runs: number,
): Promise<FirstRequests> {
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
