import { DateTime } from 'luxon';
import { z } from 'zod';

import { asNumber, asText, type Answered } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import { isoOf, type Zones } from '../../../shared/dates';
import { Problem } from '../../../shared/errors';
import { optionsField } from '../../../shared/fields';
import { moment, optional, wholeNumber } from '../../../shared/inputs';
import { operation, type ItemRequest, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { actAsFields, actingAs } from '../../actAs';
import { zone } from '../../contract';
import { calls } from './contract';

const input = (zones: Zones) =>
	z.object({
		expires_at: optional(moment(zones)),
		fewer_days_left: optional(wholeNumber(1)),
	});
type Values = ValuesOf<typeof input>;

const reissued = single<Values>(
	calls.reissueToken,
	(payload) => [payload],
	() => ({}),
);

const row = z.object({
	staffId: z.number().nullable(),
	token: z.string().nullable(),
	expiresAt: z.string().nullable(),
	agencyManagerId: z.number().nullable(),
	companyId: z.string().nullable(),
	// Only for a token that was not reissued.
	skipped: z.literal(true).optional(),
	reason: z.string().optional(),
});

type Reissued = Answered<typeof calls.reissueToken> & { skipped?: true; reason?: string };

/** What is put out for a token that has more days left than it needs; undefined if it is to be reissued. */
function lastingLonger(
	client: Client,
	{ fewer_days_left: days, expires_at }: Values,
): Reissued | undefined {
	const { secret, end } = client.secret()!;
	const ends = end === undefined ? expires_at : DateTime.fromMillis(end);
	if (days === undefined || !ends || ends <= DateTime.now().plus({ days })) return undefined;
	const expired_at = ends.setZone(zone).toFormat('yyyy/MM/dd HH:mm:ss');
	const reason = `The token is valid until ${expired_at} in Japan, which is more than ${days} ${days === 1 ? 'day' : 'days'} away`;
	return { token: secret, expired_at, skipped: true, reason };
}

/** An unknown outcome is worse for a reissue than for a stamp: there may be no working token left. */
function perhapsDead(error: unknown, { person }: ItemRequest<Values>): unknown {
	if (!(error instanceof Problem) || error.facts.kind !== 'unsure') return error;
	const [which, what] = person
		? [
				'The token in "Person\'s Token"',
				'have this person issue a new one on My Page (マイページ) in AKASHI, and enter it where the item takes it from',
			]
		: [
				'The token in the credential',
				'issue a new one on My Page (マイページ) in AKASHI and enter it in the credential',
			];
	return error.with({
		advice: `${error.facts.advice} ${which} may no longer work: if it is refused from now on, ${what}.`,
	});
}

/** 6.9: a new token for the token's owner. It is not documented whether the old one stays valid. */
export const reissue = operation({
	entry: {
		name: 'Reissue',
		value: 'reissue',
		action: 'Reissue access token',
		description:
			"Get a new access token for the owner of the token in the credential, or of each item's token. The output contains it, and the old token may stop working immediately.",
	},
	fields: [
		{
			displayName:
				'The output contains the new access token, which is a secret. The old token may stop working immediately. For the token in the credential, if "Renew Token" is on there, n8n stores the new one; otherwise, you have to store it yourself.',
			name: 'noticeReissue',
			type: 'notice',
			default: '',
		},
		...actAsFields,
		optionsField(
			{
				displayName: 'Only When Fewer Days Left',
				name: 'onlyWhenFewerDaysLeft',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 21,
				description:
					'Leave a token as it is if it is valid for more days than this. The output then contains the same token and its end, and says that it was skipped. A token whose end is not known is reissued.',
				routing: { send: { type: 'body', property: 'fewer_days_left' } },
			},
			{
				displayName: 'Token Expires At',
				name: 'tokenExpiresAt',
				type: 'dateTime',
				default: '',
				placeholder: 'e.g. 2026-05-02T09:00:00+09:00',
				description:
					"When the token ends: what this operation put out as expiresAt when it issued the token. The end of the credential's own token is known after its first renewal.",
				routing: { send: { type: 'body', property: 'expires_at' } },
			},
		),
	],
	input,
	person: actingAs,
	// A failed item that is written back to a table must not overwrite the token there.
	putsOutSecret: true,
	// The old token may stop working: with two items, the first new token would be lost.
	key: () => '',
	execute: writesInOrder(async (client, request) => {
		const lasting = lastingLonger(client, request.values);
		if (lasting) return [request.shape(lasting)];
		try {
			return await reissued(client, request);
		} catch (error) {
			throw perhapsDead(error, request);
		}
	}),
	writes: true,
	simplify: (answered: Reissued): z.infer<typeof row> => ({
		staffId: asNumber(answered.staff_id),
		token: asText(answered.token),
		expiresAt: isoOf(answered.expired_at, zone),
		agencyManagerId: asNumber(answered.agency_manager_id),
		companyId: asText(answered.login_company_code),
		...(answered.skipped && { skipped: true, reason: answered.reason }),
	}),
	output: row,
});
