import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { oneOf, optional, textOf, yesNo } from '../../../shared/inputs';
import { organizationPath, pathLocator } from '../../locators';
import { slashedDay } from '../../person';
import { fields } from './contract';

/** The names, which 6.3 requires of every row, also of an update. */
export const nameFields: INodeProperties[] = [
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 山田',
		description: 'Family name (姓). AKASHI requires it for an update as well.',
		routing: { send: { type: 'body', property: 'last_name' } },
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 太郎',
		description: 'Given name (名). AKASHI requires it for an update as well.',
		routing: { send: { type: 'body', property: 'first_name' } },
	},
];

/** The main organization, which 6.3 requires of a new person. */
export const organizationField: INodeProperties = {
	...pathLocator({
		displayName: 'Organization Path',
		name: 'organizationPath',
		description:
			'Existing organization: its path has the names from the top down, separated by "/", without the company itself. For the top level, choose By Path and enter 企業.',
	}),
	routing: { send: { type: 'body', property: 'organization' } },
};

export const staffCodeField: INodeProperties = {
	displayName: 'Staff Code',
	name: 'staffCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. s001',
	description:
		'Unique staff code (従業員番号): half-width letters, digits, hyphens and underscores',
	routing: { send: { type: 'body', property: 'staff_code' } },
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. name@email.com',
	description: 'Unique email address',
	routing: { send: { type: 'body', property: 'email' } },
};

/** The optional fields of 6.3; what is left empty is not sent. */
const optionalFields: INodeProperties[] = [
	emailField,
	{
		displayName: 'Employment Category',
		name: 'employmentCategory',
		type: 'string',
		default: '',
		placeholder: 'e.g. 正社員',
		description: 'Name of an existing employment category (雇用区分)',
		routing: { send: { type: 'body', property: 'employment_category' } },
	},
	{
		displayName: 'Entry Date',
		name: 'entryDate',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description: 'Day of joining the company (入社日)',
		routing: { send: { type: 'body', property: 'entry_date' } },
	},
	{
		displayName: 'First Name (English)',
		name: 'firstNameEn',
		type: 'string',
		default: '',
		placeholder: 'e.g. Taro',
		description: 'Given name in English',
		routing: { send: { type: 'body', property: 'first_name_en' } },
	},
	{
		displayName: 'First Name (Kana)',
		name: 'firstNameKana',
		type: 'string',
		default: '',
		placeholder: 'e.g. タロウ',
		description: 'Given name in full-width katakana',
		routing: { send: { type: 'body', property: 'first_name_kana' } },
	},
	{
		displayName: 'IDm Number',
		name: 'idmNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0123456789ABCDEF',
		description: 'Unique number of the IC card: 16 half-width digits or letters A to F',
		routing: { send: { type: 'body', property: 'idm_number' } },
	},
	{
		displayName: 'Last Name (English)',
		name: 'lastNameEn',
		type: 'string',
		default: '',
		placeholder: 'e.g. Yamada',
		description: 'Family name in English',
		routing: { send: { type: 'body', property: 'last_name_en' } },
	},
	{
		displayName: 'Last Name (Kana)',
		name: 'lastNameKana',
		type: 'string',
		default: '',
		placeholder: 'e.g. ヤマダ',
		description: 'Family name in full-width katakana',
		routing: { send: { type: 'body', property: 'last_name_kana' } },
	},
	// The name of AKASHI's field suggests the opposite; this follows its description.
	{
		displayName: 'Log In by Single Sign-On Only',
		name: 'singleSignOnOnly',
		type: 'boolean',
		default: true,
		description:
			'Whether the person can only log in by single sign-on (認証連携以外でログインしない)',
		routing: { send: { type: 'body', property: 'use_other_login_method' } },
	},
	{
		displayName: 'Paid Holiday Base Date',
		name: 'paidHolidayBaseDate',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description: 'Day from which annual paid leave is counted (年休基準日)',
		routing: { send: { type: 'body', property: 'paid_holiday_base_date' } },
	},
	{
		displayName: 'Phone',
		name: 'tel',
		type: 'string',
		default: '',
		placeholder: 'e.g. 03-1234-5678',
		description: 'Phone number: up to 13 half-width digits and hyphens',
		routing: { send: { type: 'body', property: 'tel' } },
	},
	{
		displayName: 'Remarks',
		name: 'remarks',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'Notes (備考)',
		routing: { send: { type: 'body', property: 'remarks' } },
	},
	{
		displayName: 'Sex',
		name: 'sex',
		type: 'options',
		options: [
			{ name: 'Female (女)', value: '女' },
			{ name: 'Male (男)', value: '男' },
		],
		default: '女',
		description: 'Sex as AKASHI records it (性別)',
		routing: { send: { type: 'body', property: 'sex' } },
	},
	staffCodeField,
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. 東京, 正社員',
		description: 'Tags (タグ), separated by commas. An expression can return a list.',
		routing: { send: { type: 'body', property: 'tag' } },
	},
	{
		displayName: 'Use Start Date',
		name: 'useStartDate',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-04-01',
		description: 'First day of using AKASHI (利用開始日)',
		routing: { send: { type: 'body', property: 'use_start_date' } },
	},
];

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: optionalFields,
};

/** Lists that expressions give, with commas between. */
const withCommas = (value: unknown) => (Array.isArray(value) ? value.join(',') : value);

/** A row of 6.3 as a person enters it. */
export const staffValues = (zones: Zones) => ({
	staff_code: optional(textOf(fields.staffCode)),
	last_name: textOf(fields.personName),
	first_name: textOf(fields.personName),
	last_name_en: optional(textOf(fields.personName)),
	first_name_en: optional(textOf(fields.personName)),
	last_name_kana: optional(textOf(fields.kana)),
	first_name_kana: optional(textOf(fields.kana)),
	organization: optional(organizationPath),
	employment_category: optional(textOf(fields.name)),
	idm_number: optional(textOf(fields.idmNumber)),
	email: optional(textOf(fields.email)),
	tel: optional(textOf(fields.tel)),
	sex: optional(oneOf(fields.sex.options)),
	tag: z.preprocess(withCommas, optional(textOf(fields.tag))),
	remarks: optional(textOf(fields.remarks)),
	entry_date: optional(slashedDay(zones)),
	use_start_date: optional(slashedDay(zones)),
	paid_holiday_base_date: optional(slashedDay(zones)),
	// AKASHI reads any value that is not a boolean as true.
	use_other_login_method: optional(yesNo),
});
