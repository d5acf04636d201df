import type { IDataObject } from 'n8n-workflow';

import { Problem, problemOf } from '../errors';
import type { Link } from '../link';
import type { Asked, Outcome } from '../operation';
import { groups, inTurn, valuesOf } from '../turns';
import { isName, type Names } from './match';

/** Where the records of a call are listed. */
export interface Listing<V> {
	/** Name under which a record carries its ID. */
	id: string;
	/** All records among which those of these items would be, in the spelling of the call's answer. */
	list: (link: Link, values: V[]) => Promise<IDataObject[]>;
	/** What tells a record, the surest first, in the same order on both sides. */
	names: { sent: (values: V) => Names; listed: (row: IDataObject) => Names };
}

/** An item of which its request does not tell whether it was recorded. */
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
 * Looks up, once all is sent, what the answers left open: no system promises to keep nothing of what it
 * refuses. A record counts as this run's only where it is known not to have been there before.
 * @param doubts the items in doubt
 * @param outcomes what came of the others
 * @returns what is known of the items in doubt
 */
export async function lookAfterwards<V>(
	link: Link,
	{ together, listing }: Places<V>,
	doubts: Map<Asked<V>, Doubt>,
	outcomes: Map<Asked<V>, Outcome>,
): Promise<Map<Asked<V>, Outcome>> {
	const settled = new Map<Asked<V>, Outcome>();
	if (!listing) {
		for (const [one, doubt] of doubts) settled.set(one, { problem: unknown(link, doubt) });
		return settled;
	}
	const confirmed = new Set(
		[...outcomes.values()].flatMap((one) =>
			'rows' in one ? one.rows.map((row) => row[listing.id]) : [],
		),
	);
	await inTurn(groups([...doubts.keys()], together), link.width, async (group) => {
		const listed = await listing.list(link, group.map(valuesOf)).catch((error) => problemOf(error));
		if (listed instanceof Problem) {
			for (const one of group) {
				settled.set(one, { problem: unknown(link, doubts.get(one)!, listed) });
			}
			return;
		}
		const open = listed.filter((row) => !confirmed.has(row[listing.id]));
		const found = new Map(group.map((one) => [one, candidates(listing, one, open)]));
		for (const [one, rows] of found) {
			const others = [...found].filter(([other]) => other !== one).flatMap(([, some]) => some);
			const contested = rows.some((row) => others.includes(row));
			settled.set(one, outcomeOf(link, listing, doubts.get(one)!, one, { rows, contested }));
		}
	});
	return settled;
}

/**
 * The records that an item may have made: the surest of its names is theirs, none speaks against it, and
 * they are not known to have been there before.
 */
function candidates<V>(
	{ id, names }: Listing<V>,
	{ values, before }: Asked<V>,
	listed: IDataObject[],
): IDataObject[] {
	const sent = names.sent(values);
	const surest = sent.findIndex(isName);
	return listed.filter((row) => {
		const there = names.listed(row);
		const agrees = sent.every(
			(name, at) => !isName(name) || !isName(there[at]) || folded(name) === folded(there[at]),
		);
		return agrees && isName(there[surest]) && !before?.has(row[id]);
	});
}

/** Systems may trim or narrow what they are sent: too much found is said to be unknown, too little would be a lie. */
const folded = (name: string | number | null | undefined) =>
	String(name).normalize('NFKC').replace(/\s/g, '').toLowerCase();

function outcomeOf<V>(
	link: Link,
	{ id }: Listing<V>,
	{ problem, batch }: Doubt,
	{ before }: Asked<V>,
	{ rows, contested }: { rows: IDataObject[]; contested: boolean },
): Outcome {
	const { name } = link.system;
	const { message, facts } = problem;
	if (rows.length === 0) {
		const list = `${name}'s list, read afterwards, does not have this one.`;
		const advice =
			facts.kind === 'refused'
				? `${facts.advice} ${refusedTogether(batch)} ${list} Correct the record at fault, or set "Records per Request" under Request Options to 1 to find it.`
				: `${facts.advice} ${list}`;
		return { problem: new Problem(message, { ...facts, advice }) };
	}
	if (before && rows.length === 1 && !contested) {
		const note = `The request ended with "${message}", but ${name} has this record now and had not before.`;
		return { rows: [{ ...rows[0], note }] };
	}
	const ids = rows.map((row) => row[id]).join(', ');
	const what =
		rows.length === 1 ? `a record of this name (ID ${ids})` : `records of this name (IDs ${ids})`;
	return {
		problem: new Problem(
			`Not known whether this item was recorded: ${name} has ${what}, which may have been there before`,
			{
				...facts,
				kind: 'unsure',
				advice: `Look at it in ${name} before you run this item again. The request ended with: ${message}.`,
			},
		),
	};
}

const refusedTogether = (batch: number) => `The records of ${batch} items were refused together.`;

/** What is told where nothing lists the records, or the list cannot be read. */
function unknown(link: Link, { problem, batch }: Doubt, unread?: Problem): Problem {
	const { message, facts } = problem;
	const together = facts.kind === 'refused' ? ` ${refusedTogether(batch)}` : '';
	const why = unread ? ` ${link.system.name}'s list could not be read (${unread.message}).` : '';
	return new Problem(message, {
		...facts,
		kind: 'unsure',
		advice: `${facts.advice}${together}${why} Whether this one was recorded is not known: check in the system before running it again.`,
	});
}
