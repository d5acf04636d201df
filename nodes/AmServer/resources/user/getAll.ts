import { z } from 'zod';

import { asFlag, asText } from '../../../shared/answers';
import { limitFields, outputFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { readUsers, type AnsweredUser } from '../../lists/users';

export const row = z.object({
	userId: z.string(),
	name: z.string().nullable(),
	admin: z.boolean().nullable(),
});

export const simplify = ({ userid, username, adminflg }: AnsweredUser): z.infer<typeof row> => ({
	userId: asText(userid)!,
	name: asText(username),
	admin: asFlag(adminflg),
});

/** user/search. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many users',
		description: 'Get the users of am-server',
	},
	fields: [...limitFields, ...outputFields(row)],
	input: () => z.object({}),
	execute: reads(readUsers),
	simplify,
	output: row,
});
