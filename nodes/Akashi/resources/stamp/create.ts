import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { optionsField } from '../../../shared/fields';
import { asId, asNumber, asText, type Answered } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import { Problem } from '../../../shared/errors';
import { moment, oneOf, optional, yesNo } from '../../../shared/inputs';
import type { Client } from '../../../shared/client/client';
import { operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { zone } from '../../contract';
import { counted } from '../../counted';
import { before, seconds } from '../../reads/stamps';
import { calls, stampTypes, type AnsweredStamp } from './contract';

const input = (zones: Zones) =>
	z.object({
		type: optional(oneOf(Object.keys(stampTypes).map(Number))),
		stampedAt: optional(moment(zones)),
	});

/**
 * Start of a working day, in hours after midnight in Japan. The documentation does not say, and companies may
 * differ. With 5, a night shift that ends before 5:00 still belongs to the day on which it began, and a clock-out
 * forgotten yesterday does not hide today's clock-in, as looking back 24 hours would.
 */
const dayStart = 5;

/** The last stamp of the token's owner on the current working day (6.7). */
async function lastStamp(
	client: Client,
): Promise<{ staff_id: number; type: number | null; stampedAt: string | null } | undefined> {
	const from = DateTime.now()
		.setZone(zone)
		.minus({ hours: dayStart })
		.startOf('day')
		.plus({ hours: dayStart });
	// To the end of the day and not to now, since AKASHI's clock may be ahead. The first second of the next day is
	// requested too and then dropped: see `reads/stamps.ts`.
	const to = from.plus({ days: 1 });
	const { staff_id, stamps, count } = (await client.call(calls.listOwnStamps, {
		start_date: seconds(from),
		end_date: seconds(to),
	})) as Answered<typeof calls.listOwnStamps>;
	const rows = counted(stamps, count);
	const time = ({ stamped_at }: AnsweredStamp) => asText(stamped_at) ?? '';
	if (!rows.every((one) => /^\d{4}\D\d\d\D\d\d\D/.test(time(one)))) throw timeless();
	const [last] = rows
		.filter(before(to))
		.reverse()
		.sort((a, b) => time(b).localeCompare(time(a)));
	return (
		last && {
			staff_id: asId(staff_id),
			type: asNumber(last.type),
			stampedAt: asText(last.stamped_at),
		}
	);
}

const timeless = () =>
	new Problem('AKASHI sent stamps without a time: the last one is not known', {
		kind: 'refused',
		advice: 'No stamp was created. To stamp anyway, turn off Options → Skip If Already Stamped.',
	});

/** Whether an option is on; undefined if an expression returned neither true nor false. */
const option =
	(name: string) =>
	({ options }: Settings): boolean | undefined =>
		yesNo.safeParse((options as IDataObject | undefined)?.[name] ?? false).data;
const guarded = option('skipIfAlreadyStamped');
const repeated = option('allowRepeatedStamps');

const row = z.object({
	staffId: z.number(),
	date: z.string().nullable(),
	stampedAt: z.string().nullable(),
	type: z.number().nullable(),
	typeName: z.string().nullable(),
	// Only for a stamp that was not created.
	skipped: z.literal(true).optional(),
	reason: z.string().optional(),
});

type Stamped = Answered<typeof calls.createStamp> & { skipped?: true; reason?: string };

function simplify({ staff_id, type: given, stampedAt: at, skipped, reason }: Stamped) {
	const [type, stampedAt] = [asNumber(given), isoOf(at, zone)];
	return {
		staffId: asId(staff_id),
		date: stampedAt?.slice(0, 10) ?? null,
		stampedAt,
		type,
		typeName: stampTypes[type as keyof typeof stampTypes] ?? null,
		...(skipped && { skipped, reason }),
	} satisfies z.infer<typeof row>;
}

const stampNow = single(
	calls.createStamp,
	(payload) => [payload],
	({ type, stampedAt }: ValuesOf<typeof input>) => ({
		type,
		...(stampedAt
			? {
					stampedAt: stampedAt.toFormat('yyyy/MM/dd HH:mm:ss'),
					timezone: stampedAt.toFormat('ZZ'),
				}
			: {}),
	}),
);

/**
 * 6.6: a stamp of the token's owner. Stamps of one run are sent one after the other, in item order. With "Skip If
 * Already Stamped", the last stamp of the working day is read first (6.7), and the same type is not sent again.
 */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create stamp',
		description:
			"Create a stamp for the token's owner. AKASHI records the time at which the request arrives. Leave Settings → Retry On Fail off: a retry would stamp again.",
	},
	fields: [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Break End (休憩戻)', value: 32 },
				{ name: 'Break Start (休憩入)', value: 31 },
				{ name: 'Clock In (出勤)', value: 11 },
				{ name: 'Clock In Off Site (直行)', value: 21 },
				{ name: 'Clock Out (退勤)', value: 12 },
				{ name: 'Clock Out Off Site (直帰)', value: 22 },
				{ name: 'Decided by AKASHI', value: '' },
			],
			default: 11,
			description:
				'What to stamp. "Decided by AKASHI" lets AKASHI choose between clock-in and clock-out, based on earlier stamps.',
			routing: { send: { type: 'body', property: 'type' } },
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Time on the Device',
					name: 'stampedAt',
					type: 'dateTime',
					default: '',
					placeholder: 'e.g. 2026-04-01 09:00',
					description: 'For information only: AKASHI records its own time',
					routing: { send: { type: 'body', property: 'stampedAt' } },
				},
			],
		},
		optionsField(
			{
				displayName: 'Allow Repeated Stamps',
				name: 'allowRepeatedStamps',
				type: 'boolean',
				default: false,
				description:
					'Whether several items of one run may create stamps of the same type. If off, only the first is created and the others are refused, since all of them would stamp the same person at the same time.',
			},
			{
				displayName: 'Skip If Already Stamped',
				name: 'skipIfAlreadyStamped',
				type: 'boolean',
				default: false,
				description: `Whether to create no stamp if the last stamp of the working day (from ${dayStart}:00 in Japan) has the same type. The output then says that the item was skipped, and why.`,
			},
		),
	],
	input,
	// Stamps of one run have one owner. "Skip If Already Stamped" checks before each of them.
	key: ({ type }, settings) =>
		repeated(settings) || guarded(settings) ? undefined : String(type ?? 'decided by AKASHI'),
	doubles: 'To stamp twice on purpose, turn on Options → Allow Repeated Stamps.',
	check: ({ type }, settings) => {
		if (repeated(settings) === undefined) return ['Allow Repeated Stamps', 'must be true or false'];
		const on = guarded(settings);
		const words =
			on === undefined
				? 'must be true or false'
				: on && type === undefined
					? 'needs a type: it is not known in advance what "Decided by AKASHI" will stamp'
					: undefined;
		return words ? ['Skip If Already Stamped', words] : undefined;
	},
	execute: writesInOrder(async (client, request) => {
		const last = guarded(request.settings) ? await lastStamp(client) : undefined;
		if (!last || last.type !== request.values.type) return await stampNow(client, request);
		const { staff_id, type, stampedAt } = last;
		const reason = `The last stamp of this working day is already ${stampTypes[type as keyof typeof stampTypes]} (${type}), at ${stampedAt} in Japan`;
		return [request.shape({ skipped: true, reason, staff_id, type, stampedAt })];
	}),
	writes: true,
	simplify,
	output: row,
});
