import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { outputOf, triggerParts } from '../shared/triggers/node';
import { omflow } from './omflow';
import { events } from './events';
import { methods } from './listSearch';

/** What the build writes as the schema of the output. */
export const output = outputOf(events);

const parts = triggerParts(omflow, events);

export class OmflowTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OMFLOW Trigger',
		name: 'omflowTrigger',
		icon: { light: 'file:omflow.svg', dark: 'file:omflow.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: parts.subtitle,
		description:
			'Starts the workflow when leave is recorded, begins or ends, when tickets are opened, move or are closed, or when users change',
		defaults: { name: 'OMFLOW Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'omflowApi', required: true }],
		properties: parts.properties,
	};

	methods = methods;

	poll = parts.poll;
}
