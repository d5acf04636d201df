import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { parametersOf, type Case } from '../case.cts';

const department = parametersOf('department');

/** The places of the stand-in's departments, written down. */
const paths = [
	['みなと商事'],
	['みなと商事', '総務部'],
	['みなと商事', '営業部'],
	['みなと商事', '営業部', '営業部 第一課'],
	['みなと商事', '開発部'],
];

const rows = ({ omflow: { groups } }: All): IDataObject[] =>
	paths.map((names) => {
		const named = (name?: string) => groups.find(({ display_name }) => display_name === name);
		const [one, parent] = [named(names.at(-1))!, named(names.at(-2))];
		return {
			organizationId: one.id,
			organizationCode: one.group_no,
			organizationName: one.display_name,
			path: names.join(' / '),
			depth: names.length,
			parentOrganizationId: names.length > 1 ? parent!.id : null,
			parentOrganizationCode: names.length > 1 ? parent!.group_no : null,
			parentOrganizationName: names.length > 1 ? parent!.display_name : null,
			description: one.description,
		};
	});

export const departmentCases: Case[] = [
	{
		name: 'all departments with their paths',
		node: 'omflow',
		parameters: department('getAll', { returnAll: true }),
		expected: rows,
		calls: 1,
	},
	{
		name: 'some departments, read once for several items',
		node: 'omflow',
		parameters: department('getAll', { limit: 2 }),
		items: () => [{}, {}],
		expected: (servers) => [...rows(servers).slice(0, 2), ...rows(servers).slice(0, 2)],
		from: () => [0, 0, 1, 1],
		calls: 1,
	},
	{
		name: 'departments as the API answers them',
		node: 'omflow',
		parameters: department('getAll', { returnAll: true, simplify: false }),
		expected: ({ omflow }) => omflow.groups as unknown as IDataObject[],
		calls: 1,
	},
];
