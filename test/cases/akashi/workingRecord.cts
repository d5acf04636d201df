import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { firstTen, type Case } from '../case.cts';
import { ids, iso, namesOf } from './parts.cts';

const recordRows = (
	servers: All,
	ids: number[],
	from: string,
	to: string,
	include: { breaks?: boolean; minutes?: boolean } = {},
): IDataObject[] =>
	ids.flatMap((staffId) =>
		servers.akashi.workingRecordsOf(staffId, from, to, { minutes: true, ...include }).map((one) =>
			firstTen({
				staffId,
				...namesOf(servers, staffId),
				date: one.date.replace(/\//g, '-'),
				workingDayCategoryName: ['労働日', '所定休日', '法定休日'][one.working_day_category!],
				startTime: iso(one.start_time),
				endTime: iso(one.end_time),
				workedMinutes: one.actual_working_hours_no_rounding ?? null,
				...(include.breaks && {
					breaks: one.break_time_results!.map((rest) => ({
						startTime: iso(rest.result_break_time_start_time),
						endTime: iso(rest.result_break_time_end_time),
						roundedStartTime: iso(rest.rounded_break_time_start_time),
						roundedEndTime: iso(rest.rounded_break_time_end_time),
					})),
				}),
				workingDayCategory: one.working_day_category,
				roundedStartTime: iso(one.rounded_start_time),
				roundedEndTime: iso(one.rounded_end_time),
			}),
		),
	);

export const workingRecordCases: Case[] = [
	{
		name: 'working records of selected staff over two windows',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			staff: 'selected',
			staffIds: '={{ $json.ids }}',
			period: 'custom',
			startDate: '2026-01-10',
			endDate: '2026-02-20',
			returnAll: true,
		},
		items: (servers) => [{ ids: ids(servers, 0, 4) }],
		expected: (servers) => [
			...recordRows(servers, ids(servers, 0, 4), '20260110', '20260209'),
			...recordRows(servers, ids(servers, 0, 4), '20260210', '20260220'),
		],
		// Their names are on the first page.
		calls: 2 + 1,
	},
	{
		name: 'own working records with breaks, days together',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			staff: 'me',
			period: 'custom',
			startDate: '2026-02-02',
			endDate: '2026-02-04',
			returnAll: true,
			options: { includeBreaks: true },
		},
		expected: (servers) =>
			['20260202', '20260203', '20260204'].flatMap((day) =>
				recordRows(servers, [servers.akashi.staff[0].staffId], day, day, {
					breaks: true,
					minutes: true,
				}),
			),
		calls: 1 + 1,
	},
	{
		name: 'working records with the minutes of the breaks',
		node: 'akashi',
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			staff: 'me',
			period: 'custom',
			startDate: '2026-02-02',
			endDate: '2026-02-02',
			returnAll: true,
			options: { includeBreaks: true, breaksAs: 'minutes' },
		},
		prepare: ({ akashi }) => void (akashi.options.stampsPerDay = 4),
		undo: ({ akashi }) => void delete akashi.options.stampsPerDay,
		expected: (servers) => {
			const { akashi } = servers;
			const staffId = akashi.staff[0].staffId;
			const [one] = akashi.workingRecordsOf(staffId, '20260202', '20260202', { breaks: true });
			const at = (time: string | null | undefined) => Date.parse(iso(time) ?? '');
			const minutes = one.break_time_results!.map(
				(rest) =>
					(at(rest.result_break_time_end_time) - at(rest.result_break_time_start_time)) / 60_000,
			);
			const [{ workingDayCategory: _, ...row }] = recordRows(
				servers,
				[staffId],
				'20260202',
				'20260202',
			);
			// The minutes take the place of the category.
			return [{ ...row, breakMinutes: Math.floor(minutes[0]) }];
		},
		calls: 1 + 1,
	},
];
