import { z } from 'zod';

import { asNumber, asText, type Answered } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { Problem } from '../../../shared/errors';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { zone } from '../../contract';
import { calls } from './contract';

const reissued = single<object>(calls.reissueToken, (payload) => [payload]);

const row = z.object({
	staffId: z.number().nullable(),
	token: z.string().nullable(),
	expiresAt: z.string().nullable(),
	agencyManagerId: z.number().nullable(),
	companyId: z.string().nullable(),
});

/** An unknown outcome is worse for a reissue than for a stamp: there may be no working token left. */
const perhapsDead = (error: unknown): unknown =>
	error instanceof Problem && error.facts.kind === 'unsure'
		? error.with({
				advice: `${error.facts.advice} The token in the credential may no longer work: if it is refused from now on, issue a new one on My Page (マイページ) in AKASHI and enter it in the credential.`,
			})
		: error;

/** 6.9: a new token for the token's owner. It is not documented whether the old one stays valid. */
export const reissue = operation({
	entry: {
		name: 'Reissue',
		value: 'reissue',
		action: 'Reissue access token',
		description:
			'Get a new access token for the owner of the token in the credential. The output contains it, and the old token may stop working immediately.',
	},
	fields: [
		{
			displayName:
				'The output contains the new access token, which is a secret. The old token may stop working immediately. If "Renew Token" is on in the credential, n8n stores the new token there; otherwise, you have to store it yourself.',
			name: 'noticeReissue',
			type: 'notice',
			default: '',
		},
	],
	input: () => z.object({}),
	// The old token may stop working: with two items, the first new token would be lost.
	key: () => '',
	execute: writesInOrder(async (client, requests) => {
		try {
			return await reissued(client, requests);
		} catch (error) {
			throw perhapsDead(error);
		}
	}),
	writes: true,
	simplify: (answered: Answered<typeof calls.reissueToken>): z.infer<typeof row> => ({
		staffId: asNumber(answered.staff_id),
		token: asText(answered.token),
		expiresAt: isoOf(answered.expired_at, zone),
		agencyManagerId: asNumber(answered.agency_manager_id),
		companyId: asText(answered.login_company_code),
	}),
	output: row,
});
