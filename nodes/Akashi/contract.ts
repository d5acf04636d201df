import { z } from 'zod';

import type { Loose } from '../shared/answers';
import { answer, idListText, idText, limited, type Call } from '../shared/contract';

/** The vendor's limits (chapters 6.4, 6.7, 6.10, 6.11, 6.16, 6.20, 6.26), each said once. */
export const limits = {
	staffPage: 20,
	/** Projects and tasks a page. */
	page: 50,
	/** Records in one array call: the vendor states no limit; what it states elsewhere is taken. */
	records: 50,
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

/** Alert kinds of 6.8 with the vendor's words. */
export const alertTypes = {
	1: '打刻忘れ',
	2: '欠勤疑い',
	3: '休憩過小/超過',
	4: '出勤打刻乖離',
	5: '退勤打刻乖離',
	6: '休日出勤',
	7: '遅刻',
	8: '早退',
	9: '残業時間閾値超え',
	10: '無断出勤',
} as const;

/** What happens to the organisations below (6.14, 6.15). */
export const subordinates = [
	'下位組織を管理対象にしない',
	'下位組織を直接管理対象とする',
	'サブ組織所属を除く+直下組織管理者を直接管理する',
] as const;

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
	organization: answer({ organizationId: whole, name: text }).nullable(),
	subgroups: z.array(answer({ organizationId: whole, name: text })),
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
	managedOrganizations: z.array(answer({ organizationId: whole, name: text })),
});
export type Staff = z.infer<typeof staff>;
/** The same as it may come. */
export type AnsweredStaff = Loose<Staff>;

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
/** The same as it may come. */
export type AnsweredStamp = Loose<Stamp>;

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
const recordsOfPeople = z.array(answer({ staff_id: id, working_records: z.array(workingRecord) }));
/** An array in the example and in real clients, an object around it in the table. */
export const workingRecords = z.union([recordsOfPeople, answer({ response: recordsOfPeople })]);

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

const day10 = z.string().regex(/^\d{4}\/\d{2}\/\d{2}$/, 'yyyy/mm/dd');
const answeredDay = z.string().nullable();

/**
 * What a person may enter, field by field. The two groups of platform-dependent characters that the
 * vendor excludes (chapter 4) are pictures missing from its text: only control characters are refused.
 */
export const fields = {
	organizationName: limited(32, /^[^/]*$/, 'without "/"'),
	organizationNameEn: limited(64, /^[^/]*$/, 'without "/"'),
	organizationCode: limited(32, /^[A-Za-z0-9-]*$/, 'half-width letters, digits or hyphens'),
	organizationPath: limited(1000),
	/** A code that is there already, whatever the rules were when it was given. */
	existingOrganizationCode: limited(1000),
	staffCode: limited(20, /^[A-Za-z0-9_-]*$/, 'half-width letters, digits, hyphens or underscores'),
	personName: limited(30),
	/** Full-width katakana, and half-width digits, brackets and punctuation as printed in 6.3. */
	kana: limited(
		30,
		/^[\u30a1-\u30fa\u30fc-\u30fe0-9()（） \u3000。「」、・゛゜ー\]]*$/,
		'full-width katakana, digits, brackets, blanks or the marks 。「」、・゛゜ー',
	),
	idmNumber: z
		.string()
		.regex(/^[0-9A-Fa-f]{16}$/, 'must be 16 half-width digits or letters A to F'),
	/**
	 * "A valid address" is all that the text says, and carriers gave out some that no standard allows
	 * (`taro..x@docomo.ne.jp`).
	 */
	email: z
		.string()
		.regex(
			/^[^\s\p{Cc}@<>,;]+@[^\s\p{Cc}@<>,;]+\.[^\s\p{Cc}@<>,;]+$/u,
			'must be an e-mail address',
		),
	tel: limited(13, /^[0-9-]*$/, 'half-width digits or hyphens'),
	sex: z.enum(['男', '女']),
	tag: limited(255),
	remarks: limited(5000),
	/** Names and codes for which the vendor states no limit. */
	name: limited(1000),
} as const;

/** A row that 6.3 takes. */
export const staffRow = z
	.object({
		staff_id: id.optional(),
		staff_code: fields.staffCode.optional(),
		last_name: fields.personName,
		first_name: fields.personName,
		last_name_en: fields.personName.optional(),
		first_name_en: fields.personName.optional(),
		last_name_kana: fields.kana.optional(),
		first_name_kana: fields.kana.optional(),
		organization: fields.organizationPath.optional(),
		employment_category: fields.name.optional(),
		idm_number: fields.idmNumber.optional(),
		email: fields.email.optional(),
		tel: fields.tel.optional(),
		sex: fields.sex.optional(),
		tag: fields.tag.optional(),
		remarks: fields.remarks.optional(),
		entry_date: day10.optional(),
		use_start_date: day10.optional(),
		paid_holiday_base_date: day10.optional(),
		use_other_login_method: z.boolean().optional(),
	})
	.strict()
	.refine((row) => row.staff_id || row.organization, 'organization is required to create');

