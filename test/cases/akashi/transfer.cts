import { eachItsOwn, type Case } from '../case.cts';
import { byCodeAndEmail, kept, personRow, two, whoFields } from './parts.cts';

export const transferCases: Case[] = [
	{
		...kept(),
		name: 'transfers, by code and by e-mail',
		node: 'akashi',
		parameters: {
			resource: 'transfer',
			operation: 'create',
			...whoFields,
			transferDate: '2099-04-01',
			employmentCategory: '契約社員',
			additionalFields: {
				newOrganizationPath: '営業部/営業二課',
				deleteLaterTransfers: true,
				subOrganizationPaths: ['開発部', '開発部/開発一課'],
				subOrganizationCodes: 'A-1, A-2',
			},
		},
		items: byCodeAndEmail,
		expected: (servers) => two(servers).map(personRow),
		from: eachItsOwn,
		calls: 1,
	},
];
