import type { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asNumber, type Answered, type Loose } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { yesNo } from '../../../shared/inputs';
import { operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { byDays, type Span } from '../../../shared/reading/spans';
import { chunks } from '../../../shared/concurrency';
import { reads } from '../../../shared/reading/single';
import { windows } from '../../../shared/reading/windows';
import { limits, zone } from '../../contract';
import { personFields, personOf, withNames, type OfPerson } from '../../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../../people';
import { calls, workingDayCategories, workingRecordDays, type WorkingRecord } from './contract';

interface Window extends Span {
	people: number[];
	breaks: boolean;
}

type StaffRecord = Loose<WorkingRecord> & OfPerson & { staff_id?: unknown };

const time = z.string().nullable();
const row = z.object({
	staffId: z.number(),
	...personFields,
	date: z.string(),
	workingDayCategoryName: z.string().nullable(),
	startTime: time,
	endTime: time,
	workedMinutes: z.number().nullable(),
	breakMinutes: z.number().nullable().optional(),
	breaks: z
		.array(
			z.object({ startTime: time, endTime: time, roundedStartTime: time, roundedEndTime: time }),
		)
		.optional(),
	workingDayCategory: z.number().nullable(),
	roundedStartTime: time,
	roundedEndTime: time,
	startPunchTime: time,
	endPunchTime: time,
});
type Row = z.infer<typeof row>;

const iso = (local: unknown) => isoOf(local, zone);

type Break = Loose<NonNullable<WorkingRecord['break_time_results']>[number]>;

/** Total minutes of the actual breaks; a break without an end is not counted. */
const minutesOf = (breaks: Break[]) => {
	const at = (time: unknown) => Date.parse(iso(time) ?? '');
	const each = breaks.map(
		(one) => at(one.result_break_time_end_time) - at(one.result_break_time_start_time),
	);
	return Math.floor(each.filter(Number.isFinite).reduce((sum, one) => sum + one, 0) / 60_000);
};

/** The breaks in the chosen form; empty if they were not requested. */
function breaksOf({ break_time_results }: StaffRecord, { options }: Settings): Partial<Row> {
	const { includeBreaks, breaksAs } = (options ?? {}) as IDataObject;
	if (yesNo.safeParse(includeBreaks).data !== true) return {};
	if (breaksAs === 'minutes') {
		return { breakMinutes: break_time_results ? minutesOf(break_time_results) : null };
	}
	const breaks = asList(break_time_results).map((one) => ({
		startTime: iso(one.result_break_time_start_time),
		endTime: iso(one.result_break_time_end_time),
		roundedStartTime: iso(one.rounded_break_time_start_time),
		roundedEndTime: iso(one.rounded_break_time_end_time),
	}));
	return { breaks };
}

/** AKASHI's minutes before rounding, otherwise the time between start and end without the breaks, where they are known. */
function workedMinutesOf(record: StaffRecord): number | null {
	const { actual_working_hours_no_rounding: unrounded, break_time_results } = record;
	const span = Date.parse(iso(record.end_time) ?? '') - Date.parse(iso(record.start_time) ?? '');
	if (asNumber(unrounded) !== null) return asNumber(unrounded);
	if (!Array.isArray(break_time_results) || !Number.isFinite(span)) return null;
	return Math.floor(span / 60_000) - minutesOf(break_time_results);
}

function simplify(record: StaffRecord, _: string, settings: Settings): Row {
	const category = asNumber(record.working_day_category);
	return {
		staffId: asId(record.staff_id),
		...personOf(record),
		date: String(record.date).replace(/\//g, '-'),
		workingDayCategoryName:
			workingDayCategories[category as keyof typeof workingDayCategories] ?? null,
		startTime: iso(record.start_time),
		endTime: iso(record.end_time),
		workedMinutes: workedMinutesOf(record),
		...breaksOf(record, settings),
		workingDayCategory: category,
		roundedStartTime: iso(record.rounded_start_time),
		roundedEndTime: iso(record.rounded_end_time),
		// The table and the example of 6.11 use different names.
		startPunchTime: iso(record.attendance_punch_time ?? record.start_punch_time),
		endPunchTime: iso(record.leaving_punch_time ?? record.end_punch_time),
	};
}

const day8 = (at: DateTime) => at.toFormat('yyyyMMdd');

/** The days of a span with breaks, which the documentation does not allow; undefined for allowed spans. */
const inDays = (window: Window): Window[] | undefined => {
	const days = window.breaks ? byDays(window, 1) : [];
	return days.length > 1 ? days.map((span) => ({ ...window, ...span })) : undefined;
};

/** The rows of the days that came with breaks, and windows for the days that did not. */
function rest(window: Window, rows: StaffRecord[]): { rows: StaffRecord[]; windows: Window[] } {
	const dayOf = ({ date }: StaffRecord) => String(date).replace(/\D/g, '');
	const whole = new Set(rows.filter((row) => Array.isArray(row.break_time_results)).map(dayOf));
	const missing = (inDays(window) ?? []).filter(({ from }) => !whole.has(day8(from)));
	if (missing.length === 0) return { rows, windows: [] };
	return { rows: rows.filter((row) => whole.has(dayOf(row))), windows: missing };
}

const input = (zones: Zones, client: Client) =>
	periodInput(zones, {
		...peopleInput(client),
		include_break_results: yesNo.default(false),
	});
type Values = ValuesOf<typeof input>;

/**
 * 6.11: working records, 50 people × 31 days per call. The documentation allows breaks for one day only, but clients
 * get them for a whole span. So the whole span is requested, then single days if it is refused or days or breaks are
 * missing.
 */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many working records',
		description: 'Get the working records of a period, one row per person and day',
	},
	fields: [
		...peopleFields('all'),
		...periodFields('thisMonth'),
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'staff code, name and organization to each row. The lists with the names are read once per run unless they are read anyway.',
			),
			{
				displayName: 'Breaks As',
				name: 'breaksAs',
				type: 'options',
				options: [
					{ name: 'List', value: 'list' },
					{ name: 'Total Minutes', value: 'minutes' },
				],
				default: 'list',
				description:
					'How Simplify outputs the breaks: as a list with times, or as the total of actual minutes. Requires Include Breaks.',
			},
			{
				displayName: 'Include Breaks',
				name: 'includeBreaks',
				type: 'boolean',
				default: false,
				description:
					'Whether to include breaks. Days that AKASHI returns without breaks are requested one by one.',
				routing: { send: { type: 'query', property: 'include_break_results' } },
			},
		),
	],
	input,
	check: checkPeople,
	execute: reads(
		withNames<Values>(
			windows<Values, Window>(
				async (client, { values }): Promise<Window[]> => {
					const people = await staffIdsOf(client, values);
					const spans = byDays(
						{ from: values.from, to: values.to.plus({ days: 1 }) },
						workingRecordDays,
					);
					const breaks = values.include_break_results;
					return chunks(people, limits.staffIds).flatMap((group) =>
						spans.map((span) => ({ ...span, people: group, breaks })),
					);
				},
				{
					call: () => calls.listWorkingRecords,
					values: ({ people, from, to, breaks }) => ({
						start_date: day8(from),
						...(breaks && +to <= +from.plus({ days: 1 })
							? {}
							: { end_date: day8(to.minus({ days: 1 })) }),
						...(breaks ? { include_break_results: '1' } : {}),
						include_actual_working_hours_no_rounding: '1',
						staff_ids: people.join(','),
					}),
					rows: (payload: Answered<typeof calls.listWorkingRecords>): StaffRecord[] =>
						asList(Array.isArray(payload) ? payload : payload?.response).flatMap(
							({ staff_id, working_records }) =>
								asList(working_records).map((record): StaffRecord => ({ staff_id, ...record })),
						),
					// The documentation states no maximum number of rows.
					cap: Infinity,
					split: () => undefined,
					instead: (window) => {
						const days = inDays(window);
						return days && { form: 'breaks of several days', windows: days };
					},
					rest,
					name: ({ from }) => day8(from),
				},
			),
			(values) => values,
		),
	),
	simplify,
	output: row,
});
