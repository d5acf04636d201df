import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, asNumber, type Loose } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { yesNo } from '../../../shared/inputs';
import { operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { zone } from '../../contract';
import { personFields, personOf, withNames, type OfPerson } from '../../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../../people';
import { readRecords, type StaffRecord } from '../../reads/workingRecords';
import { workingDayCategories, type WorkingRecord } from './contract';

type NamedRecord = StaffRecord & OfPerson;

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

function simplify(record: NamedRecord, _: string, settings: Settings): Row {
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

const input = (zones: Zones, client: Client) =>
	periodInput(zones, {
		...peopleInput(client),
		include_break_results: yesNo.default(false),
	});
type Values = ValuesOf<typeof input>;

/** 6.11: working records of all staff whom the token's owner manages; how breaks are read stands with `readRecords`. */
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
			async (client, request) => {
				const { values } = request;
				const people = await staffIdsOf(client, values);
				const breaks = values.include_break_results ? 'always' : 'never';
				const span = { from: values.from, to: values.to.plus({ days: 1 }) };
				return await readRecords(client, { ...request, values: { ...span, people, breaks } });
			},
			(values) => values,
		),
	),
	simplify,
	output: row,
});
