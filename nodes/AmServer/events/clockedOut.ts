import { triggerEvent } from '../../shared/triggers/event';
import type { Day } from '../months';
import { row } from '../resources/attendance/getAll';
import { dayItem, endsDay, stampDays } from '../watches/days';

/** An end (退勤) is there that was not. */
export const clockedOut = triggerEvent<Day>({
	entry: {
		name: 'Clocked Out',
		value: 'clockedOut',
		description: 'When a user clocks out, also if it becomes known within the look-back only',
	},
	watch: stampDays,
	of: ['added', 'changed'],
	when: endsDay,
	item: dayItem,
	output: row,
});
