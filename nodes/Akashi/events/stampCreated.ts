import { triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/stamp/getAll';
import { stamps, type StampRow } from '../watches/stamps';

export const stampCreated = triggerEvent<StampRow>({
	entry: {
		name: 'New Stamp',
		value: 'stampCreated',
		description: 'When somebody stamps (打刻), also if the stamp arrives late',
	},
	watch: stamps,
	of: ['added'],
	item: ({ row: stamp }) => stamp!,
	output: row,
});
