import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { changedProject } from '../../contract';
import { projectLocator } from '../../locators';
import {
	additionalFields,
	codeField,
	datesInOrder,
	nameField,
	optionalCode,
	shape,
	write,
} from './record';

/** 6.18 with an ID: changes a project. Items go out 50 a call. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update a project',
		description: 'Change a project. AKASHI asks for the name with every change.',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } },
		nameField,
		additionalFields(codeField),
	],
	input: (zones) =>
		z
			.object({ project_id: id, ...shape(zones), project_code: optionalCode })
			.superRefine(datesInOrder),
	key: ({ project_id }) => String(project_id),
	way: write,
	writes: true,
	output: changedProject,
});
