import { keptFor } from '../../shared/cache';
import { accountOf } from '../../shared/client/basicAuth';
import type { Client } from '../../shared/client/client';
import { problemOf } from '../../shared/errors';
import { allStaff, staffDirectory } from '../lists/staff';
import type { People } from '../people';
import type { AnsweredStaff } from '../resources/staff/contract';

/** Who joins is known an hour later at most; their stamps of that hour lie within every look-back. */
const hour = 3_600_000;

const lists = keptFor<AnsweredStaff[]>(hour);

/** What watches need of a person: a whole list would stay in memory for the hour. */
const known = ({ staffId, staffNum, email, lastName, firstName, organization }: AnsweredStaff) => ({
	staffId,
	staffNum,
	email,
	lastName,
	firstName,
	organization,
});

/**
 * A read with a staff list that is read once an hour: its pages are most of the calls of a poll. If AKASHI refuses
 * something, such as the ID of somebody who has left, the list is read anew and the read is done once more.
 * @param isFirst the list is read anew: who joined in the last hour must not be left out of what a trigger begins with, or
 * what they did before would be an event as soon as they are known
 */
export async function withKeptStaff<T>(
	client: Client,
	{ staff }: People,
	read: () => Promise<T>,
	isFirst = false,
): Promise<T> {
	if (staff === 'me') return await read();
	const account = accountOf(client.connection, client.secret()?.secret);
	if (isFirst) lists.forget(account);
	let isFresh = false;
	const use = async () => {
		const list = await lists(account, async () => {
			isFresh = true;
			return (await allStaff(client)).map(known);
		});
		staffDirectory.use(client, undefined, list);
	};
	await use();
	try {
		return await read();
	} catch (error) {
		const problem = problemOf(error);
		const { kind, code, ofSender } = problem.facts;
		if (isFresh || kind !== 'refused' || code === undefined || ofSender) throw problem;
		lists.forget(account);
		await use();
		return await read();
	}
}
