import type { Call } from '../nodes/shared/contract.ts';

/** A chapter of the vendor's text, and what of this node serves it. */
export interface Chapter {
	method: Call['method'];
	/** The URL, once with and once without what it marks as optional. */
	paths: string[];
	/**
	 * The rows of its parameter table but for `everywhere`, nested ones as well, by the names that are sent;
	 * a value without a name of its own goes by its place in the path.
	 */
	parameters: string[];
	/** `resource.operation` */
	operations: string[];
}

/** In the table of every chapter; both come from the credential. */
export const everywhere = ['login_company_code', 'token'];

const period = ['start_date', 'end_date'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'hol'];
const who = ['staff_code', 'staff_email'];

/**
 * All thirty chapters, with method and path as read where the text contradicts itself: PATCH for 6.3 and
 * 6.12 (their examples say POST), POST for 6.30 (its table says GET), no `projects/` in 6.20 to 6.23.
 */
export const chapters: Record<string, Chapter> = {
	'6.1': {
		method: 'POST',
		paths: ['/{companyId}/organizations'],
		parameters: ['organizations', 'name', 'name_en', 'code', 'parent_organization'],
		operations: ['organization.create'],
	},
	'6.2': {
		method: 'GET',
		paths: ['/{companyId}/organizations'],
		parameters: ['includesParents', 'orgId'],
		operations: ['organization.getAll'],
	},
	'6.3': {
		method: 'PATCH',
		paths: ['/{companyId}/staffs/'],
		parameters: [
			'staffs',
			'staff_id',
			'staff_code',
			'last_name',
			'first_name',
			'last_name_en',
			'first_name_en',
			'last_name_kana',
			'first_name_kana',
			'organization',
			'employment_category',
			'idm_number',
			'email',
			'tel',
			'sex',
			'tag',
			'remarks',
			'entry_date',
			'use_start_date',
			'paid_holiday_base_date',
			'use_other_login_method',
		],
		operations: ['staff.create', 'staff.update', 'staff.upsert'],
	},
	'6.4': {
		method: 'GET',
		paths: ['/{companyId}/staffs', '/{companyId}/staffs/{staff_id}'],
		parameters: ['target', 'staff_id', 'page'],
		operations: ['staff.get', 'staff.getAll'],
	},
	'6.5': {
		method: 'DELETE',
		paths: ['/{companyId}/staff/{staff_id}'],
		parameters: ['staff_id', 'retirement_date'],
		operations: ['staff.retire', 'staff.delete'],
	},
	'6.6': {
		method: 'POST',
		paths: ['/{companyId}/stamps'],
		parameters: ['type', 'stampedAt', 'timezone'],
		operations: ['stamp.create'],
	},
	'6.7': {
		method: 'GET',
		paths: ['/{companyId}/stamps', '/{companyId}/stamps/{staff_id}'],
		parameters: [...period, 'staff_id'],
		operations: ['stamp.getAll'],
	},
	'6.8': {
		method: 'GET',
		paths: ['/{companyId}/alerts'],
		parameters: [],
		operations: ['alert.getAll'],
	},
	'6.9': {
		method: 'POST',
		paths: ['/token/reissue/{companyId}'],
		parameters: [],
		operations: ['token.reissue'],
	},
	'6.10': {
		method: 'GET',
		paths: ['/{companyId}/multiple_stamps'],
		parameters: [...period, 'staff_ids'],
		operations: ['stamp.getAll', 'attendance.getDailyStatus', 'attendance.findMissing'],
	},
	'6.11': {
		method: 'GET',
		paths: ['/{companyId}/working_records'],
		parameters: [
			...period,
			'staff_ids',
			'include_break_results',
			'include_actual_working_hours_no_rounding',
		],
		operations: ['workingRecord.getAll', 'attendance.summarize'],
	},
	// The parameter table is missing: all names of the two examples.
	'6.12': {
		method: 'PATCH',
		paths: ['/{companyId}/working_condition_settings'],
		parameters: [
			'working_condition_settings',
			'staff_code',
			'working_condition_template_name',
			'effective_date',
			'recount_method',
			'working_category',
			'fixed_working_time',
			'weekly_working_days',
			...days.map((day) => `plan_start_and_end_time_${day}`),
			...days.map((day) => `plan_break_start_and_end_time_${day}`),
			'rest_period',
			'handling_of_leaving_punch',
			'holiday_working_minutes_type',
			'morning_holiday_working_minutes',
			'afternoon_holiday_working_minutes',
			'calculation_of_time_over_the_reference_time',
			'reference_start_time',
			'reference_end_time',
			'early_or_late_judgement_time_with_half_holiday',
			'late_judgement_time_with_morning_off',
			'early_judgement_time_with_afternoon_off',
			'outside_workplace_type',
			'behavior_of_directly_punch',
			'use_fixed_overtime',
			'overtime_basis',
			'use_cut_overtime_to_start_time',
			'use_cut_overtime_to_end_time',
			'display_early_or_late_on_summaries',
			'display_midnight_workings_on_summaries',
			'deemed_working_time',
			'use_deemed_working_minutes_for_working_minutes_on_fixed_holiday',
			'working_category_editable',
			'substituted_working_holiday_editable',
			'overtimes_editable',
			'plan_times_editable',
			'result_times_editable',
			'result_breaks_editable',
			'going_out_for_personal_purposes_editable',
			'result_times_on_vacation_editable',
			'punch_on_vacation_enabled',
			'ampm_holidays_usable',
			'estimated_times_editable',
			'display_alert_shift_create',
			'standard_working_hours',
			'allowed_minus',
			'time_frame_aggregation_flg',
			'time_frame_aggregation_agreement',
			'time_frame_aggregation_items',
			'night_work_limited',
			'work_interval',
			'limited_weekly_28hours',
			'max_continuous_working_days_per_month',
			'max_working_minutes_per_month',
			'monthly_scheduled_holidays',
		],
		operations: ['workingCondition.update'],
	},
	'6.13': {
		method: 'POST',
		paths: ['/{companyId}/importer_factory/organizations'],
		parameters: [
			...who,
			'organization_change_date',
			'is_delete_change_history_after_change_date',
			'new_organization_path',
			'new_organization_code',
			'sub_organization_path',
			'sub_organization_code',
			'employment_category',
		],
		operations: ['transfer.create'],
	},
	'6.14': {
		method: 'POST',
		paths: ['/{companyId}/importer_factory/permissions'],
		parameters: [
			...who,
			'manager_permission_name',
			'manage_organization_path',
			'manage_organization_code',
			'manage_subordinate_organizations_immed_path',
			'manage_subordinate_organizations_immed_code',
			'managed_staff_code',
		],
		operations: ['permission.assign'],
	},
	'6.15': {
		method: 'POST',
		paths: ['/{companyId}/importer_factory/permissions_reserve'],
		parameters: [
			...who,
			'reservation_manager_permission_name',
			'manager_permission_reservation_date',
			'manage_organization_reservation_registration_or_cancel',
			'reservation_manage_organization_path',
			'reservation_manage_organization_code',
			'manage_subordinate_organizations',
			'manage_organization_reservation_date',
			'manage_organization_reservation_add_or_delete',
		],
		operations: ['permission.reserve'],
	},
	'6.16': {
		method: 'GET',
		paths: ['/{companyId}/projects'],
		parameters: [...period, 'page'],
		operations: ['project.getAll'],
	},
	'6.17': {
		method: 'GET',
		paths: ['/{companyId}/projects/{project_id}'],
		parameters: ['project_id'],
		operations: ['project.get'],
	},
	'6.18': {
		method: 'POST',
		paths: ['/{companyId}/projects'],
		parameters: [
			'projects',
			'project_id',
			'name_ja',
			'short_name_ja',
			'name_en',
			'short_name_en',
			'project_code',
			'remarks',
			...period,
		],
		operations: ['project.create', 'project.update', 'project.upsert'],
	},
	'6.19': {
		method: 'DELETE',
		paths: ['/{companyId}/projects/{project_id}'],
		parameters: ['project_id'],
		operations: ['project.delete'],
	},
	'6.20': {
		method: 'GET',
		paths: ['/{companyId}/{project_id}/tasks'],
		parameters: ['project_id', 'page'],
		operations: ['task.getAll'],
	},
	'6.21': {
		method: 'GET',
		paths: ['/{companyId}/{project_id}/tasks/{task_id}'],
		parameters: ['project_id', 'task_id'],
		operations: ['task.get'],
	},
	'6.22': {
		method: 'POST',
		paths: ['/{companyId}/{project_id}/tasks'],
		parameters: [
			'project_id',
			'tasks',
			'task_id',
			'name',
			'code',
			'index',
			'estimated_hour',
			'estimated_amount',
			'is_finished',
		],
		operations: ['task.create', 'task.update', 'task.upsert'],
	},
	'6.23': {
		method: 'DELETE',
		paths: ['/{companyId}/{project_id}/tasks/{task_id}'],
		parameters: ['project_id', 'task_id'],
		operations: ['task.delete'],
	},
	'6.24': {
		method: 'GET',
		paths: ['/{companyId}/manhours'],
		parameters: period,
		operations: ['manHour.getAll'],
	},
	'6.25': {
		method: 'GET',
		paths: ['/{companyId}/manhours/{staff_id}'],
		parameters: ['staff_id', ...period],
		operations: ['manHour.get'],
	},
	'6.26': {
		method: 'POST',
		paths: ['/{companyId}/manhours'],
		parameters: [
			'manhours',
			'staff_id',
			'dates',
			'date',
			'projects',
			'project_id',
			'daily_hour_items',
			'task_id',
			'minute',
		],
		operations: ['manHour.upsert'],
	},
	// The table leaves out the person, whom the URL names.
	'6.27': {
		method: 'DELETE',
		paths: ['/{companyId}/manhours/{staff_id}'],
		parameters: ['date', 'project_id', 'task_id'],
		operations: ['manHour.delete'],
	},
	'6.28': {
		method: 'GET',
		paths: ['/{companyId}/staff_projects/{staff_id}'],
		parameters: ['staff_id', ...period],
		operations: ['projectMember.getProjects'],
	},
	'6.29': {
		method: 'GET',
		paths: ['/{companyId}/project_staffs/{project_id}'],
		parameters: ['project_id'],
		operations: ['projectMember.getAll'],
	},
	'6.30': {
		method: 'POST',
		paths: ['/{companyId}/project_staffs/{project_id}'],
		parameters: ['project_id', 'assign', 'staff_id', 'owner', 'unassign'],
		operations: ['projectMember.update'],
	},
};
