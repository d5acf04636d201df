import { DateTime } from 'luxon';
import { z } from 'zod';

import { asText } from '../../shared/answers';
import { dayAfter, midnightOf } from '../../shared/attendance/days';
import { eachOncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { byMonths } from '../../shared/reading/spans';
import { allOf } from '../../shared/reading/pagination';
import { watch, type Change } from '../../shared/triggers/event';
import { userDirectory } from '../lists/users';
import { readDays, type Day } from '../months';
import { checkPeople, peopleFields, peopleInput, userIdsOf, type People } from '../people';
import { simplify } from '../resources/attendance/getAll';

/** A day ends with its last moment: before it, the day is asked for. NaN if it cannot be read. */
function endOf({ workday }: Day, zone: string): number {
	const date = asText(workday) ?? '';
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
	return isDay ? midnightOf(dayAfter(date), zone) - 1 : NaN;
}

/** The months of a poll: several watches read the same ones. */
const monthsOnce = eachOncePerRun<Client, Day[]>();

/** Users' days from the start of a month to a day, with names: the server is asked for whole months. */
async function read(client: Client, whose: People, from: DateTime, to: DateTime): Promise<Day[]> {
	const users = await userIdsOf(client, whose, true);
	const list = await userDirectory.rows(client);
	const names = new Map(list.map(({ userid, username }) => [asText(userid), asText(username)]));
	const rows: Day[] = [];
	const today = to.endOf('day').toMillis();
	for (const month of byMonths({ from: from.startOf('month'), to: to.plus(1) }, 1)) {
		const end = month.from.endOf('month').startOf('day');
		const days = await monthsOnce(
			client,
			JSON.stringify([users, month.from.toISODate()]),
			async () => allOf(readDays, (day: Day) => day)(client, { users, from: month.from, to: end }),
		);
		for (const day of days) {
			// Days to come are no stamps yet; what cannot be read is kept.
			if (endOf(day, client.connection.zone) > today) continue;
			rows.push({ ...day, name: names.get(day.userid) ?? null });
		}
	}
	return rows;
}

const night = 'n';

/**
 * Whether an end is of the night before, as far as that can be told: the server writes it on the day after, where the
 * next clock-out replaces it.
 */
const hasNightEnd = ({ starttime, endtime }: Day): boolean => {
	const end = asText(endtime);
	return Boolean(end) && end! < (asText(starttime) || '12:00');
};

/** @param lookBack in hours */
const daysWatch = (
	name: string,
	lookBack: number,
	first: (from: DateTime, to: DateTime) => DateTime = (from) => from,
) =>
	watch<Day, z.ZodObject<typeof peopleInput>>({
		name,
		fields: peopleFields,
		input: () => z.object(peopleInput),
		check: checkPeople,
		read: async (client, whose, span) => {
			const [from, to] = [span.from, span.to].map((at) =>
				DateTime.fromMillis(at, { zone: client.connection.zone }),
			);
			return await read(client, whose, first(from, to), to);
		},
		key: ({ userid, workday }) => `${userid} ${String(workday)}`,
		compared: ({ starttime, endtime }) => ({
			startTime: asText(starttime),
			endTime: asText(endtime),
		}),
		kept: (day) => (hasNightEnd(day) ? night : null),
		neverGone: true,
		time: { of: endOf, lookBack },
	});

/** Yesterday and today: stamps as they come. */
export const stampDays = daysWatch('stampDays', 24);

/** This month and the last one: somebody corrects times before the month is closed. */
export const correctedDays = daysWatch('correctedDays', 62 * 24, (from, to) =>
	DateTime.max(from, to.startOf('month').minus({ months: 1 })),
);

/** Whether a start (出勤) is there that was not. */
export const startsDay = ({ row, wasEmpty }: Change<Day>): boolean =>
	Boolean(row!.starttime) && wasEmpty('startTime');

/** Whether an end (退勤) is there that was not, or that replaces one of the night before. */
export const endsDay = ({ row, kept, fields, wasEmpty }: Change<Day>): boolean =>
	Boolean(row!.endtime) &&
	(wasEmpty('endTime') || (kept === night && fields.includes('endTime') && !hasNightEnd(row!)));

/** Whether a time that was there is another one, or gone. */
export const corrects = (change: Change<Day>): boolean =>
	change.fields.length === 0 ||
	change.fields.some((name) => !change.wasEmpty(name) && !(name === 'endTime' && endsDay(change)));

/** A change as an item: the day as it is now. */
export const dayItem = ({ row }: Change<Day>, zone: string) => simplify(row!, zone);
