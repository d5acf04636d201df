import { DateTime } from 'luxon';

import { dayAfter } from '../../../shared/attendance/days';
import type { DayRecord, Span, Stamp } from '../../../shared/attendance/model';
import type { Days } from '../../../shared/attendance/period';
import type { Client } from '../../../shared/client/client';
import { chunks, mapConcurrently } from '../../../shared/concurrency';
import { allOf } from '../../../shared/reading/pagination';
import { limits, zone } from '../../contract';
import { readStamps } from '../../reads/stamps';
import { readRecords, type RecordsOf } from '../../reads/workingRecords';
import { recordOf, stampOf } from './convert';
import type { Staff } from './people';

/**
 * Reads for some people, 50 at a time as AKASHI allows, and turns the answers into rows at once: what a company
 * answers for a month is a multiple of its rows.
 */
export const inGroups = async <Row>(
	client: Client,
	people: Staff[],
	read: (group: Staff[]) => Promise<Row[]>,
): Promise<Row[]> =>
	(await mapConcurrently(chunks(people, limits.staffIds), client.concurrency, read)).flat();

/** What each person has, by ID. */
function byPerson<T>(list: Array<[number, T]>): Map<number, T[]> {
	const map = new Map<number, T[]>();
	for (const [staffId, one] of list) {
		const own = map.get(staffId);
		if (own) own.push(one);
		else map.set(staffId, [one]);
	}
	return map;
}

const ids = (people: Staff[]) => people.map(({ staffId }) => staffId);
const dateTime = (at: number) => DateTime.fromMillis(at, { zone });

const allStamps = allOf(readStamps, stampOf);
const allRecords = allOf(readRecords, recordOf);

/**
 * The stamps of some people by ID.
 * @param isMe whether they are the token's owner, who may lack the permission to read other people's stamps
 */
export const stampsById = async (
	client: Client,
	people: Staff[],
	{ from, to }: Span,
	isMe: boolean,
): Promise<Map<number, Stamp[]>> =>
	byPerson(
		await allStamps(client, {
			people: isMe ? undefined : ids(people),
			from: dateTime(from),
			to: dateTime(to),
		}),
	);

/** The working records of some people by ID, from a day to another (`yyyy-mm-dd`, both included). */
export async function recordsById(
	client: Client,
	people: Staff[],
	days: Days,
	breaks: RecordsOf['breaks'] = 'never',
): Promise<Map<number, DayRecord[]>> {
	const [from, to] = [days.from, dayAfter(days.to)].map((day) => DateTime.fromISO(day, { zone }));
	return byPerson(await allRecords(client, { people: ids(people), from, to, breaks }));
}
