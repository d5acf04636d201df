import { triggerEvent } from '../../shared/triggers/event';
import type { AnsweredUser } from '../lists/users';
import { row, simplify } from '../resources/user/getAll';
import { users } from '../watches/users';

export const userAdded = triggerEvent<AnsweredUser>({
	entry: { name: 'User Added', value: 'userAdded', description: 'When there is a new user' },
	watch: users,
	of: ['added'],
	item: ({ row: user }) => simplify(user!),
	output: row,
});
