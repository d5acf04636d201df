import { remember } from '../cache';
import type { Values } from './compare';
import type { WatchState } from './state';

/** What only this process knows of the watches of a node; nothing depends on it. */
interface Memory {
	/** The values of the rows, for the old values of a change. */
	values: Map<string, Map<string, Values>>;
	/**
	 * What polls without items have come to since a state was stored (its JSON). n8n does not keep it if polls are scheduled
	 * tasks, nor that of the activation's poll with durable cursors (read in n8n 2.41), and would lose what happens up to the
	 * next poll, or never get on. Nothing of it was put out: it holds whatever became of those polls.
	 */
	looked?: { since: string; watches: Record<string, WatchState> };
	/** The last poll that put something out: when it ended, and the state it began with. */
	last?: { at: number; before: string };
}

const memories = new Map<string, Memory>();

/** @param node names the node and its workflow */
export function memoryOf(node: string): Memory {
	const memory: Memory = memories.get(node) ?? { values: new Map() };
	remember(memories, node, memory);
	return memory;
}

/** How long n8n may take to store the state of a poll, in milliseconds; it takes some. */
const storing = 10_000;

/**
 * Whether a poll begins with the state of the last one, which n8n is still storing: with durable cursors it reads the state
 * before the poll begins, and does not wait until that of the one before is stored (seen in n8n 2.41 after a restart: the
 * poll of the activation and one of the schedule put out the same items). If it never was stored, a later poll does it again.
 */
export const beginsTooEarly = ({ last }: Memory, state: string, now: number): boolean =>
	last !== undefined && Math.abs(now - last.at) < storing && last.before === state;

const running = new Map<string, Promise<unknown>>();

/** The poll of a node that has not ended, if there is one: n8n starts the next one anyway (seen). */
export const runningPoll = (node: string): Promise<unknown> | undefined => running.get(node);

/** Runs a poll, and knows of it until it has ended. */
export async function whileRunning<T>(node: string, poll: () => Promise<T>): Promise<T> {
	const polling = poll().finally(() => running.delete(node));
	running.set(node, polling);
	return await polling;
}
