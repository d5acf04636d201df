import { asId } from '../../../shared/answers';
import type { Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { badInput } from '../../../shared/errors';
import { limitFields, outputFields } from '../../../shared/fields';
import { optional } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads } from '../../../shared/reading/single';
import { someStaff } from '../../lists/staff';
import { projectId } from '../../locators';
import { withNames } from '../../names';
import { checkPeople, peopleFields, peopleInput, staffIdsOf } from '../../people';
import { calls } from './contract';
import { namesField, projectField, readManHours, row, simplify } from './read';

const input = (zones: Zones, client: Client) =>
	periodInput(zones, { ...peopleInput(client), project_id: optional(projectId(client)) });
type Values = ValuesOf<typeof input>;

/**
 * The wanted people's part of an answer with everybody.
 * @throws Problem for an ID without man-hours that nobody has: no row would look like no work
 */
async function ofPeople<P extends { staff_id?: unknown }>(
	client: Client,
	values: Values,
	answered: P[],
): Promise<P[]> {
	if (values.staff === 'all') return answered;
	const wanted = new Set(await staffIdsOf(client, values));
	const people = answered.filter(({ staff_id }) => wanted.has(asId(staff_id)));
	const found = new Set(people.map(({ staff_id }) => asId(staff_id)));
	const idle = [...wanted].filter((id) => !found.has(id));
	if (values.staff === 'selected' && idle.length > 0) {
		const known = await someStaff(client, idle);
		const unknown = idle.find((id) => !known.has(id));
		if (unknown !== undefined) {
			throw badInput(
				'Staff Names or IDs',
				`contains ${unknown}, but there is no staff member with this ID among the staff that the token's owner manages`,
			);
		}
	}
	return people;
}

/** 6.24: man-hours of all staff whom the token's owner manages, in one answer, which is filtered. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many man-hours',
		description: 'Get the man-hours of a period, with one row per person, day, project and task',
	},
	fields: [
		...peopleFields('all'),
		...periodFields('thisMonth'),
		projectField,
		...limitFields,
		...outputFields(row),
		namesField,
	],
	input,
	check: checkPeople,
	execute: reads(
		withNames<Values>(
			readManHours<Values>(
				calls.listManHours,
				({ from, to }) => ({
					start_date: from.toFormat('yyyyMMdd'),
					end_date: to.toFormat('yyyyMMdd'),
				}),
				ofPeople,
			),
			(values) => values,
		),
	),
	simplify,
	output: row,
});