/** Who a row of 6.13 to 6.15 is about: one of the two. */
const person = {
	staff_code: fields.staffCode.optional(),
	staff_email: fields.email.optional(),
};
const named = (row: { staff_code?: string; staff_email?: string }) =>
	Boolean(row.staff_code || row.staff_email);
const numbered = (name: string) => new RegExp(`^${name}([2-9]|[1-9]\\d+)?$`);
/** Keys that are counted on (`sub_organization_path2`) beside the fixed ones; any other key is refused. */
const countedOn =
	(known: z.ZodRawShape, ...names: RegExp[]) =>
	(row: object, context: z.RefinementCtx) => {
		for (const [key, value] of Object.entries(row)) {
			if (key in known) continue;
			if (typeof value === 'string' && names.some((name) => name.test(key))) continue;
			context.addIssue({ code: 'custom', path: [key], message: 'is not documented' });
		}
	};

const transferShape = {
	...person,
	organization_change_date: day10,
	is_delete_change_history_after_change_date: z.enum(['Yes', 'No']).optional(),
	new_organization_path: fields.organizationPath.optional(),
	new_organization_code: fields.existingOrganizationCode.optional(),
	employment_category: fields.name,
};
/** A row that 6.13 takes. */
export const transferRow = z
	.object(transferShape)
	.passthrough()
	.superRefine(
		countedOn(transferShape, numbered('sub_organization_path'), numbered('sub_organization_code')),
	)
	.refine(named, 'staff_code or staff_email is required');

const permissionShape = {
	...person,
	manager_permission_name: fields.name,
	manage_organization_path: fields.organizationPath.optional(),
	manage_organization_code: fields.existingOrganizationCode.optional(),
	manage_subordinate_organizations_immed_path: z.enum(subordinates).optional(),
	manage_subordinate_organizations_immed_code: z.enum(subordinates).optional(),
};
/** A row that 6.14 takes. */
export const permissionRow = z
	.object(permissionShape)
	.passthrough()
	.superRefine(countedOn(permissionShape, /^managed_staff_code[1-9]\d*$/))
	.refine(named, 'staff_code or staff_email is required')
	.refine(
		(row) => row.manage_organization_path || row.manage_organization_code,
		'manage_organization_path or _code is required',
	);

const whole6 = [
	'manage_organization_reservation_registration_or_cancel',
	'manage_subordinate_organizations',
	'manage_organization_reservation_date',
	'manage_organization_reservation_add_or_delete',
] as const;
/** A row that 6.15 takes: each of its two groups is complete or absent. */
export const reservationRow = z
	.object({
		...person,
		reservation_manager_permission_name: fields.name.optional(),
		manager_permission_reservation_date: day10.optional(),
		manage_organization_reservation_registration_or_cancel: z.enum(['登録', '取消']).optional(),
		reservation_manage_organization_path: fields.organizationPath.optional(),
		reservation_manage_organization_code: fields.existingOrganizationCode.optional(),
		manage_subordinate_organizations: z.enum(subordinates).optional(),
		manage_organization_reservation_date: day10.optional(),
		manage_organization_reservation_add_or_delete: z.enum(['追加', '削除']).optional(),
	})
	.strict()
	.refine(named, 'staff_code or staff_email is required')
	.refine(
		(row) =>
			Boolean(row.reservation_manager_permission_name) ===
			Boolean(row.manager_permission_reservation_date),
		'permission and its date belong together',
	)
	.refine((row) => {
		const organization = Boolean(
			row.reservation_manage_organization_path || row.reservation_manage_organization_code,
		);
		return whole6.every((name) => Boolean(row[name]) === organization);
	}, 'the reservation of what is managed is complete or absent')
	.refine(
		(row) =>
			row.reservation_manager_permission_name ||
			row.reservation_manage_organization_path ||
			row.reservation_manage_organization_code,
		'one of the two reservations is required',
	);

/** A person as the array calls 6.12 to 6.15 answer them. */
const changedStaff = answer({
	login_company_code: text,
	staffs: z.array(answer({ staff_id: id, staff_code: text, email: text })),
});

