import type { Resource } from '../../../shared/operation';
import { update } from './update';

export const workingCondition: Resource = {
	name: 'Working Condition',
	value: 'workingCondition',
	operations: [update],
};
