import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { anyId, day8, id, period8, seconds14, strict, text } from '../../contract';

/** A day has no more minutes; the vendor states no limit of its own. */
export const minutesADay = 1440;

const minutes = z.number().int().min(0).max(minutesADay);
/** The nesting that 6.26 takes and answers: person, day, project, task. */
const manHours = (
	date: z.ZodTypeAny,
	shape: <T extends z.ZodRawShape>(fields: T) => z.ZodTypeAny,
) =>
	z.array(
		shape({
			staff_id: id,
			dates: z.array(
				shape({
					date,
					projects: z.array(
						shape({
							project_id: id,
							daily_hour_items: z.array(shape({ task_id: id, minute: minutes })),
						}),
					),
				}),
			),
		}),
	);

const wholeOrText = z.coerce.number().int().nullable();

/**
 * Man-hours with comments as 6.24 and 6.25 answer them; ids may come as text (example of 6.25), and so may minutes
 * (seen by a public client).
 */
export const manHourDays = z.array(
	answer({
		staff_id: anyId,
		dates: z.array(
			answer({
				date: z.string(),
				projects: z.array(
					answer({
						project_id: anyId,
						closed_at: text,
						fixed_at: text,
						daily_hour_items: z.array(answer({ task_id: anyId, minute: wholeOrText })),
						daily_comment_items: z.array(answer({ task_id: anyId, comment: text })).optional(),
					}),
				),
				staff_comment: text.optional(),
				admin_comment: text.optional(),
			}),
		),
	}),
);

/** Chapters 6.24 to 6.27. */
export const calls = {
	/** All staff whom the token's owner manages. 8 digits, like a public client that was tried on a real company. */
	listManHours: {
		source: '6.24',
		method: 'GET',
		path: '/{companyId}/manhours',
		request: strict(period8),
		response: answer({ manhours: manHourDays }),
	},
	/** The example has 8 digits, but a public client saw them refused here, and sends 14. */
	getManHours: {
		source: '6.25',
		method: 'GET',
		path: '/{companyId}/manhours/{staff_id}',
		request: strict({ start_date: seconds14.optional(), end_date: seconds14.optional() }),
		response: answer({ manhours: manHourDays }),
	},
	/** Sets the minutes of person, day, project and task; the same values again change nothing. */
	upsertManHours: {
		source: '6.26',
		method: 'POST',
		path: '/{companyId}/manhours',
		writes: 'keyed',
		// The table states yyyy/mm/dd, the example shows yyyymmdd, as all over chapters 6.16 to 6.30: the
		// form of the examples is taken.
		request: strict({ manhours: manHours(day8, strict).min(1) }),
		// Answered dates are written with hyphens in the example.
		response: answer({ manhours: manHours(z.string(), answer) }),
	},
	/** Without `task_id` every task's minutes of that day and project go. */
	deleteManHours: {
		source: '6.27',
		method: 'DELETE',
		path: '/{companyId}/manhours/{staff_id}',
		writes: 'keyed',
		request: strict({ date: day8, project_id: id, task_id: id.optional() }),
		response: answer({
			staff_id: anyId,
			date: z.string(),
			project_id: anyId,
			daily_hour_items: z.array(answer({ task_id: anyId, minute: wholeOrText })),
		}),
	},
} satisfies Record<string, Call>;
