import { DateTime } from 'luxon';
import { z } from 'zod';

import { asId, asList, asNumber, asText, type Answered } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { byDays, byDensity, byMonths, halves, type Span } from '../../../shared/reading/spans';
import { chunks } from '../../../shared/concurrency';
import { reads } from '../../../shared/reading/single';
import { windows } from '../../../shared/reading/windows';
import { actAsFields, actingAs } from '../../actAs';
import { limits, zone } from '../../contract';
import { counted } from '../../counted';
import { personFields, personOf, withNames, type OfPerson } from '../../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../../people';
import { calls, stampMonths, stampRows, stampTypes, type AnsweredStamp } from './contract';
import { before, seconds } from './period';

/** People and a time span that one call can return; no people means the token's owner. */
interface Window extends Span {
	people: number[];
	/** Several people for a day (6.10), or one person for months (6.7). */
	together: boolean;
	/** Number of parts to make if the answer is cut off. */
	parts?: number;
	/** Requested only up to its last second, not up to the second after it. */
	short?: true;
}

type StaffStamp = AnsweredStamp & OfPerson & { staff_id: unknown };

const row = z.object({
	staffId: z.number(),
	...personFields,
	date: z.string().nullable(),
	stampedAt: z.string().nullable(),
	type: z.number().nullable(),
	typeName: z.string().nullable(),
	method: z.number().nullable(),
	workplaceId: z.number().nullable(),
	localTime: z.string().nullable(),
	timezone: z.string().nullable(),
	organizationId: z.number().nullable(),
	latitude: z.number().nullable(),
	longitude: z.number().nullable(),
	ip: z.string().nullable(),
});

function simplify(stamp: StaffStamp): z.infer<typeof row> {
	const stampedAt = isoOf(stamp.stamped_at, zone);
	const type = asNumber(stamp.type);
	const { attributes } = stamp;
	return {
		staffId: asId(stamp.staff_id),
		...personOf(stamp),
		date: stampedAt?.slice(0, 10) ?? null,
		stampedAt,
		type,
		typeName: stampTypes[type as keyof typeof stampTypes] ?? null,
		method: asNumber(attributes?.method),
		workplaceId: asNumber(attributes?.workplace_id),
		localTime: isoOf(stamp.local_time, zone),
		timezone: asText(stamp.timezone),
		organizationId: asNumber(attributes?.org_id),
		latitude: asNumber(attributes?.latitude),
		longitude: asNumber(attributes?.longitude),
		ip: asText(attributes?.ip),
	};
}

/** One person for six months per call, or 50 people for a day per call: whichever needs fewer calls. */
function plan(people: number[], span: Span): Window[] {
	const months = byMonths(span, stampMonths);
	const days = byDays(span, 1);
	const groups = chunks(people, limits.staffIds);
	if (people.length * months.length <= groups.length * days.length) {
		return people.flatMap((one) =>
			months.map((part) => ({ ...part, people: [one], together: false })),
		);
	}
	return groups.flatMap((group) =>
		days.map((part) => ({ ...part, people: group, together: true })),
	);
}

/** First and last time of the rows; those of the span if no time can be read. */
function extentOf(stamps: StaffStamp[], { from, to }: Span): { first: DateTime; last: DateTime } {
	const times = stamps.map(({ stamped_at }) => asText(stamped_at) ?? '').filter(Boolean);
	const at = (text: string, otherwise: DateTime) => {
		const moment = DateTime.fromISO(isoOf(text, zone) ?? '', { zone });
		return moment.isValid ? moment : otherwise;
	};
	// All have the same form, so they sort as text.
	const [first, last] = times.reduce(
		([low, high], time) => [time < low ? time : low, time > high ? time : high],
		[times[0] ?? '', ''],
	);
	return { first: at(first, from), last: at(last, to) };
}

/** Splits time first, then people. Only the rows of one person show their density in time. */
function split(window: Window, stamps: StaffStamp[]): Window[] | undefined {
	const { together, parts: most = 2 } = window;
	if (together) {
		const parts = halves(window);
		if (parts) return parts.map((part) => ({ ...window, ...part }));
	} else {
		const { parts, rest } = byDensity(window, extentOf(stamps, window), most) ?? {};
		const smaller = parts?.map((part) => ({ ...window, ...part, parts: undefined }));
		if (smaller) return rest ? [...smaller, { ...window, ...rest, parts: 2 * most }] : smaller;
	}
	const { people } = window;
	if (people.length < 2) return undefined;
	return chunks(people, Math.ceil(people.length / 2)).map((part) => ({ ...window, people: part }));
}

/**
 * The documentation leaves open whether exactly a day or six months is too long (6.7, 6.10: "up to"). A span of that
 * length is requested, and if it is refused, its last second is requested separately. If AKASHI does not accept a
 * span across midnight either, the last second is requested as the documentation shows it.
 */
function instead(window: Window): { form: string; windows: Window[] } | undefined {
	const { from, to, together, short } = window;
	const last = to.minus({ seconds: 1 });
	if (+to === +from.plus(together ? { days: 1 } : { months: stampMonths })) {
		const form = together ? 'a whole day' : 'six whole months';
		return {
			form,
			windows: [
				{ ...window, to: last },
				{ ...window, from: last },
			],
		};
	}
	if (short || +from !== +last) return undefined;
	return { form: 'a second across midnight', windows: [{ ...window, short: true }] };
}

const input = (zones: Zones, client: Client) => periodInput(zones, peopleInput(client), true);
type Values = ValuesOf<typeof input>;

/** 6.7 and 6.10: stamps of all staff whom the token's owner manages, in as few calls as possible. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many stamps',
		description: 'Get the stamps of a period',
	},
	fields: [
		...actAsFields,
		...peopleFields('me'),
		...periodFields('today', true),
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'staff code, name and organization to each row. The lists with the names are read once per run unless they are read anyway.',
			),
		),
	],
	input,
	check: checkPeople,
	person: actingAs,
	execute: reads(
		withNames<Values>(
			windows<Values, Window>(
				async (client, { values }): Promise<Window[]> => {
					const span = { from: values.from, to: values.to.plus({ seconds: 1 }) };
					if (values.staff === 'me') {
						const own = { people: [], together: false };
						return byMonths(span, stampMonths).map((part) => ({ ...part, ...own }));
					}
					return plan(await staffIdsOf(client, values), span);
				},
				{
					call: ({ people, together }) =>
						together
							? calls.listStampsOfMany
							: people.length === 1
								? calls.listStamps
								: calls.listOwnStamps,
					values: ({ people, together, from, to, short }) => ({
						start_date: seconds(from),
						end_date: seconds(short ? from : to),
						...(together
							? { staff_ids: people.join(',') }
							: people.length === 1
								? { staff_id: people[0] }
								: {}),
					}),
					rows: (payload, { together }): StaffStamp[] =>
						(together
							? asList((payload as Answered<typeof calls.listStampsOfMany>).multiple_stamps)
							: [payload as Answered<typeof calls.listStamps>]
						).flatMap(({ staff_id, stamps, count }) =>
							counted(stamps, count).map((one): StaffStamp => ({ staff_id, ...one })),
						),
					own: ({ to }) => before(to),
					cap: stampRows,
					split,
					instead,
					name: ({ people, from }) =>
						`${people.length === 0 ? "the token's owner" : `staff ${people.join(', ')}`} at ${from.toISO()}`,
				},
			),
			(values) => values,
		),
	),
	simplify,
	output: row,
});
