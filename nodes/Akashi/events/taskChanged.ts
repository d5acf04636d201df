import { z } from 'zod';

import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/task/simplify';
import { tasks, type TaskRow } from '../watches/tasks';

export const taskChanged = triggerEvent<TaskRow>({
	entry: {
		name: 'Task Added or Changed',
		value: 'taskChanged',
		description: 'When there is a new task, or one changes; "change" says which',
	},
	watch: tasks,
	of: ['added', 'changed'],
	item: ({ kind, row: task, changed }) => ({
		...task!,
		change: kind,
		...(kind === 'changed' ? { changed: changed() } : {}),
	}),
	output: row.extend({
		change: z.enum(['added', 'changed']),
		changed: changedFields.optional(),
	}),
});
