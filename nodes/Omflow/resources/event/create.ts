import { z } from 'zod';

import { alphabetical } from '../../../shared/alphabetical';
import { oneOf, someText } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls, severities } from './contract';
import { keyField } from './key';

const choices = [1, 2, 3, 4, 5] as const;

const input = () =>
	z.object({
		title: someText,
		content: someText,
		severity: oneOf(choices),
		source2: someText,
	});

/** event/create. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create event',
		description:
			'Raise an event (事件), such as the failure of an import. Leave Settings → Retry On Fail off: a retry would raise it again.',
	},
	fields: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Import of attendance failed',
			description: 'Title of the event',
			routing: { send: { type: 'body', property: 'title' } },
		},
		{
			displayName: 'Content',
			name: 'content',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. 3 of 120 rows were refused',
			description: 'What happened',
			routing: { send: { type: 'body', property: 'content' } },
		},
		{
			displayName: 'Severity',
			name: 'severity',
			type: 'options',
			options: alphabetical(
				choices.map((value) => ({ name: severities[value], value })),
				({ name }) => name,
			),
			default: 3,
			description: 'How severe it is, from Info (1) to Critical (5)',
			routing: { send: { type: 'body', property: 'severity' } },
		},
		keyField,
	],
	input,
	execute: writesInOrder<ValuesOf<typeof input>>(async (client, { values }) => {
		const { severity, title, content, source2 } = values;
		await client.call(calls.createEvent, { ...values, severity: String(severity) });
		return [{ key: source2, title, content, severity, severityName: severities[severity] }];
	}),
	writes: true,
	output: z.object({
		key: z.string(),
		title: z.string(),
		content: z.string(),
		severity: z.number(),
		severityName: z.string(),
	}),
});
