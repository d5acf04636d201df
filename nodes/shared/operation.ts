import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { z } from 'zod';

import type { Zones } from './dates';
import type { Problem } from './errors';
import type { Client } from './client/client';

/** What one input item asks for, checked and in the system's own names. */
export interface ItemRequest<Values = IDataObject> {
	/** Index of the input item. */
	item: number;
	/** What the fields with `routing` send, after `input` has checked it. */
	values: Values;
	/** The other fields by their names: `returnAll`, `limit`, `simplify`, … */
	settings: Settings;
	/** Turns a row of the answer into an item: simplified where asked for, otherwise untouched. */
	shape: (row: unknown) => IDataObject;
	/** IDs of the records that were there before the run, where the executor has read them. */
	before?: ReadonlySet<unknown>;
}

/** Fields that steer the node and are not sent. */
export interface Settings extends IDataObject {
	limit?: number;
	returnAll?: boolean;
	simplify?: boolean;
}

/** What came of one input item: its rows, or why there are none. */
export type Outcome = { rows: IDataObject[] } | { problem: Error };

/**
 * How an operation's items become calls: one by one, page by page, in batches, …
 * Gets all items of a node run at once and answers one outcome an item, in their order.
 */
export interface Executor<Values> {
	(client: Client, requests: Array<ItemRequest<Values>>): Promise<Outcome[]>;
	/** How many records of several items a call takes, where it takes many. */
	records?: number;
}

/** One operation: all that makes it, as data. */
export interface Operation<Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	/** The entry of the operation list; its `value` is what workflows save. */
	entry: { name: string; value: string; action: string; description: string };
	/** Fields whose `routing.send.property` is the system's own name; the others are settings. */
	fields: INodeProperties[];
	/** Checks and converts what the fields send. Built for each run, for the zones dates are read in. */
	input: (zones: Zones) => Schema;
	/**
	 * Names the record an item writes: two items with one key are refused before anything is sent, or merged.
	 * Without a key an item has no double.
	 */
	key?: (values: z.output<Schema>, settings: Settings) => string | undefined;
	/** What a person may do who wants two items with one key, as a sentence. */
	doubles?: string;
	/** Adds up two items with one key, where the settings of the later one ask for it. */
	merge?: (
		earlier: z.output<Schema>,
		later: z.output<Schema>,
		settings: Settings,
	) => z.output<Schema> | Problem | undefined;
	/** How the items become calls. */
	execute: Executor<z.output<Schema>>;
	/** What values and settings only show together to be wrong: a parameter, and why it is refused. */
	check?: (values: z.output<Schema>, settings: Settings) => [string, string] | undefined;
	/** What "Simplify" makes of a row; `zone` is that of the system's offset-less times. */
	simplify?: (row: never, zone: string, settings: Settings) => IDataObject;
	/** Whether the system keeps something of what is sent. */
	writes?: true | ((settings: Settings, values: z.output<Schema>) => boolean);
	/** The shape of an output item as the editor shows it before a first run. */
	output: z.ZodTypeAny;
}

/** What an operation's `input` makes of what a person enters. */
export type ValuesOf<Input extends (zones: Zones) => z.ZodTypeAny> = z.output<ReturnType<Input>>;

/** Types an operation by its own input. */
export const operation = <Schema extends z.ZodTypeAny>(it: Operation<Schema>): Operation =>
	it as unknown as Operation;

/** A resource lists its operations, the usual one first. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
}

/** The operation under its two public names. */
export function find(
	resources: Resource[],
	resource: unknown,
	name: unknown,
): Operation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ entry }) => entry.value === name);
}

const byName = <T extends { name: string }>(list: T[]) =>
	[...list].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** A list of choices, shown A–Z; the first of those given is chosen until somebody chooses. */
const chooser = (
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
): INodeProperties => {
	const choice: INodeProperties = { displayName, name, type: 'options', default: '' };
	const [{ value }] = options;
	return { ...choice, noDataExpression: true, options: byName(options), default: value };
};

/**
 * The properties of a node: the resource list, an operation list a resource, and each operation's
 * fields, shown for their own operation. Declarative by n8n's rules: every operation asks for
 * pagination, and the node's pagination function is the shared pipe (`run.ts`).
 */
export function properties(resources: Resource[]): INodeProperties[] {
	// On the lists, not on their entries: what does not exist is then told as such.
	const routing: INodeProperties['routing'] = { send: { paginate: true } };
	return [
		{
			...chooser(
				'Resource',
				'resource',
				resources.map(({ name, value }) => ({ name, value })),
			),
			routing,
		},
		...resources.flatMap(({ value: resource, operations }): INodeProperties[] => [
			{
				...chooser(
					'Operation',
					'operation',
					operations.map(({ entry }) => entry),
				),
				displayOptions: { show: { resource: [resource] } },
				routing,
			},
			...operations.flatMap(({ entry, fields }) =>
				fields.map(
					(field): INodeProperties => ({
						...field,
						displayOptions: {
							...field.displayOptions,
							show: {
								...field.displayOptions?.show,
								resource: [resource],
								operation: [entry.value],
							},
						},
					}),
				),
			),
		]),
	];
}
