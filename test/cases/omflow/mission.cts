import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { firstTen, parametersOf, type Case } from '../case.cts';
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
		status: one.status,
		firstButton: first || null,
		secondButton: second || null,
		createdBy: one.create_user_id!,
		createdAt: `${one.createtime}+09:00`,
	});
};

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
];
