import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { turnsOut, userOutput, users, type UserRow } from '../watches/users';

/** A log-in is no change. */
export const userChanged = triggerEvent<UserRow>({
	entry: {
		name: 'User Changed',
		value: 'userChanged',
		description: 'When the data of a user changes, or a disabled user is enabled again',
	},
	watch: users,
	of: ['changed'],
	when: (change) => !turnsOut(change),
	item: (change) => ({ ...change.row!, changed: change.changed() }),
	output: userOutput.extend({ changed: changedFields }),
});
