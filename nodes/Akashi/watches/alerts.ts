import { z } from 'zod';

import { Problem } from '../../shared/errors';
import { allOf } from '../../shared/reading/pagination';
import { watch } from '../../shared/triggers/event';
import { actAsFields, actingAs } from '../actAs';
import { readAlerts, simplify, type row } from '../resources/alert/getAll';

export type AlertRow = z.infer<typeof row>;

const whoseFields = actAsFields.map((field) => ({
	...field,
	routing: { send: { type: 'query' as const, property: field.name } },
}));

const input = () => z.object({ actAs: z.unknown(), personToken: z.unknown() });
type Whose = z.output<ReturnType<typeof input>>;

const personOf = (whose: Whose) => actingAs(whose as Parameters<typeof actingAs>[0]);

/** The alerts that a person has now (6.8). One that went and is raised again is a new one. */
export const alerts = watch<AlertRow, ReturnType<typeof input>>({
	name: 'alerts',
	fields: whoseFields,
	input,
	read: async (client, whose) => {
		const person = personOf(whose);
		if (person instanceof Problem) throw person;
		const rows = await allOf(readAlerts)(person ? client.as(person) : client, {});
		return rows.map((one) => simplify(one as never));
	},
	key: ({ staffId, date, alertType }) => `${staffId} ${date} ${alertType}`,
});
