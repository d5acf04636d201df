import { triggerEvent } from '../../shared/triggers/event';
import { listedRow } from '../resources/leaveRecord/row';
import { leaveItem, leaveStops, type LeaveRow } from '../watches/leave';

export const leaveEnds = triggerEvent<LeaveRow>({
	entry: {
		name: 'Leave Ends',
		value: 'leaveEnds',
		description: 'When the end of leave that is not cancelled has come',
	},
	watch: leaveStops,
	of: ['added'],
	item: leaveItem,
	output: listedRow,
});
