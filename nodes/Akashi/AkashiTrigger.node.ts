import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { outputOf, triggerParts } from '../shared/triggers/node';
import { akashi } from './akashi';
import { events } from './events';
import { methods } from './listSearch';

/** What the build writes as the schema of the output. */
export const output = outputOf(events);

const parts = triggerParts(akashi, events);

export class AkashiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AKASHI Trigger',
		name: 'akashiTrigger',
		icon: { light: 'file:akashi.svg', dark: 'file:akashi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: parts.subtitle,
		description:
			'Starts the workflow when people stamp or forget to, or when staff or man-hours change',
		defaults: { name: 'AKASHI Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'akashiApi', required: true }],
		properties: parts.properties,
	};

	methods = methods;

	poll = parts.poll;
}
