import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, firstTen, parametersOf, picked, type Case } from '../case.cts';
import { keptTickets } from './ticket.cts';

/** A mission as lists put it out. */
export const missionRow = (one: All['omflow']['missions'][number]): IDataObject => {
	const [first, second] = one.action!.split(',');
	return firstTen({
		missionId: one.id!,
		ticketNumber: one.data_no,
		title: one.title,
		formName: one.flow_name!,
		step: one.stop_chart_text!,
		ticketStatus: one.status,
		firstButton: first || null,
		secondButton: second || null,
		createdBy: one.create_user_id!,
		createdAt: `${one.createtime}+09:00`,
	});
};

/** What is put out of missions that were done: the tickets at some places moved on. */
const done = (
	{ omflow }: All,
	places: number[],
	missionIds: number[],
	form: string,
): IDataObject[] =>
	places
		.map((place) => omflow.tickets[place])
		.filter(({ history }) => history)
		.map((one, index) => ({
			missionId: missionIds[index],
			...{ ticketNumber: one.data_no, form, dataId: one.id, fromStep: one.stop_chart_text },
		}));

const parameters = parametersOf('mission');

export const missionCases: Case[] = [
	{
		...keptTickets(),
		name: 'missions',
		node: 'omflow',
		parameters: parameters('getAll', { returnAll: true }),
		expected: ({ omflow }) => omflow.missions.map(missionRow),
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'missions by form, status, step and title',
		node: 'omflow',
		parameters: parameters('getAll', {
			filters: { formName: '採購單', status: '1', step: '總務審核', titleContains: 'pc' },
		}),
		expected: ({ omflow }) => [missionRow(omflow.missions[2])],
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'missions as they come',
		node: 'omflow',
		parameters: parameters('getAll', { simplify: false, limit: 2 }),
		expected: ({ omflow }) => omflow.missions.slice(0, 2) as unknown as IDataObject[],
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'missions done by a button, an item each',
		node: 'omflow',
		parameters: parameters('advance', {
			mission: picked('id', '={{ $json.missionId }}'),
			whatToDo: '={{ $json.button }}',
		}),
		items: () => [
			{ missionId: 1, button: 'action1' },
			{ missionId: 4, button: 'action2' },
		],
		expected: (servers) => done(servers, [0, 3], [1, 4], 'leave-request'),
		from: eachItsOwn,
		// The missions and the forms.
		calls: 1 + 1 + 2,
	},
	{
		...keptTickets(),
		name: 'a mission done with fields, picked from the list',
		node: 'omflow',
		parameters: parameters('advance', {
			mission: picked('list', 2),
			whatToDo: 'advance',
			specifyFields: 'json',
			fieldsJson: '{"事由": "可"}',
		}),
		expected: (servers) =>
			servers.omflow.tickets[1].formitm_2 === '可' ? done(servers, [1], [2], 'purchase') : [],
		// The shape of the form as well.
		calls: 1 + 2 + 1,
	},
];
