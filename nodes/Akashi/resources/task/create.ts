import { z } from 'zod';

import { operation } from '../../../shared/operation';
import {
	additionalFields,
	codeField,
	nameField,
	optionalCode,
	projectField,
	shape,
	write,
} from './record';
import { row, simplifyTask } from './simplify';

/** 6.22 without a task ID: a new task. 50 items of one project per call. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create task',
		description: 'Create a task in a project',
	},
	fields: [projectField, nameField, additionalFields(codeField)],
	input: (_, client) => z.object({ ...shape(client), code: optionalCode }),
	// Names are unique in a project.
	key: ({ project_id, name }) => `${project_id}|${name}`,
	execute: write,
	simplify: simplifyTask,
	writes: true,
	output: row,
});
