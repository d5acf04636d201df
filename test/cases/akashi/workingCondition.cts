import { eachItsOwn, type Case } from '../case.cts';
import { kept, personRow, two } from './parts.cts';

export const workingConditionCases: Case[] = [
	{
		...kept(),
		name: 'working conditions',
		node: 'akashi',
		parameters: {
			resource: 'workingCondition',
			operation: 'update',
			staffCode: '={{ $json.code }}',
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
				.map(personRow),
		from: eachItsOwn,
		calls: 1,
	},
];
