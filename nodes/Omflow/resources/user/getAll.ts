import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { howMany } from '../../../shared/fields';
import { optional, yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads, slices } from '../../../shared/ways';
import {
	calls,
	isSecretColumn,
	newerUserColumns,
	operators,
	repeatsUsers,
	user,
	userColumns,
} from '../../contract';

/** Rows a slice. The server caps nothing (seen); 500 keeps its answers small. */
const sliceSize = 500;

const conditions = (displayName: string, name: string, property: string): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	description:
		name === 'match'
			? 'Only users that meet all of these conditions'
			: 'Without the users that meet all of these conditions',
	routing: { send: { type: 'body', property } },
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				{
					displayName: 'Column',
					name: 'column',
					type: 'string',
					default: '',
					placeholder: 'e.g. nick_name',
					description: 'Name of the column in the user table',
				},
				{
					displayName: 'Condition',
					name: 'condition',
					type: 'options',
					options: [
						{ name: 'Contains', value: 'contains' },
						{ name: 'Equals', value: 'equals' },
						{ name: 'Greater Than', value: 'greaterThan' },
						{ name: 'Is One Of', value: 'in' },
						{ name: 'Less Than', value: 'lessThan' },
					],
					default: 'equals',
					description: 'How to compare. Equals minds upper and lower case, Contains does not.',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'What to compare with. For Is One Of: several, separated by commas.',
				},
			],
		},
	],
});

/** The editor's words for the server's operators: n8n would take a value that starts with "=" for an expression. */
const operatorOf: Record<string, (typeof operators)[number]> = {
	equals: '=',
	greaterThan: '>',
	lessThan: '<',
	...Object.fromEntries(operators.map((one) => [one, one])),
};

const refuse = (context: z.RefinementCtx, message: string, path: Array<string | number>) => {
	context.addIssue({ code: z.ZodIssueCode.custom, message, path });
	return z.NEVER;
};

const someValue = (value: unknown): value is string | number | boolean =>
	(typeof value === 'string' && value !== '') ||
	typeof value === 'number' ||
	typeof value === 'boolean';

/** Lists by commas, and lists that expressions give. */
const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(/\s*[,、，]\s*/).filter((part) => part !== '')
			: [value];

/**
 * Conditions as the editor holds them. The server drops a condition that lacks a part together with all
 * that follow it, and reads an unknown operator as "=" (seen): both are refused here.
 */
const conditionList = z
	.unknown()
	.transform((given) => (given as { condition?: unknown } | null)?.condition ?? [])
	.transform((list, context) =>
		(Array.isArray(list) ? list : [list]).map((one: IDataObject, index) => {
			const { column, condition, value } = one ?? {};
			if (typeof column !== 'string' || column.trim() === '') {
				return refuse(context, 'lacks its column', [index, 'column']);
			}
			if (isSecretColumn(column.trim())) {
				return refuse(context, `asks for ${column}, which is a secret`, [index, 'column']);
			}
			const operator = operatorOf[String(condition)];
			if (!operator) {
				const known = 'contains, equals, greaterThan, in, lessThan';
				const words = `has the condition "${String(condition ?? '')}"; it must be one of ${known}`;
				return refuse(context, words, [index, 'condition']);
			}
			const values = operator === 'in' ? listOf(value) : value;
			if (
				Array.isArray(values) ? values.length === 0 || !values.every(someValue) : !someValue(values)
			) {
				return refuse(context, 'lacks its value', [index, 'value']);
			}
			return { column: column.trim(), condition: operator, value: values };
		}),
	);

