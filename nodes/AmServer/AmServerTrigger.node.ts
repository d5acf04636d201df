import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { outputOf, triggerParts } from '../shared/triggers/node';
import { amServer } from './amServer';
import { events } from './events';
import { methods } from './listSearch';

/** What the build writes as the schema of the output. */
export const output = outputOf(events);

const parts = triggerParts(amServer, events);

export class AmServerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'am-server Trigger',
		name: 'amServerTrigger',
		icon: { light: 'file:amServer.svg', dark: 'file:amServer.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: parts.subtitle,
		description: 'Starts the workflow when users clock in or out, or when attendance changes',
		defaults: { name: 'am-server Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amServerApi', required: true }],
		properties: parts.properties,
	};

	methods = methods;

	poll = parts.poll;
}
