import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { nodeParts } from '../shared/node';
import { akashi } from './akashi';
import { methods } from './listSearch';
import { alert } from './resources/alert';
import { attendance } from './resources/attendance';
import { manHour } from './resources/manHour';
import { organization } from './resources/organization';
import { permission } from './resources/permission';
import { project } from './resources/project';
import { projectMember } from './resources/projectMember';
import { staff } from './resources/staff';
import { stamp } from './resources/stamp';
import { task } from './resources/task';
import { token } from './resources/token';
import { transfer } from './resources/transfer';
import { workingCondition } from './resources/workingCondition';
import { workingRecord } from './resources/workingRecord';

// The first is the default; the editor shows them A–Z.
export const resources = [
	staff,
	alert,
	attendance,
	manHour,
	organization,
	permission,
	project,
	projectMember,
	stamp,
	task,
	token,
	transfer,
	workingCondition,
	workingRecord,
];

const parts = nodeParts(akashi, resources);

export class Akashi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AKASHI',
		name: 'akashi',
		icon: { light: 'file:akashi.svg', dark: 'file:akashi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: parts.subtitle,
		description: 'Stamps, working records, man-hours and staff of AKASHI attendance management',
		defaults: { name: 'AKASHI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'akashiApi', required: true }],
		...parts.description,
	};

	customOperations = parts.customOperations;

	methods = methods;
}
