import { z } from 'zod';

import { workingDateOf, workingDay } from '../../../shared/attendance/days';
import {
	dateField,
	dateInput,
	dayStartsAt,
	dayStartsAtField,
	statusesInput,
	statusFiltersField,
} from '../../../shared/attendance/fields';
import { statusRow, statusRowOf } from '../../../shared/attendance/rows';
import { statusOf, type DailyStatus } from '../../../shared/attendance/status';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { optionsField, outputFields } from '../../../shared/fields';
import { yesNo } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { zone } from '../../contract';
import { checkPeople, peopleFields, peopleInput } from '../../people';
import { readPeople, type Staff } from './people';
import { inGroups, recordsById, stampsById } from './reads';

const input = (zones: Zones, client: Client) =>
	z.object({
		...peopleInput(client),
		date: dateInput(zones),
		day_starts_at: dayStartsAt,
		statuses: statusesInput,
		look_up_days_off: yesNo.default(true),
	});
type Values = ValuesOf<typeof input>;

interface Found {
	whose: Staff;
	status: DailyStatus;
}

/** IDs of those who have a day off, by the category of their working records. */
async function thoseOff(client: Client, people: Staff[], date: string): Promise<Set<number>> {
	const off = await inGroups(client, people, async (group) => {
		const days = await recordsById(client, group, { from: date, to: date });
		return [...days].flatMap(([staffId, records]) => {
			const category = records.find((one) => one.date === date)?.category ?? 'working';
			return category === 'working' ? [] : [staffId];
		});
	});
	return new Set(off);
}

/** The status of each person: the stamps of all, and the working records of those who have none. */
async function statuses(client: Client, values: Values): Promise<Array<z.infer<typeof statusRow>>> {
	const now = Date.now();
	const { day_starts_at: startsAt, statuses: wanted, look_up_days_off: looksUp } = values;
	const date = values.date?.toISODate() ?? workingDateOf(now, startsAt, zone);
	const day = workingDay(date, startsAt, zone);
	const isMe = values.staff === 'me';
	const found = await inGroups(client, await readPeople(client, values), async (group) => {
		const stamps = await stampsById(client, group, day, isMe);
		return group.map(
			(whose): Found => ({
				whose,
				status: statusOf(stamps.get(whose.staffId) ?? [], day, now, false),
			}),
		);
	});
	const isWanted = ({ status }: Pick<DailyStatus, 'status'>) =>
		wanted.length === 0 || wanted.includes(status);
	const mayBeOff = looksUp && (isWanted({ status: 'dayOff' }) || isWanted({ status: 'notIn' }));
	const absent = found.filter(({ status }) => mayBeOff && status.status === 'notIn');
	const off = await thoseOff(
		client,
		absent.map(({ whose }) => whose),
		date,
	);
	return found
		.map(
			({ whose, status }): Found =>
				off.has(whose.staffId)
					? { whose, status: { ...status, status: 'dayOff' } }
					: { whose, status },
		)
		.filter(({ status }) => isWanted(status))
		.map(({ whose, status }) => statusRowOf(whose, date, status, zone));
}

/** Who is in, on a break, gone, off or missing, by the stamps of a working day (6.10), and 6.11 for days off. */
export const getDailyStatus = operation({
	entry: {
		name: 'Get Daily Status',
		value: 'getDailyStatus',
		action: 'Get daily status',
		description:
			'Get who is in, on a break, gone, off or not in on a day, one row per person, by the latest stamp',
	},
	fields: [
		...peopleFields('all'),
		dateField,
		dayStartsAtField,
		statusFiltersField,
		...outputFields(statusRow),
		optionsField({
			displayName: 'Look Up Days Off',
			name: 'lookUpDaysOff',
			type: 'boolean',
			default: true,
			description:
				'Whether to read the working records of people without a stamp, to tell days off. If off, this saves a request per 50 of them, and they are Not In.',
			routing: { send: { type: 'query', property: 'look_up_days_off' } },
		}),
	],
	input,
	check: checkPeople,
	execute: reads(async (client, { values, shape }) => (await statuses(client, values)).map(shape)),
	simplify: (row: z.infer<typeof statusRow>) => row,
	output: statusRow,
});
