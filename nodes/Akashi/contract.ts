import { z } from 'zod';

import { answer, idListText, idText, type Call } from '../shared/contract';

/** The vendor's limits (chapters 6.4, 6.7, 6.10, 6.11, 6.26), each said once. */
export const limits = {
	staffPage: 20,
	stampRows: 1000,
	stampMonths: 6,
	staffIds: 50,
	workingRecordDays: 31,
	/** A day has no more minutes; the vendor states no limit of its own. */
	minutesADay: 1440,
} as const;

/**
 * All times of AKASHI are Japan time and carry no offset (every example of the vendor's text). Japan has
 * no summer time, and a fixed offset is read six times as fast as a named zone.
 */
export const zone = 'UTC+9';

/** Stands for the credential's own token where a call asks for somebody's token (6.4). */
export const ownToken = '{token}';

/** Stamp kinds of 6.6 with the vendor's words. */
export const stampTypes = {
	11: '出勤',
	12: '退勤',
	21: '直行',
	22: '直帰',
	31: '休憩入',
	32: '休憩戻',
} as const;

/** Day kinds of 6.11 with the vendor's words. */
export const workingDayCategories = { 0: '労働日', 1: '所定休日', 2: '法定休日' } as const;

const id = z.number().int().positive();
const text = z.string().nullable();
const whole = z.number().int().nullable();
/** `yyyy/mm/dd HH:MM:SS`, Japan time. */
const dateTime = z
	.string()
	.regex(/^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}$/)
	.nullable();
const seconds14 = z.string().regex(/^\d{14}$/, 'yyyymmddHHMMSS');
const day8 = z.string().regex(/^\d{8}$/, 'yyyymmdd');

/** A person as 6.4 answers it. */
export const staff = answer({
	staffId: id,
	email: text,
	lastName: text,
	firstName: text,
	lastNameKana: text,
	firstNameKana: text,
	organization: answer({ organizationId: id, name: text }).nullable(),
	subgroups: z.array(answer({ organizationId: id, name: text })),
	employmentCategory: answer({ employmentCategoryId: whole, name: text }).nullable(),
	tag: text,
	staffNum: text,
	idmNum: text,
	cardTypeId: whole,
	remarks: text,
	permissionGroup: answer({
		permissionGroupId: whole,
		permissionType: whole,
		name: text,
	}).nullable(),
	managedOrganizations: z.array(answer({ organizationId: id, name: text })),
});
export type Staff = z.infer<typeof staff>;

/** One punch as 6.7 and 6.10 answer it. */
export const stamp = answer({
	stamped_at: dateTime,
	type: whole,
	local_time: dateTime,
	timezone: text,
	attributes: answer({
		method: whole.optional(),
		org_id: whole.optional(),
		workplace_id: whole.optional(),
		latitude: z.number().nullable().optional(),
		longitude: z.number().nullable().optional(),
		ip: text.optional(),
	}).nullable(),
});
export type Stamp = z.infer<typeof stamp>;

/** An organisation as 6.2 answers it. */
export const organization = answer({
	organizationId: id,
	name: text,
	code: text,
	label: text,
	parentId: whole,
	displayPunchTypes: z.array(answer({ punchType: whole, displayName: text })),
});

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
	// The table of 6.11 names the punches attendance_/leaving_, its example start_/end_: either may come.
	attendance_punch_time: dateTime.optional(),
	leaving_punch_time: dateTime.optional(),
	start_punch_time: dateTime.optional(),
	end_punch_time: dateTime.optional(),
	actual_working_hours_no_rounding: whole.optional(),
	break_time_results: z.array(breakResult).optional(),
});
export type WorkingRecord = z.infer<typeof workingRecord>;

/** The answer of 6.11: people with their days. */
export const workingRecords = z.array(
	answer({ staff_id: id, working_records: z.array(workingRecord) }),
);

const minutes = z.number().int().min(0).max(limits.minutesADay);
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
const strict = <T extends z.ZodRawShape>(fields: T) => z.object(fields).strict();

