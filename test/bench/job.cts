import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { staffPageSize } from '../../nodes/Akashi/resources/staff/contract.ts';
import type { CredentialReference, Step } from '../n8n/instance.cts';
import type { AkashiStandIn } from '../servers/akashi.cts';
import type { AkashiAnswers, CommonAnswers, StandInProcess } from './standIn.cts';

/** What a job of the benchmark is, and what jobs are made of. */

export const latencyMs = 50;

export interface Contestant {
	who: string;
	/** The nodes that do the work; the last one puts out the rows. */
	steps: Step[];
	/** The last node goes back to the first: what n8n calls a loop. */
	loop?: true;
	/** What it starts with, where that is not the job's `items`. */
	items?: IDataObject[];
	/** How many calls it has to take, or may take at most. */
	calls: number | { atMost: number };
	/** How many of them may be under way at once. */
	atOnce?: number;
	/** The rows of an item it puts out, in the form of the job's `rows`; `index` counts the items. */
	rows: (json: any, index: number) => string[];
}

export interface Job {
	work: string;
	items: IDataObject[];
	/** What has to come out, from what the stand-in holds. */
	rows: string[];
	/** What the stand-in has to hold afterwards: what was written. */
	written?: Record<string, number>;
	/** The node of this package first. */
	contestants: Contestant[];
	/** The node's time as a share of the other's, at most. */
	goal?: number;
	/** How long every answer takes, where that is not `latencyMs`. */
	latency?: number;
	/** How many stamps a person has on a day, where that is not the stand-in's own number. */
	stampsPerDay?: number;
	/** The stand-in that it works with, where that is not AKASHI's. */
	standIn?: StandInProcess<CommonAnswers>;
	/** Too long to be repeated: done once, without a warm-up. */
	once?: true;
}

/** What was measured of a contestant. */
export interface Result {
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
	/** The seconds of a run of n8n that does nothing but send them, by its own helper: the least that a node can take. */
	floor?: number;
	/** Highest heap of n8n, and how far that is above the heap before the run, in MB. */
	peakHeap?: number;
	heapRise?: number;
	/** The longest that n8n's editor waited for an answer meanwhile, in milliseconds. */
	editorWaited?: number;
}

/** What jobs with AKASHI have in common. */
export interface Akashi {
	standIn: StandInProcess<AkashiAnswers>;
	credential: CredentialReference;
	/** Address of the calls. */
	base: string;
	staff: AkashiStandIn['staff'];
	/** Pages of the list of people. */
	pages: number;
	/** How much of the full work to do. */
	share: number;
}

export async function akashiOf(
	standIn: StandInProcess<AkashiAnswers>,
	credential: CredentialReference,
	share: number,
): Promise<Akashi> {
	const { url, companyId } = await standIn.ask('connection');
	const staff = await standIn.ask('staff');
	const pages = Math.ceil(staff.length / staffPageSize);
	return { standIn, credential, base: `${url}/${companyId}`, staff, pages, share };
}

/** A row as text. */
export const cells = (...values: unknown[]) => values.join(' | ');

/** A moment of a node's row as AKASHI writes it. */
export const slashed = (at: string | null) =>
	at && at.slice(0, 19).replace('T', ' ').replaceAll('-', '/');

/** A node of this package. */
export const nodeStep = (
	system: 'akashi' | 'amServer' | 'omflow',
	credential: CredentialReference,
	parameters: INodeParameters,
): Step => ({
	name: 'Node',
	type: `n8n-nodes-kintai.${system}`,
	parameters,
	credentials: { [`${system}Api`]: credential },
});

/** The AKASHI node as a contestant. */
export const byNode = (
	{ credential }: Pick<Akashi, 'credential'>,
	parameters: INodeParameters,
	calls: Contestant['calls'],
	rows: Contestant['rows'],
): Contestant => ({
	who: 'AKASHI node',
	steps: [nodeStep('akashi', credential, parameters)],
	calls,
	rows,
});
