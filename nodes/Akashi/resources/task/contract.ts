import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { fields, id, nothing, pageText, strict, text, whole } from '../../contract';

/** A task as 6.20 and 6.22 answer it; 6.21 leaves out `index`. */
export const task = answer({
	task_id: id,
	name: text,
	code: text,
	index: whole.optional(),
	estimated_hour: whole,
	estimated_amount: whole,
	is_finished: z.boolean(),
});

/** A row that 6.22 takes. `index` is a string in the table and a number in the example: the number is taken. */
export const taskRow = z
	.object({
		task_id: id.optional(),
		name: fields.name,
		code: fields.name.optional(),
		index: z.number().int().min(0).optional(),
		estimated_hour: z.number().int().min(0).optional(),
		estimated_amount: z.number().int().min(0).optional(),
		is_finished: z.boolean().optional(),
	})
	.strict();

/** Chapters 6.20 to 6.23. */
export const calls = {
	/** Without `projects/` in the path. Pages of 50 from page 0 without a total. */
	listTasks: {
		source: '6.20',
		method: 'GET',
		path: '/{companyId}/{project_id}/tasks',
		request: strict({ page: pageText.optional() }),
		response: answer({ count: whole, tasks: z.array(task) }),
	},
	getTask: {
		source: '6.21',
		method: 'GET',
		path: '/{companyId}/{project_id}/tasks/{task_id}',
		request: nothing,
		response: task,
	},
	/** With `task_id` it updates, without it creates. */
	changeTasks: {
		source: '6.22',
		method: 'POST',
		path: '/{companyId}/{project_id}/tasks',
		writes: { keyedBy: 'task_id' },
		request: strict({ tasks: z.array(taskRow).min(1) }),
		response: answer({ count: whole, tasks: z.array(task) }),
	},
	deleteTask: {
		source: '6.23',
		method: 'DELETE',
		path: '/{companyId}/{project_id}/tasks/{task_id}',
		writes: 'keyed',
		request: nothing,
		response: answer({ task_id: id, name: text, code: text }),
	},
} satisfies Record<string, Call>;
