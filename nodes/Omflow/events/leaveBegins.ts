import { triggerEvent } from '../../shared/triggers/event';
import { listedRow } from '../resources/leaveRecord/row';
import { leaveItem, leaveStarts, type LeaveRow } from '../watches/leave';

export const leaveBegins = triggerEvent<LeaveRow>({
	entry: {
		name: 'Leave Begins',
		value: 'leaveBegins',
		description: 'When the start of leave that is not cancelled has come',
	},
	watch: leaveStarts,
	of: ['added'],
	item: leaveItem,
	output: listedRow,
});
