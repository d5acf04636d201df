import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { condition } from '../../contract';

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
 * Whether a column contains a secret: it is never requested or output. A part after `__` follows a relation or
 * queries the column, which would reveal the hash as well.
 */
export const isSecretColumn = (column: string): boolean =>
	column.replace(/^-/, '').split('__').includes('password');

/** Whether a column leads into another table: the server then repeats a user for each row there (seen). */
export const repeatsUsers = (column: string): boolean =>
	column.includes('__') || ['groups', 'user_permissions'].includes(column.replace(/^-/, ''));

/** A row of the user list: the columns asked for. */
export const user = answer({
	id: z.number().int(),
	username: z.string(),
	nick_name: z.string().nullable(),
	email: z.string().nullable(),
	ad_no: z.string().nullable(),
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

const names = z.array(z.string().min(1)).min(1);

/** By the page of the handbook. The sign-in, which every body carries, is added by the credential. */
export const calls = {
	/** Slices `[start:limit]`: `limit` is an end index (seen on 1.1.0.0). No total. */
	listUsers: {
		source: '5-06 user/list',
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
		source: '5-06 user/list-by-group',
		method: 'POST',
		path: '/rest/accounts/api/user/list-by-group/',
		needs: 'OMFLOW 1.1.2.2 or later',
		request: z.union([
			z.object({ org_no: names }).strict(),
			z.object({ org_name: names }).strict(),
			z.object({ group_no: names }).strict(),
		]),
		response: z.record(z.array(member)).nullable(),
	},
} satisfies Record<string, Call>;
