import { triggerEvent } from '../../shared/triggers/event';
import { clockIns, clockRow, type ClockRow } from '../watches/clocks';

export const clockInMissing = triggerEvent<ClockRow>({
	entry: {
		name: 'Clock-In Missing',
		value: 'clockInMissing',
		description: 'When somebody has not clocked in (出勤) by a time of day; days off are left out',
	},
	watch: clockIns,
	of: ['added'],
	item: ({ row }) => row!,
	output: clockRow,
});
