import { triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/staff/simplify';
import { staff, type StaffRow } from '../watches/staff';

export const staffAdded = triggerEvent<StaffRow>({
	entry: {
		name: 'Staff Added',
		value: 'staffAdded',
		description: 'When there is a new staff member',
	},
	watch: staff,
	of: ['added'],
	item: ({ row: person }) => person!,
	output: row,
});
