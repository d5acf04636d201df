import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { workingDateOf, workingDay } from '../../../shared/attendance/days';
import { dayStartsAtField } from '../../../shared/attendance/fields';
import { guardOf, outOfOrderField, skipField, wrongGuard } from '../../../shared/attendance/guard';
import { outOfOrder } from '../../../shared/attendance/order';
import type { Client } from '../../../shared/client/client';
import { Problem, problemOf } from '../../../shared/errors';
import type { Settings } from '../../../shared/operation';
import { monthsOf, stampsOf, type KeptDay } from '../../keptDays';
import { stampTypes } from './contract';

/** Looking at the day before a stamp is written over it. */

export type StampType = keyof typeof stampTypes;

/** The options of the guard, by name. */
export const guardFields: INodeProperties[] = [
	{
		...dayStartsAtField,
		description:
			'Hour (0 to 23) at which a working day begins in Japan. Used with Stamps Out of Order.',
	},
	{
		...skipField,
		default: true,
		description:
			'Whether to stamp nothing if the calendar day in Japan has this time already. The server writes over the earlier time, which is then lost. The day is read by the user of the credential, who must be an administrator.',
	},
	outOfOrderField(
		'What to do with a stamp that does not fit the latest one of the working day: a clock-in while already in, or a clock-out without a clock-in',
	),
];

/** What is wrong with the options: a parameter and why. */
export const checkGuard = (settings: Settings) => wrongGuard(settings, true);

/** Why nothing is stamped, and the time that is there already. */
export interface Skipped {
	reason: string;
	stampedAt: string | null;
}

/**
 * Why a stamp is to be skipped; undefined if it is to be written.
 * @param client that of the credential: only administrators can read a day
 * @param today the calendar day in the server's zone, under which it writes
 * @throws Problem if it is to be refused, or if the day cannot be read
 */
export async function guard(
	client: Client,
	userid: string,
	type: StampType,
	settings: Settings,
	dayStartsAt: number,
	now: DateTime,
): Promise<Skipped | undefined> {
	const { skipsSame: skips, outOfOrder: then } = guardOf(settings, true);
	if (!skips && then === 'create') return undefined;
	const { zone } = client.connection;
	const today = now.toISODate()!;
	const date = workingDateOf(+now, dayStartsAt, zone);
	const days = await daysOf(client, userid, then === 'create' ? today : date, today);

	const there = days.find((day) => day.date === today);
	const at = there?.[type === 'clockIn' ? 'start' : 'end'] ?? null;
	if (skips && at !== null) {
		const time = DateTime.fromMillis(at, { zone });
		return {
			reason: `${today} has a ${words[type]} already, at ${time.toFormat('HH:mm')} in Japan`,
			stampedAt: time.toISO({ suppressMilliseconds: true }),
		};
	}
	if (then === 'create') return undefined;
	const { from, to } = workingDay(date, dayStartsAt, zone);
	const latest = stampsOf(days)
		.filter((one) => one.at >= from && one.at < to)
		.sort((one, other) => one.at - other.at)
		.at(-1);
	const wrong = outOfOrder(latest?.kind ?? undefined, type);
	if (!wrong) return undefined;
	const last = latest
		? `The last stamp of this working day is ${latest.typeName}, at ${DateTime.fromMillis(latest.at, { zone }).toFormat('HH:mm')} in Japan`
		: `There is no stamp on this working day, which began at ${dayStartsAt}:00 in Japan`;
	const reason = `This would be ${wrong}. ${last}`;
	if (then === 'skip') return { reason, stampedAt: null };
	throw new Problem(`The stamp is out of order. ${reason}`, {
		kind: 'refused',
		advice:
			'Nothing was stamped for this item. Correct the times in am-server, or set Options → Stamps Out of Order to Create.',
	});
}

const words: Record<StampType, string> = { clockIn: 'clock-in', clockOut: 'clock-out' };

/** The days to look at; without them nothing is stamped. */
async function daysOf(
	client: Client,
	userid: string,
	from: string,
	to: string,
): Promise<KeptDay[]> {
	try {
		return await monthsOf(client, userid, { from, to });
	} catch (error) {
		const problem = problemOf(error);
		throw problem.with({
			kind: 'refused',
			advice: `Nothing was stamped for this item, since its day could not be read first. ${problem.facts.advice}`,
		});
	}
}
