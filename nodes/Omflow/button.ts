import type { INodeProperties } from 'n8n-workflow';

import { asText } from '../shared/answers';

/** The field that says which button of a step to press. A step without buttons is pushed on all the same (source of 1.1.0.0). */
export const buttonField: INodeProperties = {
	displayName: 'Button',
	name: 'button',
	type: 'options',
	options: [
		{ name: 'First', value: 'action1' },
		{ name: 'Second', value: 'action2' },
	],
	default: 'action1',
	description:
		'Which button of the step to press. The design of the flow says what each one does; "Get Many" of missions shows their names.',
	routing: { send: { type: 'body', property: 'quick_action' } },
};

/** The names of the two buttons of a step, which come with a comma between; null where there is none. */
export function buttonNames(names: unknown): [string | null, string | null] {
	const [first, second] = (asText(names) ?? '').split(',').map((name) => name.trim());
	return [first || null, second || null];
}
