import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { alphabetical } from '../../../shared/alphabetical';
import type { Zones } from '../../../shared/dates';
import { oneOf, optional, textOf, wholeNumber } from '../../../shared/inputs';
import { slashedDay } from '../../person';

/**
 * The settings that the two examples of 6.12 show; its parameter table is missing. Choices only offer the words of
 * the examples, with both 利用する and 利用しない where one of them is used. Values that may be empty are empty in an
 * example.
 */

/** The field of a setting, and its check. */
interface Form {
	field: Partial<INodeProperties> & Pick<INodeProperties, 'type' | 'default'>;
	schema: (zones: Zones) => z.ZodTypeAny;
}

const typed = (placeholder: string, pattern: RegExp, words: string, list?: string): Form => ({
	field: { type: 'string', default: '', placeholder },
	schema: () =>
		z.preprocess(
			(value) => (list && Array.isArray(value) ? value.join(list) : value),
			textOf(z.string().regex(pattern, words)),
		),
});

// Hours continue after midnight (25:00), but for less than two days.
const clock = '([0-3]?\\d|4[0-7]):[0-5]\\d';
const twelve = (one: string) => new RegExp(`^${one}(/${one}){11}$`);

const time = typed(
	'e.g. 08:30',
	new RegExp(`^${clock}$`),
	'must be a time from 00:00 to 47:59 such as 08:30',
);
const span = typed(
	'e.g. 09:00-18:00',
	new RegExp(`^(${clock}-${clock})?$`),
	'must be a time range such as 09:00-18:00, or empty',
);
const hoursByMonth = typed(
	'e.g. 187:00/170:00/187:00/…',
	twelve('\\d{1,3}:[0-5]\\d'),
	'must be twelve times such as 187:00, from January to December, separated by "/"',
	'/',
);
const daysByMonth = typed(
	'e.g. 5/5/5/5/5/5/5/5/5/5/5/5',
	twelve('([0-2]?\\d|3[01])'),
	'must be twelve numbers of days, from January to December, separated by "/"',
	'/',
);
const text = typed('', /^[^]{0,1000}$/, 'must have at most 1000 characters');
const date: Form = {
	field: { type: 'dateTime', default: '', placeholder: 'e.g. 2026-04-01' },
	schema: (zones) => optional(slashedDay(zones)).transform((day) => day ?? ''),
};
const days: Form = {
	field: { type: 'number', typeOptions: { minValue: 0, maxValue: 31 }, default: 6 },
	schema: () => wholeNumber(0, 31).transform(String),
};
/** AKASHI's own words, each with an English label. */
const words = (labels: Record<string, string>): Form => {
	const options = alphabetical(
		Object.entries(labels).map(([value, label]) => ({ name: `${label} (${value})`, value })),
		({ name }) => name,
	);
	return {
		field: { type: 'options', options, default: options[0].value },
		schema: () => oneOf(Object.keys(labels)),
	};
};
const used = words({ 利用する: 'Use', 利用しない: 'Do Not Use' });
const onOff: Form = {
	field: {
		type: 'options',
		options: ['OFF', 'ON'].map((value) => ({ name: value, value })),
		default: 'OFF',
	},
	schema: () => oneOf(['OFF', 'ON']),
};
const unlimited = words({ 制限しない: 'Not Limited' });
const locked = words({ 入力不可: 'Not Editable' });
const asPlanned = words({ 予定時刻に合わせる: 'As Planned' });

