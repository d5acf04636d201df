import { createHash } from 'crypto';

/**
 * What a trigger remembers from poll to poll: plain JSON that n8n stores with the workflow. Rows are digests, so that it
 * stays small and nobody's data lies there.
 */

/** What is remembered of one watch. Moments are milliseconds since 1970. */
export interface WatchState {
	/** Digest of the settings and the credential: with others, the watch begins anew. */
	settings: string;
	/** The first moment that was read. Nothing before it is ever an event. */
	from: number;
	/** Up to here everything is known. */
	at: number;
	/** Some changes are left for the next poll: up to here everything was read. */
	pending?: number;
	/** The rows by their keys; or their digests, each with its print behind it, if nothing is said of one that is gone. */
	rows: Record<string, string> | string;
}

/** What is remembered of a node. */
export interface TriggerState {
	watches?: Record<string, WatchState>;
}

/** Characters of a name: 48 bits, so that two of ten million names are the same once in many years. */
const width = 8;
/** A value that is not there; no digest has this character. */
const empty = '-';

export const digest = (value: unknown, length = width): string =>
	createHash('sha256')
		.update(JSON.stringify(value) ?? '')
		.digest('base64')
		.slice(0, length);

/** A few characters each show which field changed; whether something changed is known by the whole. */
const fieldWidth = (fields: number): number => (fields > 6 ? 2 : 3);

const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

/** A row with its fields as text: digest of the whole, of each field, and what is kept of it. */
export function printOf(values: Record<string, unknown>, kept: string | null): string {
	const list = Object.values(values);
	const length = fieldWidth(list.length);
	const fields = list.map((one) => (isEmpty(one) ? empty.repeat(length) : digest(one, length)));
	return [digest(list), ...fields].join('') + (kept === null ? '' : ` ${kept}`);
}

/** Whether two prints are of rows with the same values. */
export const isSame = (one: string, other: string): boolean =>
	one.slice(0, width) === other.slice(0, width);

/** The part of a print that is about a field, by its place. */
const partOf = (print: string, place: number, fields: number): string => {
	const length = fieldWidth(fields);
	return print.slice(width + place * length, width + (place + 1) * length);
};

/** Whether a field had no value. */
export const wasEmpty = (print: string, place: number, fields: number): boolean =>
	partOf(print, place, fields).startsWith(empty);

/** Whether a field differs in two prints. */
export const differs = (one: string, other: string, place: number, fields: number): boolean =>
	partOf(one, place, fields) !== partOf(other, place, fields);

/** What was kept of a row. */
export const keptIn = (print: string): string | undefined => {
	const place = print.indexOf(' ');
	return place < 0 ? undefined : print.slice(place + 1);
};

/** Between rows without names: no digest has it. */
const comma = ',';

/** The rows of a state, by their names. */
export function rowsOf({ rows }: WatchState): Map<string, string> {
	if (typeof rows !== 'string') return new Map(Object.entries(rows));
	if (rows === '') return new Map();
	return new Map(rows.split(comma).map((row) => [row.slice(0, width), row.slice(width)]));
}

/** The rows as a state holds them; `named`: whether it needs their names. */
export const stored = (rows: Map<string, string>, named: boolean): WatchState['rows'] =>
	named ? Object.fromEntries(rows) : [...rows].map((row) => row.join('')).join(comma);
