import { DateTime } from 'luxon';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { dayOf, momentOf, type Zones } from '../../../shared/dates';
import { operators, timeFormat } from '../../contract';
import { columnFields, columnIn, listOf, refuse } from './columnFields';
import { kindOf } from './columns';
import { isSecretColumn } from './contract';

type Operator = (typeof operators)[number];

/** The field of a list of conditions. */
export const conditions = (
	displayName: string,
	name: string,
	property: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	description:
		name === 'match'
			? 'Get only users that meet all of these conditions'
			: 'Leave out users that meet all of these conditions',
	routing: { send: { type: 'body', property } },
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				...columnFields,
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
					description: 'How to compare. Equals is case-sensitive, Contains is not.',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. 山田',
					description:
						'Value to compare with. For Is One Of, enter several values separated by commas. A time may have any offset; without one, it is in the time zone of the workflow. A day starts at midnight on the server.',
				},
			],
		},
	],
});

/** The editor's names of the server's operators: n8n would read a value that starts with "=" as an expression. */
const operatorOf: Record<string, Operator> = {
	equals: '=',
	greaterThan: '>',
	lessThan: '<',
	...Object.fromEntries(operators.map((one) => [one, one])),
};

type Scalar = string | number | boolean;

const isTime = (value: unknown): value is Date | DateTime =>
	value instanceof Date || DateTime.isDateTime(value);

const someValue = (value: unknown): value is Scalar | Date | DateTime =>
	(typeof value === 'string' && value !== '') ||
	typeof value === 'number' ||
	typeof value === 'boolean' ||
	isTime(value);

/** Text that is certainly a point in time, for any column. */
const unmistakable = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)$/i;

/** A point in time in the server's only form: whole seconds, as documented, with a fraction only where it matters. */
function timeFor(value: unknown, operator: Operator, zones: Zones): string | undefined {
	const at = momentOf(value, zones);
	if (!at) return undefined;
	const second = at.startOf('second');
	if (operator === '>' || second.equals(at)) return second.toFormat(timeFormat);
	if (operator === '<') return second.plus({ seconds: 1 }).toFormat(timeFormat);
	return at.toFormat(`${timeFormat}.SSS`);
}

const booleanOf = (value: Scalar | Date | DateTime): boolean | undefined => {
	const text = String(value).trim().toLowerCase();
	return ['true', '1'].includes(text) || (['false', '0'].includes(text) ? false : undefined);
};

/**
 * A value in the form that the server accepts for a column: local times without an offset, days, and booleans
 * without quotes (seen on 1.1.0.0). Undefined if it does not fit the column.
 */
function valueFor(
	column: string,
	operator: Operator,
	value: Scalar | Date | DateTime,
	zones: Zones,
): Scalar | undefined {
	const kind = kindOf(column);
	if (!isTime(value)) {
		// Compared as text; any part of it may match.
		if (operator === 'contains' || kind === 'other') return value;
		if (kind === undefined) {
			const sure = typeof value === 'string' && unmistakable.test(value.trim());
			return (sure ? timeFor(value, operator, zones) : undefined) ?? value;
		}
	}
	if (kind === 'boolean') return booleanOf(value);
	if (kind === 'date') return dayOf(value, zones)?.toFormat('yyyy-MM-dd');
	return kind === 'other' ? undefined : timeFor(value, operator, zones);
}

/** The message for a value that `valueFor` refuses. */
function mismatch(column: string): string {
	const kind = kindOf(column);
	if (kind === 'other') return `must not compare ${column} with a time: it does not hold times`;
	if (kind === 'boolean') return `must compare ${column} with true or false`;
	return kind === 'date'
		? `must compare ${column} with a date such as 2026-04-01`
		: `must compare ${column} with a date or time such as 2026-04-01 or 2026-04-01T09:00:00+09:00`;
}

/**
 * Conditions as the editor stores them. The server drops an incomplete condition and all that follow it, and reads
 * an unknown operator as "=" (seen): both are refused here.
 */
export const conditionList = (zones: Zones) =>
	z
		.unknown()
		.transform((given) => (given as { condition?: unknown } | null)?.condition ?? [])
		.transform((list, context) =>
			(Array.isArray(list) ? list : [list]).map((one: IDataObject, index) => {
				const { condition, value } = one ?? {};
				const column = columnIn(one);
				if (column === '') return refuse(context, 'has no column', [index, 'column']);
				if (isSecretColumn(column)) {
					return refuse(context, `asks for ${column}, which is a secret`, [index, 'column']);
				}
				const operator = operatorOf[String(condition)];
				if (!operator) {
					const known = 'contains, equals, greaterThan, in, lessThan';
					const words = `has the condition "${String(condition ?? '')}"; it must be one of ${known}`;
					return refuse(context, words, [index, 'condition']);
				}
				const values = operator === 'in' ? listOf(value) : [value];
				if (values.length === 0 || !values.every(someValue)) {
					return refuse(context, 'has no value', [index, 'value']);
				}
				const sent = values.map((single) => valueFor(column, operator, single, zones));
				if (sent.includes(undefined)) return refuse(context, mismatch(column), [index, 'value']);
				return { column, condition: operator, value: operator === 'in' ? sent : sent[0] };
			}),
		);
