import {
	sleep,
	type DeclarativeRestApiSettings,
	type IDataObject,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type NodeApiError,
} from 'n8n-workflow';

import type { Zones } from './dates';
import { credentialsOf, type Credential, type Signer } from './client/credential';
import { badInput, nodeError, Problem, problemOf } from './errors';
import { wholeNumber } from './inputs';
import { interpreter, isSetting, shownFields, type Declared } from './interpret';
import { Link, type RequestOptions } from './link';
import {
	find,
	type Asked,
	type Operation,
	type Outcome,
	type Resource,
	type Settings,
} from './operation';
import type { System } from './system';

type Context = IExecuteFunctions | IExecutePaginationFunctions;

/** An item's declarations, or why they could not be read, and the credential that signs it. */
type Entry = Signer & (Declared | { problem: Problem });

/** Items that one credential signs, checked. */
interface Part {
	link: Link;
	asked: Asked[];
	/** Items that were merged into an earlier one, whose outcome is theirs as well. */
	merged: Map<number, number>;
}

/**
 * The one place where items become calls, entered by n8n's routing engine (`pagination`) and by the
 * fast runner (`customOperations`): checks all items first, then lets the operation's way do the rest.
 * @returns the output items of each entry; in "Stop" mode throws the first failure instead
 */
async function execute(
	context: Context,
	system: System,
	operation: Operation,
	options: RequestOptions,
	entries: Entry[],
): Promise<INodeExecutionData[][]> {
	const stop = !context.continueOnFail();
	const failed = (problem: Problem, item: number) => nodeError(context.getNode(), problem, item);
	const outcomes = new Map<number, Outcome>();
	const fail = (problem: Problem, item: number) => {
		if (stop) throw failed(problem, item);
		outcomes.set(item, { problem });
	};
	const groups = await credentialsOf(context, system.credentialType, entries).catch((error) => {
		throw failed(problemOf(error), entries[0].item);
	});
	const parts: Part[] = [];
	for (const group of groups) {
		const link = 'problem' in group ? group.problem : opened(context, system, group, options, stop);
		if (!(link instanceof Problem)) {
			parts.push(await checked(link, operation, context.getTimezone(), group.items, fail));
			continue;
		}
		// A credential that is the same for all items is wrong for all of them.
		if (groups.length === 1) throw failed(link, group.items[0].item);
		for (const { item } of group.items) fail(link, item);
	}
	for (const { link, asked, merged } of parts) {
		const results = asked.length > 0 ? await operation.way(link, asked) : [];
		asked.forEach(({ item }, index) => outcomes.set(item, results[index]));
		for (const [item, other] of merged) outcomes.set(item, outcomes.get(other)!);
		if (stop && results.some((one) => 'problem' in one)) break;
	}
	const writes = ({ settings, values }: Asked) =>
		typeof operation.writes === 'function'
			? operation.writes(settings, values as never)
			: operation.writes;
	if (stop) {
		const written = parts.some(({ link, asked }) => !link.checksOnly && asked.some(writes));
		throwFirst(context, written, outcomes);
	}
	return entries.map(({ item }) => itemsOf(context, item, outcomes.get(item)!));
}

/** The way to the system for the items that a credential signs, or why there is none. */
function opened(
	context: Context,
	system: System,
	{ credential }: { credential: Credential },
	options: RequestOptions,
	stop: boolean,
): Link | Problem {
	try {
		const link = Link.open(context, system, credential, options, stop);
		// Shown beside the output: what a person has to know of the credential.
		if (link.note !== undefined && 'addExecutionHints' in context) {
			context.addExecutionHints({ message: link.note, location: 'outputPane', type: 'warning' });
		}
		return link;
	} catch (error) {
		return problemOf(error);
	}
}

