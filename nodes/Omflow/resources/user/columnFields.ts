import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { columnOptions } from './columns';
import { isSecretColumn, repeatsUsers } from './contract';

/** Columns of the user table, chosen from a list, or typed where only a newer server has them. */

const other = 'otherColumn';
const columnChoices = [...columnOptions, { name: 'Other', value: other }];

/** The fields that name a column, within a list of conditions or the like. */
export const columnFields: INodeProperties[] = [
	{
		displayName: 'Column',
		name: 'column',
		type: 'options',
		options: columnChoices,
		default: 'nick_name',
		description: 'Column of the user table',
	},
	{
		displayName: 'Column Name',
		name: 'columnName',
		type: 'string',
		displayOptions: { show: { column: [other] } },
		default: '',
		placeholder: 'e.g. department',
		description: 'Name of a column that only some versions of OMFLOW have',
	},
];

/** The column that `columnFields` name; empty if there is none. */
export function columnIn(entry: IDataObject | null | undefined): string {
	const { column, columnName } = entry ?? {};
	const name = column === other ? columnName : column;
	return typeof name === 'string' ? name.trim() : '';
}

/** The field that sorts users. */
export const sortField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Column',
	default: {},
	description: 'Columns to sort by. Without any, users are sorted by ID.',
	routing: { send: { type: 'body', property: 'order_columns' } },
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				...columnFields,
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'ascending' },
						{ name: 'Descending', value: 'descending' },
					],
					default: 'ascending',
					description: 'Whether the smallest or the largest value comes first',
				},
			],
		},
	],
};

/** The columns of `sortField`, each with a hyphen in front where it sorts in descending order. */
const sortColumns = (given: unknown): string[] =>
	[(given as { rule?: IDataObject[] } | null)?.rule ?? []]
		.flat()
		.map((one) => `${one?.direction === 'descending' ? '-' : ''}${columnIn(one)}`);

/** Refuses the value of a transform. */
export const refuse = (
	context: z.RefinementCtx,
	message: string,
	path: Array<string | number> = [],
) => {
	context.addIssue({ code: z.ZodIssueCode.custom, message, path });
	return z.NEVER;
};

/** Lists separated by commas, and lists that expressions return. */
export const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(/\s*[,、，]\s*/).filter((part) => part !== '')
			: [value];

/** Names of columns, each with an optional hyphen in front. */
export const columnNames = z.unknown().transform((given, context) => {
	const columns = listOf(given ?? '')
		.map((one) => String(one).trim())
		.filter(Boolean);
	const secret = columns.find(isSecretColumn);
	if (secret) {
		return refuse(context, `must not name ${secret.replace(/^-/, '')}: it is a secret`);
	}
	// A question mark would sort randomly, differently for each slice.
	const odd = columns.find((one) => !/^-?[\p{L}_][\p{L}\p{N}_]*$/u.test(one));
	if (odd) return refuse(context, `must not name "${odd}": it is not a column name`);
	const repeating = columns.find(repeatsUsers);
	if (repeating) {
		const words = `must not name ${repeating}: users would be returned several times. For the users of organizations, use "Get Many by Organization"`;
		return refuse(context, words);
	}
	return columns;
});

/** Slices are only stable in a unique order: `id` is added where it is missing (seen on 1.1.0.0). */
export const order = z
	.preprocess(sortColumns, columnNames)
	.transform((columns) =>
		columns.some((one) => one.replace(/^-/, '') === 'id') ? columns : [...columns, 'id'],
	);
