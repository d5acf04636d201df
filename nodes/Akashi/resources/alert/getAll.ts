import { z } from 'zod';

import { asId, asNumber, asText, type Answered } from '../../../shared/answers';
import { limitFields, outputFields } from '../../../shared/fields';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { actAsFields, actingAs } from '../../actAs';
import { counted } from '../../counted';
import { alertTypes, calls } from './contract';

type Answer = Answered<typeof calls.listAlerts>;
export type Alert = NonNullable<Answer['alerts']>[number] & { staff_id: Answer['staff_id'] };

export const row = z.object({
	staffId: z.number(),
	date: z.string().nullable(),
	month: z.string().nullable(),
	alertType: z.number().nullable(),
	alertTypeName: z.string().nullable(),
});

/** `yyyy/mm/dd` as `yyyy-mm-dd`. */
const dashed = (date: unknown) => asText(date)?.replace(/\//g, '-') ?? null;

export const simplify = ({ staff_id, date, month, alert_type }: Alert): z.infer<typeof row> => ({
	staffId: asId(staff_id),
	date: dashed(date),
	month: dashed(month),
	alertType: asNumber(alert_type),
	alertTypeName: alertTypes[asNumber(alert_type) as keyof typeof alertTypes] ?? null,
});

/** The alerts of whoever asks. */
export const readAlerts = single(calls.listAlerts, ({ staff_id, alerts, count }: Answer) =>
	counted(alerts, count).map((one): Alert => ({ staff_id, ...one })),
);

/** 6.8: alerts of the token's owner, each with the name of its type. `month` is the first day of the month it counts for. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many alerts',
		description:
			"Get the alerts of the token's owner, such as missing stamps. For other people's alerts, act as them.",
	},
	fields: [...actAsFields, ...limitFields, ...outputFields(row)],
	input: () => z.object({}),
	person: actingAs,
	execute: reads(readAlerts),
	simplify,
	output: row,
});
