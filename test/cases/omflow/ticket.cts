import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, firstTen, parametersOf, picked, type Case } from '../case.cts';

type Omflow = All['omflow'];
type Ticket = Omflow['tickets'][number];

/** The forms of the stand-in, as a test fills them. */
const opened: Array<[form: string, values: Partial<Ticket>]> = [
	['leave-request', { title: '有休 山田', formitm_1: '有休 山田', formitm_2: '家族旅行' }],
	['purchase', { title: 'ノートPC', formitm_1: 'ノートPC', formitm_2: '故障のため' }],
	['leave-request', { title: '有休 鈴木', formitm_1: '有休 鈴木', formitm_2: '通院' }],
	['leave-request', { title: '半休 山田', formitm_1: '半休 山田', formitm_2: '私用' }],
];

/** Some tickets: one closed, one that waits at two steps at once; and the lists as they were. */
export function keptTickets(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let before: Pick<Omflow, 'missions' | 'tickets'>;
	return {
		prepare: ({ omflow }) => {
			const { tickets, missions } = omflow;
			before = structuredClone({ tickets, missions });
			tickets.splice(0);
			missions.splice(0);
			omflow.forgetNumbers();
			opened.forEach(([form, values], index) => {
				const at = `2026-05-0${index + 1}T09:00:00`;
				omflow.openTicket(form, { ...values, createtime: `${at}.120`, updatetime: at });
			});
			Object.assign(tickets.at(-1)!, { closed: true, status: '3', stop_chart_text: null });
			missions.pop();
		},
		undo: ({ omflow }) => {
			omflow.tickets.splice(0, omflow.tickets.length, ...before.tickets);
			omflow.missions.splice(0, omflow.missions.length, ...before.missions);
		},
	};
}

const time = (at: string) => `${at}+09:00`;
const fieldsOf = (one: Ticket): IDataObject => ({
	FORMITM_1: one.formitm_1,
	FORMITM_2: one.formitm_2,
	FORMITM_3: one.formitm_3,
});

/** A ticket as lists put it out. */
export const ticketRow = (one: Ticket): IDataObject =>
	firstTen({
		ticketNumber: one.data_no,
		title: one.title,
		ticketStatus: one.status,
		step: one.stop_chart_text,
		closed: one.closed,
		level: one.level,
		createdBy: one.create_user_id,
		createdAt: time(one.createtime),
		updatedAt: time(one.updatetime),
		fields: fieldsOf(one),
	});

/** The tickets of a form. */
export const ofForm = ({ omflow }: All, form: string) =>
	omflow.tickets.filter(
		({ flow_uuid }) => flow_uuid === omflow.forms.find(({ path }) => path === form)!.uuid,
	);

const parameters = parametersOf('ticket');
const leave = picked('path', 'leave-request');

