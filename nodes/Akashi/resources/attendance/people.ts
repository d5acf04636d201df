import { asNumber, asText } from '../../../shared/answers';
import type { Person } from '../../../shared/attendance/model';
import type { Client } from '../../../shared/client/client';
import { nameOf } from '../../lists/staff';
import { peopleById } from '../../names';
import { staffIdsOf, type People } from '../../people';
import type { AnsweredStaff } from '../staff/contract';

/** A person of AKASHI. */
export interface Staff extends Person {
	staffId: number;
}

const person = (staffId: number, one: AnsweredStaff | undefined): Staff => ({
	staffId,
	staffCode: asText(one?.staffNum),
	name: one ? nameOf(one) : null,
	email: asText(one?.email),
	organizationId: asNumber(one?.organization?.organizationId),
	organizationName: asText(one?.organization?.name),
});

/**
 * The people that an item asks about, each once, in the order given or listed. Lists are read once per run.
 * @throws Problem when a code, email address or ID means nobody or several people
 */
export async function readPeople(client: Client, whose: People): Promise<Staff[]> {
	const ids = await staffIdsOf(client, whose);
	const byId = await peopleById(client, whose);
	return ids.map((id) => person(id, byId.get(id)));
}
