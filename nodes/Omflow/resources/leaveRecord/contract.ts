import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { serverTime } from '../../contract';

/** A row of the leave list. The documented rows carry no id; one that a server sends is kept. */
export const leave = answer({
	id: z.number().int().optional(),
	principal_id: z.number().int().nullable(),
	principal_id__nick_name: z.string().nullable(),
	substitute_id: z.number().int().nullable(),
	substitute_id__nick_name: z.string().nullable(),
	starttime: z.string().nullable(),
	endtime: z.string().nullable(),
	cancel: z.union([z.boolean(), z.number()]).nullable(),
	identifier: z.string().nullable(),
});

const who = z.string().min(1);
const id = z.number().int().positive();
const flag = z.union([z.literal(0), z.literal(1)]);

/** A body about one leave record, named by exactly one of its two names. */
const oneRecord = <T extends z.ZodRawShape>(shape: T) =>
	z.union([
		z.object({ ...shape, leave_id: id }).strict(),
		z.object({ ...shape, identifier: z.string().min(1) }).strict(),
	]);

/** What the calls need (the vendor's record of versions). */
const needs = 'OMFLOW 1.1.2.2 or later';

/** By the page of the handbook. The sign-in, which every body carries, is added by the credential. */
export const calls = {
	/** Answers the new record's id. */
	createLeave: {
		source: '5-08 leave-records/add',
		method: 'POST',
		path: '/rest/api/leave-records/add/',
		needs,
		writes: 'new',
		request: z
			.object({
				start: serverTime,
				end: serverTime,
				principal: who,
				substitute: who,
				identifier: z.string().min(1).optional(),
			})
			.strict(),
		response: id,
	},
	/** `cancel` and `history`: absent means both kinds. */
	listLeaves: {
		source: '5-08 leave-records/list',
		method: 'POST',
		path: '/rest/api/leave-records/list/',
		needs,
		request: z
			.object({
				principal: who,
				substitute: who,
				cancel: flag.optional(),
				history: flag.optional(),
			})
			.strict(),
		response: answer({ now_time: z.string().nullable(), leave_list: z.array(leave) }),
	},
	/** Who stands in, from now on. */
	updateLeave: {
		source: '5-08 leave-records/update',
		method: 'POST',
		path: '/rest/api/leave-records/update/',
		needs,
		writes: 'keyed',
		request: oneRecord({ substitute: who }),
		response: z.null(),
	},
	cancelLeave: {
		source: '5-08 leave-records/cancel',
		method: 'POST',
		path: '/rest/api/leave-records/cancel/',
		needs,
		writes: 'keyed',
		request: oneRecord({}),
		response: z.null(),
	},
	deleteLeave: {
		source: '5-08 leave-records/delete',
		method: 'POST',
		path: '/rest/api/leave-records/delete/',
		needs,
		writes: 'keyed',
		request: oneRecord({}),
		response: z.null(),
	},
} satisfies Record<string, Call>;
