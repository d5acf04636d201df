import { z } from 'zod';

import { asNumber, type Answered } from '../../../shared/answers';
import { howMany } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/ways';
import { alertTypes, calls } from '../../contract';
import { counted } from '../../counted';

type Answer = Answered<typeof calls.listAlerts>;

/** 6.8: alerts of the token's owner, each with the name of its type; dates as AKASHI writes them. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many alerts',
		description:
			"Get the alerts of the token's owner, such as missing stamps; those of other people are not to be had",
	},
	fields: howMany,
	input: () => z.object({}),
	way: reads(
		single(calls.listAlerts, ({ staff_id, alerts, count }: Answer) =>
			counted(alerts, count).map((one) => ({
				staff_id,
				...one,
				alertTypeName: alertTypes[asNumber(one.alert_type) as keyof typeof alertTypes] ?? null,
			})),
		),
	),
	output: calls.listAlerts.response.shape.alerts.element.extend({
		staff_id: z.number(),
		alertTypeName: z.string().nullable(),
	}),
});
