import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { asId, asNumber, asText, type Answered } from '../../../shared/answers';
import { workingDateOf, workingDay } from '../../../shared/attendance/days';
import { dayStartsAtField } from '../../../shared/attendance/fields';
import { guardOf, outOfOrderField, skipField, wrongGuard } from '../../../shared/attendance/guard';
import { outOfOrder } from '../../../shared/attendance/order';
import type { Client } from '../../../shared/client/client';
import { Problem } from '../../../shared/errors';
import type { Settings } from '../../../shared/operation';
import { zone } from '../../contract';
import { counted } from '../../counted';
import { calls, stampKinds, stampTypes, type AnsweredStamp } from './contract';
import { before, seconds } from '../../reads/stamps';

/** Looking at the latest stamp of the working day before another one is created. */

/** The options of the guard, by name. */
export const guardFields: INodeProperties[] = [
	dayStartsAtField,
	{
		...skipField,
		description:
			'Whether to create no stamp if the latest stamp of the working day has the same type. The output then says that the item was skipped, and why.',
	},
	outOfOrderField(
		'What to do with a stamp that does not fit the latest one of the working day: a clock-in while already in, a clock-out without a clock-in, a break start while out or on a break, or a break end without a break start',
	),
];

const options = (settings: Settings) => guardOf(settings, false);

/** Whether the latest stamp is looked at. */
export function isGuarded(settings: Settings): boolean {
	const { skipsSame, outOfOrder: then } = options(settings);
	return skipsSame || then !== 'create';
}

/** What is wrong with the options, for a stamp of this type: a parameter and why. */
export function checkGuard(
	type: number | undefined,
	settings: Settings,
): [string, string] | undefined {
	const wrong = wrongGuard(settings, false);
	if (wrong || type !== undefined) return wrong;
	const untyped = 'needs a type: it is not known in advance what "Decided by AKASHI" will stamp';
	const { skipsSame, outOfOrder: then } = options(settings);
	if (skipsSame) return ['Skip If Already Stamped', untyped];
	return then === 'create' ? undefined : ['Stamps Out of Order', untyped];
}

/** Why a stamp is not created, and the latest stamp as the answer to a new one would have it. */
interface Skipped {
	skipped: true;
	reason: string;
	staff_id: number;
	type: number | null;
	stampedAt: string | null;
}

/**
 * Why a stamp is to be skipped; undefined if it is to be created.
 * @param dayStart hour at which the working day begins
 * @throws Problem if it is to be refused, or if the latest stamp is not known
 */
export async function guard(
	client: Client,
	type: number,
	settings: Settings,
	dayStart: number,
): Promise<Skipped | undefined> {
	const { staff_id, latest } = await latestStamp(client, dayStart);
	const at = latest ? asText(latest.stamped_at) : null;
	const last = latest ? asNumber(latest.type) : null;
	const skipped = (reason: string): Skipped => ({
		...{ skipped: true, reason, staff_id: asId(staff_id), type: last, stampedAt: at },
	});
	if (latest && last === null) throw unknown('without a type');
	const named = `${stampTypes[last as keyof typeof stampTypes]} (${last}), at ${at} in Japan`;
	const { skipsSame, outOfOrder: then } = options(settings);
	if (latest && last === type && skipsSame) {
		return skipped(`The last stamp of this working day is already ${named}`);
	}
	if (then === 'create') return undefined;
	const kind = kindOf(last);
	if (latest && !kind) throw unknown(`of an unknown type (${last})`);
	const wrong = outOfOrder(kind, kindOf(type)!);
	if (!wrong) return undefined;
	const there = latest
		? `The last stamp of this working day is ${named}`
		: `There is no stamp on this working day, which began at ${dayStart}:00 in Japan`;
	const reason = `This would be ${wrong}. ${there}`;
	if (then === 'skip') return skipped(reason);
	throw new Problem(`The stamp is out of order. ${reason}`, {
		kind: 'refused',
		advice:
			'No stamp was created for this item. Correct the stamps in AKASHI, or set Options → Stamps Out of Order to Create.',
	});
}

const kindOf = (type: number | null) => stampKinds[type as keyof typeof stampKinds];

/** The latest stamp of the token's owner on the current working day (6.7). */
async function latestStamp(
	client: Client,
	dayStart: number,
): Promise<{ staff_id: unknown; latest?: AnsweredStamp }> {
	const day = workingDay(workingDateOf(Date.now(), dayStart, zone), dayStart, zone);
	const [from, to] = [day.from, day.to].map((at) => DateTime.fromMillis(at, { zone }));
	// To the end of the day and not to now, since AKASHI's clock may be ahead. The first second of the next day is
	// requested too and then dropped: see `reads/stamps.ts`.
	const { staff_id, stamps, count } = (await client.call(calls.listOwnStamps, {
		start_date: seconds(from),
		end_date: seconds(to),
	})) as Answered<typeof calls.listOwnStamps>;
	const rows = counted(stamps, count);
	const time = ({ stamped_at }: AnsweredStamp) => asText(stamped_at) ?? '';
	if (!rows.every((one) => /^\d{4}\D\d\d\D\d\d\D/.test(time(one)))) throw unknown('without a time');
	const [latest] = rows
		.filter(before(to))
		.reverse()
		.sort((a, b) => time(b).localeCompare(time(a)));
	return { staff_id, latest };
}

const unknown = (what: string) =>
	new Problem(`AKASHI sent stamps ${what}: the last one is not known`, {
		kind: 'refused',
		advice:
			'No stamp was created. To stamp anyway, remove Skip If Already Stamped and Stamps Out of Order from Options.',
	});
