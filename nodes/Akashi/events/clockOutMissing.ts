import { triggerEvent } from '../../shared/triggers/event';
import { clockOuts, clockRow, type ClockRow } from '../watches/clocks';

export const clockOutMissing = triggerEvent<ClockRow>({
	entry: {
		name: 'Clock-Out Missing',
		value: 'clockOutMissing',
		description: 'When somebody has not clocked out (退勤) by a time of day; days off are left out',
	},
	watch: clockOuts,
	of: ['added'],
	item: ({ row }) => row!,
	output: clockRow,
});
