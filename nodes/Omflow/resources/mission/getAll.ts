import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { limitFields, outputFields } from '../../../shared/fields';
import { optional, someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { readMissions } from '../../lists/missions';
import { missionRow, simplifiedMission } from './row';

/** The columns by which missions are filtered, by the names under which they are sent. */
const columns: Array<[property: string, column: string, condition: '=' | 'contains']> = [
	['flow_name', 'flow_name', '='],
	['status', 'status', '='],
	['step', 'stop_chart_text', '='],
	['title_contains', 'title', 'contains'],
];

const filter = (
	displayName: string,
	name: string,
	property: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
	routing: { send: { type: 'body', property } },
});

const input = () =>
	z.object({
		flow_name: optional(someText),
		status: optional(someText),
		step: optional(someText),
		title_contains: optional(someText),
	});

/** my-mission/list: what waits for the user of the credential. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many missions',
		description:
			'Get the steps of tickets that wait for the user of the credential, or for one of their organizations',
	},
	fields: [
		...limitFields,
		...outputFields(missionRow),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				filter(
					'Form Name',
					'formName',
					'flow_name',
					'請假單',
					'Get only missions of the form with this name',
				),
				filter('Status', 'status', 'status', '審核中', 'Get only missions with this status'),
				filter('Step', 'step', 'step', '主管審核', 'Get only missions at the step with this name'),
				filter(
					'Title Contains',
					'titleContains',
					'title_contains',
					'休暇',
					'Get only missions whose title contains this text',
				),
			],
		},
	],
	input,
	execute: reads<ValuesOf<typeof input>>(async (client, request) => {
		const values = request.values as Record<string, string | undefined>;
		const search_conditions = columns
			.filter(([property]) => values[property] !== undefined)
			.map(([property, column, condition]) => ({ column, condition, value: values[property] }));
		return await readMissions(client, { ...request, values: { search_conditions } });
	}),
	simplify: simplifiedMission,
	output: missionRow,
});
