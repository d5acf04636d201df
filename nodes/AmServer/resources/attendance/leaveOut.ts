import {
	leaveOutField as field,
	leaveOutInput as namesInput,
} from '../../../shared/attendance/leaveOut';

/** Leaving out users by ID, or by the rows of other nodes. */

export const leaveOutField = field('User IDs', 'e.g. user01, user02');

/** As a set of IDs. Rows of am-server name a user, and so may those of other systems that use the same IDs. */
export const leaveOutInput = namesInput([
	'userId',
	'staffId',
	'staffCode',
	'employeeNumber',
	'userName',
]).transform((names) => new Set(names.map(({ given }) => given)));
