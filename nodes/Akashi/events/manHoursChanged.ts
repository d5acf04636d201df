import { z } from 'zod';

import { triggerEvent } from '../../shared/triggers/event';
import { holdsEntries, manHours, manHoursItem, manHoursRow } from '../watches/manHours';

export const manHoursChanged = triggerEvent({
	entry: {
		name: 'Man-Hours Changed',
		value: 'manHoursChanged',
		description:
			'When somebody enters, changes or deletes man-hours (工数) of this or the last month, one item per person and month',
	},
	watch: manHours,
	of: ['added', 'changed'],
	when: holdsEntries,
	item: manHoursItem,
	output: manHoursRow.extend({
		minutesBefore: z.number().nullable(),
		changedDates: z.array(z.string()).nullable(),
	}),
});
