import type { INodeExecutionData } from 'n8n-workflow';

import { Client } from '../client/client';
import { credentialsOf, type Credential } from '../client/credential';
import type { RequestOptions } from '../client/run';
import { nodeError, Problem, problemOf } from '../errors';
import type { ItemRequest, Operation, Outcome } from '../operation';
import type { System } from '../system';
import { namingFields } from './advice';
import { checkItems, type Entry, type Part } from './check';
import { itemsOf, throwFirst, type Context } from './outcomes';
import { runByPerson, secretsOf } from './persons';

/**
 * The one place where items become calls, used by n8n's routing engine (`pagination`) and by the fast runner
 * (`customOperations`). It checks all items first, then runs the operation's executor.
 * @returns the output items of each entry; in "Stop" mode throws the first failure instead
 */
export async function execute(
	context: Context,
	system: System,
	operation: Operation,
	options: RequestOptions,
	entries: Entry[],
): Promise<INodeExecutionData[][]> {
	const stop = !context.continueOnFail();
	const failed = (problem: Problem, item: number) => nodeError(context.getNode(), problem, item);
	const outcomes = new Map<number, Outcome>();
	const fail = (wrong: Problem, item: number) => {
		const problem = namingFields(operation, wrong);
		if (stop) throw failed(problem, item);
		outcomes.set(item, { problem });
	};
	const groups = await credentialsOf(context, system.credentialType, entries).catch((error) => {
		throw failed(problemOf(error), entries[0].item);
	});
	const parts: Part[] = [];
	for (const group of groups) {
		const client =
			'problem' in group ? group.problem : clientOf(context, system, group, options, stop);
		if (!(client instanceof Problem)) {
			parts.push(await checkItems(client, operation, context.getTimezone(), group.items, fail));
			continue;
		}
		// A credential that all items share is wrong for all of them.
		if (groups.length === 1) throw failed(client, group.items[0].item);
		for (const { item } of group.items) fail(client, item);
	}
	for (const { client, requests, merged } of parts) {
		const results = requests.length > 0 ? await runByPerson(operation, client, requests) : [];
		requests.forEach(({ item }, index) => outcomes.set(item, told(operation, results[index])));
		for (const [item, other] of merged) outcomes.set(item, outcomes.get(other)!);
		if (stop && results.some((one) => 'problem' in one)) break;
	}
	const writes = ({ settings, values }: ItemRequest) =>
		typeof operation.writes === 'function'
			? operation.writes(settings, values as never)
			: operation.writes;
	if (stop) {
		const written = parts.some(
			({ client, requests }) => !client.checkOnly && requests.some(writes),
		);
		throwFirst(context, written, outcomes);
	}
	return entries.map(({ item, settings }) =>
		itemsOf(context, item, outcomes.get(item)!, secretsOf(operation, settings)),
	);
}

const told = (operation: Operation, outcome: Outcome): Outcome =>
	'problem' in outcome ? { problem: namingFields(operation, problemOf(outcome.problem)) } : outcome;

/** The client for the items that a credential signs, or why there is none. */
function clientOf(
	context: Context,
	system: System,
	{ credential }: { credential: Credential },
	options: RequestOptions,
	stop: boolean,
): Client | Problem {
	try {
		const client = Client.open(context, system, credential, options, stop);
		// Shown in the output panel.
		if (client.note !== undefined && 'addExecutionHints' in context) {
			context.addExecutionHints({ message: client.note, location: 'outputPane', type: 'warning' });
		}
		return client;
	} catch (error) {
		return problemOf(error);
	}
}
