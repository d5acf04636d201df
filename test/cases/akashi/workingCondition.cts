import { eachItsOwn, picked, type Case } from '../case.cts';
import { kept, personRow, two } from './parts.cts';

export const workingConditionCases: Case[] = [
	{
		...kept(),
		name: 'working conditions',
		node: 'akashi',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffId: picked('code', '={{ $json.code }}'),
			settings: {
				effectiveDate: '2026-04-01',
				fixedWorkingTime: '8:00',
				maxContinuousWorkingDaysPerMonth: 6,
				monthlyScheduledHolidays: '5/5/5/5/5/5/5/5/5/5/5/5',
				planStartAndEndTimeMon: '09:00-18:00',
				planStartAndEndTimeSun: '',
				workingCategory: '裁量労働制',
			},
			settingsJson: '{"rest_period_minutes": 60, "overtime_rule": "独自"}',
		},
		items: (servers) => two(servers).map(({ staffNum }) => ({ code: staffNum })),
		expected: (servers) =>
			two(servers)
				.filter(({ staffNum }) => servers.akashi.workingConditions.has(staffNum!))
				.map((one) => ({ ...personRow(one), effectiveDate: '2026-04-01' })),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'working conditions of people by email address',
		node: 'akashi',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffId: picked('email', '={{ $json.email }}'),
			settings: { workingCategory: '裁量労働制' },
			settingsJson: '={{ { effective_date: $json.from } }}',
		},
		items: (servers) =>
			two(servers).map(({ email }, place) => ({ email, from: ['2026/4/1', '2026/05/01'][place] })),
		expected: (servers) =>
			two(servers)
				.filter(({ staffNum }) => servers.akashi.workingConditions.has(staffNum!))
				.map((one, place) => ({
					...personRow(one),
					effectiveDate: ['2026-04-01', '2026-05-01'][place],
				})),
		from: eachItsOwn,
		// Staff on three pages.
		calls: 1 + 3,
	},
];
