import { z } from 'zod';

import { asText } from '../../shared/answers';
import { watch } from '../../shared/triggers/event';
import { allUsers, type AnsweredUser } from '../lists/users';

/** All users by ID. */
export const users = watch<AnsweredUser, z.ZodTypeAny>({
	name: 'users',
	fields: [],
	input: () => z.object({}),
	read: allUsers,
	key: ({ userid }) => String(asText(userid)),
});
