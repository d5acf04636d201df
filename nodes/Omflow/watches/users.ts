import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../../shared/client/client';
import { allOf } from '../../shared/reading/pagination';
import { watch, type Change } from '../../shared/triggers/event';
import { readUsers } from '../lists/users';
import { simplifiedUser, userRow } from '../resources/user/columns';
import { simplifiedColumns } from '../resources/user/getAll';

/** A user as a trigger puts one out: as "Get Many" does, without the name of the organization, and `deleted` besides. */
export type UserRow = Omit<z.infer<typeof userRow>, 'organizationName'> & IDataObject;

const columns = [...simplifiedColumns, 'delete'];

/** The system user; only its ID tells it (seen). */
const systemUser = 1;

/** Everybody in the order of their IDs, also who is disabled or deleted: that is an event. */
async function read(client: Client): Promise<UserRow[]> {
	const rows = await allOf(readUsers)(client, {
		search_columns: columns,
		search_conditions: [{ column: 'id', condition: '>', value: systemUser }],
		order_columns: ['id'],
		mayLackColumns: true,
	});
	return rows.map((row) => {
		// A column that a server does not return is null.
		const ordered = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
		return simplifiedUser({ columns: ordered }, client.connection.zone) as UserRow;
	});
}

const out = 'out';

/** Whether a user can no longer be used. */
const isOut = ({ active, deleted }: UserRow): boolean => active === false || deleted === true;

/** Their change is an event; not the last log-in's. */
const compared = [
	'userName',
	'name',
	'email',
	'employeeNumber',
	'organizationId',
	'active',
	'company',
	'deleted',
] as const;

/** All users but the system's own. */
export const users = watch<UserRow, z.ZodTypeAny>({
	name: 'users',
	fields: [],
	input: () => z.object({}),
	read,
	key: ({ userId }) => String(userId),
	compared: (row) => Object.fromEntries(compared.map((name) => [name, row[name]])),
	kept: (row) => (isOut(row) ? out : null),
});

/** Whether a change disables or deletes a user who was in use; also one who is gone from the list, or new and disabled. */
export const turnsOut = ({ row, kept }: Change<UserRow>): boolean =>
	kept !== out && (row === undefined || isOut(row));

/** A user whose row is gone: of them only the ID is known. */
export const goneUser = (id: string): IDataObject => ({
	...Object.fromEntries(Object.keys(userOutput.shape).map((name) => [name, null])),
	userId: Number(id),
	deleted: true,
});

export const userOutput = userRow
	.pick({
		userId: true,
		userName: true,
		name: true,
		email: true,
		employeeNumber: true,
		organizationId: true,
		active: true,
		company: true,
		lastLogin: true,
	})
	.extend({ deleted: z.boolean().nullable() });
