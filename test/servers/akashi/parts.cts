import { DateTime } from 'luxon';

import { zone } from '../../../nodes/Akashi/contract.ts';
import type { Staff } from '../../../nodes/Akashi/resources/staff/contract.ts';
import type { Request } from '../base.cts';

/**
 * The vendor publishes no list of codes: these are invented, in its form, but for ERR300402, ERR302102
 * and ERR302205 of its examples (6.3, 6.12 to 6.15), which it uses for several reasons.
 */
export const errors = {
	token: ['ERR100001', 'アクセストークンが正しくありません'],
	expired: ['ERR100002', 'アクセストークンの期限が切れています'],
	company: ['ERR100003', '企業IDが正しくありません'],
	permission: ['ERR100004', 'この操作を行う権限がありません'],
	parameter: ['ERR200001', 'パラメータが正しくありません'],
	period: ['ERR200002', '期間の指定が正しくありません'],
	breaks: ['ERR200003', '休憩実績を含める場合、終了日時を指定することはできません'],
	longest: ['ERR200002', '期間の指定が正しくありません'],
	staff: ['ERR300101', '対象の従業員を参照できません'],
	organization: ['ERR300201', '組織が見つかりません'],
	sameOrganization: ['ERR300202', '同じ親組織に同じ名前の組織があります'],
	rowStaff: ['ERR300402', '更新する従業員を参照できません'],
	rowOrganization: ['ERR300402', '所属する組織が見つかりません'],
	rowCategory: ['ERR300402', '雇用区分が見つかりません'],
	rowCode: ['ERR300402', '従業員番号が他の従業員と重複しています'],
	rowEmail: ['ERR300402', 'メールアドレスが他の従業員と重複しています'],
	rowIdm: ['ERR300402', 'IDm番号が他の従業員と重複しています'],
	project: ['ERR300501', 'プロジェクトが見つかりません'],
	projectName: ['ERR300502', 'プロジェクト名称が重複しています'],
	projectCode: ['ERR300503', 'プロジェクトコードが重複しています'],
	task: ['ERR300511', 'タスクが見つかりません'],
	taskName: ['ERR300512', 'タスク名称が重複しています'],
	taskCode: ['ERR300513', 'タスクコードが重複しています'],
	manHour: ['ERR300601', '従業員、プロジェクトまたはタスクが見つかりません'],
	noManHour: ['ERR300602', '削除する工数がありません'],
	target: ['ERR302102', '対象の従業員を確認できません'],
	targetOrganization: ['ERR302102', '指定の組織を確認できません'],
	targetCategory: ['ERR302102', '指定の雇用区分を確認できません'],
	targetPermission: ['ERR302102', '指定の管理権限を確認できません'],
	targetReservation: ['ERR302102', '取り消す予約がありません'],
	workingCondition: ['ERR302205', '個別就業設定の対象者を確認できません'],
	unknown: ['ERR900001', '該当する機能がありません'],
} as const;
export type Kind = keyof typeof errors;

/** One entry of `errors`, with what names its row. */
export const errorOf = (kind: Kind, names: Record<string, unknown> = {}) => {
	const [code, message] = errors[kind];
	return { code, message, ...names };
};

/** The whole request is refused. */
export class Refusal extends Error {
	constructor(
		public kind: Kind,
		public errors: object[] = [errorOf(kind)],
	) {
		super(kind);
	}
}

/** Success with errors beside it (6.3). */
export class Partly {
	constructor(
		public response: unknown,
		public errors: object[],
	) {}
}

/** Whether a good record of a refused request is kept all the same; absent where nothing is. */
export type Kept = (() => boolean) | undefined;

/**
 * Does an array call: every row, or none when one is bad, or then some of the good ones all the same.
 * @param snapshot notes the state and returns what goes back to it
 */
export function arrayCall<Row, Done>(
	rows: Row[],
	apply: (row: Row) => Done,
	snapshot: () => () => void,
	kept: Kept,
): Done[] {
	const back = snapshot();
	try {
		return rows.map(apply);
	} catch (error) {
		back();
		if (!(error instanceof Refusal)) throw error;
		for (const row of rows) {
			if (!kept?.()) continue;
			const undo = snapshot();
			try {
				apply(row);
			} catch {
				undo();
			}
		}
		throw error;
	}
}

/** What a call answers as `response`. */
export type Handler = (owner: Staff, request: Request) => unknown;

/** `yyyymmdd[HHMMSS]` as a Japan time; a date that the calendar does not know is refused. */
export const parsed = (digits: string) => {
	const time = DateTime.fromFormat(digits, digits.length === 8 ? 'yyyyMMdd' : 'yyyyMMddHHmmss', {
		zone,
	});
	if (!time.isValid) throw new Refusal('period');
	return time;
};

/** `yyyymmdd` or `yyyy/mm/dd` as `yyyy-mm-dd`, which answers of 6.16 to 6.30 use. */
export const hyphened = (day: string) => parsed(day.replaceAll('/', '')).toISODate()!;

/** A page, counted from 0. */
export const page = <T,>(rows: T[], number: string | undefined, size: number) =>
	rows.slice(Number(number ?? 0) * size, (Number(number ?? 0) + 1) * size);
