import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { alphabetical } from '../../../shared/alphabetical';
import { asFlag, asNumber, asText } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { newerUserColumns, userColumns } from './contract';

/** The kind of a column of the user table, if its values need a special form. */
export type Kind = 'boolean' | 'date' | 'other' | 'time';

/** Columns by kind; `is_staff` and `date_joined` are of Django, on which the server is built. */
const kinds: Array<[Kind, string[]]> = [
	['boolean', ['ad_flag', 'delete', 'is_active', 'is_staff', 'is_superuser']],
	['date', ['birthday']],
	['time', ['date_joined', 'last_login', 'updatetime']],
	['other', [...userColumns, ...newerUserColumns]],
];

/**
 * The kind of a column, or of a lookup on it after `__`; undefined if unknown, since newer servers have further
 * columns.
 */
export function kindOf(column: string): Kind | undefined {
	const [, of, asked] = /^(.+?)__([^_]+)$/.exec(column) ?? [];
	if (asked === 'isnull') return 'boolean';
	if (asked === 'date') return 'date';
	if (asked !== undefined) {
		return ['exact', 'gt', 'gte', 'lt', 'lte'].includes(asked) ? kindOf(of) : undefined;
	}
	return kinds.find(([, columns]) => columns.includes(column))?.[0];
}

/** Each column's name in simplified rows and in the editor. */
const known: Record<string, [field: string, label: string]> = {
	ad_flag: ['directoryUser', 'From Active Directory'],
	ad_no: ['employeeNumber', 'Employee Number'],
	ad_sid: ['directoryId', 'Active Directory ID'],
	birthday: ['birthday', 'Birthday'],
	company: ['company', 'Company'],
	default_group: ['organizationId', 'Organization ID'],
	delete: ['deleted', 'Deleted'],
	email: ['email', 'Email'],
	extension_no: ['extension', 'Extension'],
	first_name: ['firstName', 'First Name'],
	frequency: ['refreshInterval', 'Refresh Interval'],
	gender: ['gender', 'Gender'],
	id: ['userId', 'User ID'],
	is_active: ['active', 'Active'],
	is_superuser: ['admin', 'Administrator'],
	last_login: ['lastLogin', 'Last Login'],
	last_name: ['lastName', 'Last Name'],
	nick_name: ['name', 'Display Name'],
	phone1: ['phone', 'Phone'],
	phone2: ['mobilePhone', 'Mobile Phone'],
	updatetime: ['updatedAt', 'Updated At'],
	username: ['userName', 'User Name'],
};

/** The columns to choose from. */
export const columnOptions = alphabetical(
	[...userColumns, ...newerUserColumns].map((value) => ({
		name: `${known[value][1]} (${value})`,
		value: value as string,
	})),
	({ name }) => name,
);

/** The name of a column in simplified rows. */
export const fieldOf = (column: string): string =>
	known[column]?.[0] ?? column.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

const text = z.string().nullable();
const flag = z.boolean().nullable();

/** A user as "Simplify" gives one: the first ten fields, or those of chosen columns. Other columns come besides. */
export const userRow = z.object({
	userId: z.number(),
	userName: text,
	name: text,
	email: text,
	employeeNumber: text,
	organizationId: z.number().nullable(),
	organizationName: text.optional(),
	active: flag,
	company: text,
	lastLogin: text,
	updatedAt: text,
	phone: text,
	mobilePhone: text,
	extension: text,
	firstName: text,
	lastName: text,
	birthday: text,
	gender: text,
	admin: flag,
	deleted: flag,
	directoryUser: flag,
	directoryId: text,
	refreshInterval: z.number().nullable(),
});

/** The columns behind some fields of a simplified row, in the order of `userRow`. */
export function columnsOf(fields: string[]): string[] {
	const wanted = new Set(
		fields.map((field) => (field === 'organizationName' ? 'organizationId' : field)),
	);
	const columns = new Map(Object.entries(known).map(([column, [field]]) => [field, column]));
	return Object.keys(userRow.shape).flatMap((field) =>
		wanted.has(field) && columns.has(field) ? [columns.get(field)!] : [],
	);
}

/** Columns that contain a number; that of the organization is stored as text (source of 1.1.0.0). */
const numbers = ['default_group', 'frequency', 'id'];

/** A time without an offset, as OMFLOW writes it (seen). */
const naive = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/;

/** A row of the user table, and the name of its organization where names are wanted. */
export interface UserOf {
	columns: Record<string, unknown>;
	organizationName?: string | null;
}

/** A row with the names of the other operations, and with offsets for its times. */
export function simplifiedUser({ columns, organizationName }: UserOf, zone: string): IDataObject {
	const valueOf = (column: string, value: unknown) => {
		const kind = kindOf(column);
		if (numbers.includes(column)) return asNumber(value);
		if (kind === 'boolean') return asFlag(value);
		const isTime = kind === 'time' || kind === undefined;
		if (isTime && typeof value === 'string' && naive.test(value)) return isoOf(value, zone);
		return kind === undefined ? value : asText(value);
	};
	const row: IDataObject = {};
	for (const [column, value] of Object.entries(columns)) {
		row[fieldOf(column)] = valueOf(column, value) as IDataObject[string];
		if (column === 'default_group' && organizationName !== undefined) {
			row.organizationName = organizationName;
		}
	}
	return row;
}
