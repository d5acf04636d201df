import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { Project } from '../../servers/akashi.cts';
import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { kept, projectOf } from './parts.cts';

const project = parametersOf('project');

/** Adds projects until there are `count`. */
export const manyProjects = (count: number) => kept((akashi) => addProjects(akashi, count));
function addProjects({ projects }: All['akashi'], count: number) {
	const [first] = projects;
	while (projects.length < count) {
		const number = projects.length + 1;
		projects.push({
			...first,
			project_id: 7001 + 4 * projects.length,
			name: `案件${number}`,
			project_code: `PJ${number}`,
			tasks: [],
		});
	}
}

const withCode = ({ akashi }: All, code: string) =>
	akashi.projects.find(({ project_code }) => project_code === code)!;
/** What a write says of a project. */
const changed = (row: Project): IDataObject => ({
	projectId: row.project_id,
	projectCode: row.project_code,
	projectName: row.name,
	shortName: row.short_name,
	startDate: row.start_date,
	endDate: row.end_date,
	remarks: row.remarks,
});
/** What a read says besides. */
const read = (row: Project): IDataObject => ({
	...changed(row),
	syncPunch: row.sync_punch,
	allStaffsTarget: row.all_staffs_target,
});

export const projectCases: Case[] = [
	{
		name: 'new projects in one call',
		node: 'akashi',
		parameters: project('create', {
			name: '={{ $json.name }}',
			additionalFields: {
				projectCode: '={{ $json.code }}',
				shortName: '新規',
				englishName: '={{ $json.english }}',
				englishShortName: 'New',
				remarks: '1行目\n2行目',
				startDate: '2026-04-01',
				endDate: '2026-09-30T00:00:00',
			},
		}),
		items: () => [
			{ name: '新規案件A', code: 'NEW-A', english: 'New A' },
			{ name: '新規案件B', code: 'NEW-B', english: 'New B' },
			{ name: '新規案件C', code: '', english: 'New C' },
		],
		expected: ({ akashi }) => akashi.projects.slice(-3).map(changed),
		from: eachItsOwn,
		calls: 1,
		...kept(),
	},
	{
		name: 'projects changed by ID',
		node: 'akashi',
		parameters: project('update', {
			projectId: picked('id', '={{ $json.id }}'),
			name: '={{ $json.name }}',
			additionalFields: { remarks: '変更', endDate: '={{ $json.end }}' },
		}),
		items: () => [
			{ id: 7001, name: '販売管理システム刷新2', end: '2026-12-31' },
			{ id: '7009', name: '新卒研修', end: '' },
		],
		expected: (servers) => [7001, 7009].map((id) => changed(projectOf(servers, id))),
		from: eachItsOwn,
		// The page of both, and the change.
		calls: 1 + 1,
		...kept(),
	},
	{
		name: 'a project changed by code',
		node: 'akashi',
		parameters: project('update', { projectId: picked('code', 'PJ2'), name: '改名' }),
		expected: (servers) => [changed(projectOf(servers, 7005))],
		// The list to find it, the project, and the change.
		calls: 1 + 1 + 1,
		...kept(),
	},
	{
		name: 'projects as the API answers them',
		node: 'akashi',
		parameters: project('getAll', { limit: 2, simplify: false }),
		expected: ({ akashi }) =>
			akashi.projects.slice(0, 2).map(({ tasks: _, ...row }) => row as IDataObject),
		calls: 1,
	},
	{
		name: 'projects created or updated by code, found on the second page',
		node: 'akashi',
		parameters: project('upsert', {
			projectCode: '={{ $json.code }}',
			name: '={{ $json.name }}',
			additionalFields: { shortName: '変更' },
		}),
		items: () => [
			{ code: 'UP-1', name: '追加案件' },
			{ code: 'PJ60', name: '案件六十' },
			{ code: 'PJ1', name: '販売管理システム刷新' },
		],
		expected: (servers) => [
			{ ...changed(withCode(servers, 'UP-1')), upserted: 'created' },
			{ ...changed(withCode(servers, 'PJ60')), upserted: 'updated' },
			{ ...changed(withCode(servers, 'PJ1')), upserted: 'updated' },
		],
		from: eachItsOwn,
		calls: 2 + 2,
		...manyProjects(60),
	},
	{
		name: 'projects by ID and from the list',
		node: 'akashi',
		parameters: project('get', { projectId: picked('list', '={{ $json.id }}') }),
		items: () => [{ id: 7005 }, { id: 7001 }],
		expected: (servers) => [7005, 7001].map((id) => read(projectOf(servers, id))),
		from: eachItsOwn,
		calls: 2,
	},
	{
		name: 'all projects, page by page until a page is short',
		node: 'akashi',
		parameters: project('getAll', { returnAll: true }),
		expected: ({ akashi }) => akashi.projects.map(read),
		// The second page is full: only the empty third says that it was the last.
		calls: 3,
		...manyProjects(100),
	},
	{
		name: 'projects of a period',
		node: 'akashi',
		parameters: project('getAll', {
			limit: 2,
			filters: { startDate: '2026-04-01', endDate: '2026-04-30' },
		}),
		expected: ({ akashi }) => akashi.projects.slice(0, 2).map(read),
		calls: 1,
	},
	{
		name: 'a project deleted',
		node: 'akashi',
		parameters: project('delete', { projectId: picked('id', '7005') }),
		expected: ({ akashi }) =>
			akashi.projects.some(({ project_id }) => project_id === 7005)
				? []
				: [
						{
							deleted: true,
							projectId: 7005,
							projectCode: 'PJ2',
							projectName: '社内ポータル運用',
							shortName: null,
						},
					],
		calls: 1,
		...kept(),
	},
];
