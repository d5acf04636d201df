import { changedFields, triggerEvent } from '../../shared/triggers/event';
import type { Day } from '../months';
import { row } from '../resources/attendance/getAll';
import { correctedDays, corrects, dayItem } from '../watches/days';

/** A time that was there is another one, or gone. */
export const attendanceCorrected = triggerEvent<Day>({
	entry: {
		name: 'Attendance Corrected',
		value: 'attendanceCorrected',
		description: 'When a start or an end that was already there changes, in this or the last month',
	},
	watch: correctedDays,
	of: ['changed'],
	when: corrects,
	item: (change, zone) => ({ ...dayItem(change, zone), changed: change.changed() }),
	output: row.extend({ changed: changedFields }),
});
