import {
	sleep,
	type DeclarativeRestApiSettings,
	type IDataObject,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type NodeApiError,
} from 'n8n-workflow';

import type { RequestOptions } from '../client/run';
import { badInput, nodeError } from '../errors';
import { find, type Operation, type Resource } from '../operation';
import type { System } from '../system';
import { yieldToOthers } from './breather';
import type { Entry } from './check';
import { execute } from './execute';
import { isSetting, locatedValues, parameterReader, shownFields } from './parameters';

/** Resource and operation are chosen from lists, but hand-written JSON may contain anything. */
const noOperation = ({ resource, operation }: INodeParameters) =>
	badInput(
		'Resource',
		`or "Operation" has a value that this node does not know (${String(resource)}, ${String(operation)}). Choose both from their lists; expressions do not work here`,
	);

interface Group {
	entries: Entry[];
	results: Promise<INodeExecutionData[][]>;
}

/**
 * The node's pagination function, called by n8n's routing engine once per item, for all items at once. The items
 * of one run are collected and executed together.
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
		const read = (name: string) => this.getNodeParameter(name, undefined) as IDataObject;
		for (const { name } of shownFields(this.getNode(), operation.fields).filter(isSetting)) {
			settings[name] = read(name);
		}
		const sent = {
			...options.qs,
			...(options.body as IDataObject),
			...locatedValues(this.getNode(), operation.fields, read),
		};

		const run = this.getExecuteData();
		const ofRun = groups.get(run) ?? new Map<Operation, Group>();
		groups.set(run, ofRun);
		let group = ofRun.get(operation);
		if (!group) {
			const entries: Entry[] = [];
			const requestOptions = this.getNodeParameter('requestOptions', {}) as RequestOptions;
			// All items of the run have arrived when the timer fires.
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
				// n8n reports the first item that fails, so only the item at fault throws.
				if (error.context.itemIndex === item) throw error;
				return [];
			},
		);
	};
}

/** The same operations for n8n's `customOperations`: one call for all items, reading only the fields in use. */
export function customOperations(
	system: System,
	resources: Resource[],
): NonNullable<INodeType['customOperations']> {
	const runner = (operation: Operation) =>
		async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const input = this.getInputData();
			const read = parameterReader(this.getNode(), operation.fields, {
				parameter: (name, item) => this.getNodeParameter(name, item, undefined),
				expression: (text, item) => this.evaluateExpression(text, item),
				json: (item) => input[item].json,
			});
			const yieldIfDue = yieldToOthers();
			const entries: Entry[] = [];
			for (let item = 0; item < input.length; item++) {
				await yieldIfDue();
				const readCredential = async () => await this.getCredentials(system.credentialType, item);
				entries.push({ item, readCredential, ...read(item) });
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
