import { triggerEvent } from '../../shared/triggers/event';
import type { Day } from '../months';
import { row } from '../resources/attendance/getAll';
import { dayItem, stampDays, startsDay } from '../watches/days';

/** A start (出勤) is there that was not. */
export const clockedIn = triggerEvent<Day>({
	entry: {
		name: 'Clocked In',
		value: 'clockedIn',
		description: 'When a user clocks in, also if it becomes known within the look-back only',
	},
	watch: stampDays,
	of: ['added', 'changed'],
	when: startsDay,
	item: dayItem,
	output: row,
});
