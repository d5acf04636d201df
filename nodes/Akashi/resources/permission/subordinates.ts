import type { INodeProperties } from 'n8n-workflow';

import { subordinates } from './contract';

const [none, all, managers] = subordinates;

/** What happens to the organizations below the managed one (6.14, 6.15). */
export const subordinateField: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'options',
	options: [
		{ name: 'Do Not Manage', value: none },
		{ name: 'Manage Directly', value: all },
		{ name: 'Manage Their Managers, Without Sub-Organization Members', value: managers },
	],
	default: none,
	description: 'Whether the person also manages the organizations below',
};
