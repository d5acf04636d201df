import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { z } from 'zod';

import { alphabetical } from './alphabetical';
import type { Zones } from './dates';
import type { Problem } from './errors';
import type { Client } from './client/client';
import type { Person } from './system';

/** The request of one input item, checked and under the system's own names. */
export interface ItemRequest<Values = IDataObject> {
	/** Index of the input item. */
	item: number;
	/** What the fields with `routing` send, after `input` has checked it. */
	values: Values;
	/** The other fields by their names: `returnAll`, `limit`, `simplify`, … */
	settings: Settings;
	/** Turns a row of the answer into an item: simplified where asked for, otherwise untouched. */
	shape: (row: unknown) => IDataObject;
	/** Whether `shape` simplifies. */
	simplified: boolean;
	/** Whom the item acts as, if not the owner of the credential. */
	person?: Person;
	/** IDs of the records that existed before the run, if the executor has read them. */
	before?: ReadonlySet<unknown>;
}

/** Fields that control the node and are not sent. */
export interface Settings extends IDataObject {
	limit?: number;
	returnAll?: boolean;
	simplify?: boolean;
	/** What a tool of an AI puts out instead of `simplify`, and the fields of a selection. */
	output?: 'raw' | 'selected' | 'simplified';
	fields?: string[];
}

/** Whether names are to be added to rows ("Add Names"). */
export const addsNames = ({ options }: Settings): boolean =>
	(options as IDataObject | undefined)?.addNames !== false;

/** The result of one input item: its rows, or the error. */
export type Outcome = { rows: IDataObject[] } | { problem: Error };

/**
 * How an operation's items become calls: one by one, page by page, in batches, …
 * Gets all items of a node run at once and returns one outcome per item, in their order.
 */
export interface Executor<Values> {
	(client: Client, requests: Array<ItemRequest<Values>>): Promise<Outcome[]>;
	/** Maximum number of records per call, if one call can take several items. */
	records?: number;
}

/** One operation, as data. */
export interface Operation<Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	/** The entry of the operation list; its `value` is what workflows save. */
	entry: { name: string; value: string; action: string; description: string };
	/** Fields whose `routing.send.property` is the system's own name; the others are settings. */
	fields: INodeProperties[];
	/**
	 * Checks and converts what the fields send. Built for each run: dates depend on the zones, and locators look up
	 * their records through the client.
	 */
	input: (zones: Zones, client: Client) => Schema;
	/**
	 * Identifies the record that an item writes: two items with the same key are refused before anything is sent, or
	 * merged. Items without a key are never duplicates.
	 */
	key?: (values: z.output<Schema>, settings: Settings) => string | undefined;
	/** Advice for users who do want two items with the same key, as a sentence. */
	doubles?: string;
	/**
	 * Whom an item acts as, if not the owner of the credential, or why that cannot be told. The items of each person are
	 * run in their order, and keys count for each person (`engine/persons.ts`).
	 */
	person?: (settings: Settings) => Person | Problem | undefined;
	/** The output contains the secret that an item acts with, so it is not hidden in an item that failed, either. */
	putsOutSecret?: true;
	/** Merges two items with the same key, if the settings of the later one ask for it. */
	merge?: (
		earlier: z.output<Schema>,
		later: z.output<Schema>,
		settings: Settings,
	) => z.output<Schema> | Problem | undefined;
	/** How the items become calls. */
	execute: Executor<z.output<Schema>>;
	/** Checks values and settings together. Returns a parameter, and why it is refused. */
	check?: (values: z.output<Schema>, settings: Settings) => [string, string] | undefined;
	/**
	 * A row under the names that all operations share, the most useful fields first: "Simplify" keeps the first ten.
	 * Writes always put out such rows. `zone` is that of the system's offset-less times.
	 */
	simplify?: (row: never, zone: string, settings: Settings) => IDataObject;
	/** Whether the operation writes. */
	writes?: true | ((settings: Settings, values: z.output<Schema>) => boolean);
	/** The shape of an output item as the editor shows it before a first run. */
	output: z.ZodTypeAny;
}

/** The values that an operation's `input` returns. */
export type ValuesOf<Input extends (zones: Zones, client: Client) => z.ZodTypeAny> = z.output<
	ReturnType<Input>
>;

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

/** A list of choices, shown A–Z; the first one given is the default. */
const chooser = (
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
): INodeProperties => {
	const choice: INodeProperties = { displayName, name, type: 'options', default: '' };
	const [{ value }] = options;
	return {
		...choice,
		noDataExpression: true,
		options: alphabetical(options, ({ name }) => name),
		default: value,
	};
};

/**
 * The properties of a node: the list of resources, a list of operations per resource, and each operation's fields,
 * shown for that operation. Declarative by n8n's rules: every operation asks for pagination, and the node's
 * pagination function executes the items (`engine/entries.ts`).
 */
export function properties(resources: Resource[]): INodeProperties[] {
	// On the lists, not on their entries, so that an unknown choice is reported.
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
