import { z } from 'zod';

import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { listedRow } from '../resources/leaveRecord/row';
import { cancels, leave, leaveItem, wasCancelled, type LeaveRow } from '../watches/leave';

/** A record leaves the list when it is deleted or gets another substitute: which of the two, the list does not tell. */
export const leaveChanged = triggerEvent<LeaveRow>({
	entry: {
		name: 'Leave Changed',
		value: 'leaveChanged',
		description:
			'When leave changes, or is gone from the list: it was deleted or got another substitute',
	},
	watch: leave,
	of: ['changed', 'removed'],
	when: (change) => !cancels(change) && (change.row !== undefined || !wasCancelled(change)),
	item: (change) => ({
		...leaveItem(change),
		gone: change.row === undefined,
		changed: change.changed(),
	}),
	output: listedRow.extend({ gone: z.boolean(), changed: changedFields }),
});
