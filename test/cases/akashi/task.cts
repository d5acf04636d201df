import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { Task } from '../../servers/akashi.cts';
import { eachItsOwn, parametersOf, picked, type Case } from '../case.cts';
import { kept, projectOf } from './parts.cts';

const task = parametersOf('task');

const row = (projectId: number, one: Task): IDataObject => ({
	projectId,
	taskId: one.task_id,
	taskCode: one.code,
	taskName: one.name,
	index: one.index!,
	estimatedMinutes: one.estimated_hour,
	estimatedAmount: one.estimated_amount,
	finished: one.is_finished,
});
const taskWithCode = (servers: All, project: number, code: string) =>
	row(project, projectOf(servers, project).tasks.find((one) => one.code === code)!);

export const taskCases: Case[] = [
	{
		name: 'new tasks, a call a project',
		node: 'akashi',
		parameters: task('create', {
			projectId: picked('id', '={{ $json.project }}'),
			name: '={{ $json.name }}',
			additionalFields: {
				taskCode: '={{ $json.code }}',
				estimatedAmount: 5000,
				estimatedMinutes: '={{ "90" }}',
				finished: true,
				position: 9,
			},
		}),
		items: () => [
			{ project: 7001, name: '検収', code: 'N-1' },
			{ project: 7005, name: '検収', code: 'N-1' },
			{ project: 7001, name: '移行', code: 'N-2' },
		],
		expected: (servers) => [
			taskWithCode(servers, 7001, 'N-1'),
			taskWithCode(servers, 7005, 'N-1'),
			taskWithCode(servers, 7001, 'N-2'),
		],
		from: eachItsOwn,
		calls: 2,
		...kept(),
	},
	{
		name: 'a task changed by ID',
		node: 'akashi',
		parameters: task('update', {
			projectId: picked('list', 7001),
			taskId: picked('list', 8004),
			name: '実装と試験',
			additionalFields: { finished: false, estimatedMinutes: 0 },
		}),
		expected: (servers) => [taskWithCode(servers, 7001, 'T1-2')],
		calls: 1 + 1,
		...kept(),
	},
	{
		name: 'tasks changed by the codes of project and task',
		node: 'akashi',
		parameters: task('update', {
			projectId: picked('code', '={{ $json.project }}'),
			taskId: picked('code', '={{ $json.task }}'),
			name: '改名',
		}),
		items: () => [
			{ project: 'PJ1', task: 'T1-2' },
			{ project: 'PJ2', task: 'T2-1' },
		],
		expected: (servers) => [
			taskWithCode(servers, 7001, 'T1-2'),
			taskWithCode(servers, 7005, 'T2-1'),
		],
		from: eachItsOwn,
		// The projects, the tasks of both to find them, those of both again, and the changes.
		calls: 1 + 2 + 2 + 2,
		...kept(),
	},
	{
		name: 'tasks as the API answers them',
		node: 'akashi',
		parameters: task('getAll', { projectId: picked('list', 7001), simplify: false }),
		expected: (servers) => projectOf(servers, 7001).tasks as IDataObject[],
		calls: 1,
	},
	{
		name: 'tasks created or updated by code in two projects',
		node: 'akashi',
		parameters: task('upsert', {
			projectId: picked('id', '={{ $json.project }}'),
			taskCode: '={{ $json.code }}',
			name: '={{ $json.name }}',
			additionalFields: { finished: true },
		}),
		items: () => [
			{ project: 7001, code: 'T1-1', name: '設計' },
			{ project: 7005, code: 'T1-1', name: '設計A' },
			{ project: 7001, code: 'U-1', name: '追加' },
		],
		expected: (servers) => [
			{ ...taskWithCode(servers, 7001, 'T1-1'), upserted: 'updated' },
			{ ...taskWithCode(servers, 7005, 'T1-1'), upserted: 'created' },
			{ ...taskWithCode(servers, 7001, 'U-1'), upserted: 'created' },
		],
		from: eachItsOwn,
		calls: 2 + 3,
		...kept(),
	},
	{
		name: 'a task',
		node: 'akashi',
		parameters: task('get', { projectId: picked('id', '7001'), taskId: picked('id', '8007') }),
		expected: (servers) => [
			// 6.21 leaves out its place.
			{ ...row(7001, projectOf(servers, 7001).tasks[2]), index: null },
		],
		calls: 1,
	},
	{
		name: 'the tasks of two projects',
		node: 'akashi',
		parameters: task('getAll', { projectId: picked('id', '={{ $json.id }}'), returnAll: true }),
		items: () => [{ id: 7001 }, { id: 7009 }],
		expected: (servers) =>
			[7001, 7009].flatMap((id) => projectOf(servers, id).tasks.map((one) => row(id, one))),
		from: (output) => output.map((_, index) => Math.floor(index / 4)),
		calls: 2,
	},
	{
		name: 'a task deleted',
		node: 'akashi',
		parameters: task('delete', { projectId: picked('id', '7001'), taskId: picked('id', '8010') }),
		expected: (servers) =>
			projectOf(servers, 7001).tasks.length === 3
				? [{ deleted: true, projectId: 7001, taskId: 8010, taskCode: 'T1-4', taskName: '会議' }]
				: [],
		calls: 1,
		...kept(),
	},
];
