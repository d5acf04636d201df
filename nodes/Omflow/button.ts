import type { INodeProperties } from 'n8n-workflow';

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
