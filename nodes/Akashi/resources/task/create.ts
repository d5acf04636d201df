import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { task } from './contract';
import {
	additionalFields,
	codeField,
	nameField,
	optionalCode,
	projectField,
	shape,
	write,
} from './record';

/** 6.22 without a task ID: a new task. 50 items of one project per call. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create task',
		description: 'Create a task in a project',
	},
	fields: [projectField, nameField, additionalFields(codeField)],
	input: () => z.object({ ...shape, code: optionalCode }),
	// Names are unique in a project.
	key: ({ project_id, name }) => `${project_id}|${name}`,
	execute: write,
	writes: true,
	output: task,
});
