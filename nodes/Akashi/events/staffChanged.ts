import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/staff/simplify';
import { staff, type StaffRow } from '../watches/staff';

export const staffChanged = triggerEvent<StaffRow>({
	entry: {
		name: 'Staff Changed',
		value: 'staffChanged',
		description: 'When the master data of a staff member changes, with the fields that differ',
	},
	watch: staff,
	of: ['changed'],
	item: ({ row: person, changed }) => ({ ...person!, changed: changed() }),
	output: row.extend({ changed: changedFields }),
});