/** A project as 6.16 and 6.17 answer it. */
export const project = answer({
	project_id: id,
	name: text,
	short_name: text,
	project_code: text,
	remarks: text,
	start_date: answeredDay,
	end_date: answeredDay,
	sync_punch: z.boolean(),
	all_staffs_target: z.boolean(),
});
/** A project as 6.18 answers it. */
export const changedProject = answer({
	project_id: id,
	name_ja: text,
	short_name_ja: text,
	project_code: text,
	remarks: text,
	start_date: answeredDay,
	end_date: answeredDay,
});
/** A row that 6.18 takes. */
export const projectRow = z
	.object({
		project_id: id.optional(),
		name_ja: fields.name,
		short_name_ja: fields.name.optional(),
		name_en: fields.name.optional(),
		short_name_en: fields.name.optional(),
		project_code: fields.name.optional(),
		remarks: fields.name.optional(),
		start_date: day8.optional(),
		end_date: day8.optional(),
	})
	.strict();

/** A task as 6.20 and 6.22 answer it; 6.21 leaves out `index`. */
export const task = answer({
	task_id: id,
	name: text,
	code: text,
	index: whole.optional(),
	estimated_hour: whole,
	estimated_amount: whole,
	is_finished: z.boolean(),
});
/** A row that 6.22 takes. `index` is a string in the table and a number in the example: the number is taken. */
export const taskRow = z
	.object({
		task_id: id.optional(),
		name: fields.name,
		code: fields.name.optional(),
		index: z.number().int().min(0).optional(),
		estimated_hour: z.number().int().min(0).optional(),
		estimated_amount: z.number().int().min(0).optional(),
		is_finished: z.boolean().optional(),
	})
	.strict();

/**
 * A day of man-hours with comments as 6.24 and 6.25 answer it; ids may come as text (example of 6.25), and so may
 * minutes (seen by a public client).
 */
const anyId = z.coerce.number().int().positive();
const wholeOrText = z.coerce.number().int().nullable();
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