/** Name in AKASHI, name in the editor, description, form. */
const settings: Array<[string, string, string, Form]> = [
	[
		'working_condition_template_name',
		'Template Name',
		'Name of a template of individual working conditions (個別就業テンプレート)',
		text,
	],
	['effective_date', 'Effective Date', 'Day from which the settings apply (Japan time)', date],
	[
		'recount_method',
		'Recount Method',
		'How existing records are recounted',
		words({ 実績基準: 'By Actual Records', 再集計しない: 'Do Not Recount' }),
	],
	[
		'working_category',
		'Working Category',
		'Kind of working hours',
		words({ 普通労働制: 'Regular', 裁量労働制: 'Discretionary' }),
	],
	['fixed_working_time', 'Fixed Working Time', 'Working time per day', time],
	[
		'weekly_working_days',
		'Weekly Working Days',
		'How the number of working days per week is determined',
		words({ 予定時刻設定の労働日数を用いる: 'As in the Planned Times' }),
	],
	...[
		['sun', 'Sunday'],
		['mon', 'Monday'],
		['tue', 'Tuesday'],
		['wed', 'Wednesday'],
		['thu', 'Thursday'],
		['fri', 'Friday'],
		['sat', 'Saturday'],
		['hol', 'Holiday'],
	].flatMap(
		([day, name]): Array<[string, string, string, Form]> => [
			[
				`plan_start_and_end_time_${day}`,
				`Planned Time ${name}`,
				'Planned start and end; empty for none',
				span,
			],
			[
				`plan_break_start_and_end_time_${day}`,
				`Planned Break ${name}`,
				'Planned start and end of the break; empty for none',
				span,
			],
		],
	),
	['rest_period', 'Rest Period', 'Whether the rest period (rest_period) is used', used],
	[
		'handling_of_leaving_punch',
		'Handling of Leaving Stamp',
		'Which day a leaving stamp counts for',
		words({ 当日の退勤打刻として扱う: 'Same Day' }),
	],
	[
		'holiday_working_minutes_type',
		'Holiday Working Minutes Type',
		'What a day of leave counts as',
		asPlanned,
	],
	[
		'morning_holiday_working_minutes',
		'Morning Holiday Working Time',
		'What a morning of leave counts as',
		time,
	],
	[
		'afternoon_holiday_working_minutes',
		'Afternoon Holiday Working Time',
		'What an afternoon of leave counts as',
		time,
	],
	[
		'calculation_of_time_over_the_reference_time',
		'Calculation of Time Over the Reference Time',
		'Whether time beyond the reference times is calculated',
		words({
			基準時刻を越えた時間を算出する: 'Calculate',
			基準時刻を越えた時間を算出しない: 'Do Not Calculate',
		}),
	],
	['reference_start_time', 'Reference Start Time', 'Start of the reference time', time],
	['reference_end_time', 'Reference End Time', 'End of the reference time', time],
	[
		'early_or_late_judgement_time_with_half_holiday',
		'Early or Late Judgement Time With Half Holiday',
		'Whether days with half a day of leave have times of their own for being late or leaving early',
		used,
	],
	[
		'late_judgement_time_with_morning_off',
		'Late Judgement Time With Morning Off',
		'Time after which somebody with the morning off is late',
		time,
	],
	[
		'early_judgement_time_with_afternoon_off',
		'Early Judgement Time With Afternoon Off',
		'Time before which somebody with the afternoon off leaves early',
		time,
	],
	['outside_workplace_type', 'Outside Workplace Type', 'What work outside counts as', asPlanned],
	[
		'behavior_of_directly_punch',
		'Behavior of Off-Site Stamps',
		'How off-site stamps (直行/直帰) are handled',
		words({
			'予定内の直行/直帰打刻は予定の時刻が実績時刻に入る':
				'Within the Plan, the Planned Time Is Recorded',
		}),
	],
	['use_fixed_overtime', 'Use Fixed Overtime', 'Whether fixed overtime is used', onOff],
	[
		'overtime_basis',
		'Overtime Basis',
		'What overtime is counted from',
		words({ 所定時間外: 'Beyond Scheduled Hours' }),
	],
	[
		'use_cut_overtime_to_start_time',
		'Use Cut Overtime to Start Time',
		'Whether overtime is cut up to the start time',
		onOff,
	],
	[
		'use_cut_overtime_to_end_time',
		'Use Cut Overtime to End Time',
		'Whether overtime is cut up to the end time',
		onOff,
	],
	[
		'display_early_or_late_on_summaries',
		'Display Early or Late on Summaries',
		'Whether summaries show lateness and early leaving',
		onOff,
	],
	[
		'display_midnight_workings_on_summaries',
		'Display Midnight Work on Summaries',
		'Whether summaries show work at night',
		onOff,
	],
	['deemed_working_time', 'Deemed Working Time', 'Deemed working time of a day', time],
	[
		'use_deemed_working_minutes_for_working_minutes_on_fixed_holiday',
		'Use Deemed Working Time on Fixed Holidays',
		'Whether the deemed working time counts on fixed holidays as well',
		words({ 用いる: 'Use' }),
	],
	[
		'working_category_editable',
		'Working Category Editable',
		'Whether the person may edit the working category',
		locked,
	],
	[
		'substituted_working_holiday_editable',
		'Substituted Holiday Editable',
		'Whether the person may edit substituted holidays',
		locked,
	],
	['overtimes_editable', 'Overtime Editable', 'Whether the person may edit overtime', locked],
	[
		'plan_times_editable',
		'Planned Times Editable',
		'Whether the person may edit planned times',
		locked,
	],
	[
		'result_times_editable',
		'Actual Times Editable',
		'Whether the person may edit actual times',
		locked,
	],
	[
		'result_breaks_editable',
		'Actual Breaks Editable',
		'Whether the person may edit actual breaks',
		locked,
	],
	[
		'going_out_for_personal_purposes_editable',
		'Private Outings Editable',
		'Whether the person may edit private outings',
		locked,
	],
	[
		'result_times_on_vacation_editable',
		'Actual Times on Vacation Editable',
		'Whether the person may edit actual times on days of leave',
		locked,
	],
	[
		'estimated_times_editable',
		'Estimated Times Editable',
		'Whether the person may edit estimated times',
		locked,
	],
	[
		'punch_on_vacation_enabled',
		'Stamping on Vacation',
		'Whether the person may stamp on days of leave',
		words({ 打刻不可: 'Not Allowed' }),
	],
	[
		'ampm_holidays_usable',
		'Half-Day Leave',
		'Whether the person may take half days of leave',
		words({ 取得不可: 'Not Allowed' }),
	],
	[
		'display_alert_shift_create',
		'Display Alert on Shift Creation',
		'Whether alerts are shown when shifts are made',
		used,
	],
	[
		'standard_working_hours',
		'Standard Working Hours',
		'How standard working hours are counted',
		words({ 実働時間: 'Actual Working Time' }),
	],
	[
		'allowed_minus',
		'Allow Minus',
		'Whether negative values are allowed',
		words({ 許容する: 'Allow' }),
	],
	[
		'time_frame_aggregation_flg',
		'Time Frame Aggregation',
		'Whether time is aggregated by time frame',
		onOff,
	],
	[
		'time_frame_aggregation_agreement',
		'Time Frame Aggregation Agreement',
		'Whether aggregation by time frame is agreed to',
		words({ 未同意: 'Not Agreed' }),
	],
	[
		'time_frame_aggregation_items',
		'Time Frame Aggregation Items',
		"What is aggregated by time frame. AKASHI's documentation shows only an empty value.",
		text,
	],
	['night_work_limited', 'Night Work', 'Whether work at night is limited', unlimited],
	[
		'work_interval',
		'Work Interval',
		'Whether the time between two days of work is limited',
		unlimited,
	],
	[
		'limited_weekly_28hours',
		'Weekly 28 Hours',
		'Whether work is limited to 28 hours a week',
		unlimited,
	],
	[
		'max_continuous_working_days_per_month',
		'Max Continuous Working Days',
		'Maximum number of consecutive working days in a month',
		days,
	],
	[
		'max_working_minutes_per_month',
		'Max Working Time per Month',
		'Maximum working time for each month, January to December',
		hoursByMonth,
	],
	[
		'monthly_scheduled_holidays',
		'Monthly Scheduled Holidays',
		'Scheduled days off for each month, January to December',
		daysByMonth,
	],
];

const camelCase = (name: string) =>
	name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The entries of "Settings". */
export const settingFields: INodeProperties[] = alphabetical(
	settings.map(
		([property, displayName, description, { field }]): INodeProperties => ({
			displayName,
			name: camelCase(property),
			description,
			...field,
			routing: { send: { type: 'body', property } },
		}),
	),
	({ displayName }) => displayName,
);

/** Checks of the settings; settings that are not chosen are not sent. */
export const settingValues = (zones: Zones): z.ZodRawShape =>
	Object.fromEntries(
		settings.map(([property, , , { schema }]) => [property, schema(zones).optional()]),
	);
