import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import { asFlag, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import { optional, textOf, wholeNumber, yesNo } from '../../../shared/inputs';
import type { Executor, ItemRequest } from '../../../shared/operation';
import { batches } from '../../../shared/writing/batches';
import { over, sendOnly } from '../../../shared/writing/wholeRecords';
import { fields, limits } from '../../contract';
import { projectId, projectLocator } from '../../locators';
import { calls, type task, type taskRow } from './contract';
import { allTasks } from '../../lists/tasks';
import { ofProject } from './simplify';

/** What the operations that write tasks (6.22) share. */

export const projectField: INodeProperties = {
	...projectLocator,
	routing: { send: { type: 'body', property: 'project_id' } },
};

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 設計',
	description: 'Name of the task. It must be unique in the project.',
	routing: { send: { type: 'body', property: 'name' } },
};

export const codeField: INodeProperties = {
	displayName: 'Task Code',
	name: 'taskCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. T-001',
	description: 'Your own code for the task. It must be unique in the project.',
	routing: { send: { type: 'body', property: 'code' } },
};

/** "Additional Fields": all except ID and name, and with the code unless it has its own field. */
export const additionalFields = (code?: INodeProperties): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Estimated Amount',
			name: 'estimatedAmount',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Estimated cost of the task',
			routing: { send: { type: 'body', property: 'estimated_amount' } },
		},
		{
			displayName: 'Estimated Minutes',
			name: 'estimatedMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Estimated working time in minutes',
			routing: { send: { type: 'body', property: 'estimated_hour' } },
		},
		{
			displayName: 'Finished',
			name: 'finished',
			type: 'boolean',
			default: false,
			description: 'Whether the task is finished',
			routing: { send: { type: 'body', property: 'is_finished' } },
		},
		{
			displayName: 'Position',
			name: 'position',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Position of the task in the list that AKASHI shows',
			routing: { send: { type: 'body', property: 'index' } },
		},
		...(code ? [code] : []),
	],
});

const text = textOf(fields.name);

/** The checks of all fields except the task's ID and code. */
export const shape = (client: Client) => ({
	project_id: projectId(client),
	name: text,
	index: optional(wholeNumber(0)),
	estimated_hour: optional(wholeNumber(0)),
	estimated_amount: optional(wholeNumber(0)),
	is_finished: optional(yesNo),
});
export const requiredCode = text;
export const optionalCode = optional(text);

/** A task and its project, which is in the path. */
export interface Task extends z.infer<typeof taskRow> {
	project_id: number;
}

/** A task as 6.20 may answer it. */
export type Listed = Loose<z.infer<typeof task>>;

/** A complete task with its changes, since 6.22 does not say what happens to fields that are not sent. */
export const whole = (values: Task, record: Listed): Task =>
	over(values, {
		name: asText(record.name),
		code: asText(record.code),
		index: asNumber(record.index),
		estimated_hour: asNumber(record.estimated_hour),
		estimated_amount: asNumber(record.estimated_amount),
		is_finished: asFlag(record.is_finished),
	});

/** The option to send only the given fields. */
export const options = sendOnly();

const names = {
	sent: ({ task_id, code, name }: Task) => [task_id, code, name],
	answered: (row: IDataObject) => {
		const { task_id, code, name } = row as Listed;
		return [task_id, code, name].map(asText);
	},
};

const writeTasks = batches<Task>({
	call: calls.changeTasks,
	size: limits.records,
	together: ({ project_id }) => String(project_id),
	body: (tasks) => ({
		project_id: tasks[0].project_id,
		tasks: tasks.map((one) => ({ ...one, project_id: undefined })),
	}),
	rows: (payload: { tasks?: IDataObject[] } | null) => asList(payload?.tasks),
	names,
	listing: {
		id: 'task_id',
		list: async (client, [{ project_id }]) =>
			((await allTasks(client, project_id)) as unknown as IDataObject[]).map((row) => ({
				row,
				names: names.answered(row),
			})),
		sent: names.sent,
	},
});

/** 50 tasks of one project per call, identified by ID, code or name. */
export const write: Executor<Task> = Object.assign(
	async (client: Client, requests: Array<ItemRequest<Task>>) =>
		await writeTasks(client, requests.map(ofProject)),
	{ records: writeTasks.records },
);
