import { triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/staff/simplify';
import { staff, type StaffRow } from '../watches/staff';

/** AKASHI says nothing more of who has retired, was deleted, or is no longer managed by the token's owner. */
export const staffLeft = triggerEvent<StaffRow>({
	entry: {
		name: 'Staff Left',
		value: 'staffLeft',
		description: "When somebody is no longer among the staff that the token's owner manages",
	},
	watch: staff,
	of: ['removed'],
	item: ({ key, kept }) => ({ staffId: Number(key), staffCode: kept ?? null }),
	output: row.pick({ staffId: true, staffCode: true }),
});