/** Checks the items that one credential signs; what is wrong goes to `fail`. */
async function checked(
	link: Link,
	operation: Operation,
	timezone: string,
	entries: Entry[],
	fail: (problem: Problem, item: number) => void,
): Promise<Part> {
	const asked: Asked[] = [];
	const ask = asker(operation, { workflow: timezone, system: link.connection.zone });
	const keys = new Map<string, Asked>();
	const merged = new Map<number, number>();
	const breathe = breather();
	for (const entry of entries) {
		await breathe();
		let result = 'problem' in entry ? entry.problem : ask(entry);
		const key =
			result instanceof Problem
				? undefined
				: operation.key?.(result.values as never, result.settings);
		if (key !== undefined && !(result instanceof Problem)) {
			const other = keys.get(key);
			if (other === undefined) keys.set(key, result);
			else {
				const { item, values, settings } = result;
				const both = operation.merge?.(other.values as never, values as never, settings);
				if (both !== undefined && !(both instanceof Problem)) {
					other.values = both as IDataObject;
					merged.set(item, other.item);
					continue;
				}
				result = both ?? sameRecord(item, other.item, operation.doubles);
			}
		}
		if (result instanceof Problem) fail(result, entry.item);
		else asked.push(result);
	}
	return { link, asked, merged };
}

/** Lets others have a turn after every 20 ms of work: many items must not keep n8n from answering its users. */
function breather(): () => Promise<void> {
	let since = Date.now();
	return async () => {
		if (Date.now() - since < 20) return;
		await sleep(0);
		since = Date.now();
	};
}

const sameRecord = (item: number, other: number, doubles = '') =>
	new Problem(`Items ${other} and ${item} write the same record`, {
		kind: 'input',
		advice:
			`Item ${item} was not sent. Add up or remove the doubled rows before this node. ${doubles}`.trim(),
	});

/** Checks what an item asks for. */
function asker(
	operation: Operation,
	zones: Zones,
): (entry: Declared & { item: number }) => Asked | Problem {
	const schema = operation.input(zones);
	const limit = wholeNumber(1, Number.MAX_SAFE_INTEGER);
	return ({ item, sent, settings }) => {
		const checked = schema.safeParse(sent);
		if (!checked.success) {
			const [{ path, message }] = checked.error.issues;
			const place = path.find((part) => typeof part === 'number');
			const entry = place === undefined ? '' : ` (entry ${Number(place) + 1})`;
			return badInput(`${displayName(operation.fields, String(path[0]))}${entry}`, message);
		}
		const limited: Settings = { ...settings, limit: undefined };
		if (settings.returnAll === false) {
			const most = limit.safeParse(settings.limit);
			if (!most.success) return badInput('Limit', most.error.issues[0].message);
			limited.limit = most.data;
		}
		const wrong = operation.check?.(checked.data as never, settings);
		if (wrong) return badInput(...wrong);
		const simplify = settings.simplify === true ? operation.simplify : undefined;
		return {
			item,
			values: checked.data as IDataObject,
			settings: limited,
			shape: (row) =>
				simplify ? simplify(row as never, zones.system, limited) : (row as IDataObject),
		};
	};
}

/** The name under which the editor shows the field that sends `property`. */
function displayName(fields: INodeProperties[], property: string): string {
	for (const field of fields) {
		if (field.routing?.send?.property === property) return field.displayName;
		const entries = (field.type === 'collection' ? field.options : undefined) as
			| INodeProperties[]
			| undefined;
		const entry = entries?.find(({ routing }) => routing?.send?.property === property);
		if (entry) return entry.displayName;
	}
	return property;
}

/**
 * Throws the first item's failure; after a write it says what became of the others, as far as that is known.
 */
function throwFirst(context: Context, writes: boolean, outcomes: Map<number, Outcome>): void {
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
			? [`Done all the same: ${done.length} other items (${ranges(done)}). Do not send them again.`]
			: []),
		...(unsure.length > 0
			? [
					`Not known whether they were recorded: ${unsure.length} other items (${ranges(unsure)}). Check them in the system before running them again.`,
				]
			: []),
		...(done.length + unsure.length > 0
			? ['With "On Error: Continue" each item comes out with what is known of it.']
			: []),
	];
	const advice = writes ? told.join(' ') : problem.facts.advice;
	throw nodeError(
		context.getNode(),
		new Problem(problem.message, { ...problem.facts, advice }),
		failed[0],
	);
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

