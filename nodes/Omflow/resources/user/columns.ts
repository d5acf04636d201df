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

/** Names that differ from the column's own, to match the other operations. */
const names: Record<string, string> = {
	ad_no: 'staffCode',
	delete: 'deleted',
	id: 'userId',
	nick_name: 'name',
	updatetime: 'updatedAt',
};

const nameOf = (column: string): string =>
	names[column] ?? column.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Columns that contain text, in whatever form a server sends it. */
const texts = ['company', 'email', 'nick_name', 'phone1', 'username'];

/** A time without an offset, as OMFLOW writes it (seen). */
const naive = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/;

/** A row of the user table with the names of the other operations, and with offsets for its times. */
export function simplifiedUser(row: Record<string, unknown>, zone: string) {
	const valueOf = (column: string, value: unknown) => {
		const kind = kindOf(column);
		if (column === 'id' || column === 'default_group') return asNumber(value);
		if (kind === 'boolean') return asFlag(value);
		if (texts.includes(column)) return asText(value);
		const isTime = kind === 'time' || kind === undefined;
		if (isTime && typeof value === 'string' && naive.test(value)) return isoOf(value, zone);
		return kind === 'time' ? asText(value) : value;
	};
	return Object.fromEntries(
		Object.entries(row).map(([column, value]) => [nameOf(column), valueOf(column, value)]),
	);
}
