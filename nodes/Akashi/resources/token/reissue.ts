import { z } from 'zod';

import { Problem } from '../../../shared/errors';
import { operation } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { calls } from './contract';

const reissued = single<object>(calls.reissueToken, (payload) => [payload]);

/** What nobody knows of a reissue is worse than of a stamp: there may be no token left that works. */
const perhapsDead = (error: unknown): unknown =>
	error instanceof Problem && error.facts.kind === 'unsure'
		? new Problem(error.message, {
				...error.facts,
				advice: `${error.facts.advice} The token in the credential may be dead: if it is refused from now on, issue a new one on My Page (マイページ) in AKASHI and enter it there.`,
			})
		: error;

/** 6.9: another token for the token's owner. Whether the old one lives on is not documented. */
export const reissue = operation({
	entry: {
		name: 'Reissue',
		value: 'reissue',
		action: 'Reissue the access token',
		description:
			'Get a new access token for the owner of the one in the credential. The output holds it: it is a secret. The old token may stop working at once. With "Renew Token" in the credential n8n keeps the new one there; without it the credential is not changed: store the new one.',
	},
	fields: [],
	input: () => z.object({}),
	// The old token may be dead after one: two items would lose the first new token.
	key: () => '',
	execute: writesInOrder(async (client, requests) => {
		try {
			return await reissued(client, requests);
		} catch (error) {
			throw perhapsDead(error);
		}
	}),
	writes: true,
	output: calls.reissueToken.response,
});
