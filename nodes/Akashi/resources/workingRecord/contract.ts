import { z } from 'zod';

import { answer, idListText, type Call } from '../../../shared/contract';
import { dateTime, day8, id, limits, whole } from '../../contract';

/** Days of one read. */
export const workingRecordDays = 31;

/** Day categories of 6.11 with the vendor's words. */
export const workingDayCategories = { 0: '労働日', 1: '所定休日', 2: '法定休日' } as const;

const breakResult = answer({
	result_break_time_start_time: dateTime,
	result_break_time_end_time: dateTime,
	rounded_break_time_start_time: dateTime,
	rounded_break_time_end_time: dateTime,
});

/** One day of one person as 6.11 answers it. */
export const workingRecord = answer({
	date: z.string().regex(/^\d{4}\/\d{2}\/\d{2}$/),
	working_day_category: whole,
	start_time: dateTime,
	end_time: dateTime,
	rounded_start_time: dateTime,
	rounded_end_time: dateTime,
	// The table of 6.11 names them attendance_/leaving_, its example start_/end_: both are accepted.
	attendance_punch_time: dateTime.optional(),
	leaving_punch_time: dateTime.optional(),
	start_punch_time: dateTime.optional(),
	end_punch_time: dateTime.optional(),
	actual_working_hours_no_rounding: whole.optional(),
	break_time_results: z.array(breakResult).optional(),
});

export type WorkingRecord = z.infer<typeof workingRecord>;

/** The answer of 6.11: people with their days. */
const recordsOfPeople = z.array(answer({ staff_id: id, working_records: z.array(workingRecord) }));

/** An array in the example and in real clients, an object around it in the table. */
export const workingRecords = z.union([recordsOfPeople, answer({ response: recordsOfPeople })]);

/** Chapter 6.11. */
export const calls = {
	/**
	 * At most 31 days and 50 people. The text forbids `end_date` with breaks; three public clients send both and get
	 * the breaks of every day. Both may be sent: what comes back is looked at ("Get Many").
	 */
	listWorkingRecords: {
		source: '6.11',
		method: 'GET',
		path: '/{companyId}/working_records',
		request: z
			.object({
				start_date: day8,
				end_date: day8.optional(),
				staff_ids: idListText(limits.staffIds),
				include_break_results: z.literal('1').optional(),
				include_actual_working_hours_no_rounding: z.literal('1').optional(),
			})
			.strict(),
		response: workingRecords,
	},
} satisfies Record<string, Call>;
