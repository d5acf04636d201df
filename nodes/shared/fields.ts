import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import { alphabetical } from './alphabetical';
import { defaultRequestsAtOnce } from './client/run';
import type { Operation, Resource } from './operation';

/** "Return All" and "Limit", the same for every list. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		displayOptions: { show: { returnAll: [false] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];

/**
 * "Simplify"; as a tool of an AI, "Output" instead, which can also be some fields. n8n shows a field only there by the
 * display option `@tool`.
 * @param row a complete simplified row, of which "Simplify" keeps the first ten fields
 */
export const outputFields = (row: z.ZodObject<z.ZodRawShape>): INodeProperties[] => [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		displayOptions: { hide: { '@tool': [true] } },
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		displayOptions: { show: { '@tool': [true] } },
		options: [
			{
				name: 'Raw',
				value: 'raw',
				description: 'Return the rows as the system sent them',
			},
			{
				name: 'Selected Fields',
				value: 'selected',
				description: 'Return only some fields',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'Return the most important fields',
			},
		],
		default: 'simplified',
		description: 'What to return to the model',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		displayOptions: { show: { '@tool': [true], output: ['selected'] } },
		options: alphabetical(
			Object.keys(row.shape).map((name) => ({ name, value: name })),
			({ name }) => name,
		),
		default: [],
		description: 'Fields to return',
	},
];

/** "Options": what few people need. */
export const optionsField = (...options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options,
});

/**
 * The option that adds names to rows which have only IDs, on by default.
 * @param description the rest of the sentence "Whether to add …"
 */
export const addNamesOption = (description: string): INodeProperties => ({
	displayName: 'Add Names',
	name: 'addNames',
	type: 'boolean',
	default: true,
	description: `Whether to add ${description}`,
});

/** Shows an option for the operations that meet a condition. */
function shownAt(
	resources: Resource[],
	holds: (operation: Operation) => boolean,
): INodeProperties['displayOptions'] {
	const having = resources.filter(({ operations }) => operations.some(holds));
	const names = having.flatMap(({ operations }) => operations.filter(holds));
	return {
		show: {
			'/resource': having.map(({ value }) => value),
			'/operation': [...new Set(names.map(({ entry }) => entry.value))],
		},
	};
}

/** The options that every node of this package adds to n8n's own "Request Options". */
export function requestOptions(resources: Resource[]): INodeProperties {
	const sizes = resources.flatMap(({ operations }) =>
		operations.flatMap(({ execute }) => execute.records ?? []),
	);
	const most = Math.max(0, ...sizes);
	const records: INodeProperties = {
		displayName: 'Records per Request',
		name: 'recordsPerRequest',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: most },
		displayOptions: shownAt(resources, ({ execute }) => execute.records !== undefined),
		default: most,
		description:
			'Maximum number of items to send in one request. With 1, each item gets its own request: this is slower, but no item is refused because of another.',
	};
	return {
		displayName: 'Request Options',
		name: 'requestOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Check Only',
				name: 'checkOnly',
				type: 'boolean',
				displayOptions: shownAt(resources, ({ writes }) => writes !== undefined),
				default: false,
				description:
					'Whether to check the items without writing anything. Each item is output with the request that would be sent.',
			},
			...(most > 0 ? [records] : []),
			{
				displayName: 'Requests at Once',
				name: 'requestsAtOnce',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50 },
				default: defaultRequestsAtOnce,
				description: 'Maximum number of requests to one server at the same time',
			},
		],
	};
}
