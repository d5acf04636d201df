import type { INodeProperties } from 'n8n-workflow';

/** First and last day of a read. The descriptions say what else than a day may be given. */
export const periodFields = (start: string, end: string): INodeProperties[] => [
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		default: '',
		description: start,
		routing: { send: { type: 'query', property: 'start_date' } },
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		required: true,
		default: '',
		description: end,
		routing: { send: { type: 'query', property: 'end_date' } },
	},
];