/** Every call of this package, by the vendor's chapters. `{companyId}` is filled from the credential. */
export const calls = {
	/** `includesParents` is required; `orgId` wins over it. Not paged. */
	listOrganizations: {
		source: '6.2',
		method: 'GET',
		path: '/{companyId}/organizations',
		request: z.object({ includesParents: z.enum(['0', '1']), orgId: idText.optional() }).strict(),
		response: answer({ count: whole, organizations: z.array(organization) }),
	},
	/** Pages of 20 from page 0. The total's name varies in case between table, example and clients. */
	listStaff: {
		source: '6.4',
		method: 'GET',
		path: '/{companyId}/staffs',
		// `target` is another person's token.
		secrets: ['target'],
		request: z
			.object({ page: z.string().regex(/^\d+$/).optional(), target: z.string().min(1).optional() })
			.strict()
			.refine((query) => !(query.page && query.target), 'page and target exclude each other'),
		response: answer({ staffs: z.array(staff) }),
	},
	getStaff: {
		source: '6.4',
		method: 'GET',
		path: '/{companyId}/staffs/{staff_id}',
		request: z.object({}).strict(),
		response: answer({ staffs: z.array(staff) }),
	},
	/** Adds a punch at the server's own time: `stampedAt` is informational. Nothing removes one. */
	createStamp: {
		source: '6.6',
		method: 'POST',
		path: '/{companyId}/stamps',
		writes: true,
		request: z
			.object({
				type: z
					.number()
					.refine((type) => type in stampTypes, 'a stamp type')
					.optional(),
				stampedAt: z
					.string()
					.regex(/^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}$/)
					.optional(),
				timezone: z
					.string()
					.regex(/^[+-]\d{2}:\d{2}$/)
					.optional(),
			})
			.strict(),
		response: answer({
			login_company_code: text,
			staff_id: id,
			type: z.number().int(),
			stampedAt: dateTime,
		}),
	},
	/** The token's owner. At most six months, at most 1,000 rows, no cursor. */
	listOwnStamps: {
		source: '6.7',
		method: 'GET',
		path: '/{companyId}/stamps',
		request: z.object({ start_date: seconds14, end_date: seconds14 }).strict(),
		response: answer({ staff_id: id, count: whole, stamps: z.array(stamp) }),
	},
	/** One person, otherwise as for the owner. */
	listStamps: {
		source: '6.7',
		method: 'GET',
		path: '/{companyId}/stamps/{staff_id}',
		request: z.object({ start_date: seconds14, end_date: seconds14 }).strict(),
		response: answer({ staff_id: id, count: whole, stamps: z.array(stamp) }),
	},
	/** At most one day, 50 people, 1,000 rows (the month in the vendor's example contradicts its table). */
	listStampsOfMany: {
		source: '6.10',
		method: 'GET',
		path: '/{companyId}/multiple_stamps',
		request: z
			.object({
				start_date: seconds14,
				end_date: seconds14,
				staff_ids: idListText(limits.staffIds),
			})
			.strict(),
		response: answer({
			multiple_stamps: z.array(answer({ staff_id: id, count: whole, stamps: z.array(stamp) })),
		}),
	},
	/** At most 31 days and 50 people; with breaks no `end_date`, so one day. */
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
			.strict()
			.refine(
				(query) => !(query.include_break_results && query.end_date),
				'include_break_results forbids end_date',
			),
		response: workingRecords,
	},
	/** Sets the minutes of person, day, project and task; the same values again change nothing. */
	upsertManHours: {
		source: '6.26',
		method: 'POST',
		path: '/{companyId}/manhours',
		writes: true,
		// The table states yyyy/mm/dd, the example shows yyyymmdd, as all over chapters 6.16 to 6.30: the
		// form of the examples is taken.
		request: strict({ manhours: manHours(day8, strict).min(1) }),
		// Answered dates are written with hyphens in the example.
		response: answer({ manhours: manHours(z.string(), answer) }),
	},
} satisfies Record<string, Call>;
