import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { withoutSecrets } from '../client/redact';
import { nodeError, problemOf } from '../errors';
import type { Outcome } from '../operation';

/** The contexts in which n8n runs an operation. */
export type Context = IExecuteFunctions | IExecutePaginationFunctions;

/**
 * Throws the first failure. After a write, it also reports the outcome of the other items, as far as known.
 */
export function throwFirst(
	context: Context,
	writes: boolean,
	outcomes: Map<number, Outcome>,
): void {
	const all = [...outcomes];
	const atFault = ([, outcome]: (typeof all)[number]) =>
		'problem' in outcome && !problemOf(outcome.problem).facts.untried;
	const failed = all.find(atFault);
	if (!failed || !('problem' in failed[1])) return;
	const problem = problemOf(failed[1].problem);
	const done = all.filter(([, outcome]) => 'rows' in outcome).map(([item]) => item);
	const unsure = all.filter((one) => one !== failed && isUnsure(one[1])).map(([item]) => item);
	const told = [
		problem.facts.advice,
		...(done.length > 0
			? [`Already done: ${done.length} other items (${ranges(done)}). Do not send them again.`]
			: []),
		...(unsure.length > 0
			? [
					`Not known whether they were recorded: ${unsure.length} other items (${ranges(unsure)}). Check them in the system before running them again.`,
				]
			: []),
		...(done.length + unsure.length > 0
			? ['Set Settings → On Error to Continue to get the result of each item.']
			: []),
	];
	const advice = writes ? told.join(' ') : problem.facts.advice;
	throw nodeError(context.getNode(), problem.with({ advice }), failed[0]);
}

const isUnsure = (outcome: Outcome) =>
	'problem' in outcome && problemOf(outcome.problem).facts.kind === 'unsure';

/** Numbers as ranges: `0–3, 7`. */
function ranges(numbers: number[]): string {
	const parts: Array<[number, number]> = [];
	for (const number of numbers) {
		const last = parts[parts.length - 1];
		if (last && last[1] === number - 1) last[1] = number;
		else parts.push([number, number]);
	}
	return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/**
 * The output of an item: its rows, or the error together with the fields of its input.
 * @param secrets what the item acts with, hidden in these fields
 */
export function itemsOf(
	context: Context,
	item: number,
	outcome: Outcome,
	secrets: string[],
): INodeExecutionData[] {
	const pairedItem = { item };
	if ('rows' in outcome) return outcome.rows.map((json) => ({ json, pairedItem }));
	const { message, facts } = problemOf(outcome.problem);
	// On the error output these two keys alone make n8n take it for a failed item on every version, and add
	// the input's fields; with a NodeApiError beside them it drops both. Otherwise nobody else adds them.
	const own = { error: message, message: facts.advice };
	const { onError } = context.getNode();
	const input = onError === 'continueErrorOutput' ? {} : inputOf(context, item);
	const shown = secrets.length > 0 ? (withoutSecrets(input, secrets) as IDataObject) : input;
	return [{ json: { ...shown, ...own }, pairedItem }];
}

const inputOf = (context: Context, item: number): IDataObject =>
	context.getExecuteData().data.main?.[0]?.[item]?.json ?? {};
