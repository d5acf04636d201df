import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { Case } from '../case.cts';
import { actingAsEach, tokensOf } from './parts.cts';

export const alertCases: Case[] = [
	{
		name: 'own alerts',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', returnAll: true },
		expected: alertRows,
		calls: 1,
	},
	{
		name: 'three alerts',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', limit: 3 },
		expected: (servers) => alertRows(servers).slice(0, 3),
		calls: 1,
	},
	{
		name: 'alerts of two people by their tokens, of whom one has some',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', returnAll: true, ...actingAsEach },
		items: (servers) => tokensOf(servers, 0, 4),
		expected: alertRows,
		calls: 2,
	},
	{
		name: 'own alerts as the API answers them',
		node: 'akashi',
		parameters: { resource: 'alert', operation: 'getAll', returnAll: true, simplify: false },
		expected: ({ akashi }) =>
			akashi.alerts.map((one) => ({ staff_id: akashi.staff[0].staffId, ...one })),
		calls: 1,
	},
];

function alertRows({ akashi }: All): IDataObject[] {
	const names: Record<number, string> = {
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
	};
	return akashi.alerts.map(({ date, month, alert_type }) => ({
		staffId: akashi.staff[0].staffId,
		date: date.replaceAll('/', '-'),
		month: month.replaceAll('/', '-'),
		alertType: alert_type,
		alertTypeName: names[alert_type],
	}));
}
