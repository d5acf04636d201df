import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { oneOf, optional, spanStart } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single, writesInOrder } from '../../../shared/ways';
import { calls, stampTypes } from '../../contract';

const input = (zones: Zones) =>
	z.object({
		type: optional(oneOf(Object.keys(stampTypes).map(Number))),
		stampedAt: optional(spanStart(zones)),
	});

/** 6.6: a punch of the token's owner. Stamps of one run go out one after the other, in item order. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create a stamp',
		description:
			'Stamp for the token\'s owner. AKASHI records the time at which the request arrives. Leave "Retry On Fail" off: it would stamp again.',
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
				'What to stamp. "Decided by AKASHI" lets AKASHI choose in or out from the stamps so far.',
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
					description: 'For information only: AKASHI records its own time',
					routing: { send: { type: 'body', property: 'stampedAt' } },
				},
			],
		},
	],
	input,
	way: writesInOrder(
		single(
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
		),
	),
	writes: true,
	output: calls.createStamp.response,
});
