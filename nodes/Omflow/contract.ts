import { z } from 'zod';

import { answer, type Call } from '../shared/contract';

/** Operators of user/list. The server silently reads any other one as `=` (seen on 1.1.0.0). */
export const operators = ['<', '=', '>', 'contains', 'in'] as const;

/**
 * Columns of the user table that every known server version has (the document's list less `ad_no` and
 * `extension_no`, absent from 1.1.0.0, and less `password`: its hash is never read).
 */
export const userColumns = [
	'ad_flag',
	'ad_sid',
	'birthday',
	'company',
	'default_group',
	'delete',
	'email',
	'first_name',
	'frequency',
	'gender',
	'id',
	'is_active',
	'is_superuser',
	'last_login',
	'last_name',
	'nick_name',
	'phone1',
	'phone2',
	'updatetime',
	'username',
] as const;

/** Columns that only newer servers have. */
export const newerUserColumns = ['ad_no', 'extension_no'] as const;

/**
 * Whether a column holds a secret: never asked for, never handed on. A part after `__` follows a relation
 * or asks for something about the column, which would give the hash away as well.
 */
export const isSecretColumn = (column: string): boolean =>
	column.replace(/^-/, '').split('__').includes('password');

/** Whether a column leads into another table: the server then repeats a user for each row there (seen). */
export const repeatsUsers = (column: string): boolean =>
	column.includes('__') || ['groups', 'user_permissions'].includes(column.replace(/^-/, ''));

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A condition of user/list. One that lacks a part is dropped by the server with all that follow it. */
export const condition = z.discriminatedUnion('condition', [
	z
		.object({
			column: z.string().min(1),
			condition: z.literal('in'),
			value: z.array(scalar).min(1),
		})
		.strict(),
	...(['<', '=', '>', 'contains'] as const).map((operator) =>
		z.object({ column: z.string().min(1), condition: z.literal(operator), value: scalar }).strict(),
	),
] as never) as z.ZodType<{ column: string; condition: string; value: unknown }>;

/** A local time for luxon: an offset, a slash or a number is refused by this family of servers (seen). */
export const timeFormat = 'yyyy-MM-dd HH:mm:ss';

/** Naive local time as this family of servers takes it: no offset, no slash. */
export const serverTime = z.string().regex(/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/);

/** What every body under /rest/ carries besides its own fields; the credential adds it. */
export const signed = { security: z.string().min(1), omflow_restapi: z.literal(1) };

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

/** A row of the user list: the columns asked for. */
export const user = answer({
	id: z.number().int(),
	username: z.string(),
	nick_name: z.string().nullable(),
	email: z.string().nullable(),
	is_active: z.boolean().nullable(),
	is_superuser: z.boolean().nullable(),
	delete: z.boolean().nullable(),
	company: z.string().nullable(),
	default_group: z.number().int().nullable(),
	phone1: z.string().nullable(),
	last_login: z.string().nullable(),
	updatetime: z.string().nullable(),
}).partial();

/** A user of an organization; `user` is the id in the user list. */
export const member = answer({
	user: z.number().int(),
	user__nick_name: z.string().nullable(),
	user__username: z.string().nullable(),
	user__ad_no: z.string().nullable(),
});

const who = z.string().min(1);
const names = z.array(z.string().min(1)).min(1);
const id = z.number().int().positive();
const flag = z.union([z.literal(0), z.literal(1)]);

/** A body about one leave record, named by exactly one of its two names. */
const oneRecord = <T extends z.ZodRawShape>(shape: T) =>
	z.union([
		z.object({ ...shape, leave_id: id }).strict(),
		z.object({ ...shape, identifier: z.string().min(1) }).strict(),
	]);

/** Every call of this package, by the page that documents it. Bodies are without `signed`. */
export const calls = {
	/** Slices `[start:limit]`: `limit` is an end index (seen on 1.1.0.0). No total. */
	listUsers: {
		source: 'omflow-users, user/list',
		method: 'POST',
		path: '/rest/accounts/api/user/list/',
		request: z
			.object({
				search_conditions: z.array(condition).optional(),
				exclude_conditions: z.array(condition).optional(),
				search_columns: z
					.array(z.string().refine((column) => !isSecretColumn(column), 'no secrets'))
					.min(1),
				order_columns: z.array(z.string().min(1)).min(1),
				start: z.number().int().min(0),
				limit: z.number().int().min(1),
			})
			.strict(),
		response: z.array(user),
	},
	/** Users by organization code. Older versions know no names and call the codes `group_no`. */
	listByOrganization: {
		source: 'omflow-users, user/list-by-group',
		method: 'POST',
		path: '/rest/accounts/api/user/list-by-group/',
		request: z.union([
			z.object({ org_no: names }).strict(),
			z.object({ org_name: names }).strict(),
			z.object({ group_no: names }).strict(),
		]),
		response: z.record(z.array(member)).nullable(),
	},
	/** Answers the new record's id. */
	createLeave: {
		source: 'omflow-leave-records, add',
		method: 'POST',
		path: '/rest/api/leave-records/add/',
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
		source: 'omflow-leave-records, list',
		method: 'POST',
		path: '/rest/api/leave-records/list/',
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
		source: 'omflow-leave-records, update',
		method: 'POST',
		path: '/rest/api/leave-records/update/',
		writes: 'keyed',
		request: oneRecord({ substitute: who }),
		response: z.null(),
	},
	cancelLeave: {
		source: 'omflow-leave-records, cancel',
		method: 'POST',
		path: '/rest/api/leave-records/cancel/',
		writes: 'keyed',
		request: oneRecord({}),
		response: z.null(),
	},
	deleteLeave: {
		source: 'omflow-leave-records, delete',
		method: 'POST',
		path: '/rest/api/leave-records/delete/',
		writes: 'keyed',
		request: oneRecord({}),
		response: z.null(),
	},
} satisfies Record<string, Call>;
