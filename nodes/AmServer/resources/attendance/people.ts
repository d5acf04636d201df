import { asText } from '../../../shared/answers';
import type { Person } from '../../../shared/attendance/model';
import type { Client } from '../../../shared/client/client';
import { mapConcurrently } from '../../../shared/concurrency';
import { userDirectory } from '../../lists/users';
import { userIdsOf, type People } from '../../people';

/** A user; the ID is what people know them by, and all that there is besides the name. */
interface User extends Person {
	staffId: string;
}

/**
 * What is reckoned for each of the users that an item asks about, in their order, a few at once.
 * @throws Problem when an ID is nobody's
 */
export async function forEachUser<Row>(
	client: Client,
	whose: People,
	reckon: (user: User) => Promise<Row[]>,
	leftOut: Set<string> = new Set(),
): Promise<Row[]> {
	const ids = await userIdsOf(client, whose, true);
	const users = await userDirectory.rows(client);
	const names = new Map(users.map(({ userid, username }) => [asText(userid), asText(username)]));
	const rows = await mapConcurrently(
		ids.filter((id) => !leftOut.has(id)),
		client.concurrency,
		async (id) =>
			await reckon({
				staffId: id,
				staffCode: id,
				name: names.get(id) ?? null,
				email: null,
				organizationId: null,
				organizationName: null,
			}),
	);
	return rows.flat();
}
