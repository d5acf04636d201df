import { z } from 'zod';

import { asText } from '../../shared/answers';
import { watch } from '../../shared/triggers/event';
import { userDirectory, type AnsweredUser } from '../lists/users';

/** All users by ID. */
export const users = watch<AnsweredUser, z.ZodTypeAny>({
	name: 'users',
	fields: [],
	input: () => z.object({}),
	// The same list as that of the names of days.
	read: async (client) => await userDirectory.rows(client),
	key: ({ userid }) => String(asText(userid)),
});