const period8 = { start_date: day8.optional(), end_date: day8.optional() };
const pageText = z.string().regex(/^\d+$/);
const nothing = z.object({}).strict();
const projectMembers = answer({
	staff_ids: z.array(anyId),
	owner_staff_ids: z.array(anyId),
});

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
		writes: 'new',
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
			type: whole,
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
	/** Creates only; existing organisations cannot be changed. */
	createOrganizations: {
		source: '6.1',
		method: 'POST',
		path: '/{companyId}/organizations',
		writes: 'new',
		request: strict({
			organizations: z
				.array(
					strict({
						name: fields.organizationName,
						name_en: fields.organizationNameEn.optional(),
						code: fields.organizationCode.optional(),
						parent_organization: z.string().optional(),
					}),
				)
				.min(1),
		}),
		response: answer({ count: whole, organizations: z.array(organization) }),
	},
	/** The table says PATCH, the example POST: the table is taken. With `staff_id` it updates. */
	changeStaff: {
		source: '6.3',
		method: 'PATCH',
		path: '/{companyId}/staffs/',
		writes: { keyedBy: 'staff_id' },
		request: strict({ staffs: z.array(staffRow).min(1) }),
		response: answer({
			login_company_code: text,
			staffs: z.array(
				answer({
					staff_id: id,
					staff_code: text,
					email: text,
					organization_id: whole,
					employment_category_id: whole,
				}),
			),
		}),
	},
	/** With a date it retires the person. */
	retireStaff: {
		source: '6.5',
		method: 'DELETE',
		path: '/{companyId}/staff/{staff_id}',
		writes: 'keyed',
		request: strict({ retirement_date: day10 }),
		response: answer({ login_company_code: text, staff_id: id, staff_code: text, email: text }),
	},
	/** The same call without a date deletes the person. */
	deleteStaff: {
		source: '6.5',
		method: 'DELETE',
		path: '/{companyId}/staff/{staff_id}',
		writes: 'keyed',
		request: nothing,
		response: answer({ login_company_code: text, staff_id: id, staff_code: text, email: text }),
	},
	/** The token owner's own alerts. */
	listAlerts: {
		source: '6.8',
		method: 'GET',
		path: '/{companyId}/alerts',
		request: nothing,
		response: answer({
			login_company_code: text,
			staff_id: id,
			count: whole,
			alerts: z.array(answer({ month: text, date: text, alert_type: whole })),
		}),
	},
	/** The company ID comes last here. */
	reissueToken: {
		source: '6.9',
		method: 'POST',
		path: '/token/reissue/{companyId}',
		writes: 'new',
		request: nothing,
		response: answer({
			login_company_code: text,
			// A new token without the rest is a new token: the old one may be dead.
			staff_id: whole,
			agency_manager_id: whole.optional(),
			token: z.string(),
			expired_at: text,
		}),
	},
	/** The parameter table is missing: what the two examples show may be sent, and anything else as text. */
	changeWorkingConditions: {
		source: '6.12',
		method: 'PATCH',
		path: '/{companyId}/working_condition_settings',
		writes: 'keyed',
		request: strict({
			working_condition_settings: z
				.array(z.object({ staff_code: fields.staffCode }).catchall(z.string()))
				.min(1),
		}),
		response: changedStaff,
	},
	createTransfers: {
		source: '6.13',
		method: 'POST',
		path: '/{companyId}/importer_factory/organizations',
		writes: 'keyed',
		request: strict({ organizations: z.array(transferRow).min(1) }),
		response: changedStaff,
	},
	assignPermissions: {
		source: '6.14',
		method: 'POST',
		path: '/{companyId}/importer_factory/permissions',
		writes: 'keyed',
		request: strict({ permissions: z.array(permissionRow).min(1) }),
		response: changedStaff,
	},
	reservePermissions: {
		source: '6.15',
		method: 'POST',
		path: '/{companyId}/importer_factory/permissions_reserve',
		writes: 'keyed',
		request: strict({ permissions_reserve: z.array(reservationRow).min(1) }),
		response: changedStaff,
	},
	/** Pages of 50 from page 0 without a total. The table prints `start_date` three times. */
	listProjects: {
		source: '6.16',
		method: 'GET',
		path: '/{companyId}/projects',
		request: strict({ ...period8, page: pageText.optional() }),
		response: answer({ count: whole, projects: z.array(project) }),
	},
	getProject: {
		source: '6.17',
		method: 'GET',
		path: '/{companyId}/projects/{project_id}',
		request: nothing,
		response: project,
	},
	/** With `project_id` it updates, without it creates. */
	changeProjects: {
		source: '6.18',
		method: 'POST',
		path: '/{companyId}/projects',
		writes: { keyedBy: 'project_id' },
		request: strict({ projects: z.array(projectRow).min(1) }),
		response: answer({ count: whole, projects: z.array(changedProject) }),
	},
	deleteProject: {
		source: '6.19',
		method: 'DELETE',
		path: '/{companyId}/projects/{project_id}',
		writes: 'keyed',
		request: nothing,
		response: answer({ project_id: id, name: text, short_name: text, project_code: text }),
	},
	/** Without `projects/` in the path. Pages of 50 from page 0 without a total. */
	listTasks: {
		source: '6.20',
		method: 'GET',
		path: '/{companyId}/{project_id}/tasks',
		request: strict({ page: pageText.optional() }),
		response: answer({ count: whole, tasks: z.array(task) }),
	},
	getTask: {
		source: '6.21',
		method: 'GET',
		path: '/{companyId}/{project_id}/tasks/{task_id}',
		request: nothing,
		response: task,
	},
	/** With `task_id` it updates, without it creates. */
	changeTasks: {
		source: '6.22',
		method: 'POST',
		path: '/{companyId}/{project_id}/tasks',
		writes: { keyedBy: 'task_id' },
		request: strict({ tasks: z.array(taskRow).min(1) }),
		response: answer({ count: whole, tasks: z.array(task) }),
	},
	deleteTask: {
		source: '6.23',
		method: 'DELETE',
		path: '/{companyId}/{project_id}/tasks/{task_id}',
		writes: 'keyed',
		request: nothing,
		response: answer({ task_id: id, name: text, code: text }),
	},
	/** Everybody whom the token reaches. 8 digits: so does a public client that was tried on a real company. */
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
	listStaffProjects: {
		source: '6.28',
		method: 'GET',
		path: '/{companyId}/staff_projects/{staff_id}',
		request: strict(period8),
		response: answer({
			projects: z.array(
				answer({
					project_id: anyId,
					start_date: answeredDay,
					end_date: answeredDay,
					tasks: z.array(anyId),
				}),
			),
		}),
	},
	getProjectMembers: {
		source: '6.29',
		method: 'GET',
		path: '/{companyId}/project_staffs/{project_id}',
		request: nothing,
		response: projectMembers,
	},
	/** The table says GET, the example POST: the example is taken, since it changes something. */
	changeProjectMembers: {
		source: '6.30',
		method: 'POST',
		path: '/{companyId}/project_staffs/{project_id}',
		writes: 'keyed',
		request: strict({
			assign: z.array(strict({ staff_id: id, owner: z.boolean().optional() })).optional(),
			unassign: z.array(id).optional(),
		}),
		response: projectMembers,
	},
} satisfies Record<string, Call>;
