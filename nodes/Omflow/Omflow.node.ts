import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { nodeParts } from '../shared/node';
import { methods } from './listSearch';
import { omflow } from './omflow';
import { resourceMapping } from './resourceMapping';
import { api } from './resources/api';
import { department } from './resources/department';
import { event } from './resources/event';
import { leaveRecord } from './resources/leaveRecord';
import { mission } from './resources/mission';
import { server } from './resources/server';
import { ticket } from './resources/ticket';
import { user } from './resources/user';
import { worklog } from './resources/worklog';

export const resources = [
	leaveRecord,
	user,
	department,
	ticket,
	mission,
	worklog,
	event,
	server,
	api,
];

const parts = nodeParts(omflow, resources);

export class Omflow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OMFLOW',
		name: 'omflow',
		icon: { light: 'file:omflow.svg', dark: 'file:omflow.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: parts.subtitle,
		description:
			'Leave records, users, tickets and missions of the OMFLOW platform, and any other call of its API',
		defaults: { name: 'OMFLOW' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'omflowApi', required: true }],
		...parts.description,
	};

	customOperations = parts.customOperations;

	methods = { ...methods, resourceMapping };
}
