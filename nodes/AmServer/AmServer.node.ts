import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { nodeParts } from '../shared/node';
import { amServer } from './amServer';
import { methods } from './listSearch';
import { attendance } from './resources/attendance';
import { session } from './resources/session';
import { stamp } from './resources/stamp';
import { user } from './resources/user';

export const resources = [attendance, session, stamp, user];

const parts = nodeParts(amServer, resources);

export class AmServer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'am-server',
		name: 'amServer',
		icon: { light: 'file:amServer.svg', dark: 'file:amServer.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: parts.subtitle,
		description: 'Users, stamps, attendance and sessions of am-server',
		defaults: { name: 'am-server' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amServerApi', required: true }],
		...parts.description,
	};

	customOperations = parts.customOperations;

	methods = methods;
}
