import type { INodeParameters } from 'n8n-workflow';

import { limits } from '../../nodes/Akashi/contract.ts';
import type { CredentialReference, Step } from '../n8n/instance.cts';
import { formPath } from '../servers/omflow/tickets.cts';
import { cells, type Akashi, type Contestant } from './job.cts';

/** What a competent person builds with n8n's own HTTP Request node. */

export const httpRequest = (
	type: 'akashiApi' | 'amServerApi' | 'omflowApi',
	credential: CredentialReference,
	parameters: INodeParameters,
): Step => ({
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: type,
		...parameters,
	},
	credentials: { [type]: credential },
});

/** All pages of the list of people. */
export const staffByPages = ({ base, credential, pages }: Akashi): Contestant => ({
	who: 'HTTP Request with pagination, Split Out',
	steps: [
		httpRequest('akashiApi', credential, {
			url: `${base}/staffs`,
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $pageCount * 20 >= $response.body.response.TotalCount }}',
					},
				},
			},
		}),
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'response.staffs', options: {} },
		},
	],
	calls: pages,
	rows: (one) => [
		cells(
			...[one.staffId, one.staffNum, one.email, `${one.lastName} ${one.firstName}`],
			one.organization.name,
		),
	],
});

/** A person an item. */
export const staffOneByOne = ({ base, credential }: Akashi, calls: number): Contestant => ({
	who: 'HTTP Request, its default options',
	steps: [
		httpRequest('akashiApi', credential, {
			url: `=${base}/staffs/{{ $json.staff }}`,
			options: {},
		}),
	],
	calls,
	rows: ({ response }) => response.staffs.map((one: any) => cells(one.staffId, one.email)),
});

/** A request an item. */
export const manHoursOneByOne = (
	{ base, credential }: Akashi,
	project: number,
	calls: number,
): Contestant => ({
	who: 'HTTP Request, its default options',
	steps: [
		httpRequest('akashiApi', credential, {
			method: 'POST',
			url: `${base}/manhours`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={
	"manhours": [{
		"staff_id": {{ $json.staff }},
		"dates": [{
			"date": "{{ $json.date.replaceAll('-', '') }}",
			"projects": [{
				"project_id": ${project},
				"daily_hour_items": [{ "task_id": {{ $json.task }}, "minute": {{ $json.minutes }} }]
			}]
		}]
	}]
}`,
			options: {},
		}),
	],
	calls,
	rows: ({ response }) => {
		const [{ staff_id, dates }] = response.manhours;
		const [{ project_id, daily_hour_items }] = dates[0].projects;
		const [{ task_id, minute }] = daily_hour_items;
		return [cells(staff_id, dates[0].date, project_id, task_id, minute)];
	},
});

/** The days of March 2025, group by group. */
export const stampsByLoop = (
	{ base, credential }: Akashi,
	ids: number[],
	groups: number,
): Contestant => ({
	who: 'the same calls by a Loop and HTTP Request',
	loop: true,
	items: Array.from({ length: groups * 31 }, (_, index) => ({
		ids: ids
			.slice((index % groups) * limits.staffIds, ((index % groups) + 1) * limits.staffIds)
			.join(','),
		day: `202503${String(1 + Math.floor(index / groups)).padStart(2, '0')}`,
	})),
	steps: [
		{
			name: 'Loop',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			parameters: { options: {} },
		},
		httpRequest('akashiApi', credential, {
			url: `${base}/multiple_stamps`,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'staff_ids', value: '={{ $json.ids }}' },
					{ name: 'start_date', value: '={{ $json.day }}000000' },
					{ name: 'end_date', value: '={{ $json.day }}235959' },
				],
			},
			options: {},
		}),
	],
	calls: groups * 31,
	rows: ({ response }) =>
		response.multiple_stamps.flatMap(({ staff_id, stamps }: any) =>
			stamps.map((one: any) => cells(staff_id, one.stamped_at, one.type, one.attributes.method)),
		),
});

interface Omflow {
	/** Address of the calls. */
	base: string;
	credential: CredentialReference;
}

/** Rows of a page where nobody says anything else: OMFLOW's own number. */
const ticketPage = 100;

/** All tickets of a form by pages. OMFLOW tells no total: the last page is the one that is not full. */
export const ticketsByPages = ({ base, credential }: Omflow, tickets: number): Contestant => ({
	who: 'HTTP Request with pagination, Split Out',
	steps: [
		httpRequest('omflowApi', credential, {
			method: 'POST',
			url: `${base}/omdata/list/${formPath}/`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify({ order_columns: ['id'] }),
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [
								{ type: 'body', name: 'start', value: `={{ $pageCount * ${ticketPage} }}` },
								{ type: 'body', name: 'limit', value: `={{ ($pageCount + 1) * ${ticketPage} }}` },
							],
						},
						paginationCompleteWhen: 'other',
						completeExpression: `={{ $response.body.result.length < ${ticketPage} }}`,
					},
				},
			},
		}),
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'result', options: {} },
		},
	],
	calls: Math.floor(tickets / ticketPage) + 1,
	rows: (one) => [cells(one.data_no, one.title, one.stop_chart_text, one.formitm_2, one.closed)],
});

/** A request an item, whose `data_id` it knows; the answer holds nothing, so the rows are told. */
export const worklogsOneByOne = ({ base, credential }: Omflow, rows: string[]): Contestant => ({
	who: 'HTTP Request, its default options',
	steps: [
		httpRequest('omflowApi', credential, {
			method: 'POST',
			url: `${base}/omdata-worklog/create/`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={
	"api_path": "${formPath}",
	"data_no": "{{ $json.number }}",
	"data_id": {{ $json.dataId }},
	"content": "{{ $json.content }}"
}`,
			options: {},
		}),
	],
	calls: rows.length,
	rows: ({ status }, index) => (status === 200 ? [rows[index]] : []),
});
