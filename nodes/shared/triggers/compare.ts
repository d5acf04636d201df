import type { IDataObject } from 'n8n-workflow';

import { yieldToOthers } from '../engine/breather';
import type { Change, Watch } from './event';
import { differs, digest, isSame, keptIn, printOf, wasEmpty } from './state';

/** The values of the compared fields of a row. */
export type Values = IDataObject;

/** A change, under the name that the row has in the state. */
export interface Named {
	name: string;
	change: Change<unknown>;
}

/** Rows as they are now, beside how they were. */
export interface Comparison {
	/** The rows by their names, as the state holds them. */
	prints: Map<string, string>;
	/** The compared values by the same names; none if rows never change. */
	values: Map<string, Values>;
}

/** The old values of a field, where they are still known. */
const oldValue = (before: Values | undefined, field: string) =>
	before && field in before ? { old: before[field] } : {};

/** Whether the state needs the names of the rows, to say which one is gone. */
export const isNamed = ({ compared, neverGone }: Watch): boolean =>
	compared !== undefined && !neverGone;

/** Compares one row with its print. */
function changeOf(
	key: string,
	row: unknown,
	print: string,
	values: Values,
	old: string | undefined,
	before: Values | undefined,
): Change<unknown> {
	const names = Object.keys(values);
	const changedFields = (from: string) =>
		names.filter((name, place) =>
			before
				? digest(before[name]) !== digest(values[name])
				: differs(from, print, place, names.length),
		);
	const fields = old === undefined ? names : changedFields(old);
	return {
		kind: old === undefined ? 'added' : 'changed',
		key,
		row,
		...(old === undefined ? {} : { kept: keptIn(old) }),
		fields,
		wasEmpty: (field) => old === undefined || wasEmpty(old, names.indexOf(field), names.length),
		changed: () =>
			Object.fromEntries(
				fields.map((field) => [field, { ...oldValue(before, field), new: values[field] }]),
			),
	};
}

const removed = (key: string, print: string): Change<unknown> => ({
	kind: 'removed',
	key,
	kept: keptIn(print),
	fields: [],
	wasEmpty: () => false,
	changed: () => ({}),
});

/**
 * Compares rows with how they were. Changes come in the order of the rows, by time where rows have one; rows that are
 * gone come last.
 * @param rows are taken out of the list one by one, so that rows and what is made of them are not held at once
 * @param zone that of the system's offset-less times
 * @param known the rows by their names as the state holds them
 * @param remembered the values of the rows at the poll before, as far as this process knows them
 * @param found takes each change
 */
export async function compare(
	watch: Watch,
	rows: unknown[],
	zone: string,
	known: Map<string, string>,
	remembered: Map<string, Values>,
	from: number,
	found: (change: Named) => void,
): Promise<Comparison> {
	const prints = new Map<string, string>();
	const values = new Map<string, Values>();
	const yieldIfDue = yieldToOthers();
	const { time, compared } = watch;
	const named = isNamed(watch);
	const left = rows.splice(0).map((row) => ({ row, at: time ? time.of(row, zone) : NaN }));
	// Backwards, so that the first one can be taken from the end.
	left.reverse().sort((one, other) => (other.at || 0) - (one.at || 0));
	const times = new Map<string, number>();
	for (let next = left.pop(); next; next = left.pop()) {
		await yieldIfDue();
		const { row, at } = next;
		if (at < from) continue;
		const key = watch.key(row);
		const time = (times.get(key) ?? 0) + 1;
		times.set(key, time);
		const whole = time === 1 ? key : `${key} #${time}`;
		const name = named ? whole : digest(whole);
		const own = compared?.(row) ?? {};
		const print = compared ? printOf(own, watch.kept?.(row) ?? null) : '';
		prints.set(name, print);
		if (compared) values.set(name, own);
		const old = known.get(name);
		if (old !== undefined && (!compared || isSame(old, print))) continue;
		const last = remembered.get(name);
		const before = last && old !== undefined && isSame(old, printOf(last, null)) ? last : undefined;
		found({ name, change: changeOf(key, row, print, own, old, before) });
	}
	if (named) {
		for (const [name, print] of known) {
			if (prints.has(name)) continue;
			found({ name, change: removed(name, print) });
		}
	}
	return { prints, values };
}
