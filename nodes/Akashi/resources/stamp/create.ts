import { z } from 'zod';

import { optionsField } from '../../../shared/fields';
import { asId, asNumber, type Answered } from '../../../shared/answers';
import { isoOf, type Zones } from '../../../shared/dates';
import { dayStartsAt } from '../../../shared/attendance/fields';
import { optionIn } from '../../../shared/attendance/guard';
import { moment, oneOf, optional, yesNo } from '../../../shared/inputs';
import { operation, type Settings, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { zone } from '../../contract';
import { actAsFields, actingAs } from '../../actAs';
import { calls, stampTypes } from './contract';
import { checkGuard, guard, guardFields, isGuarded } from './guard';

const input = (zones: Zones) =>
	z.object({
		type: optional(oneOf(Object.keys(stampTypes).map(Number))),
		stampedAt: optional(moment(zones)),
		day_starts_at: dayStartsAt,
	});

/** Whether repeated stamps are allowed; undefined if an expression returned neither true nor false. */
const repeated = (settings: Settings): boolean | undefined =>
	yesNo.safeParse(optionIn(settings, 'allowRepeatedStamps') ?? false).data;

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
 * 6.6: a stamp of the token's owner. The stamps of one person are sent one after the other, in item order. With a guard,
 * the latest stamp of the working day is read first (6.7).
 */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create stamp',
		description:
			"Create a stamp for the token's owner, or for the owner of each item's token. AKASHI records the time at which the request arrives. Leave Settings → Retry On Fail off: a retry would stamp again.",
	},
	fields: [
		...actAsFields,
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
					'Whether several items of one run may create stamps of the same type. If off, only the first is created and the others are refused, where they would stamp the same person at the same time.',
			},
			...guardFields,
		),
	],
	input,
	person: actingAs,
	// The guard looks before each stamp.
	key: ({ type }, settings) =>
		repeated(settings) || isGuarded(settings) ? undefined : String(type ?? 'decided by AKASHI'),
	doubles: 'To stamp twice on purpose, turn on Options → Allow Repeated Stamps.',
	check: ({ type }, settings) =>
		repeated(settings) === undefined
			? ['Allow Repeated Stamps', 'must be true or false']
			: checkGuard(type, settings),
	execute: writesInOrder(async (client, request) => {
		const { values, settings, shape } = request;
		const { type, day_starts_at } = values;
		const skipped =
			type !== undefined && isGuarded(settings)
				? await guard(client, type, settings, day_starts_at)
				: undefined;
		return skipped ? [shape(skipped)] : await stampNow(client, request);
	}),
	writes: true,
	simplify,
	output: row,
});
