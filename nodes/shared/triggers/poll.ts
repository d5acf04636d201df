import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { Client } from '../client/client';
import { credentialOf } from '../client/credential';
import type { RequestOptions } from '../client/run';
import { nodeError, problemOf, type Problem } from '../errors';
import type { System } from '../system';
import { advance, type Advance } from './advance';
import { chosenEvents, chosenWatches, optionsOf, type Chosen } from './choice';
import type { TriggerEvent } from './event';
import { beginsTooEarly, memoryOf, runningPoll, whileRunning } from './memory';
import { sample } from './sample';
import type { TriggerState, WatchState } from './state';

/** How long a poll may take where n8n does not say so (1.123), in milliseconds: what n8n 2.41 allows. */
const defaultBudget = 300_000;
/** The part of it after which nothing more is read: what was read is still to be put out. */
const readingPart = 0.6;

type Budgeted = IPollFunctions & { getPollBudgetMs?: () => number };

/** What a wrong parameter or a failure means to a poll. */
function ofPoll(problem: Problem, isManual: boolean): Problem {
	const { kind, advice } = problem.facts;
	if (isManual) return problem;
	if (kind === 'input' && advice.startsWith('Nothing was sent for this item')) {
		return problem.with({
			advice: 'Nothing was read. Correct the parameter and publish the workflow again.',
		});
	}
	if (kind === 'input') return problem;
	return problem.with({
		advice: `${advice} Nothing is lost: the next poll goes on where the last good one ended.`,
	});
}

/** The state of a watch, if it fits its settings. */
function stateOf(
	{ watch, settings }: Chosen,
	watches: Record<string, WatchState>,
): WatchState | undefined {
	const state = watches[watch.name];
	return state?.settings === settings ? state : undefined;
}

/**
 * One poll: reads what the chosen events watch, and returns what happened since the last one. All watches advance, or
 * none: the state changes only after everything was read.
 */
async function run(
	context: IPollFunctions,
	system: System,
	all: TriggerEvent[],
	node: string,
): Promise<IDataObject[]> {
	const now = Date.now();
	const budget = (context as Budgeted).getPollBudgetMs?.() ?? defaultBudget;
	const until = now + budget * readingPart;
	const events = chosenEvents(context, all);
	const credential = await credentialOf(context, system.credentialType);
	const requestOptions = context.getNodeParameter('requestOptions', {}) as RequestOptions;
	const client = Client.open(context, system, credential, requestOptions);
	const options = optionsOf(context, client.connection.zone);
	const watches = await chosenWatches(context, client, events);
	if (context.getMode() === 'manual') return await sample(client, watches, now);

	const data = context.getWorkflowStaticData('node') as TriggerState;
	const since = JSON.stringify(data.watches ?? {});
	const memory = memoryOf(node);
	if (data.watches && beginsTooEarly(memory, since, now)) return [];
	const { values, looked } = memory;
	const stored = data.watches ?? {};
	const before = looked?.since === since ? looked.watches : stored;
	const states = new Map(watches.map((one) => [one, stateOf(one, before) ?? stateOf(one, stored)]));
	const advances = new Map<Chosen, Advance>();
	let limit = options.limitPerPoll;
	// What is farthest behind comes first.
	for (const one of [...watches].sort(
		(a, b) => (states.get(a)?.at ?? 0) - (states.get(b)?.at ?? 0),
	)) {
		const state = states.get(one);
		// What has a state stays as it is when there is no time or room left.
		if (state && advances.size > 0 && (limit <= 0 || Date.now() >= until)) continue;
		const remembered = values.get(one.watch.name) ?? new Map();
		const turn = { now, limit, until };
		const advanced = await advance(client, one, state, remembered, options, turn);
		limit -= advanced.items.length;
		advances.set(one, advanced);
	}
	const next: Record<string, WatchState> = {};
	for (const one of watches) {
		const { name } = one.watch;
		const state = advances.get(one)?.state ?? states.get(one);
		if (state) next[name] = state;
		if (advances.has(one)) values.set(name, advances.get(one)!.values);
	}
	data.watches = next;
	const items = watches.flatMap((one) => advances.get(one)?.items ?? []);
	if (items.length === 0) memory.looked = { since, watches: next };
	else memory.last = { at: Date.now(), before: since };
	return items;
}

/** The `poll` of a trigger node with these events. */
export const poller = (system: System, events: TriggerEvent[]) =>
	async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const node = this.getNode();
		const isManual = this.getMode() === 'manual';
		const name = `${this.getWorkflow().id} ${node.id}`;
		try {
			let earlier: Promise<unknown> | undefined;
			// Several may wait for the first poll: they must not go on at the same time.
			while (!isManual && (earlier = runningPoll(name))) {
				const { watches } = this.getWorkflowStaticData('node') as TriggerState;
				if (watches) return null;
				// The first poll must not be left out, or there is no state to begin with.
				await earlier.catch(() => undefined);
			}
			const polling = async () => await run(this, system, events, name);
			const items = await (isManual ? polling() : whileRunning(name, polling));
			return items.length > 0 ? [items.map((json) => ({ json }))] : null;
		} catch (error) {
			throw nodeError(node, ofPoll(problemOf(error), isManual));
		}
	};
