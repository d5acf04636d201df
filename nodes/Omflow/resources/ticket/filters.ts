import type { INodeProperties } from 'n8n-workflow';
import type { DateTime } from 'luxon';
import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { moment, oneOf, optional, someText, yesNo } from '../../../shared/inputs';
import { timeFormat } from '../../contract';

const text = (
	displayName: string,
	name: string,
	property: string,
	rest: Partial<INodeProperties>,
) =>
	({
		displayName,
		name,
		type: 'string',
		default: '',
		...rest,
		routing: { send: { type: 'body', property } },
	}) satisfies INodeProperties;

const time = (displayName: string, name: string, property: string, words: string) =>
	({
		displayName,
		name,
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01T09:00:00+09:00',
		description: `Get only tickets that ${words} this moment`,
		routing: { send: { type: 'body', property } },
	}) satisfies INodeProperties;

/** The filters of the list of a form. */
export const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Closed',
			name: 'closed',
			type: 'options',
			options: [
				{ name: 'No', value: 'no' },
				{ name: 'Yes', value: 'yes' },
			],
			default: 'no',
			description: 'Whether to get only closed tickets (Yes) or only the others (No)',
			routing: { send: { type: 'body', property: 'closed' } },
		},
		time('Created After', 'createdAfter', 'created_after', 'were created after'),
		time('Created Before', 'createdBefore', 'created_before', 'were created before'),
		text('Created By', 'createdBy', 'created_by', {
			placeholder: 'e.g. yamada.taro',
			description: 'Get only tickets of the user with this user name',
		}),
		{
			displayName: 'Include Earlier Rows',
			name: 'includeEarlier',
			type: 'boolean',
			default: false,
			description:
				'Whether to get what tickets were at earlier steps as well, as rows of their own where OMFLOW keeps them',
			routing: { send: { type: 'body', property: 'include_earlier' } },
		},
		text('Status', 'status', 'status', {
			placeholder: 'e.g. 審核中',
			description: 'Get only tickets with this status',
		}),
		text('Step', 'step', 'step', {
			placeholder: 'e.g. 主管審核',
			description: 'Get only tickets that wait at the step with this name',
		}),
		text('Title Contains', 'titleContains', 'title_contains', {
			placeholder: 'e.g. 休暇',
			description: 'Get only tickets whose title contains this text',
		}),
		time('Updated After', 'updatedAfter', 'updated_after', 'were changed after'),
	],
};

/** What `filtersField` sends. */
export const filters = (zones: Zones) => ({
	closed: optional(oneOf(['no', 'yes'])),
	created_after: optional(moment(zones)),
	created_before: optional(moment(zones)),
	created_by: optional(someText),
	include_earlier: optional(yesNo),
	status: optional(someText),
	step: optional(someText),
	title_contains: optional(someText),
	updated_after: optional(moment(zones)),
});

const whole = (at: DateTime, up: boolean) =>
	(up && at.millisecond > 0 ? at.startOf('second').plus({ seconds: 1 }) : at).toFormat(timeFormat);

/** The conditions of the list. A moment that is not a whole second gets its second as a whole: the server stores fractions. */
export function conditionsOf(values: z.output<z.ZodObject<ReturnType<typeof filters>>>): object[] {
	const { closed, created_after, created_before, updated_after } = values;
	const given: Array<[column: string, condition: string, value: unknown]> = [
		['history', '=', values.include_earlier ? undefined : false],
		['closed', '=', closed && closed === 'yes'],
		['createtime', '>', created_after && whole(created_after, false)],
		['createtime', '<', created_before && whole(created_before, true)],
		['create_user_id', '=', values.created_by],
		['status', '=', values.status],
		['stop_chart_text', '=', values.step],
		['title', 'contains', values.title_contains],
		['updatetime', '>', updated_after && whole(updated_after, false)],
	];
	return given
		.filter(([, , value]) => value !== undefined)
		.map(([column, condition, value]) => ({ column, condition, value }));
}
