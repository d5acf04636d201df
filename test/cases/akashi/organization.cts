import type { IDataObject } from 'n8n-workflow';

import { eachItsOwn, picked, type Case } from '../case.cts';
import type { All } from '../../servers/all.cts';
import { kept } from './parts.cts';

const row = (one: All['akashi']['organizations'][number]): IDataObject => ({
	organizationId: one.organizationId,
	organizationCode: one.code,
	organizationName: one.name,
	label: one.label,
	parentOrganizationId: one.parentId,
	displayPunchTypes: one.displayPunchTypes as IDataObject[],
});

export const organizationCases: Case[] = [
	{
		name: 'organizations',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'getAll',
			returnAll: true,
			includeParents: true,
		},
		expected: ({ akashi }) => akashi.organizations.map(row),
		calls: 1,
	},
	{
		name: 'one organization',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'getAll',
			organizationId: picked('id', '3'),
		},
		expected: ({ akashi }) =>
			akashi.organizations.filter(({ organizationId }) => organizationId === 3).map(row),
		calls: 1,
	},
	{
		name: 'one organization by code',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'getAll',
			organizationId: picked('code', 'B-1'),
		},
		expected: ({ akashi }) => akashi.organizations.filter(({ code }) => code === 'B-1').map(row),
		calls: 1 + 1,
	},
	{
		...kept(),
		name: 'organizations, the parent first',
		node: 'akashi',
		parameters: {
			resource: 'organization',
			operation: 'create',
			name: '={{ $json.name }}',
			additionalFields: {
				code: '={{ $json.code }}',
				nameEn: 'New',
			},
			parentPath: picked('path', '={{ $json.parent }}'),
		},
		items: () => [
			{ name: '第一事業本部', code: 'N-1', parent: '' },
			{ name: '営業部', code: '', parent: '第一事業本部' },
			{ name: '一課', code: 'N-2', parent: '第一事業本部/営業部' },
			{ name: '営業部', code: '', parent: '管理本部' },
		],
		expected: ({ akashi }) => akashi.organizations.slice(-4).map(row),
		from: eachItsOwn,
		calls: 1,
	},
];
