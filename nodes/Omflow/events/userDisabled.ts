import { triggerEvent } from '../../shared/triggers/event';
import { goneUser, turnsOut, userOutput, users, type UserRow } from '../watches/users';

/** A user of whom the row is gone is as good as deleted; OMFLOW itself keeps the rows of deleted users (seen). */
export const userDisabled = triggerEvent<UserRow>({
	entry: {
		name: 'User Disabled',
		value: 'userDisabled',
		description: 'When a user is disabled or deleted',
	},
	watch: users,
	of: ['added', 'changed', 'removed'],
	when: turnsOut,
	item: ({ row, key }) => row ?? goneUser(key),
	output: userOutput,
});
