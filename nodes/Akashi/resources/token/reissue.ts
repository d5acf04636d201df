import { z } from 'zod';

import { operation } from '../../../shared/operation';
import { single, writesInOrder } from '../../../shared/ways';
import { calls } from '../../contract';

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
	way: writesInOrder(single(calls.reissueToken, (payload) => [payload])),
	writes: true,
	output: calls.reissueToken.response,
});
