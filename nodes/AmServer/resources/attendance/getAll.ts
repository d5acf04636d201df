import { DateTime } from 'luxon';
import { z } from 'zod';

import { asText } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import { addNamesOption, limitFields, optionsField, outputFields } from '../../../shared/fields';
import type { Read } from '../../../shared/items';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { readDays, type Day } from '../../months';
import { isNamed, withNames } from '../../names';
import { checkPeople, peopleFields, peopleInput, userIdsOf } from '../../people';

export const row = z.object({
	userId: z.string(),
	name: z.string().nullable().optional(),
	date: z.string(),
	startTime: z.string().nullable(),
	endTime: z.string().nullable(),
	workedMinutes: z.number().nullable(),
});

/** A day as a flat row; an end before its start is after midnight. */
export function simplify({ userid, name, ...day }: Day, zone: string): z.infer<typeof row> {
	const [workday, starttime, endtime] = [day.workday, day.starttime, day.endtime].map(asText);
	const at = (time: string | null) => DateTime.fromISO(`${workday}T${time}`, { zone });
	const start = at(starttime);
	let end = at(endtime);
	if (end < start) end = end.plus({ days: 1 });
	const both = start.isValid && end.isValid;
	return {
		userId: userid,
		...(name === undefined ? {} : { name }),
		date: workday!,
		// A value that is not a time is output unchanged.
		startTime: start.toISO({ suppressMilliseconds: true }) ?? starttime,
		endTime: end.toISO({ suppressMilliseconds: true }) ?? endtime,
		workedMinutes: both ? Math.round(end.diff(start, 'minutes').minutes) : null,
	};
}

const input = (zones: Zones) => periodInput(zones, peopleInput);
type Values = ValuesOf<typeof input>;

/** The days of the users, in their order. */
const read: Read<Values> = async (client, request) => {
	const { from, to } = request.values;
	const users = await userIdsOf(client, request.values, isNamed(request));
	return await readDays(client, { ...request, values: { users, from, to } });
};

/** attendance: the months that a period touches, by user and day. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many attendance days',
		description: 'Get the attendance of a period, one row per user and day',
	},
	fields: [
		...peopleFields,
		...periodFields('thisMonth'),
		...limitFields,
		...outputFields(row),
		optionsField(
			addNamesOption(
				'the name of the user to each row, and to refuse IDs that no user has. The list of users is read once per run.',
			),
		),
	],
	input,
	check: checkPeople,
	execute: reads(withNames(read)),
	simplify,
	output: row,
});
