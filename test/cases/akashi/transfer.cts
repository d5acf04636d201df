import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { kept, personRow, two } from './parts.cts';

const transfer = parametersOf('transfer');

/** The rows of some people, where the stand-in holds their transfers to this place. */
const moved = (
	{ akashi: { transfers } }: All,
	people: ReturnType<typeof two>,
	place: IDataObject,
): IDataObject[] =>
	people.flatMap((one) => {
		const held = transfers.find(({ staff_id }) => staff_id === one.staffId);
		const there = held && Object.entries(place).every(([name, value]) => held[name] === value);
		return there ? [{ ...personRow(one), transferDate: '2099-04-01' }] : [];
	});

export const transferCases: Case[] = [
	{
		...kept(),
		name: 'a transfer of somebody by code, without a look-up',
		node: 'akashi',
		parameters: transfer('create', {
			staffId: picked('code', '={{ $json.code }}'),
			transferDate: '2099-04-01',
			employmentCategory: '契約社員',
			newOrganization: picked('list', '営業部/営業二課'),
			additionalFields: {
				deleteLaterTransfers: true,
				subOrganizationPaths: ['開発部', '開発部/開発一課'],
				subOrganizationCodes: 'A-1, A-2',
			},
		}),
		items: (servers) => two(servers).map(({ staffNum }) => ({ code: staffNum })),
		expected: (servers) =>
			moved(servers, two(servers), {
				new_organization_path: '営業部/営業二課',
				sub_organization_path2: '開発部/開発一課',
				sub_organization_code: 'A-1',
				is_delete_change_history_after_change_date: 'Yes',
			}),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'transfers by email address, without a look-up',
		node: 'akashi',
		parameters: transfer('create', {
			staffId: picked('email', '={{ $json.email }}'),
			transferDate: '2099-04-01',
			employmentCategory: '契約社員',
			newOrganization: picked('code', 'B-2'),
		}),
		items: (servers) => two(servers).map(({ email }) => ({ email })),
		expected: (servers) => moved(servers, two(servers), { new_organization_code: 'B-2' }),
		from: eachItsOwn,
		calls: 1,
	},
	{
		...kept(),
		name: 'transfers of people from the list',
		node: 'akashi',
		parameters: transfer('create', {
			staffId: picked('list', '={{ $json.id }}'),
			transferDate: '2099-04-01',
			employmentCategory: '契約社員',
			newOrganization: picked('path', '開発部'),
		}),
		items: (servers) => two(servers).map(({ staffId }) => ({ id: staffId })),
		expected: (servers) => moved(servers, two(servers), { new_organization_path: '開発部' }),
		from: eachItsOwn,
		// Staff on three pages.
		calls: 1 + 3,
	},
];
