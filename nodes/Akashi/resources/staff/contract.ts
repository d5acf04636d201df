import { z } from 'zod';

import type { Loose } from '../../../shared/answers';
import { answer, limited, type Call } from '../../../shared/contract';
import { day10, fields as common, id, nothing, strict, text, whole } from '../../contract';

/** People a page (6.4). */
export const staffPageSize = 20;

/** What a person may enter, with what other resources take as well. */
export const fields = {
	...common,
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
	tel: limited(13, /^[0-9-]*$/, 'half-width digits or hyphens'),
	sex: z.enum(['男', '女']),
	tag: limited(255),
	remarks: limited(5000),
} as const;

/** Stands for the credential's own token where a call asks for somebody's token (6.4). */
export const ownToken = '{token}';

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

/** Chapters 6.3 to 6.5. */
export const calls = {
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
} satisfies Record<string, Call>;
