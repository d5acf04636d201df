import type { Resource } from '../../../shared/operation';
import { findMissing } from './findMissing';
import { getAll } from './getAll';
import { getDailyStatus } from './getDailyStatus';
import { summarize } from './summarize';

export const attendance: Resource = {
	name: 'Attendance',
	value: 'attendance',
	operations: [getAll, getDailyStatus, findMissing, summarize],
};
