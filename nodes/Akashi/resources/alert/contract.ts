import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { id, nothing, text, whole } from '../../contract';

/** Alert types of 6.8 with the vendor's words. */
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

/** Chapter 6.8. */
export const calls = {
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
} satisfies Record<string, Call>;
