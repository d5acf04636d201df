import { triggerEvent } from '../../shared/triggers/event';
import { listedRow } from '../resources/leaveRecord/row';
import { leave, leaveItem, type LeaveRow } from '../watches/leave';

export const leaveCreated = triggerEvent<LeaveRow>({
	entry: {
		name: 'Leave Created',
		value: 'leaveCreated',
		description: 'When leave of the principal is recorded, with this substitute',
	},
	watch: leave,
	of: ['added'],
	item: leaveItem,
	output: listedRow,
});
