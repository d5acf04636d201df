import { z } from 'zod';

import type { Loose } from '../../../shared/answers';
import type { StampKind } from '../../../shared/attendance/model';
import { answer, idListText, type Call } from '../../../shared/contract';
import { dateTime, id, limits, seconds14, text, whole } from '../../contract';

/** Rows of one answer (6.7, 6.10). */
export const stampRows = 1000;
/** Months of one read (6.7). */
export const stampMonths = 6;

/** Stamp types of 6.6 with the vendor's words. */
export const stampTypes = {
	11: '出勤',
	12: '退勤',
	21: '直行',
	22: '直帰',
	31: '休憩入',
	32: '休憩戻',
} as const;

/** What they mean. */
export const stampKinds = {
	11: 'clockIn',
	12: 'clockOut',
	21: 'clockIn',
	22: 'clockOut',
	31: 'breakStart',
	32: 'breakEnd',
} as const satisfies Record<keyof typeof stampTypes, StampKind>;

/** One stamp as 6.7 and 6.10 answer it. */
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

/** Chapters 6.6, 6.7 and 6.10. */
export const calls = {
	/** Adds a stamp at the server's own time: `stampedAt` is informational. Nothing removes one. */
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
} satisfies Record<string, Call>;