function itemsOf(context: Context, item: number, outcome: Outcome): INodeExecutionData[] {
	const pairedItem = { item };
	if ('rows' in outcome) return outcome.rows.map((json) => ({ json, pairedItem }));
	const { message, facts } = problemOf(outcome.problem);
	// On the error output these two keys alone make n8n take it for a failed item on every version, and add
	// the input's fields; with a NodeApiError beside them it drops both. Otherwise nobody else adds them.
	const own = { error: message, message: facts.advice };
	const { onError } = context.getNode();
	const input = onError === 'continueErrorOutput' ? {} : inputOf(context, item);
	return [{ json: { ...input, ...own }, pairedItem }];
}

const inputOf = (context: Context, item: number): IDataObject =>
	context.getExecuteData().data.main?.[0]?.[item]?.json ?? {};

/** Resource and operation are chosen from lists; JSON written by hand may hold anything there. */
const noOperation = ({ resource, operation }: INodeParameters) =>
	badInput(
		'Resource',
		`or "Operation" names nothing that this node has (${String(resource)}, ${String(operation)}). Choose both from their lists; they cannot be expressions`,
	);

interface Group {
	entries: Entry[];
	results: Promise<INodeExecutionData[][]>;
}

/**
 * The node's pagination function: where n8n's own routing engine enters. It is called once an item,
 * all items at once, so the items of one run are gathered and go on together.
 */
export function pagination(system: System, resources: Resource[]) {
	const groups = new WeakMap<object, Map<Operation, Group>>();
	return async function (
		this: IExecutePaginationFunctions,
		{ options }: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const item = this.getItemIndex();
		const operation = find(
			resources,
			this.getNodeParameter('resource', ''),
			this.getNodeParameter('operation', ''),
		);
		if (!operation) {
			throw nodeError(this.getNode(), noOperation(this.getNode().parameters), item);
		}
		const settings: IDataObject = {};
		for (const { name, type } of shownFields(this.getNode(), operation.fields).filter(isSetting)) {
			const extractValue = type === 'resourceLocator';
			settings[name] = this.getNodeParameter(name, undefined, { extractValue }) as IDataObject;
		}
		const sent = { ...options.qs, ...(options.body as IDataObject) };

		const run = this.getExecuteData();
		const ofRun = groups.get(run) ?? new Map<Operation, Group>();
		groups.set(run, ofRun);
		let group = ofRun.get(operation);
		if (!group) {
			const entries: Entry[] = [];
			const requestOptions = this.getNodeParameter('requestOptions', {}) as RequestOptions;
			// Every item of the run has entered by the time the timer fires.
			const results = sleep(0).then(async () => {
				ofRun.delete(operation);
				return await execute(this, system, operation, requestOptions, entries);
			});
			ofRun.set(operation, (group = { entries, results }));
		}
		const readCredential = async () => await this.getCredentials(system.credentialType);
		const place = group.entries.push({ item, readCredential, sent, settings }) - 1;
		return await group.results.then(
			(results) => results[place],
			(error: NodeApiError) => {
				// n8n blames the first item that fails: only the one at fault does.
				if (error.context.itemIndex === item) throw error;
				return [];
			},
		);
	};
}

/** The same operations for n8n's `customOperations`: one call for all items, only the fields in use read. */
export function customOperations(
	system: System,
	resources: Resource[],
): NonNullable<INodeType['customOperations']> {
	const runner = (operation: Operation) =>
		async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const read = interpreter(this.getNode(), operation.fields, {
				parameter: (name, item, extractValue) =>
					this.getNodeParameter(name, item, undefined, { extractValue }),
				expression: (text, item) => this.evaluateExpression(text, item),
			});
			const breathe = breather();
			const entries: Entry[] = [];
			for (let item = 0; item < this.getInputData().length; item++) {
				await breathe();
				const readCredential = async () => await this.getCredentials(system.credentialType, item);
				try {
					entries.push({ item, readCredential, ...read(item) });
				} catch (error) {
					entries.push({ item, readCredential, problem: problemOf(error) });
				}
			}
			const options = this.getNodeParameter('requestOptions', 0, {}) as RequestOptions;
			return [(await execute(this, system, operation, options, entries)).flat()];
		};
	return Object.fromEntries(
		resources.map(({ value, operations }) => [
			value,
			Object.fromEntries(operations.map((one) => [one.entry.value, runner(one)])),
		]),
	);
}
