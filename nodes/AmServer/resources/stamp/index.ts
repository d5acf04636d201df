import type { Resource } from '../../../shared/operation';
import { clockIn } from './clockIn';
import { clockOut } from './clockOut';

export const stamp: Resource = {
	name: 'Stamp',
	value: 'stamp',
	operations: [clockIn, clockOut],
};
