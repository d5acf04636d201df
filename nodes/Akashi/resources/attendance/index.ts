import type { Resource } from '../../../shared/operation';
import { findMissing } from './findMissing';
import { getDailyStatus } from './getDailyStatus';
import { summarize } from './summarize';

export const attendance: Resource = {
	name: 'Attendance',
	value: 'attendance',
	operations: [getDailyStatus, findMissing, summarize],
};
