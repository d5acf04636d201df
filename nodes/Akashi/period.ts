import type { INodeProperties } from 'n8n-workflow';

import type { Zones } from '../shared/dates';
import { asText } from '../shared/answers';
import { day } from '../shared/inputs';

/**
 * A day as the examples of 6.16 to 6.30 show it (their tables say yyyy/mm/dd). 6.25 was seen to refuse it, and
 * wants the time of day as well.
 */
export const projectDay = (zones: Zones) => day(zones).transform((at) => at.toFormat('yyyyMMdd'));

/** A day of an answer (2019-08-01, 2019/08/01 or 20190801) as yyyy-mm-dd; null stays null, and other text stays as it is. */
export const isoDay = (given: unknown): string | null =>
	asText(given)?.replace(/^(\d{4})[-/]?(\d{2})[-/]?(\d{2})$/, '$1-$2-$3') ?? null;

/** Two days that may be left out: first and last day. */
export const dateFields = (start: string, end: string): INodeProperties[] => [
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description: start,
		routing: { send: { type: 'query', property: 'start_date' } },
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description: end,
		routing: { send: { type: 'query', property: 'end_date' } },
	},
];
