import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../operation';

/** Identifiers of a record, the most reliable first; empty ones are ignored. */
export type Names = Array<string | number | null | undefined>;

export const isName = (name: string | number | null | undefined): name is string | number =>
	name !== undefined && name !== null && name !== '';

/** How an item is found in an answer. */
export interface Telling<V> {
	/** The records of an answer. */
	rows: (payload: never) => IDataObject[];
	/**
	 * Identifiers of a record: the first one that both sides have must be equal. An item only gets a record that no
	 * other item of the batch could have caused.
	 */
	names: { sent: (values: V) => Names; answered: (row: IDataObject) => Names };
	/** The answer only names whom the items are about: without errors, a record confirms all items that match it. */
	echoes?: true;
}

/** Whether a row of an answer is an object. */
export const isRecord = (row: unknown): row is IDataObject =>
	row !== null && typeof row === 'object' && !Array.isArray(row);

/** The records of an answer with their identifiers. Records that cannot be read confirm nothing. */
function readable<V>({ rows, names }: Telling<V>, payload: unknown) {
	const attempt = <T>(read: () => T[]): T[] => {
		try {
			return read();
		} catch {
			return [];
		}
	};
	return attempt(() => rows(payload as never).filter(isRecord)).flatMap((row) =>
		attempt(() => [{ row, came: names.answered(row) }]),
	);
}

/**
 * Assigns each item its record of the answer, as far as that is certain: by identifier, or by position if
 * everything was done (`complete`), there is one record per item, and no identifier contradicts the order.
 */
export function match<V>(
	how: Telling<V>,
	batch: Array<ItemRequest<V>>,
	payload: unknown,
	complete: boolean,
): Map<ItemRequest<V>, IDataObject> {
	const matched = new Map<ItemRequest<V>, IDataObject>();
	const answered = readable(how, payload);
	const compared = (sent: Names, came: Names): boolean | undefined => {
		const at = sent.findIndex((name, index) => isName(name) && isName(came[index]));
		return at < 0 ? undefined : String(sent[at]) === String(came[at]);
	};
	const same = (sent: Names, came: Names) => compared(sent, came) === true;
	const sent = batch.map(({ values }) => how.names.sent(values));
	const ordered =
		complete &&
		answered.length === batch.length &&
		sent.every(
			(one, at) =>
				compared(one, answered[at].came) ?? !answered.some(({ came }) => same(one, came)),
		);
	batch.forEach((one, item) => {
		const fitting = answered.filter(({ came }) => same(sent[item], came));
		const rivals = sent.filter((other) => fitting.some(({ came }) => same(other, came)));
		if (fitting.length === 1 && rivals.length === 1) matched.set(one, fitting[0].row);
		else if (ordered) matched.set(one, answered[item].row);
		else if (how.echoes && complete && fitting.length > 0) matched.set(one, fitting[0].row);
	});
	return matched;
}
