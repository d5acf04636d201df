import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { keptTickets } from './ticket.cts';

type Omflow = All['omflow'];
type Worklog = Omflow['worklogs'][number];

/** Some tickets, two of them with a log; and the lists as they were. */
export function keptWorklogs(): Required<Pick<Case, 'prepare' | 'undo'>> {
	const tickets = keptTickets();
	let before: Worklog[];
	return {
		prepare: (servers) => {
			tickets.prepare(servers);
			const { worklogs, tickets: rows, users } = servers.omflow;
			before = structuredClone(worklogs);
			const kept = [0, 0, 1].map((place, index) => ({
				id: index + 1,
				flow_uuid: rows[place].flow_uuid.replace(/-/g, ''),
				data_no: rows[place].data_no,
				create_user_id__nick_name: users[3 + index].nick_name,
				content: `確認 ${index + 1}`,
				createtime: `2026-05-0${index + 5}T10:00:00.250`,
				substitute_id__nick_name: index === 1 ? users[2].nick_name : null,
			}));
			worklogs.splice(0, worklogs.length, ...kept);
		},
		undo: (servers) => {
			servers.omflow.worklogs.splice(0, servers.omflow.worklogs.length, ...before);
			tickets.undo(servers);
		},
	};
}

const row = (one: Worklog): IDataObject => ({
	worklogId: one.id,
	ticketNumber: one.data_no,
	content: one.content,
	createdByName: one.create_user_id__nick_name,
	substituteName: one.substitute_id__nick_name,
	createdAt: `${one.createtime}+09:00`,
});

const worklog = parametersOf('worklog');
const leave = picked('path', 'leave-request');

export const worklogCases: Case[] = [
	{
		...keptWorklogs(),
		name: 'the worklogs of tickets, one of them at two steps',
		node: 'omflow',
		parameters: worklog('getAll', {
			form: picked('path', '={{ $json.form }}'),
			ticketNumber: '={{ $json.number }}',
			returnAll: true,
		}),
		items: ({ omflow: { tickets } }) => [
			{ form: 'leave-request', number: tickets[0].data_no },
			{ form: 'purchase', number: tickets[1].data_no },
		],
		expected: ({ omflow: { worklogs } }) => worklogs.map(row),
		from: () => [0, 0, 1],
		// Each ticket is looked up.
		calls: 2 + 2,
	},
	{
		...keptWorklogs(),
		name: 'a worklog as the API answers it',
		node: 'omflow',
		parameters: worklog('getAll', {
			form: leave,
			ticketNumber: '={{ $json.number }}',
			limit: 1,
			simplify: false,
		}),
		items: ({ omflow: { tickets } }) => [{ number: tickets[0].data_no }],
		expected: ({ omflow: { worklogs } }) => {
			const { data_no: _, ...first } = worklogs[0];
			return [first as unknown as IDataObject];
		},
		calls: 1 + 1,
	},
	{
		...keptWorklogs(),
		name: 'worklogs, two of them for one ticket',
		node: 'omflow',
		parameters: worklog('create', {
			form: picked('name', '請假單'),
			ticketNumber: '={{ $json.number }}',
			content: '={{ $json.note }}',
		}),
		items: ({ omflow: { tickets } }) => [
			{ number: tickets[0].data_no, note: '勤怠と照合済み' },
			{ number: tickets.at(-1)!.data_no, note: '二件目' },
			{ number: tickets[0].data_no, note: '三件目' },
		],
		// Those of different tickets are written at the same time.
		expected: ({ omflow: { worklogs } }) =>
			['勤怠と照合済み', '二件目', '三件目'].map((note) => ({
				ticketNumber: worklogs.findLast(({ content }) => content === note)!.data_no,
				form: 'leave-request',
				content: note,
			})),
		from: eachItsOwn,
		// The forms, and both tickets at once.
		calls: 3 + 1 + 1,
	},
];
