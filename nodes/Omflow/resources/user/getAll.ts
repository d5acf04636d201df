import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asNumber } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { kindOfOutput, simplifiedFields } from '../../../shared/engine/output';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { optional, yesNo } from '../../../shared/inputs';
import { addsNames, operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { organizationNames } from '../../lists/organizations';
import { readUsers, type UserQuery } from '../../lists/users';
import { columnNames, order, sortField } from './columnFields';
import { columnOptions, columnsOf, simplifiedUser, userRow, type UserOf } from './columns';
import { conditionList, conditions } from './conditions';
import { newerUserColumns, userColumns } from './contract';

/** The columns that "Simplify" requests by default, the most useful ones first. */
export const simplifiedColumns = columnsOf(Object.keys(userRow.shape).slice(0, simplifiedFields));

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
			search_columns: columnNames.default(''),
			other_columns: columnNames.default(''),
			order_columns: order,
		})
		.transform(({ leave_out_inactive, other_columns, ...sent }) => ({
			...sent,
			search_columns: [...new Set([...sent.search_columns, ...other_columns])],
			search_conditions: [...(leave_out_inactive ? inUse : []), ...sent.search_conditions],
		}));
type Values = ValuesOf<typeof input>;

/** The columns of a row: those chosen, or what the kind of output needs. */
function columnsFor({ search_columns: chosen }: Values, settings: Settings): string[] {
	const kind = kindOfOutput(settings);
	if (kind === 'selected') return columnsOf([settings.fields ?? []].flat());
	if (chosen.length > 0) return chosen;
	return kind === 'raw' ? [...userColumns, ...newerUserColumns] : simplifiedColumns;
}

/** Whether rows get the name of the organization. */
const withNames = (columns: string[], settings: Settings) =>
	columns.includes('default_group') && addsNames(settings);

/** Refuses more columns than "Simplify" puts out. */
function check(values: Values, settings: Settings): [string, string] | undefined {
	const { search_columns: chosen } = values;
	if (kindOfOutput(settings) !== 'simplified') return undefined;
	const most = simplifiedFields - (withNames(chosen, settings) ? 1 : 0);
	if (chosen.length <= most) return undefined;
	return ['Columns', `must not name more than ${most} columns unless "Simplify" is off`];
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
		...outputFields(userRow),
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
		optionsField(
			addNamesOption(
				'the name of the organization to each row. The list of organizations is read once per run.',
			),
			{
				displayName: 'Columns',
				name: 'columns',
				type: 'multiOptions',
				options: columnOptions,
				default: [],
				description:
					'Columns to get for each user instead of the usual ones. Older versions of OMFLOW lack ad_no and extension_no.',
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
				displayName: 'Other Columns',
				name: 'otherColumns',
				type: 'string',
				default: '',
				placeholder: 'e.g. department, user_uuid',
				description:
					'Further columns to get, separated by commas, which only some versions of OMFLOW have',
				routing: { send: { type: 'body', property: 'other_columns' } },
			},
			sortField,
		),
	],
	input,
	check,
	execute: reads<Values>(async (client, { shape, simplified, settings, ...request }) => {
		const columns = columnsFor(request.values, settings);
		const names =
			simplified && withNames(columns, settings)
				? (await organizationNames(client)).byId
				: undefined;
		const values: UserQuery = {
			...request.values,
			search_columns: columns,
			mayLackColumns: request.values.search_columns.length === 0,
		};
		const rows = await readUsers(client, {
			...request,
			settings,
			simplified,
			values,
			shape: (row) => row as IDataObject,
		});
		return rows.map((row) => {
			if (!simplified) return shape(columns.includes('id') ? row : withoutId(row));
			const organizationName = names && (names.get(asNumber(row.default_group) ?? 0) ?? null);
			// A column that a server does not return is null.
			const ordered = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
			return shape({ columns: ordered, organizationName } satisfies UserOf);
		});
	}),
	simplify: simplifiedUser,
	output: userRow,
});

function withoutId(row: IDataObject): IDataObject {
	const rest = { ...row };
	delete rest.id;
	return rest;
}
