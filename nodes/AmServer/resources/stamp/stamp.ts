import { DateTime } from 'luxon';
import { z } from 'zod';

import { dayStartsAt } from '../../../shared/attendance/fields';
import { optionsField } from '../../../shared/fields';
import { operation, type Operation, type ValuesOf } from '../../../shared/operation';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { asCredential } from '../../accessToken';
import { actAsFields, actingAs, checkActAs } from '../../actAs';
import { calls, stampTypes } from './contract';
import { checkGuard, guard, guardFields, type Skipped, type StampType } from './guard';

const row = z.object({
	userId: z.string(),
	date: z.string().nullable(),
	type: z.enum(['clockIn', 'clockOut']),
	typeName: z.string(),
	skipped: z.boolean(),
	reason: z.string().nullable(),
	stampedAt: z.string().nullable(),
});

const input = () => z.object({ day_starts_at: dayStartsAt });
type Values = ValuesOf<typeof input>;

/** Both operations of Stamp. The server answers nothing, so that the time itself is not known. */
export const stampOperation = (type: StampType, entry: Operation['entry']): Operation =>
	operation({
		entry,
		fields: [...actAsFields, optionsField(...guardFields)],
		input,
		check: (_, settings) => checkActAs(settings) ?? checkGuard(settings),
		person: actingAs,
		// A second one would write over the first.
		key: () => type,
		execute: writesInOrder<Values>(async (client, { values, settings, person, shape }) => {
			const { owner = client, connection } = client;
			const userId = person?.name ?? connection.user!;
			const today = () => DateTime.now().setZone(connection.zone);
			const now = today();
			const rowOf = (date: string | null, skipped?: Skipped): z.infer<typeof row> => ({
				userId,
				date,
				type,
				typeName: stampTypes[type],
				skipped: skipped !== undefined,
				reason: skipped?.reason ?? null,
				stampedAt: skipped?.stampedAt ?? null,
			});
			const skipped = await guard(owner, userId, type, settings, values.day_starts_at, now);
			if (skipped) return [shape(rowOf(now.toISODate(), skipped))];
			const before = today().toISODate();
			await (client === owner ? client.as(asCredential) : client).call(calls[type]);
			// Around midnight nobody can tell under which date the server wrote it.
			return [shape(rowOf(today().toISODate() === before ? before : null))];
		}),
		writes: true,
		output: row,
	});
