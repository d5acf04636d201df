import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { optionsField } from '../../../shared/fields';
import { idOf, idWords, oneOf, optional, yesNo } from '../../../shared/inputs';
import { located } from '../../../shared/located';
import { locator } from '../../../shared/locators';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { formPath } from '../../form';
import { formData, formFields, formInput } from '../../formFields';
import { formOfMission, missionDirectory, type AnsweredMission } from '../../lists/missions';
import { stepOf } from '../../lists/steps';
import { buttonNames } from '../../button';
import { buttons, calls } from '../ticket/contract';
import { pushOn } from '../../pushOn';
import { resendOption } from '../../required';

const advancing = 'advance';

/** The fields of the form, where they are sent. */
const shownFields = formFields('getMissionFields', ['mission.value', 'options.formPath']).map(
	(field): INodeProperties => ({
		...field,
		displayOptions: { show: { ...field.displayOptions?.show, whatToDo: [advancing] } },
	}),
);

/** Whether the step of a mission lacks a button. Missions of some branches do not tell (source of 1.1.0.0): steps do. */
async function lacksButton(
	client: Client,
	{ action, data_id, flow_uuid: flow }: AnsweredMission,
	place: number,
): Promise<boolean> {
	if (asText(action) !== null) return buttonNames(action)[place] === null;
	const step = await stepOf(client, { dataId: asId(data_id), flow });
	return step !== undefined && step.buttons[place] === null;
}

const input = (_: Zones, client: Client) => {
	const byId = async (value: unknown) => await missionDirectory.find(client, value, 'id');
	return z
		.object({
			mission: located(
				{ id: (value) => (idOf(value) === undefined ? undefined : byId(value)) },
				idWords,
			),
			what: oneOf([advancing, ...buttons]),
			form: optional(formPath),
			resend: optional(yesNo),
			...formInput,
		})
		.transform(async ({ mission, what, form, resend, ...fields }, context) => {
			const refuse = (property: string, message: string) => {
				context.addIssue({ code: 'custom', path: [property], message, fatal: true });
				return z.NEVER;
			};
			const place = buttons.indexOf(what as (typeof buttons)[number]);
			// Without a button, the server would push the ticket on with nothing set (source of 1.1.0.0).
			if (place >= 0 && (await lacksButton(client, mission, place))) {
				const word = ['first', 'second'][place];
				return refuse('what', `presses the ${word} button, but the step of this mission has none`);
			}
			const path = form ?? (await formOfMission(client, mission));
			if (path === undefined) {
				return refuse(
					'form',
					'must be set under "Options": this OMFLOW does not tell the API path of the form of a mission',
				);
			}
			const formdata =
				what === advancing ? await formData(client, path, fields, context) : undefined;
			return { mission, what, path, formdata, resend };
		});
};

/** omdata/edit: pushes on the ticket of a mission. */
export const advance = operation({
	entry: {
		name: 'Advance',
		value: 'advance',
		action: 'Advance mission',
		description:
			'Do a mission: push its ticket on with values of the form, or press a button of its step, such as to approve it',
	},
	fields: [
		{
			...locator(
				{
					displayName: 'Mission',
					name: 'mission',
					description: 'Mission of the user of the credential, as "Get Many" returns it',
				},
				'searchMissions',
				{ id: '12' },
			),
			routing: { send: { type: 'body', property: 'mission' } },
		},
		{
			displayName: 'What to Do',
			name: 'whatToDo',
			type: 'options',
			options: [
				{
					name: 'Advance With Fields',
					value: advancing,
					description: 'Push the ticket on with values of the form',
				},
				{
					name: 'Press First Button',
					value: 'action1',
					description: 'Do what the first button of the step does',
				},
				{
					name: 'Press Second Button',
					value: 'action2',
					description: 'Do what the second button of the step does',
				},
			],
			default: 'action1',
			description:
				'How to do the mission. The design of the flow says what the buttons do; "Get Many" shows their names.',
			routing: { send: { type: 'body', property: 'what' } },
		},
		...shownFields,
		optionsField(
			{
				displayName: 'Form API Path',
				name: 'formPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. leave-request',
				description:
					'API path of the form, for versions of OMFLOW that do not tell it. OMFLOW shows it in the settings of the flow (應用管理 > 已上架應用).',
				routing: { send: { type: 'body', property: 'form' } },
			},
			{ ...resendOption, displayOptions: { show: { '/whatToDo': [advancing] } } },
		),
	],
	input,
	key: ({ mission }) => String(mission.id),
	doubles: 'A mission can be done only once.',
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { mission, what, path, formdata, resend } = values;
		const dataId = asId(mission.data_id);
		if (formdata) {
			const flow = mission.flow_uuid;
			await pushOn(client, { form: path, dataId, flow, formdata, resend });
		} else {
			const body = { form: path, action: 'update', data_id: dataId, quick_action: what };
			await client.call(calls.editTicket, body);
		}
		return [
			{
				missionId: asId(mission.id),
				ticketNumber: asText(mission.data_no),
				form: path,
				dataId,
				fromStep: asText(mission.stop_chart_text),
			},
		];
	}),
	writes: true,
	output: z.object({
		missionId: z.number(),
		ticketNumber: z.string().nullable(),
		form: z.string(),
		dataId: z.number(),
		fromStep: z.string().nullable(),
	}),
});
