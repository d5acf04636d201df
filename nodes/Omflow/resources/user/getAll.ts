import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asList } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { limitFields } from '../../../shared/fields';
import { optional, yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { slices } from '../../../shared/reading/slices';
import { simplifiedUser } from './columns';
import { conditionList, conditions, listOf, refuse } from './conditions';
import { calls, isSecretColumn, newerUserColumns, repeatsUsers, userColumns } from './contract';

/** Rows per slice: the server has no upper limit (seen); 500 keeps its answers small. */
const sliceSize = 500;

/** Names of columns, each with an optional hyphen in front. */
const columnNames = z.unknown().transform((given, context) => {
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

/** The columns that "Simplify" requests by default, the most useful ones first. */
const simplifiedColumns = [
	'id',
	'username',
	'nick_name',
	'email',
	'company',
	'default_group',
	'phone1',
	'is_active',
	'last_login',
	'updatetime',
];

/** Slices are only stable in a unique order: `id` is added where it is missing (seen on 1.1.0.0). */
const order = columnNames.transform((columns) =>
	columns.some((one) => one.replace(/^-/, '') === 'id') ? columns : [...columns, 'id'],
);

/**
 * Leaves out the same users as the server's own lists: deleted and disabled ones, and the system user, whose ID is 1
 * (seen). These are search conditions, since several exclusions mean "not all of them at once".
 */
const inUse = [
	{ column: 'delete', condition: '=', value: false },
	{ column: 'is_active', condition: '=', value: true },
	{ column: 'id', condition: '>', value: 1 },
];

const input = (zones: Zones) =>
	z
		.object({
			leave_out_inactive: optional(yesNo).transform((given) => given ?? true),
			search_conditions: conditionList(zones).default({}),
			exclude_conditions: conditionList(zones).default({}),
			search_columns: columnNames.default('').transform((columns) => [...new Set(columns)]),
			order_columns: order.default(''),
		})
		.transform(({ leave_out_inactive, ...sent }) => ({
			...sent,
			search_conditions: [...(leave_out_inactive ? inUse : []), ...sent.search_conditions],
		}));
type Values = ValuesOf<typeof input>;

/** Slices by ID, which identifies rows while users are added and removed. */
const byId = slices(
	sliceSize,
	async (client, { search_columns: columns, ...values }: Values, start, end) => {
		const search_columns = columns.includes('id') ? columns : ['id', ...columns];
		const body = { ...values, search_columns, start, limit: end };
		return { rows: asList((await client.call(calls.listUsers, body as IDataObject)) as unknown[]) };
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
		description: 'Get users, all of them or those that meet conditions',
	},
	fields: [
		...limitFields,
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
						'Columns to get for each user. By default, Simplify gets ten columns that every OMFLOW version has; without Simplify, you get all such columns. The columns ad_no and extension_no require a newer version. An expression can name other columns.',
					routing: { send: { type: 'body', property: 'search_columns' } },
				},
				{
					displayName: 'Leave Out Deleted, Disabled and System Users',
					name: 'leaveOutInactive',
					type: 'boolean',
					default: true,
					description:
						"Whether to leave out users that are deleted or disabled, and OMFLOW's own system user. They are left out unless you turn this off.",
					routing: { send: { type: 'body', property: 'leave_out_inactive' } },
				},
				{
					displayName: 'Sort',
					name: 'sort',
					type: 'string',
					default: '',
					placeholder: 'e.g. company, -nick_name',
					description:
						'Columns to sort by, separated by commas. A hyphen in front of a column sorts it in descending order.',
					routing: { send: { type: 'body', property: 'order_columns' } },
				},
			],
		},
	],
	input,
	execute: reads<Values>(async (client, { shape, ...request }) => {
		const { values, settings } = request;
		const all = settings.simplify === true ? simplifiedColumns : userColumns;
		const columns = values.search_columns.length > 0 ? values.search_columns : [...all];
		const rows = await byId(client, {
			...request,
			values: { ...values, search_columns: columns },
			shape: (row) => row as IDataObject,
		});
		// With Simplify, a column that a server does not return is null.
		const none = Object.fromEntries(columns.map((column) => [column, null]));
		const whole = (row: IDataObject) => (settings.simplify === true ? { ...none, ...row } : row);
		return rows.map((row) => shape(whole(columns.includes('id') ? row : withoutId(row))));
	}),
	simplify: simplifiedUser as (row: IDataObject, zone: string) => IDataObject,
	output: z.object({
		userId: z.number(),
		username: z.string().nullable(),
		name: z.string().nullable(),
		email: z.string().nullable(),
		company: z.string().nullable(),
		defaultGroup: z.number().nullable(),
		phone1: z.string().nullable(),
		isActive: z.boolean().nullable(),
		lastLogin: z.string().nullable(),
		updatedAt: z.string().nullable(),
	}),
});
