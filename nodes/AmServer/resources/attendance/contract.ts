import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/** One day as attendance answers it; either time can be missing (seen). */
export const attendanceDay = answer({
	workday: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
	starttime: z.string().nullable(),
	endtime: z.string().nullable(),
});

export type AttendanceDay = z.infer<typeof attendanceDay>;

/** By the maker's heading. */
export const calls = {
	/** The month needs two digits; `list` is null for an empty month and for an unknown user (seen). */
	getAttendance: {
		source: '勤怠取得API',
		method: 'GET',
		path: '/admin/api/1.0/attendance/{userid}/{year}/{month}',
		request: z.object({}).strict(),
		response: answer({
			year: z.number().int().nullable(),
			month: z.number().int().nullable(),
			list: z.array(attendanceDay).nullable(),
		}),
	},
} satisfies Record<string, Call>;
