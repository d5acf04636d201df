import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';

/** An entry of a ticket's log. That of the open-source edition 1.1.0.0 has no ID (read in its source). */
export const worklog = answer({
	id: z.number().int().nullable().optional(),
	flow_uuid: z.string().nullable().optional(),
	/** Who wrote it. */
	create_user_id__nick_name: z.string().nullable(),
	content: z.string().nullable(),
	createtime: z.string().nullable(),
	/** Who wrote it in that person's place. */
	substitute_id__nick_name: z.string().nullable().optional(),
});

const some = z.string().min(1);

/** A ticket by its form, its number and one of its `data_id`s; 1.1.0.0 wants the flow instead of the form (its source). */
const ticket = {
	api_path: some,
	data_no: some,
	data_id: z.number().int().positive(),
	flow_uuid: z
		.string()
		.regex(/^[0-9a-f]{32}$/)
		.optional(),
};

/** By the page of the handbook. The sign-in, which every body carries, is added by the credential. */
export const calls = {
	createWorklog: {
		source: '5-09 omdata-worklog/create',
		method: 'POST',
		path: '/rest/flowmanage/api/omdata-worklog/create/',
		writes: 'new',
		request: z.object({ ...ticket, content: some }).strict(),
		response: z.null(),
	},
	/** All entries, in one answer. */
	listWorklogs: {
		source: '5-09 omdata-worklog/list',
		method: 'POST',
		path: '/rest/flowmanage/api/omdata-worklog/list/',
		request: z.object(ticket).strict(),
		response: z.array(worklog),
	},
} satisfies Record<string, Call>;
