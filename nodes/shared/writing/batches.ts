import type { IDataObject } from 'n8n-workflow';

import { repeatOf, type Call, type Repeat } from '../contract';
import { Problem, problemOf, unconfirmed } from '../errors';
import type { Client } from '../client/client';
import type { ItemRequest, Outcome, Executor } from '../operation';
import type { Values } from '../system';
import { mapConcurrently } from '../concurrency';
import { groups, valuesOf } from '../items';
import { recheck, type Doubt, type Listing } from './recheck';
import { match, type Telling } from './match';

/** How the records of items share a call. */
export interface Batch<V> extends Telling<V> {
	call: Call;
	/** Records a call takes. */
	size: number;
	/** Only items with the same value share a call, such as those of one project. */
	together?: (values: V) => string;
	body: (values: V[]) => Values;
	/** Whether an error of the answer may be about this record. */
	blames?: (values: V, error: IDataObject) => boolean;
	/** For calls that create: the list in which to check whether a refused record was kept. */
	listing?: Listing<V>;
	/** Calls are sent one after the other, since later records depend on earlier ones. */
	inOrder?: true;
}

/** Maximum size of a request, in bytes. */
const mostBytes = 2_000_000;

/**
 * Array calls: items are sent together; those that may be repeated are kept apart from those that may not.
 *
 * A system may keep part of what it refuses. So a refused batch of repeatable records is sent once more without
 * the records that the refusal names, or is halved if it names none, until the items at fault are alone. Calls
 * that create are not repeated; their records are looked up at the end.
 */
export const batches = <V extends object>(how: Batch<V>): Executor<V> =>
	Object.assign(
		async (client: Client, requests: Array<ItemRequest<V>>): Promise<Outcome[]> => {
			if (client.checkOnly) {
				return requests.map(({ values }) => ({
					rows: [client.preview(how.call, how.body([values]))],
				}));
			}
			const outcomes = new Map<ItemRequest<V>, Outcome>();
			const doubts = new Map<ItemRequest<V>, Doubt>();
			const concurrency = how.inOrder ? 1 : client.concurrency;

			const sendAll = async (parts: Array<Array<ItemRequest<V>>>, again: boolean) => {
				const some = parts.filter(({ length }) => length > 0);
				await mapConcurrently(some, concurrency, async (part) => await send(part, again));
			};
			const send = async (batch: Array<ItemRequest<V>>, again: boolean): Promise<void> => {
				const repeat = repeatOf(how.call, batch[0].values);
				const { open, problem, partly } = await exchange(batch, repeat);
				if (!problem) return;
				const answered = refusesRecords(problem);
				const named = answered ? namedBy(how, problem, open) : new Map<ItemRequest<V>, Problem>();
				const rest = open.filter((one) => !named.has(one));
				for (const one of open) outcomes.set(one, { problem: named.get(one) ?? problem });
				if (repeat === 'keyed') {
					if (!answered || batch.length === 1) return;
					const middle = Math.ceil(rest.length / 2);
					const whole = rest.length < batch.length && !again;
					await sendAll(whole ? [rest] : [rest.slice(0, middle), rest.slice(middle)], true);
				} else if (problem.facts.kind === 'unsure' || (answered && (partly || batch.length > 1))) {
					// A single refused record is refused for sure; of several, some may have been kept.
					for (const one of rest) {
						const other = partly ? unconfirmed(client.system.name, problem) : problem;
						const told = fitting(how, problem, one) ?? other;
						doubts.set(one, { problem: told, batch: batch.length });
					}
				}
			};
			/** Sends a batch and sets the outcomes that its answer confirms; the problem is about the other items. */
			const exchange = async (batch: Array<ItemRequest<V>>, repeat: Repeat) => {
				try {
					const body = how.body(batch.map(valuesOf));
					const { payload, partly } = await client.exchange(how.call, body, repeat);
					const matched = match(how, batch, payload, partly === undefined);
					for (const [one, row] of matched) outcomes.set(one, { rows: [row] });
					const open = batch.filter((one) => !matched.has(one));
					const problem = open.length > 0 ? (partly ?? unconfirmed(client.system.name)) : undefined;
					return { open, problem, partly };
				} catch (error) {
					return { open: batch, problem: problemOf(error) };
				}
			};

			const size = Math.min(how.size, client.recordsPerRequest);
			const name = (values: V) => `${repeatOf(how.call, values)} ${how.together?.(values) ?? ''}`;
			await sendAll(
				groups(requests, name).flatMap((group) => loads(group, size, how.body)),
				false,
			);
			const rechecked = await recheck(client, how, doubts, outcomes);
			return requests.map((one) => rechecked.get(one) ?? shaped(one, outcomes.get(one)!));
		},
		{ records: how.size },
	);

const shaped = <V>({ shape }: ItemRequest<V>, outcome: Outcome): Outcome =>
	'rows' in outcome ? { rows: outcome.rows.map(shape) } : outcome;

/**
 * Whether the system itself refused records of the request. HTTP 500 and the like do not count: they say nothing
 * about the records.
 */
const refusesRecords = ({ facts }: Problem): boolean =>
	facts.kind === 'refused' &&
	facts.code !== undefined &&
	(facts.httpStatus ?? 500) < 500 &&
	!facts.ofSender;

/** The items that a refusal clearly names: an error that may be about several items counts for none. */
function namedBy<V>(
	{ blames }: Batch<V>,
	{ facts }: Problem,
	items: Array<ItemRequest<V>>,
): Map<ItemRequest<V>, Problem> {
	const named = new Map<ItemRequest<V>, Problem>();
	for (const one of items) {
		const own = facts.only?.((error) => {
			const meant = items.filter(({ values }) => blames?.(values, error));
			return meant.length === 1 && meant[0] === one;
		});
		if (own) named.set(one, own);
	}
	return named;
}

/** The part of a refusal that may be about an item. */
const fitting = <V>({ blames }: Batch<V>, { facts }: Problem, { values }: ItemRequest<V>) =>
	facts.only?.((error) => blames?.(values, error) ?? false);

/** The items in batches of at most `size` records and `mostBytes` bytes. */
function loads<V>(
	requests: Array<ItemRequest<V>>,
	size: number,
	body: (values: V[]) => Values,
): Array<Array<ItemRequest<V>>> {
	const list: Array<Array<ItemRequest<V>>> = [];
	let bytes = Infinity;
	for (const one of requests) {
		// Slightly too large, since each body is counted as a whole.
		const own = Buffer.byteLength(JSON.stringify(body([one.values])));
		const last = list[list.length - 1];
		if (last && last.length < size && bytes + own <= mostBytes) {
			last.push(one);
			bytes += own;
		} else {
			list.push([one]);
			bytes = own;
		}
	}
	return list;
}
