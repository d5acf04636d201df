import type { IDataObject } from 'n8n-workflow';

import { Problem, problemOf } from '../errors';
import type { Client } from '../client/client';
import type { ItemRequest, Outcome } from '../operation';
import { mayBeRecorded } from '../client/connection';
import { mapConcurrently } from '../concurrency';
import { groups, valuesOf } from '../items';
import { isName, isRecord, type Names } from './match';

/** Where the records of a call are listed. */
export interface Listing<V> {
	/** Name under which a record carries its ID. */
	id: string;
	/** All records that could be those of these items. */
	list: (client: Client, values: V[]) => Promise<Listed[]>;
	/** Identifiers of a record, the most reliable first, in the same order as in the list. */
	sent: (values: V) => Names;
}

/** A record of a list, in the form of the call's answer, with its identifiers. */
export interface Listed {
	row: IDataObject;
	names: Names;
}

/** An item for which it is unknown whether it was recorded. */
export interface Doubt {
	problem: Problem;
	/** How many items its request had. */
	batch: number;
}

/** How an operation's records are found. */
interface Places<V> {
	together?: (values: V) => string;
	listing?: Listing<V>;
}

/**
 * Looks up the items in doubt after everything is sent: a system may keep part of what it refuses. A record only
 * counts as created by this run if it is known not to have existed before.
 * @param doubts the items in doubt
 * @param outcomes the outcomes of the other items
 * @returns the outcomes of the items in doubt
 */
export async function recheck<V>(
	client: Client,
	{ together, listing }: Places<V>,
	doubts: Map<ItemRequest<V>, Doubt>,
	outcomes: Map<ItemRequest<V>, Outcome>,
): Promise<Map<ItemRequest<V>, Outcome>> {
	const settled = new Map<ItemRequest<V>, Outcome>();
	if (!listing) {
		for (const [one, doubt] of doubts) settled.set(one, { problem: unknown(client, doubt) });
		return settled;
	}
	const confirmed = new Set(
		[...outcomes.values()].flatMap((one) =>
			'rows' in one ? one.rows.map((row) => row[listing.id]) : [],
		),
	);
	await mapConcurrently(groups([...doubts.keys()], together), client.concurrency, async (group) => {
		const found = new Map<ItemRequest<V>, IDataObject[]>();
		try {
			const listed = await listing.list(client, group.map(valuesOf));
			const open = listed.filter(({ row }) => isRecord(row) && !confirmed.has(row[listing.id]));
			const candidates = finder(listing, open);
			for (const one of group) found.set(one, candidates(one));
		} catch (error) {
			for (const one of group) {
				settled.set(one, { problem: unknown(client, doubts.get(one)!, problemOf(error)) });
			}
			return;
		}
		const claims = new Map<IDataObject, number>();
		for (const row of [...found.values()].flat()) claims.set(row, (claims.get(row) ?? 0) + 1);
		for (const [one, rows] of found) {
			const contested = rows.some((row) => claims.get(row)! > 1);
			settled.set(one, outcomeOf(client, listing, doubts.get(one)!, one, { rows, contested }));
		}
	});
	return settled;
}

/**
 * Finds the records that an item may have created: its most reliable identifier matches, none contradicts, and
 * they are not known to have existed before.
 */
function finder<V>({ id, sent: namesOf }: Listing<V>, listed: Listed[]) {
	const told = listed.map(({ row, names }) => ({ row, there: names.map(folded) }));
	const byName = groupedBy(told, ({ there }) =>
		there.flatMap((name, at) => (name === undefined ? [] : `${at} ${name}`)),
	);
	return ({ values, before }: ItemRequest<V>): IDataObject[] => {
		const sent = namesOf(values).map(folded);
		const surest = sent.findIndex((name) => name !== undefined);
		return (byName.get(`${surest} ${sent[surest]}`) ?? [])
			.filter(({ there }) =>
				sent.every((name, at) => [name, there[at]].includes(undefined) || name === there[at]),
			)
			.map(({ row }) => row)
			.filter((row) => !before?.has(row[id]));
	};
}

function groupedBy<T>(list: T[], names: (one: T) => string[]): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) {
		for (const name of names(one)) {
			const group = groups.get(name);
			if (group) group.push(one);
			else groups.set(name, [one]);
		}
	}
	return groups;
}

/** Systems may trim values or change their width. Too many matches only mean "unknown"; too few would be wrong. */
const folded = (name: Names[number]): string | undefined =>
	isName(name) ? String(name).normalize('NFKC').replace(/\s/g, '').toLowerCase() : undefined;

function outcomeOf<V>(
	client: Client,
	{ id }: Listing<V>,
	{ problem, batch }: Doubt,
	{ before, shape }: ItemRequest<V>,
	{ rows, contested }: { rows: IDataObject[]; contested: boolean },
): Outcome {
	const { name } = client.system;
	const { message, facts } = problem;
	if (rows.length === 0) {
		const list = `${name}'s list was read afterwards and does not contain this record.`;
		const advice =
			facts.kind === 'refused'
				? `${facts.advice} ${refusedTogether(batch)} ${list} Correct the record that was refused. To find it, set Settings → Request Options → Records per Request to 1.`
				: `${facts.advice} ${list}`;
		return { problem: problem.with({ advice }) };
	}
	if (before && rows.length === 1 && !contested) {
		const note = `The request failed with "${message}", but ${name} now has this record and did not have it before.`;
		return { rows: [{ ...shape(rows[0]), note }] };
	}
	const ids = rows.map((row) => row[id]).join(', ');
	const what =
		rows.length === 1 ? `a record of this name (ID ${ids})` : `records of this name (IDs ${ids})`;
	const whose = before ? '' : ', which may have been there before';
	return {
		problem: new Problem(`Not known whether this item was recorded: ${name} has ${what}${whose}`, {
			...facts,
			kind: 'unsure',
			advice: `${mayBeRecorded} The request failed with: ${message}.`,
		}),
	};
}

const refusedTogether = (batch: number) =>
	`The records of ${batch} items were refused in one request.`;

/** The problem when there is no list of the records, or it cannot be read. */
function unknown(client: Client, { problem, batch }: Doubt, unread?: Problem): Problem {
	const { facts } = problem;
	const together = facts.kind === 'refused' ? ` ${refusedTogether(batch)}` : '';
	const why = unread ? ` ${client.system.name}'s list could not be read (${unread.message}).` : '';
	return problem.with({
		kind: 'unsure',
		advice: `${facts.advice}${together}${why} It is not known whether this one was recorded: check in the system before running it again.`,
	});
}
