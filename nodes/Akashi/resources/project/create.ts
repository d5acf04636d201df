import { z } from 'zod';

import { operation } from '../../../shared/operation';
import {
	additionalFields,
	codeField,
	datesInOrder,
	nameField,
	optionalCode,
	shape,
	write,
} from './record';
import { changedRow, simplifyChanged } from './simplify';

/** 6.18 without an ID: a new project. 50 items per call. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create project',
		description: 'Create a project',
	},
	fields: [nameField, additionalFields(codeField)],
	input: (zones) =>
		z.object({ ...shape(zones), project_code: optionalCode }).superRefine(datesInOrder),
	// Names are unique in AKASHI.
	key: ({ name_ja }) => name_ja,
	execute: write,
	simplify: simplifyChanged,
	writes: true,
	output: changedRow,
});
