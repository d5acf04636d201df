import { z } from 'zod';

import { asId, asList, type Answered } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { addNamesOption, optionsField, outputFields } from '../../../shared/fields';
import { addsNames, operation, type ValuesOf } from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { someStaff } from '../../lists/staff';
import { projectId, projectLocator } from '../../locators';
import { personFields, personOf, type OfPerson } from '../../names';
import { calls } from './contract';

const row = z.object({
	projectId: z.number(),
	staffId: z.number(),
	...personFields,
	owner: z.boolean(),
});

interface Member extends OfPerson {
	projectId: number;
	staffId: number;
	owner: boolean;
}

const simplify = ({ projectId, staffId, owner, ...member }: Member): z.infer<typeof row> => ({
	projectId,
	staffId,
	...personOf(member),
	owner,
});

const input = (_: Zones, client: Client) => z.object({ project_id: projectId(client) });

/** 6.29: the members of a project, one item each. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many project members',
		description: 'Get the members of a project, one item per person',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } },
		...outputFields(row),
		optionsField(
			addNamesOption(
				'staff code, name and organization to each row. The lists with the names are read once per run unless they are read anyway.',
			),
		),
	],
	input,
	execute: reads<ValuesOf<typeof input>>(
		async (client, { values, settings, simplified, shape }) => {
			const payload = (await client.call(calls.getProjectMembers, values)) as Answered<
				typeof calls.getProjectMembers
			>;
			if (!simplified) return [shape(payload)];
			const owners = new Set(asList(payload.owner_staff_ids).map(asId));
			// In the example, owners are members as well; the text does not say whether they always are.
			const everybody = [...new Set([...asList(payload.staff_ids).map(asId), ...owners])];
			const people = addsNames(settings) ? await someStaff(client, everybody) : undefined;
			return everybody.map((staffId) =>
				shape({
					projectId: values.project_id,
					staffId,
					person: people && (people.get(staffId) ?? null),
					owner: owners.has(staffId),
				} satisfies Member),
			);
		},
	),
	simplify,
	output: row,
});
