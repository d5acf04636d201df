import { triggerEvent } from '../../shared/triggers/event';
import { userOutput, users, type UserRow } from '../watches/users';

export const userAdded = triggerEvent<UserRow>({
	entry: { name: 'User Added', value: 'userAdded', description: 'When there is a new user' },
	watch: users,
	of: ['added'],
	item: ({ row }) => row!,
	output: userOutput,
});