export const ticketCases: Case[] = [
	{
		...keptTickets(),
		name: 'tickets of a form',
		node: 'omflow',
		parameters: parameters('getAll', { form: leave, returnAll: true }),
		expected: (servers) => ofForm(servers, 'leave-request').map(ticketRow),
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'tickets of a form that is named, those that are open and newer',
		node: 'omflow',
		parameters: parameters('getAll', {
			form: picked('name', '={{ $json.form }}'),
			filters: {
				closed: 'no',
				createdAfter: '2026-05-02T00:00:00+09:00',
				createdBefore: '2026-05-04T00:00:00+09:00',
				createdBy: 'admin',
				status: '1',
				step: '主管審核',
				titleContains: '有休',
			},
		}),
		items: () => [{ form: '請假單' }],
		expected: ({ omflow }) =>
			omflow.tickets.filter(({ title }) => title === '有休 鈴木').map(ticketRow),
		// The forms.
		calls: 1 + 1,
	},
	{
		...keptTickets(),
		name: 'closed tickets as they come',
		node: 'omflow',
		parameters: parameters('getAll', { form: leave, simplify: false, filters: { closed: 'yes' } }),
		expected: ({ omflow }) =>
			omflow.tickets.filter(({ closed }) => closed) as unknown as IDataObject[],
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'a ticket by its number, which waits at two steps',
		node: 'omflow',
		parameters: parameters('get', {
			form: picked('list', 'purchase'),
			ticketNumber: '={{ $json.number }}',
		}),
		items: ({ omflow }) => [{ number: omflow.tickets[1].data_no }],
		expected: (servers) => {
			const rows = ofForm(servers, 'purchase');
			const [one] = rows;
			return [
				{
					ticketNumber: one.data_no,
					title: one.title,
					ticketStatus: one.status,
					closed: false,
					steps: rows.map(({ id, stop_chart_text, status }) => ({
						dataId: id,
						step: stop_chart_text,
						ticketStatus: status,
					})),
					fields: fieldsOf(one),
					createdBy: one.create_user_id,
					createdAt: time(one.createtime),
					updatedAt: time(one.updatetime),
					running: false,
				},
			];
		},
		calls: 1,
	},
	{
		...keptTickets(),
		name: 'new tickets, with fields by name and by ID',
		node: 'omflow',
		parameters: parameters('create', {
			form: leave,
			fields: {
				field: [
					{ name: '標題', value: '={{ $json.title }}' },
					{ name: 'formitm_2', value: '={{ $json.reason }}' },
				],
			},
		}),
		items: () => [
			{ title: '夏季休暇', reason: '帰省' },
			{ title: '通院', reason: '歯科' },
		],
		expected: (servers) =>
			ofForm(servers, 'leave-request')
				.filter(({ formitm_2 }) => ['帰省', '歯科'].includes(formitm_2!))
				.map(({ data_no }) => ({ ticketNumber: data_no, form: 'leave-request' })),
		from: eachItsOwn,
		// The forms, and the shape of this one.
		calls: 2 + 2,
	},
	{
		...keptTickets(),
		name: 'a ticket without a number, with fields in JSON',
		node: 'omflow',
		parameters: parameters('create', {
			form: picked('list', 'checked'),
			specifyFields: 'json',
			fieldsJson: '={{ { "標題": "残業", "FORMITM_2": $json.reason } }}',
		}),
		items: () => [{ reason: '締め' }],
		expected: (servers) =>
			ofForm(servers, 'checked').map(() => ({ ticketNumber: null, form: 'checked' })),
		calls: 2 + 1,
	},
	{
		...keptTickets(),
		name: 'new tickets, by the fields of their form in the editor',
		node: 'omflow',
		parameters: parameters('create', {
			form: picked('list', 'leave-request'),
			specifyFields: 'form',
			formValues: {
				mappingMode: 'defineBelow',
				value: { FORMITM_1: null, FORMITM_2: '={{ $json.reason }}' },
				matchingColumns: [],
				schema: [
					{
						...{ id: 'FORMITM_2', displayName: '事由 (FORMITM_2)', type: 'string' },
						...{ required: true, display: true, defaultMatch: false },
					},
				],
			},
		}),
		items: () => [{ reason: '帰省' }, { reason: '歯科' }],
		expected: (servers) =>
			ofForm(servers, 'leave-request')
				.filter(({ formitm_2 }) => ['帰省', '歯科'].includes(formitm_2!))
				.map(({ data_no }) => ({ ticketNumber: data_no, form: 'leave-request' })),
		from: eachItsOwn,
		calls: 2 + 2,
	},
	{
		...keptTickets(),
		name: 'tickets advanced, one of them at one of two steps',
		node: 'omflow',
		parameters: parameters('advance', {
			form: picked('path', '={{ $json.form }}'),
			ticketNumber: '={{ $json.number }}',
			step: '={{ $json.step }}',
			fields: { field: [{ name: '事由', value: '={{ $json.reason }}' }] },
		}),
		items: ({ omflow: { tickets } }) => [
			{ form: 'leave-request', number: tickets[0].data_no, step: '', reason: '了解' },
			{ form: 'purchase', number: tickets[1].data_no, step: '總務審核', reason: '可' },
		],
		expected: ({ omflow: { tickets } }) =>
			[
				{ one: tickets[0], form: 'leave-request', fromStep: '主管審核', reason: '了解' },
				{ one: tickets[2], form: 'purchase', fromStep: '總務審核', reason: '可' },
			]
				.filter(({ one, reason }) => one.history && one.formitm_2 === reason)
				.map(({ one, form, fromStep }) => ({
					...{ ticketNumber: one.data_no, form },
					...{ dataId: one.id, fromStep },
				})),
		from: eachItsOwn,
		// The forms, their shapes, and for each ticket where it is.
		calls: 1 + 2 + 2 * 2,
	},
	{
		...keptTickets(),
		name: 'a ticket advanced with what it holds',
		node: 'omflow',
		parameters: parameters('advance', {
			form: leave,
			ticketNumber: '={{ $json.number }}',
			options: { resendRequired: true },
		}),
		items: ({ omflow: { tickets } }) => [{ number: tickets[0].data_no }],
		expected: ({ omflow: { tickets } }) =>
			tickets
				.slice(0, 1)
				.filter(({ history, formitm_2 }) => history && formitm_2 === '家族旅行')
				.map(({ id, data_no }) => ({
					...{ ticketNumber: data_no, form: 'leave-request' },
					...{ dataId: id, fromStep: '主管審核' },
				})),
		// Where it is, and what it holds there.
		calls: 2 + 1,
	},
	{
		...keptTickets(),
		name: 'a button of a ticket',
		node: 'omflow',
		parameters: parameters('quickAction', {
			form: leave,
			ticketNumber: '={{ $json.number }}',
			step: '主管審核',
			button: 'action2',
		}),
		items: ({ omflow: { tickets } }) => [{ number: tickets[0].data_no }],
		expected: ({ omflow: { tickets } }) =>
			tickets
				.slice(0, 1)
				.filter(({ history }) => history)
				.map(({ id, data_no }) => ({
					...{ ticketNumber: data_no, form: 'leave-request' },
					...{ dataId: id, fromStep: '主管審核' },
				})),
		// Where it is, and which buttons there are.
		calls: 2 + 1,
	},
	{
		...keptTickets(),
		name: 'tickets as pages to print',
		node: 'omflow',
		parameters: parameters('getPrintableForm', {
			form: picked('path', '={{ $json.form }}'),
			ticketNumber: '={{ $json.number }}',
		}),
		items: ({ omflow: { tickets } }) => [
			{ form: 'leave-request', number: tickets[0].data_no },
			{ form: 'purchase', number: tickets[1].data_no },
		],
		expected: ({ omflow: { tickets } }) =>
			[
				{ one: tickets[0], form: 'leave-request' },
				{ one: tickets[1], form: 'purchase' },
			].map(({ one, form }) => ({
				...{ ticketNumber: one.data_no, form },
				html: `<!DOCTYPE html>\n<html><body><h1>${one.title}</h1><p>${one.formitm_2}</p></body></html>\n`,
			})),
		from: eachItsOwn,
		// Each ticket, and its page.
		calls: 2 * 2,
	},
];