/** Names of columns, each perhaps with a hyphen in front. */
const columnNames = z.unknown().transform((given, context) => {
	const columns = listOf(given ?? '')
		.map((one) => String(one).trim())
		.filter(Boolean);
	const secret = columns.find(isSecretColumn);
	if (secret) {
		return refuse(context, `must not name ${secret.replace(/^-/, '')}: it is a secret`, []);
	}
	// A question mark would sort by chance, anew for each slice.
	const odd = columns.find((one) => !/^-?[\p{L}_][\p{L}\p{N}_]*$/u.test(one));
	if (odd) return refuse(context, `must not name "${odd}": that is no column`, []);
	const repeating = columns.find(repeatsUsers);
	if (repeating) {
		const words = `must not name ${repeating}: users would come several times. For the users of organizations use "Get Many by Organization"`;
		return refuse(context, words, []);
	}
	return columns;
});

/** Nothing chosen means the columns that every version has. */
const columnList = columnNames.transform((columns) =>
	columns.length > 0 ? [...new Set(columns)] : [...userColumns],
);

/** Slices are only stable in a unique order: `id` is added where it is missing (seen on 1.1.0.0). */
const order = columnNames.transform((columns) =>
	columns.some((one) => one.replace(/^-/, '') === 'id') ? columns : [...columns, 'id'],
);

/**
 * What the server's own lists of users leave out: deleted users, disabled ones, and the system user, whose
 * ID is 1 (seen). Searched for, not excluded: several exclusions mean "not all of them at once".
 */
const inUse = [
	{ column: 'delete', condition: '=', value: false },
	{ column: 'is_active', condition: '=', value: true },
	{ column: 'id', condition: '>', value: 1 },
];

const input = () =>
	z
		.object({
			leave_out_inactive: optional(yesNo).transform((given) => given ?? true),
			search_conditions: conditionList.default({}),
			exclude_conditions: conditionList.default({}),
			search_columns: columnList.default(''),
			order_columns: order.default(''),
		})
		.transform(({ leave_out_inactive, ...sent }) => ({
			...sent,
			search_conditions: [...(leave_out_inactive ? inUse : []), ...sent.search_conditions],
		}));
type Values = ValuesOf<typeof input>;

/** Slices by ID: the rows that come while users are added and removed are told apart by it. */
const byId = slices(
	sliceSize,
	async (link, { search_columns: columns, ...values }: Values, start, end) => {
		const search_columns = columns.includes('id') ? columns : ['id', ...columns];
		const body = { ...values, search_columns, start, limit: end };
		return { rows: (await link.call(calls.listUsers, body as IDataObject)) as unknown[] };
	},
	({ id }: IDataObject) => id,
);

function withoutId(row: IDataObject): IDataObject {
	const rest = { ...row };
	delete rest.id;
	return rest;
}

/** user/list: users by conditions, read in slices. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many users',
		description: 'Get the users that meet conditions',
	},
	fields: [
		...howMany,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				conditions('Exclude', 'exclude', 'exclude_conditions'),
				conditions('Match', 'match', 'search_conditions'),
			],
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Columns',
					name: 'columns',
					type: 'multiOptions',
					options: [...userColumns, ...newerUserColumns]
						.sort()
						.map((value) => ({ name: value, value })),
					default: [],
					description:
						'What to get of each user; by default what every OMFLOW version has. The columns ad_no and extension_no need a newer version. An expression may name others.',
					routing: { send: { type: 'body', property: 'search_columns' } },
				},
				{
					displayName: 'Leave Out Deleted, Disabled and System Users',
					name: 'leaveOutInactive',
					type: 'boolean',
					default: true,
					description:
						"Whether to leave out who is deleted or disabled, and OMFLOW's own system user. They are left out unless this is switched off.",
					routing: { send: { type: 'body', property: 'leave_out_inactive' } },
				},
				{
					displayName: 'Sort',
					name: 'sort',
					type: 'string',
					default: '',
					placeholder: 'e.g. company, -nick_name',
					description: 'Columns to sort by, separated by commas; a hyphen in front sorts downwards',
					routing: { send: { type: 'body', property: 'order_columns' } },
				},
			],
		},
	],
	input,
	way: reads<Values>(async (link, asked) => {
		const rows = await byId(link, asked);
		const { search_columns: chosen } = asked.values;
		return chosen.includes('id') ? rows : rows.map((row) => withoutId(row));
	}),
	output: user,
});
