import { DateTime } from 'luxon';
import { z } from 'zod';

import { asText } from '../../shared/answers';
import { dayAfter, midnightOf } from '../../shared/attendance/days';
import type { Span } from '../../shared/attendance/model';
import type { Client } from '../../shared/client/client';
import { allOf } from '../../shared/reading/pagination';
import { watch, type Change } from '../../shared/triggers/event';
import { userDirectory } from '../lists/users';
import { readDays, type Day } from '../months';
import { checkPeople, peopleFields, peopleInput, userIdsOf, type People } from '../people';
import { simplify } from '../resources/attendance/getAll';

/** Users' days, with their names. The server is asked for a user's month, whatever part of it is wanted. */
async function read(client: Client, whose: People, span: Span): Promise<Day[]> {
	const { zone } = client.connection;
	const [from, to] = [span.from, span.to].map((at) =>
		DateTime.fromMillis(at, { zone }).startOf('day'),
	);
	const users = await userIdsOf(client, whose, true);
	const list = await userDirectory.rows(client);
	const names = new Map(list.map(({ userid, username }) => [asText(userid), asText(username)]));
	const days = await allOf(readDays, (day: Day) => day)(client, { users, from, to });
	return days.map((day) => ({ ...day, name: names.get(day.userid) ?? null }));
}

/** A day ends with its last moment: before it, the day is asked for. */
function endOf({ workday }: Day, zone: string): number {
	const date = asText(workday) ?? '';
	return /^\d{4}-\d{2}-\d{2}$/.test(date) ? midnightOf(dayAfter(date), zone) - 1 : NaN;
}

/** @param lookBack in hours */
const daysWatch = (name: string, lookBack: number) =>
	watch<Day, z.ZodObject<typeof peopleInput>>({
		name,
		fields: peopleFields,
		input: () => z.object(peopleInput),
		check: checkPeople,
		read,
		key: ({ userid, workday }) => `${userid} ${String(workday)}`,
		compared: ({ starttime, endtime }) => ({
			startTime: asText(starttime),
			endTime: asText(endtime),
		}),
		time: { of: endOf, lookBack },
	});

/** Yesterday and today: stamps as they come. */
export const stampDays = daysWatch('stampDays', 24);

/** This month and the last one: somebody corrects times before the month is closed. */
export const correctedDays = daysWatch('correctedDays', 62 * 24);

/** A change as an item: the day as it is now. */
export const dayItem = ({ row }: Change<Day>, zone: string) => simplify(row!, zone);
