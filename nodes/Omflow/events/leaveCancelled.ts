import { triggerEvent } from '../../shared/triggers/event';
import { listedRow } from '../resources/leaveRecord/row';
import { cancels, leave, leaveItem, type LeaveRow } from '../watches/leave';

export const leaveCancelled = triggerEvent<LeaveRow>({
	entry: {
		name: 'Leave Cancelled',
		value: 'leaveCancelled',
		description: 'When leave is cancelled',
	},
	watch: leave,
	of: ['added', 'changed'],
	when: cancels,
	item: leaveItem,
	output: listedRow,
});
